"""A stored state: as good as a replay, or not used at all; and it holds nobody's words."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import duckdb
import pytest
from flask import Flask
from immutables import Map

from data import state_file
from data.log_store import LogStore
from tests.golden.make import IDEA, Clock, story
from tests.workshop.builders import NoFacts, op, opened, small_workshop
from workshop import opening, runtime
from workshop.access import Doors
from workshop.answered import Answered
from workshop.by_person import ByPerson
from workshop.desk_view import desk_view
from workshop.events import Event, Recorded
from workshop.model import Ballot, Session
from workshop.phone.entrance import Entrance
from workshop.phone.guesses import PER_DEVICE, Guesses
from workshop.pieces import pieces, restored
from workshop.ports import Unread
from workshop.rules import replay
from workshop.service import Workshop
from workshop.tally import results
from workshop.views import Frame, mine_view, stage_view


@pytest.fixture(autouse=True)
def short_tails(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests have no time for thousands of events."""
    monkeypatch.setattr(runtime, "TAIL", 40)
    monkeypatch.setattr(runtime, "TAIL_AT_END", 1)


@pytest.fixture
def told(tmp_path: Path) -> str:
    """The id of a session in which everything has happened; its state is stored."""
    workshop = Workshop(LogStore(tmp_path), NoFacts(), Clock())
    workshop.start()
    session_id = story(workshop)
    workshop.stop()
    assert state_of(tmp_path, session_id).exists()
    return session_id


def state_of(folder: Path, session_id: str) -> Path:
    return folder / "sessions" / f"{session_id}.state"


def replayed(folder: Path, session_id: str) -> Session:
    log = LogStore(folder).open(session_id)
    try:
        return replay(log.load())
    finally:
        log.close()


def loaded(folder: Path, session_id: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Session, int]:
    """(the session as a start finds it, how many events it read for that)."""
    read: list[Recorded] = []
    evolve = runtime.evolve
    monkeypatch.setattr(runtime, "evolve", lambda s, r: read.append(r) or evolve(s, r))
    monkeypatch.setattr(runtime, "replay", lambda log: replay(read.append(r) or r for r in log))
    workshop = small_workshop(folder)
    session = workshop.state(session_id)
    workshop.stop()
    return session, len(read)


@pytest.mark.fault("F23")
def test_a_session_comes_back_from_its_stored_state_without_a_replay(
    told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    expected = replayed(tmp_path, told)
    session, read = loaded(tmp_path, told, monkeypatch)
    assert session == expected and read == 0
    ideas = session.rounds[-2].contributions.values()
    assert IDEA in {each.text for each in ideas}


@pytest.mark.fault("F23")
def test_what_came_after_the_stored_state_is_read_from_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    first = small_workshop(tmp_path)
    session_id = opened(first, 50, "statements")
    seq = first.state(session_id).seq
    first.stop()
    earlier = state_of(tmp_path, session_id).read_bytes()
    again = small_workshop(tmp_path)
    ballot = {"round": "r1", "item": "a", "value": "agree", "rev": 1}
    answer = again.operate(session_id, op("ballot", "p1", **ballot))
    again.stop()
    state_of(tmp_path, session_id).write_bytes(earlier)
    session, read = loaded(tmp_path, session_id, monkeypatch)
    assert session == replayed(tmp_path, session_id)
    assert answer.seq == session.seq == seq + 1 and read == 1


def test_a_state_is_stored_while_the_session_goes_on(tmp_path: Path):
    workshop = small_workshop(tmp_path)
    session_id = opened(workshop, 60, "statements")
    held = workshop._runtimes[session_id]
    deadline = time.monotonic() + 10
    while not held.stored_seq and time.monotonic() < deadline:
        workshop.operate(session_id, op("profile", "p1", body={"district": "d1"}))
    assert 40 <= held.stored_seq <= held.session.seq
    assert len(held.answered.recent()) < held.session.seq
    workshop.stop()


@pytest.mark.parametrize(
    "harm", ["missing", "torn", "flipped", "other code", "other session", "shorter log"]
)
def test_a_stored_state_that_is_not_to_be_believed_is_not_used(
    harm: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = state_of(tmp_path, told)
    content = path.read_bytes()
    if harm == "missing":
        path.unlink()
    elif harm == "torn":
        path.write_bytes(content[: len(content) // 2])
    elif harm == "flipped":
        middle = content.index(b'"agree"')
        path.write_bytes(content[:middle] + b'"pass!"' + content[middle + 7 :])
    elif harm == "other code":
        monkeypatch.setattr(state_file, "code_version", lambda: "tomorrow's")
    elif harm == "other session":
        other = small_workshop(tmp_path)
        path.write_bytes(state_of(tmp_path, _another(other)).read_bytes())
    else:
        _cut_short(tmp_path, told)
    expected = replayed(tmp_path, told)
    session, read = loaded(tmp_path, told, monkeypatch)
    assert session == expected and read == expected.seq


def _another(workshop: Workshop) -> str:
    session_id = opened(workshop, 5)
    workshop.stop()
    return session_id


def _cut_short(folder: Path, session_id: str) -> None:
    """As a restored backup is: sound, nothing contradicts it, and the stored state is newer."""
    (folder / "sessions" / f"{session_id}.hwm").unlink()
    with duckdb.connect(str(folder / "sessions" / f"{session_id}.duckdb")) as connection:
        connection.execute("DELETE FROM events WHERE seq > 60")


@pytest.mark.fault("F23")
def test_a_stored_state_that_is_newer_than_its_log_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    first = small_workshop(tmp_path)
    session_id = opened(first, 80, "statements")
    first.stop()
    assert state_of(tmp_path, session_id).exists()
    _cut_short(tmp_path, session_id)
    expected = replayed(tmp_path, session_id)
    session, read = loaded(tmp_path, session_id, monkeypatch)
    assert session == expected and session.seq == read == 60


def test_no_words_of_people_are_in_a_stored_state(told: str, tmp_path: Path):
    stored = state_of(tmp_path, told).read_bytes()
    assert b'"c' in stored
    for words in ("Solceller", "Sol p\u00e5 taket", "Benk i sola", "storskjermen", "Angra"):
        assert words.encode() not in stored


def test_a_text_whose_key_is_gone_is_gone_from_the_state_too(told: str, tmp_path: Path):
    keys = tmp_path / "keys" / f"{told}.texts"
    keys.write_text("", "ascii")
    workshop = small_workshop(tmp_path)
    rounds = workshop.state(told).rounds
    workshop.stop()
    held = [each for round_ in rounds for each in round_.contributions.values() if each.text_id]
    assert held and not any(each.text for each in held)


def test_every_operation_of_before_is_known_after_a_start_from_a_stored_state(
    told: str, tmp_path: Path
):
    log = LogStore(tmp_path).open(told)
    events = list(log.load())
    log.close()
    place = {event.op_id: event.seq for event in events}
    again = small_workshop(tmp_path)
    for event in events:
        asked = op("ballot", event.event.participant or "", op_id=event.op_id)
        answer = again.known(told, asked)
        if event.event.participant is None:
            assert answer.reason == "forbidden"
        else:
            assert (answer.ok, answer.seq) == (True, place[event.op_id])
            assert answer.data.get("id") == event.event.body.get("id")
        assert again.known(told, op("ballot", "stranger", op_id=event.op_id)).reason == "forbidden"
    assert again.known(told, op("ballot", "p1", op_id="never-sent")) is None
    again.stop()


def test_packing_forgets_nothing_while_new_operations_come():
    answered = Answered()

    def remember(numbers: range) -> None:
        for seq in numbers:
            event = Event("ballot_cast", {}, f"p{seq % 7}")
            answered.remember(Recorded(seq, f"op-{seq}", 0, event))

    remember(range(1, 3000))
    recent = answered.recent()
    packed = answered.packed_with(recent)
    remember(range(3000, 4000))
    answered.adopt(packed, recent)
    assert len(answered.recent()) == 1000
    for seq in range(1, 4000):
        found = answered.find(f"op-{seq}", f"p{seq % 7}")
        assert found and (found[0].seq, found[1]) == (seq, True)
    assert answered.find("op-4000", "p3") is None


def test_every_map_that_grows_with_people_travels_in_pieces(tmp_path: Path):
    workshop = small_workshop(tmp_path)
    session_id = opened(workshop, 1200)
    session = workshop.state(session_id)
    workshop.stop()
    parts = [piece for piece in pieces(session) if isinstance(piece, list)]
    assert [len(piece[2]) for piece in parts if piece[0] == "entries"] == [500, 500, 200]
    again = through_a_file(session, tmp_path)
    assert again == session and type(again.participants) is Map


def through_a_file(session: Session, folder: Path) -> Session:
    file = state_file.StateFile(folder / "a.state", b"secret")
    file.write(pieces(session))
    found = file.read()
    assert found is not None
    return restored(cast("Iterator[Unread]", found), lambda text_id: None)


@pytest.fixture
def answered(tmp_path: Path) -> Session:
    """Three rounds that a thousand have answered."""
    workshop = small_workshop(tmp_path)
    session_id = opened(workshop)
    for name in ("statements", "approval", "statements"):
        assert workshop.command(session_id, "open_step", {"step": name}).ok
    session = workshop.state(session_id)
    workshop.stop()
    people = [f"p{n}" for n in range(1000)]
    ballots = Map({(p, o): Ballot("agree", 1, f"{p} {o}", 9) for p in people for o in "abc"})
    told = {"ballots": ballots, "answered": Map(dict.fromkeys(people, 3))}
    return replace(session, rounds=tuple(replace(each, **told) for each in session.rounds))


def read_parts(answers: Mapping[Any, Any]) -> int:
    assert isinstance(answers, ByPerson)
    return sum(1 for part in answers._parts if part is not None)


def test_of_rounds_that_are_over_only_the_answers_that_are_asked_for_are_read(
    answered: Session, tmp_path: Path
):
    again = through_a_file(answered, tmp_path)
    *past, last = again.rounds
    assert type(last.ballots) is Map and type(last.answered) is Map
    for each in past:
        assert (len(each.ballots), len(each.answered)) == (3000, 1000)
        assert read_parts(each.ballots) == read_parts(each.answered) == 0
    assert stage_view(Frame(again)) and desk_view(Frame(again))
    assert not any(read_parts(each.ballots) or read_parts(each.answered) for each in past)
    assert mine_view(again, "p7") == mine_view(answered, "p7")
    assert mine_view(again, "stranger")["ballots"] == {}
    assert [read_parts(each.ballots) for each in past] == [2, 2]
    assert again == answered


def test_what_was_not_changed_is_written_to_the_next_state_as_it_lay(
    answered: Session, tmp_path: Path
):
    again = through_a_file(answered, tmp_path)
    mine_view(again, "p7")
    lay = [piece.content for piece in pieces(again) if isinstance(piece, Unread)]
    assert len(lay) == 2 * (15 + 5) and all(
        part in (tmp_path / "a.state").read_bytes() for part in lay
    )
    assert through_a_file(again, tmp_path) == answered


def test_an_answer_of_a_round_that_is_over_can_still_be_changed(answered: Session, tmp_path: Path):
    eager = answered.rounds[0].ballots
    key, other = ("p7", "a"), Ballot(None, 2, "later", 10, withdrawn=True)

    def lazy() -> Map[tuple[str, str], Ballot]:
        return through_a_file(answered, tmp_path).rounds[0].ballots

    assert lazy().set(key, other) == eager.set(key, other)
    assert lazy().delete(key) == eager.delete(key)
    changed = lazy().mutate()
    changed[key] = other
    assert changed.finish() == eager.set(key, other)
    assert sorted(lazy()) == sorted(eager) == sorted(key for key, _ in lazy().items())
    assert lazy().get(("p7", "z")) is None and key in lazy() and lazy()[key] == eager[key]


def test_many_threads_find_the_same_answers(answered: Session, tmp_path: Path):
    again = through_a_file(answered, tmp_path)
    expected = mine_view(answered, "p7"), results(answered.rounds[0])

    def ask(_: int) -> tuple[Any, Any]:
        return mine_view(again, "p7"), results(again.rounds[0])

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(40))) == [expected] * 40


def test_what_takes_long_to_replay_comes_after_what_is_there_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    first = small_workshop(tmp_path)
    long, short = opened(first, 60), opened(first, 1)
    first.stop()
    state_of(tmp_path, long).unlink()
    monkeypatch.setattr(opening, "LONGEST_AT_ONCE", 30)
    again = small_workshop(tmp_path)
    assert again.has(short) and not again.has(long) and again.waiting()
    again.open_rest()
    assert again.has(long) and not again.waiting()
    assert again.operate(long, op("join", "late")).ok
    again.stop()


def test_while_sessions_are_still_opened_nobody_is_told_that_theirs_is_none(tmp_path: Path):
    workshop = small_workshop(tmp_path)
    doors = cast(Doors, None)  # not asked for a code that opens nothing
    entrance = Entrance(workshop, doors, Guesses())
    with Flask("page").test_request_context():
        workshop._opening._rest.append("a long one")
        assert {entrance.refusal(None) for _ in range(2 * PER_DEVICE)} == {"busy"}
        workshop._opening._rest.clear()
        assert entrance.refusal(None) == "unknown_code"
    workshop.stop()
