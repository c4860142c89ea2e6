"""Small work for real worker processes."""

from __future__ import annotations

import os
import resource
import time
from pathlib import Path

from data.models.worker import Tell
from twin.errors import TwinError


def count(folder: Path, tell: Tell, tally: Path, answer: int) -> int:
    """Leaves a mark each time that it is run."""
    tally.write_text(tally.read_text() + "x" if tally.exists() else "x")
    (folder / "made").write_text(str(answer))
    return answer


def hold(folder: Path, tell: Tell, gate: Path) -> str:
    """Says that it is half-way, and waits until somebody opens the gate."""
    tell(0.5, "fitting")
    while not gate.exists():
        time.sleep(0.02)
    return "open"


def die(folder: Path, tell: Tell) -> None:
    os._exit(9)


def refuse(folder: Path, tell: Tell) -> None:
    raise TwinError("city_unknown", "atlantis")


def stumble(folder: Path, tell: Tell) -> None:
    raise ZeroDivisionError


def devour(folder: Path, tell: Tell) -> int:
    return len(bytearray(3 * 1024**3))


def surroundings(folder: Path, tell: Tell) -> dict[str, object]:
    return {
        "nice": os.nice(0),
        "secret": os.environ.get("SECRET_KEY"),
        "temporary": os.environ["TMPDIR"],
        "memory": resource.getrlimit(resource.RLIMIT_DATA)[0],
        "pid": os.getpid(),
    }
