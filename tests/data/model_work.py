"""Small work for real worker processes."""

from __future__ import annotations

import os
import resource
import time
from dataclasses import dataclass
from pathlib import Path

from data.models.worker import Tell
from twin.errors import TwinError


@dataclass(frozen=True)
class Words:
    """The smallest part that a worker can make and a file can hold."""

    text: str

    def save(self, path: Path) -> None:
        path.write_text(self.text, "utf-8")

    @classmethod
    def load(cls, path: Path) -> Words:
        text = path.read_text("utf-8")
        if text == "torn":
            raise ValueError(text)
        return cls(text)


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


def name_itself(folder: Path, tell: Tell, paper: Path) -> None:
    """Writes down its process id, and waits for ever."""
    fresh = paper.with_suffix(".new")
    fresh.write_text(str(os.getpid()))
    fresh.replace(paper)
    while True:
        time.sleep(0.1)


def die(folder: Path, tell: Tell) -> None:
    os._exit(9)


def die_once(folder: Path, tell: Tell, tally: Path) -> str:
    """As if somebody had ended the worker, the first time."""
    if not tally.exists():
        tally.touch()
        os._exit(9)
    return "done"


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


def part(folder: Path, tell: Tell, told: str, fail: bool = False) -> list[Words]:
    if fail:
        os._exit(9)
    return [Words(told)]
