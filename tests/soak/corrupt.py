"""Files that something has damaged while nobody looked: F09–F11, F13–F16.

Noticed, or exact: the only thing that may never happen is that events are gone and nobody is told.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from tests import damaging
from tests.damaging import EDITS, HARMS, Saved
from tests.soak.report import Outcome, at_least, at_most

LOG_PLACES, FILE_PLACES = 80, 60


def run(folder: Path, short: bool) -> Outcome:
    once = damaging.saved(folder)
    in_log, in_file = (8, 6) if short else (LOG_PLACES, FILE_PLACES)
    cases: dict[str, Callable[[Saved], object]] = dict(HARMS)
    cases |= {f"F16 {name}": _edited(statement) for name, (statement, _) in EDITS.items()}
    cases |= {f"F13 bit at {at}": _flipped("wal", at) for at in damaging.places(once.wal, in_log)}
    cases |= {
        f"F14 bit at {at}": _flipped("file", at) for at in damaging.places(once.file, in_file)
    }
    outcome = Outcome()
    came = {"noticed": 0, "exact": 0}
    for number, (name, harm) in enumerate(cases.items()):
        found = once.copy(folder / f"case-{number}")
        harm(found)
        try:
            came[damaging.verdict(found)] += 1
        except AssertionError as silent:
            outcome.problems.append(f"{name}: {silent}")
        shutil.rmtree(found.folder)
    outcome.figures = [
        at_least("damaged files opened", len(cases), len(HARMS) + len(EDITS) + in_log + in_file),
        at_least("noticed: read-only with an alarm, or not opened", came["noticed"], 1),
        at_most("silent losses", len(outcome.problems), 0),
    ]
    outcome.notes.append(f"{came['exact']} came out exact, {came['noticed']} were noticed")
    return outcome


def _edited(statement: str) -> Callable[[Saved], object]:
    return lambda found: damaging.edit(found.file, statement)


def _flipped(what: str, at: int) -> Callable[[Saved], object]:
    return lambda found: damaging.flip(getattr(found, what), at)
