"""A session's state, stored beside its log so that a long session is soon back after a restart.

Derived data: a file that is missing, torn, changed, or by other code is as good as none, and the
log is replayed. A keyed digest over all of it (the session's secret is the key) is checked before
any of it is believed. It holds no words that people wrote; where pins lie is in it, so it goes when
one of them is erased.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from itertools import chain
from pathlib import Path
from typing import IO, Any

import orjson

import workshop
from data.text_vault import overwrite
from workshop.ports import Frame, Unread

BLOCK = 1 << 20
SIZE = 32
HEAD = 5  # before each frame: its kind, and how long it is
_JSON, _RAW = b"J", b"B"
# What the state of a session is made of, and by: other code may mean something else by it.
_CODE = (
    "model.py", "agenda.py", "events.py", "upcasts.py", "pieces.py", "by_person.py", "stored.py",
    "answered.py", "typed.py", "rules",
)  # fmt: skip


class StateFile:
    """`<id>.state`. Written whole and renamed; not synced, since it may be lost without harm."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._key = key

    def write(self, frames: Iterable[Frame]) -> None:
        fresh = self.path.with_name(f"{self.path.name}.new")
        fresh.unlink(missing_ok=True)
        fresh.touch(mode=0o600)
        digest = self._digest()
        with fresh.open("wb") as file:
            for frame in _framed(chain([code_version()], frames)):
                digest.update(frame)
                file.write(frame)
            file.write(digest.digest())
        fresh.replace(self.path)

    def drop(self) -> None:
        """Overwrite the file and let it go."""
        with suppress(FileNotFoundError), self.path.open("r+b") as file:
            overwrite(file)
            self.path.unlink()

    def read(self) -> Iterator[bytes | Unread] | None:
        """The frames as they were written, or None when there is nothing to be believed."""
        try:
            length = self.path.stat().st_size - SIZE
            if length < 0 or not self._sound(length):
                return None
        except OSError:
            return None
        frames = self._frames(length)
        first = next(frames, None)
        same = isinstance(first, Unread) and first.value() == code_version()
        return frames if same else None

    def _sound(self, length: int) -> bool:
        digest = self._digest()
        with self.path.open("rb") as file:
            left = length
            while left:
                block = file.read(min(BLOCK, left))
                digest.update(block)
                left -= len(block)
            return hmac.compare_digest(file.read(), digest.digest())

    def _frames(self, length: int) -> Iterator[bytes | Unread]:
        with self.path.open("rb") as file:
            while file.tell() < length:
                yield _frame(file)

    def _digest(self) -> hashlib.blake2b:
        return hashlib.blake2b(key=self._key, digest_size=SIZE)


def _framed(frames: Iterable[Frame]) -> Iterator[bytes]:
    for frame in frames:
        raw = isinstance(frame, bytes)
        content = frame if raw else _content(frame)
        yield (_RAW if raw else _JSON) + len(content).to_bytes(HEAD - 1, "big") + content


def _content(frame: str | list[Any] | Unread) -> bytes:
    return frame.content if isinstance(frame, Unread) else orjson.dumps(frame)


def _frame(file: IO[bytes]) -> bytes | Unread:
    head = file.read(5)
    content = file.read(int.from_bytes(head[1:], "big"))
    return content if head[:1] == _RAW else Unread(content, orjson.loads)


@cache
def code_version() -> str:
    """A digest of the code that makes a state out of a log."""
    home = Path(workshop.__file__).parent
    digest = hashlib.sha256()
    for name in _CODE:
        place = home / name
        for path in sorted(place.glob("*.py")) if place.is_dir() else [place]:
            digest.update(path.read_bytes())
    return digest.hexdigest()
