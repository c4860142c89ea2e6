"""Check a record: `python -m data.verify FILE` for a session's file, a copy, or ``record.jsonl``.

Nothing is needed but the file: each event carries a hash over itself and the hash before it. The
last one is the seal that the stage showed at the end and that every export names. Ends with 0
when all is as it was written, 1 when something is wrong, 2 when the file cannot be read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from data.chain import COLUMNS, first_wrong
from data.log_file import LogFile
from data.mark import Mark, MarkFile
from data.reading import CannotRead, for_reading

_ALL = f"SELECT {', '.join(COLUMNS)} FROM events ORDER BY seq"  # noqa: S608  our names


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found: the first wrong event, or that all are sound; and how far the record goes."""

    sound: bool
    sentence: str
    events: int = 0
    head: str = ""


def verify(rows: Iterable[tuple[Any, ...]], mark: Mark | None = None) -> Verdict:
    """The chain from its first event, then the mark that was written beside it, if there is one."""
    last: list[tuple[Any, ...]] = []
    wrong = first_wrong(_noted(rows, last))
    if wrong is not None:
        return Verdict(False, f"Event {wrong} is not what was written: the chain breaks there.")
    if not last:
        return Verdict(False, "There is no event in it.")
    row = dict(zip(COLUMNS, last[0], strict=True))
    events, head = int(row["seq"]), str(row["hash"])
    if mark is not None and mark.seq > events:
        gone = f"events {events + 1} to {mark.seq} are missing"
        return Verdict(False, f"The record ends too early: {gone}.", events, head)
    if mark is not None and mark.seq == events and mark.head != head:
        return Verdict(False, f"Event {events} is not the one that was written.", events, head)
    return Verdict(True, f"All {events} events are as they were written.", events, head)


def _noted(rows: Iterable[tuple[Any, ...]], last: list[tuple[Any, ...]]) -> Iterator[Any]:
    for row in rows:
        last[:] = [row]
        yield row


def _of_file(path: Path) -> Verdict:
    file = for_reading(path)
    try:
        mark = MarkFile(path.with_suffix(".hwm")).read() if file.path == path else None
        return verify(file.rows(_ALL), mark if mark and mark.epoch == _epoch(file) else None)
    finally:
        file.let_go()


def _epoch(file: LogFile) -> str:
    return dict(file.rows("SELECT key, value FROM meta"))["epoch"]


def _of_lines(path: Path) -> Verdict:
    """One event a line, its body as JSON: what an export of the record holds."""
    with path.open(encoding="utf-8") as lines:
        return verify(_row(json.loads(line)) for line in lines if line.strip())


def _row(told: dict[str, Any]) -> tuple[Any, ...]:
    values = {name: told.get(name) for name in COLUMNS} | {"body": json.dumps(told["body"])}
    return tuple(values[name] for name in COLUMNS)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("Say which file: python -m data.verify FILE\n")
        return 2
    path = Path(arguments[0])
    try:
        found = _of_lines(path) if path.suffix == ".jsonl" else _of_file(path)
    except (CannotRead, OSError, ValueError, KeyError, TypeError, duckdb.Error) as fault:
        sys.stderr.write(f"{path} cannot be read: {fault}\n")
        return 2
    sys.stdout.write(found.sentence + "\n")
    if found.head:
        sys.stdout.write(f"Seal of the record: {found.head}\n")
    return 0 if found.sound else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
