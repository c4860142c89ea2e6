"""A rehearsal fills a workshop through the real service, and never a real one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.log_store import LogStore
from tests.workshop.asking import asked
from tests.workshop.builders import BOUNDS, agenda, small_workshop, text
from workshop.ballots import METHODS
from workshop.errors import Rejected
from workshop.model import Round, Session
from workshop.rehearsal import Rehearsal, Rehearsals
from workshop.rehearsal_people import answers, crowd
from workshop.service import Workshop

FAST = 50.0


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    made = small_workshop(tmp_path)
    yield made
    made.stop()


def test_what_simulated_people_put_on_a_ballot_is_within_its_means():
    costs = {"a": 6, "b": 5, "c": 4}
    people = crowd(40, 7)
    for step in (asked("budget", money=10, costs=costs), asked("quadratic", credits=9)):
        round_ = Round("r1", step, 1, 1, 0)
        values = [wish.value for wish in answers(people, round_, 7, None, ())]
        checked = [METHODS[step.kind].validate(step, "", value) for value in values]
        assert len(checked) > 30 and len({str(each) for each in checked}) > 1


def rehearsal_session(workshop: Workshop) -> str:
    session_id = workshop.create(
        "alesund", text("Energy"), agenda(), "nb", "tester", rehearsal=True
    )
    assert workshop.command(session_id, "open_session").ok
    return session_id


def until(workshop: Workshop, session_id: str, holds: Callable[[Session], bool]) -> Session:
    """The first state for which `holds`, looked at after every commit."""
    changed = threading.Condition()

    def tell(_session_id: str, _state: Session) -> None:
        with changed:
            changed.notify_all()

    workshop.observe(tell)
    with changed:
        assert changed.wait_for(lambda: holds(workshop.state(session_id)), 20), "not in 20 s"
    return workshop.state(session_id)


def answered(n: int) -> Callable[[Session], bool]:
    def holds(state: Session) -> bool:
        round_ = state.current_round()
        return round_ is not None and len(round_.answered) >= n

    return holds


def test_a_real_workshop_lets_no_simulated_people_in(workshop: Workshop):
    real = workshop.create("alesund", text("Energy"), agenda(), "nb", "tester")
    with pytest.raises(Rejected) as refused:
        Rehearsal(workshop, real)
    assert refused.value.code == "forbidden"
    assert len(workshop.state(real).participants) == 0


def test_everybody_joins_and_most_answer_each_kind_of_step(workshop: Workshop):
    session_id = rehearsal_session(workshop)
    rehearsal = Rehearsal(workshop, session_id, people=12, pace_per_s=FAST).start()
    until(workshop, session_id, lambda s: len(s.participants) == 12)
    for step in ("statements", "approval", "score", "pins", "ideas"):
        assert workshop.command(session_id, "open_step", {"step": step}).ok
        until(workshop, session_id, answered(5))
    rehearsal.stop()
    state = workshop.state(session_id)
    west, south, east, north = BOUNDS
    pins = [c for c in state.rounds[3].contributions.values()]
    assert pins and all(south <= c.lat <= north and west <= c.lon <= east for c in pins)  # type: ignore[operator]
    written = [c.text for r in state.rounds for c in r.contributions.values() if c.text]
    assert written and all(words.startswith(("Øving", "Övning", "Rehearsal")) for words in written)


def test_every_event_of_a_rehearsal_says_who_made_it(tmp_path: Path):
    workshop = small_workshop(tmp_path)
    session_id = rehearsal_session(workshop)
    rehearsal = Rehearsal(workshop, session_id, people=6, pace_per_s=FAST).start()
    workshop.command(session_id, "open_step", {"step": "statements"})
    until(workshop, session_id, answered(4))
    rehearsal.stop()
    workshop.stop()
    assert session_id.startswith("rehearsal-")
    log = LogStore(tmp_path).open(session_id)
    events = [recorded.event for recorded in log.load()]
    log.close()
    acts = [event for event in events if event.kind in ("joined", "ballot_cast")]
    assert len(acts) > 10
    assert {event.body["source"] for event in acts} == {"rehearsal"}


def test_what_was_approved_is_supported_by_some(workshop: Workshop):
    session_id = rehearsal_session(workshop)
    rehearsal = Rehearsal(workshop, session_id, people=12, pace_per_s=FAST).start()
    workshop.command(session_id, "open_step", {"step": "ideas"})
    state = until(workshop, session_id, lambda s: len(s.rounds[0].contributions) >= 3)
    idea = next(iter(state.rounds[0].contributions))
    workshop.command(session_id, "moderate", {"text_ids": [idea], "verdict": "approve"})
    state = until(workshop, session_id, lambda s: bool(s.rounds[0].ballots))
    rehearsal.stop()
    assert {item for _, item in state.rounds[0].ballots} == {idea}, "nobody sees the others"


def test_a_second_round_moves_some_answers_and_keeps_most(workshop: Workshop):
    session_id = rehearsal_session(workshop)
    rehearsal = Rehearsal(workshop, session_id, people=30, pace_per_s=FAST).start()
    for _ in range(2):
        workshop.command(session_id, "open_step", {"step": "statements"})
        until(workshop, session_id, answered(20))
        workshop.command(session_id, "close_round")
    rehearsal.stop()
    first, second = workshop.state(session_id).rounds
    both = set(first.ballots) & set(second.ballots)
    changed = [key for key in both if first.ballots[key].value != second.ballots[key].value]
    assert 0 < len(changed) < len(both) / 2


def test_the_same_seed_makes_the_same_people():
    assert crowd(20, 7) == crowd(20, 7)
    assert crowd(20, 7) != crowd(20, 8)
    assert crowd(40, 7)[:20] == crowd(20, 7)


def test_a_rehearsal_ends_with_its_workshop(workshop: Workshop):
    session_id = rehearsal_session(workshop)
    rehearsal = Rehearsal(workshop, session_id, people=5, pace_per_s=FAST).start()
    workshop.command(session_id, "close_session")
    assert rehearsal.ended(within_s=5)


def test_it_stops_goes_on_and_takes_more_people_in(workshop: Workshop):
    session_id = rehearsal_session(workshop)
    rehearsals = Rehearsals(workshop)
    assert rehearsals.status(session_id) is None
    assert rehearsals.start(session_id, 5, FAST).people == 5
    until(workshop, session_id, lambda s: len(s.participants) == 5)
    stopped = rehearsals.stop(session_id)
    assert stopped is not None and not stopped.running
    assert rehearsals.start(session_id, 9, FAST).running
    until(workshop, session_id, lambda s: len(s.participants) == 9)
    rehearsals.stop(session_id)


def test_people_and_pace_are_held_within_bounds(workshop: Workshop):
    session_id = rehearsal_session(workshop)
    status = Rehearsal(workshop, session_id, people=5000, pace_per_s=1000).status()
    assert (status.people, status.pace_per_s) == (300, 50.0)
