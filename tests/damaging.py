"""What can happen to a session's files while nobody looks, as a table; and what must come of it.

`make soak` runs the long form (80 places in the write-ahead log, 60 in the file), CI a short one.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.log_store import LogStore
from tests.workshop.builders import NoFacts, op, opened, small_workshop
from workshop.damage import Alarm
from workshop.model import Session
from workshop.service import Workshop

VOTES = 12


@dataclass(frozen=True)
class Saved:
    """A data folder as a kill left it: one session with a log that waits, one beside it."""

    folder: Path
    session_id: str
    other_id: str
    state: Session
    acks: tuple[int, ...]

    def copy(self, to: Path) -> Saved:
        shutil.copytree(self.folder, to)
        return Saved(to, self.session_id, self.other_id, self.state, self.acks)

    @property
    def file(self) -> Path:
        return self.folder / "sessions" / f"{self.session_id}.duckdb"

    @property
    def wal(self) -> Path:
        return self.file.with_name(f"{self.file.name}.wal")

    @property
    def mark(self) -> Path:
        return self.file.with_suffix(".hwm")


def saved(folder: Path) -> Saved:
    """Twelve votes, half of them in the file and half in the log, copied while it is open."""
    live = folder / "live"
    workshop = small_workshop(live)
    other = opened(workshop, 2, "statements")
    session_id = opened(workshop, 1, "statements")
    acks = [vote(workshop, session_id, n) for n in range(1, VOTES // 2 + 1)]
    workshop.swap(session_id, lambda: None)
    acks += [vote(workshop, session_id, n) for n in range(VOTES // 2 + 1, VOTES + 1)]
    state = workshop.state(session_id)
    shutil.copytree(live, folder / "killed")
    workshop.stop()
    return Saved(folder / "killed", session_id, other, state, tuple(acks))


def vote(workshop: Workshop, session_id: str, rev: int) -> int:
    value = ("agree", "disagree", "pass")[rev % 3]
    wish = op("ballot", "p1", round="r1", item="a", value=value, rev=rev)
    answer = workshop.operate(session_id, wish)
    assert answer.ok
    return answer.seq


def flip(path: Path, at: int) -> None:
    """Turn one bit over."""
    content = bytearray(path.read_bytes())
    content[at] ^= 1 << (at % 8)
    path.write_bytes(content)


def places(path: Path, count: int) -> Iterator[int]:
    """So many places, spread over a file from its first byte to its last."""
    size = path.stat().st_size
    return ((size - 1) * n // max(1, count - 1) for n in range(count))


# F09–F11, F15: each must be noticed.
HARMS: dict[str, Callable[[Saved], object]] = {
    "F09 log deleted": lambda s: s.wal.unlink(),
    "F10 log emptied": lambda s: s.wal.write_bytes(b""),
    "F10 log zeroed": lambda s: s.wal.write_bytes(bytes(s.wal.stat().st_size)),
    "F11 log is garbage": lambda s: s.wal.write_bytes(b"\x5a\xa5" * (s.wal.stat().st_size // 2)),
    "F15 file is text": lambda s: s.file.write_text("this is no database"),
    "F15 file is empty": lambda s: s.file.write_bytes(b""),
    "F15 file is another session's": lambda s: _other(s),
    "F15 file is an older copy": lambda s: _older(s),
}


def _other(s: Saved) -> None:
    s.wal.unlink()
    shutil.copy(s.file.with_name(f"{s.other_id}.duckdb"), s.file)


def _older(s: Saved) -> None:
    """The file as it was before the last event; its log was written into it."""
    with duckdb.connect(str(s.file)) as connection:
        connection.execute("DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)")


# F16: what somebody with DuckDB's own command line can do → the first number that is wrong.
EDITS: dict[str, tuple[str, int]] = {
    "a value": (
        "UPDATE events SET body = replace(body, '\"rev\":2', '\"rev\":9') WHERE seq = 6",
        6,
    ),
    "who": ("UPDATE events SET participant = 'p9' WHERE seq = 5", 5),
    "the time": ("UPDATE events SET recorded_at = recorded_at + 1 WHERE seq = 7", 7),
    "a row removed": ("DELETE FROM events WHERE seq = 6", 6),
    "two rows change places": (
        "UPDATE events SET seq = CASE seq WHEN 6 THEN 7 ELSE 6 END WHERE seq IN (6, 7)",
        6,
    ),
    "a row twice": ("INSERT INTO events SELECT * FROM events WHERE seq = 6", 7),
    "an operation again": (
        "UPDATE events SET op_id = (SELECT op_id FROM events WHERE seq = 5) WHERE seq = 8",
        8,
    ),
    "the end": ("UPDATE events SET hash = md5(hash) || md5(hash) WHERE seq = 10", 10),
}


def edit(path: Path, statement: str) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute(statement)


def bytes_of(s: Saved) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(s.file.parent.iterdir())}


def verdict(s: Saved) -> str:
    """How a start takes what it finds: "exact" or "noticed"; silent loss is an AssertionError."""
    workshop = Workshop(LogStore(s.folder), NoFacts())
    workshop.start()
    try:
        assert workshop.state(s.other_id).phase == "open", "another session suffered"
        assert workshop.operate(s.other_id, op("join", "new")).ok
        if not workshop.has(s.session_id):
            assert s.session_id in workshop.unreadable()
            return "noticed"
        alarm = workshop.alarm(s.session_id)
        if alarm is None:
            assert workshop.state(s.session_id) == s.state, "events are gone, and nobody was told"
            return "exact"
        answer = workshop.operate(s.session_id, op("join", "new"))
        assert (answer.code, answer.reason) == ("retry", "damaged")
        return "noticed"
    finally:
        workshop.stop()


def verdict_alarm(s: Saved) -> Alarm | None:
    """What a start says of the session."""
    workshop = Workshop(LogStore(s.folder), NoFacts())
    workshop.start()
    try:
        return workshop.alarm(s.session_id)
    finally:
        workshop.stop()
