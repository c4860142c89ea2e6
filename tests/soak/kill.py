"""kill −9 in the middle of single commits, group commits and checkpoints: F01, F02, F04."""

from __future__ import annotations

import random
import time
from pathlib import Path

from tests.soak.report import Outcome, at_least, at_most
from tests.soak.rounds import Kind, fresh_session, struck
from tests.soak.victim import Victim

# The short form runs beside other tests: there it is not about time.
PATIENT_S = 60

LONG = (
    Kind("single", 60),
    Kind("crowd", 15),
    Kind("group", 15),
    Kind("crowd", 15, tiny=True),
    Kind("group", 15, tiny=True),
)
SHORT = (Kind("single", 3), Kind("group", 2, tiny=True))


def run(folder: Path, short: bool) -> Outcome:
    rng = random.Random(9)

    def strike(victim: Victim) -> None:
        time.sleep(rng.uniform(0.05, 0.4))  # the moment of the kill is anybody's guess
        victim.kill()

    told = struck(folder, SHORT if short else LONG, fresh_session, strike)
    within = PATIENT_S if short else 2
    figures = [
        at_least("kill −9 survived", told.rounds, 5 if short else 90, "rounds"),
        at_least("operations acknowledged before a kill", told.acks, 50 if short else 10_000),
        at_most("acknowledged operations lost", len(told.problems), 0),
        at_most("writer ready after a kill, slowest", max(told.starts), within, 1, "s"),
    ]
    return Outcome(figures=figures, problems=told.problems)
