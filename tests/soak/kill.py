"""kill −9 in the middle of single commits, group commits and checkpoints: F01, F02, F04."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from pathlib import Path

from tests.soak.report import Outcome, at_least, at_most
from tests.soak.victim import Victim, losses
from tests.workshop.builders import opened, small_workshop

ROUNDS_A_SESSION = 10
# The short form runs beside other tests: there it is not about time.
PATIENT_S = 60


@dataclass(frozen=True)
class Kind:
    """How often a mode of writing is killed, and with what settings."""

    mode: str
    rounds: int
    tiny: bool = False


LONG = (
    Kind("single", 60),
    Kind("crowd", 15),
    Kind("group", 15),
    Kind("crowd", 15, tiny=True),
    Kind("group", 15, tiny=True),
)
SHORT = (Kind("single", 3), Kind("group", 2, tiny=True))


def fresh_session(folder: Path) -> str:
    """A session with a question open and people in it; nobody holds its file afterwards."""
    workshop = small_workshop(folder)
    session_id = opened(workshop, 5, "statements")
    workshop.stop()
    return session_id


def run(folder: Path, short: bool) -> Outcome:
    outcome = Outcome()
    rng = random.Random(9)
    rounds, acks, starts = 0, 0, [0.0]
    for kind in SHORT if short else LONG:
        acked: dict[str, int] = {}
        session_id = ""
        for number in range(kind.rounds):
            if number % ROUNDS_A_SESSION == 0:
                session_id, acked = fresh_session(folder), {}
            victim = Victim(folder, session_id, kind.mode, kind.tiny)
            time.sleep(rng.uniform(0.05, 0.4))  # the moment of the kill is anybody's guess
            victim.kill()
            acked |= victim.acked
            acks += len(victim.acked)
            starts.append(victim.started_s)
            rounds += 1
            outcome.problems += losses(folder, session_id, acked)
    outcome.figures = [
        at_least("kill −9 survived", rounds, 5 if short else 90, "rounds"),
        at_least("operations acknowledged before a kill", acks, 50 if short else 10_000),
        at_most("acknowledged operations lost", len(outcome.problems), 0),
        at_most(
            "writer ready after a kill, slowest", max(starts), PATIENT_S if short else 2, 1, "s"
        ),
    ]
    return outcome
