"""Two desks with one version (F39), and votes that race the closing of their question (F40)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.soak.ledger import read
from tests.soak.report import Outcome, at_least, at_most
from tests.workshop.builders import op, opened, small_workshop
from workshop.runtime import Ack
from workshop.service import Workshop

VOTERS = 4


def desks(folder: Path, short: bool) -> Outcome:
    """Both press at the same moment: one is applied, the other hears of a conflict."""
    rounds = 50 if short else 500
    workshop = small_workshop(folder)
    session_id = opened(workshop, 0, "statements")
    applied = conflicts = version = 0
    for number in range(rounds):
        version = workshop.state(session_id).version
        args = {"on": number % 2 == 0}
        press = partial(workshop.command, session_id, "blank", args, version)
        answers = at_once(lambda who, press=press: press(f"desk {who}"), 2)
        applied += sum(answer.ok for answer in answers)
        conflicts += sum(answer.code == "conflict" for answer in answers)
    moved = workshop.state(session_id).version
    workshop.stop()
    events, wrong = read(folder, session_id)
    blanked = sum(1 for event in events if event.event.kind == "blanked")
    return Outcome(
        figures=[
            at_least("commands applied", applied, rounds),
            at_least("conflicts answered", conflicts, rounds),
            at_most("applied beyond one of each pair", blanked - rounds, 0),
        ],
        problems=wrong + ([] if moved == version + 1 else ["a command was applied twice"]),
    )


def closing(folder: Path, short: bool) -> Outcome:
    """Counted exactly when the vote stands before the closing in the log; answers agree."""
    rounds = 60 if short else 1000
    workshop = small_workshop(folder)
    session_id = opened(workshop, VOTERS, None)
    said: dict[str, tuple[str, Ack]] = {}
    for number in range(rounds):
        assert workshop.command(session_id, "open_step", {"step": "statements"}).ok
        round_ = str(workshop.state(session_id).current)
        answers = at_once(partial(_act, workshop, session_id, round_, number), VOTERS + 1)
        for who in range(VOTERS):
            said[f"race-{number:05d}-{who}"] = (round_, answers[who])
    state = workshop.state(session_id)
    workshop.stop()
    events, problems = read(folder, session_id)
    closed = {e.event.body["round"]: e.seq for e in events if e.event.kind == "round_closed"}
    kept = {event.op_id: event.seq for event in events}
    for op_id, (round_, ack) in said.items():
        counted = op_id in kept
        if counted != ack.ok or (ack.ok and not ack.seq == kept[op_id] < closed[round_]):
            problems.append(f"{op_id} was answered {ack} and stands at {kept.get(op_id)}")
        if not ack.ok and ack.code != "closed":
            problems.append(f"{op_id} was refused as {ack.code}")
    in_tally = sum(len(round_.ballots) for round_ in state.rounds)
    in_time = sum(ack.ok for _, ack in said.values())
    late = len(said) - in_time
    return Outcome(
        figures=[
            at_least("closings raced", rounds, rounds),
            at_least("votes that came in time", in_time, 1),
            at_least("votes that came too late", late, 1),
            at_most("answers that disagree with the tally", abs(in_tally - in_time), 0),
        ],
        problems=problems,
    )


def _act(workshop: Workshop, session_id: str, round_: str, number: int, who: int) -> Ack:
    """The last one closes, the others vote."""
    if who == VOTERS:
        return workshop.command(session_id, "close_round")
    values = {"round": round_, "item": "a", "value": "agree", "rev": 1}
    wish = op("ballot", f"p{who + 1}", op_id=f"race-{number:05d}-{who}", **values)
    return workshop.operate(session_id, wish)


def at_once(act: Callable[[int], Ack], number: int) -> list[Ack]:
    """Everybody acts at the same moment, each on a thread of their own."""
    start = threading.Barrier(number)
    answers: dict[int, Ack] = {}

    def one(who: int) -> None:
        start.wait()
        answers[who] = act(who)

    threads = [threading.Thread(target=one, args=(who,)) for who in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[who] for who in range(number)]
