"""What the `*.toml` files beside this one say: which line of code protects against which fault.

A `[[protection]]` names one place in one file, what the code would be without it, and the tests
that must fail then. A `[[reason]]` says why a fault has no such line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PLACE = Path(__file__).parent
FAULTS = tuple(f"F{n:02}" for n in range(1, 65)) + tuple(f"T{n}" for n in range(1, 24))
MARK = re.compile(r"\bmark\.fault\(([^)]*)\)")
ID = re.compile(r"[\"']([FT]\d+)[\"']")


@dataclass(frozen=True)
class Protection:
    part: str
    faults: tuple[str, ...]
    what: str
    file: str
    find: str
    replace: str
    tests: tuple[str, ...]

    def taken_out(self, text: str) -> str:
        """`text` of its file as it would be without this protection."""
        if text.count(self.find) != 1:
            raise LookupError(f"“{self.what}” finds its place in {self.file} not exactly once")
        return text.replace(self.find, self.replace)

    def belongs_to(self, asked: Iterable[str]) -> bool:
        """Whether one of the asked faults or parts is its own; without any, all are meant."""
        wanted = set(asked)
        return not wanted or bool(wanted & {self.part, *self.faults})


@dataclass(frozen=True)
class Reason:
    """Why nothing can be taken out for these faults."""

    part: str
    faults: tuple[str, ...]
    why: str


def protections(place: Path = PLACE) -> list[Protection]:
    return [
        Protection(
            part=part,
            faults=tuple(told["faults"]),
            what=told["what"],
            file=told["file"],
            find=told["find"],
            replace=told["replace"],
            tests=tuple(told["tests"]),
        )
        for part, told in _entries(place, "protection")
    ]


def reasons(place: Path = PLACE) -> list[Reason]:
    return [
        Reason(part, tuple(told["faults"]), told["why"]) for part, told in _entries(place, "reason")
    ]


def marked(tests: Path = ROOT / "tests") -> set[str]:
    """The faults that a test is marked with, or that a part of `make soak` names."""
    found: set[str] = set()
    for path in tests.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for arguments in MARK.findall(text):
            found |= set(ID.findall(arguments))
        if path.parts[-2:] == ("soak", "parts.py"):
            found |= set(ID.findall(text))
    return found


def _entries(place: Path, kind: str) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    for path in sorted(place.glob("*.toml")):
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        found += [(path.stem, entry) for entry in told.get(kind, [])]
    return found
