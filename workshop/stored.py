"""A stored state: where a session stood after an event, kept beside its log.

It is derived from the log and never the truth: who reads one checks that the log is still what it
was at that event, and replays the log when anything is amiss.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import cast

from workshop.answered import BUCKETS, Packed, rows, telling
from workshop.borrowed import lent, returned
from workshop.model import Session
from workshop.pieces import Piece, pieces, restored
from workshop.ports import Frame, SessionLog, Unread

log = logging.getLogger("workshop.stored")


@dataclass(frozen=True, slots=True)
class Stored:
    """A session after an event, the operations that it knew then, and when that was."""

    session: Session
    packed: Packed
    last_at_ms: int


def frames(stored: Stored) -> Iterator[Frame]:
    """What `from_stored` reads."""
    session = stored.session
    yield [session.seq, session.head, stored.last_at_ms]
    yield list(rows(stored.packed.telling))
    yield from stored.packed.buckets
    yield from pieces(returned(session))


def from_stored(log_: SessionLog) -> Stored | None:
    """The state stored beside a log that still is what it was at that event; else None."""
    try:
        found = log_.stored()
        if found is None:
            return None
        seq, head, last_at_ms = cast("tuple[int, str, int]", cast(Unread, next(found)).value())
        if log_.hash_at(seq) != head:
            return None
        told = telling(cast("list[Piece]", cast(Unread, next(found)).value()))
        packed = Packed(tuple(cast("Iterator[bytes]", islice(found, BUCKETS))), told)
        session = lent(restored(cast("Iterator[Unread]", found), log_.words()))
    except Exception:
        # The log is the truth, and says all of it again.
        log.exception("a stored state cannot be read")
        return None
    return Stored(session, packed, last_at_ms)
