"""The high-water mark: beside each log, how far it had come when somebody was last told so.

A log that is shorter than its mark, or says something else there, has lost what people were told
is kept; DuckDB opens such a file without a word. The mark is overwritten in turn in two places on
different sectors, each with a checksum: a write that is torn by a power cut leaves the other one.
"""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass
from pathlib import Path

from data.durable import sync_folder

PLACES = (0, 4096)
SIZE = 128


@dataclass(frozen=True, slots=True)
class Mark:
    """The last event that somebody may have been told of."""

    epoch: str
    seq: int
    head: str


class MarkFile:
    """`<id>.hwm`. One thread writes it, after each commit and before anybody is answered."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None
        self._next = 0

    def read(self) -> Mark | None:
        """The newest mark that is whole, or None when there is none."""
        return max(self._found(), key=lambda pair: pair[1].seq, default=(0, None))[1]

    def _found(self) -> list[tuple[int, Mark]]:
        if not self.path.exists():
            return []
        content = self.path.read_bytes()
        told = [(turn, _parsed(content[at : at + SIZE])) for turn, at in enumerate(PLACES)]
        return [(turn, mark) for turn, mark in told if mark is not None]

    def begin(self, mark: Mark) -> None:
        """A new file with this mark alone, in the place of any other, on disk when it returns."""
        self.close()
        fresh = self.path.with_name(f"{self.path.name}.new")
        fresh.unlink(missing_ok=True)
        fresh.touch(mode=0o600)
        with fresh.open("wb") as file:
            file.write(_line(mark).ljust(PLACES[1] + SIZE, b"\0"))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)
        sync_folder(self.path.parent)

    def write(self, mark: Mark) -> None:
        """Overwrite the older of the two places: the file never grows, so it needs no free disk."""
        if self._handle is None:
            self._handle = self._opened(mark)
        os.pwrite(self._handle, _line(mark), PLACES[self._next])
        os.fdatasync(self._handle)
        self._next = 1 - self._next

    def _opened(self, mark: Mark) -> int:
        newest = max(self._found(), key=lambda pair: pair[1].seq, default=None)
        if newest is None:
            self.begin(mark)
            newest = 0, mark
        self._next = 1 - newest[0]
        return os.open(self.path, os.O_WRONLY)

    def close(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)


def _line(mark: Mark) -> bytes:
    told = f"{mark.epoch:>16} {mark.seq:>20} {mark.head}".encode()
    return (told + b" %08x\n" % zlib.crc32(told)).ljust(SIZE, b"\0")


def _parsed(found: bytes) -> Mark | None:
    told, _, check = found.rstrip(b"\0\n").rpartition(b" ")
    if check != b"%08x" % zlib.crc32(told):
        return None
    epoch, seq, head = told.decode("ascii").split()
    return Mark(epoch, int(seq), head)
