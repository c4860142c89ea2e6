"""Power cuts in the middle of commits: F03. The control takes the syncing away and must lose."""

from __future__ import annotations

import os
import random
import shutil
import time
from pathlib import Path

from tests.soak import disk
from tests.soak.disk import Disk
from tests.soak.report import Outcome, at_least, at_most
from tests.soak.rounds import Kind, fresh_session, struck
from tests.soak.victim import Victim, losses

# The same writer, but every fsync and fdatasync says "done" and does nothing.
UNSYNCED = ("strace", "-f", "-qq", "-e", "trace=fsync,fdatasync")
UNSYNCED += ("-e", "inject=fsync,fdatasync:retval=0", "-o", "/dev/null")
CONTROLS = 3

LONG = (
    Kind("single", 30),
    Kind("group", 30),
    Kind("crowd", 30, tiny=True),
    Kind("group", 30, tiny=True),
)
SHORT = (Kind("single", 2), Kind("group", 2, tiny=True))


def hindrance() -> str:
    return disk.hindrance()


def run(folder: Path, short: bool) -> Outcome:
    outcome = Outcome()
    rng = random.Random(3)
    with Disk(folder) as own:
        kinds = SHORT if short else LONG
        told = struck(own.place, kinds, clean, lambda victim: cut_short(own, victim, rng))
        _control(own, rng, outcome, 1 if short else CONTROLS)
    outcome.problems += told.problems
    outcome.figures = [
        at_least("power cuts survived", told.rounds, 4 if short else 120, "rounds"),
        at_least("operations acknowledged before a cut", told.acks, 20 if short else 3000),
        at_most("acknowledged operations lost", len(told.problems), 0),
        *outcome.figures,
    ]
    return outcome


def cut_short(own: Disk, victim: Victim, rng: random.Random) -> None:
    """Freeze the writer, cut the power, and bring the disk back."""
    time.sleep(rng.uniform(0.03, 0.25))
    victim.freeze()
    own.cut()
    victim.kill()
    own.restore()


def clean(place: Path) -> str:
    """A session on a disk that holds no other."""
    for name in ("sessions", "keys"):
        shutil.rmtree(place / name, ignore_errors=True)
    session_id = fresh_session(place)
    os.sync()
    return session_id


def _control(own: Disk, rng: random.Random, outcome: Outcome, rounds: int) -> None:
    """A test that cannot fail proves nothing: without syncing, the same rounds lose answers."""
    if not shutil.which("strace"):
        outcome.notes.append("CONTROL SKIPPED: strace is missing (apt install strace)")
        return
    lost = 0
    for _ in range(rounds):
        session_id = clean(own.place)
        victim = Victim(own.place, session_id, "single", before=UNSYNCED)
        victim.spoken()
        cut_short(own, victim, rng)
        try:
            lost += len(losses(own.place, session_id, victim.acked))
        except Exception as fault:
            outcome.notes.append(f"control: {type(fault).__name__}")
            lost += len(victim.acked)
    outcome.figures.append(
        at_least("answers lost by the control that does not sync (must lose some)", lost, 1)
    )
