"""The operations that a session already knows, and what each was answered.

A session of a million events knows a million operations. Those of a while ago are kept as 32 bytes
each, sorted: a digest of the operation's name, a digest of whose it was, and where it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from workshop.events import Recorded

NAME, WHO, SEQ = 16, 8, 8
SIZE = NAME + WHO + SEQ
BUCKETS = 256
EMPTY = (b"",) * BUCKETS
# What of an event's body its sender is told besides its place.
TOLD = ("id", "finding")


@dataclass(frozen=True, slots=True)
class Known:
    """An operation that is in the log: whose it was, where it stands, and what else was said."""

    participant: str | None
    seq: int
    data: dict[str, Any] = field(default_factory=lambda: {})


@dataclass(frozen=True, slots=True)
class Packed:
    """What was known at one moment: for a stored state. `telling` are those with `data`."""

    buckets: tuple[bytes, ...]
    telling: Mapping[str, Known]


class Answered:
    """Written by one thread, asked by any."""

    def __init__(self, packed: Packed | None = None) -> None:
        self._buckets = packed.buckets if packed else EMPTY
        self._telling: dict[str, Known] = dict(packed.telling) if packed else {}
        self._recent: dict[str, Known] = {}

    def remember(self, recorded: Recorded) -> None:
        """Several events of one operation are answered as one: with the last one's place."""
        event, old = recorded.event, self._recent.get(recorded.op_id)
        data = (old.data if old else {}) | {
            name: event.body[name] for name in TOLD & event.body.keys()
        }
        self._recent[recorded.op_id] = Known(event.participant, recorded.seq, data)

    def find(self, op_id: str, participant: str | None) -> tuple[Known, bool] | None:
        """(the operation, whether it is this participant's), or None when it is new."""
        known = self._recent.get(op_id) or self._telling.get(op_id)
        if known is not None:
            return known, known.participant == participant
        name = _digest(op_id, NAME)
        record = _search(self._buckets[name[0]], name)
        if record is None:
            return None
        seq = int.from_bytes(record[NAME + WHO :], "big")
        return Known(participant, seq), record[NAME : NAME + WHO] == _who(participant)

    def recent(self) -> dict[str, Known]:
        """Those that are not packed yet; a copy."""
        return dict(self._recent)

    def packed_with(self, recent: Mapping[str, Known]) -> Packed:
        """All of them, these ones packed too. Changes nothing; may take a while."""
        telling = {op_id: known for op_id, known in recent.items() if known.data}
        added: list[list[bytes]] = [[] for _ in range(BUCKETS)]
        for op_id, known in recent.items():
            if not known.data:
                record = _digest(op_id, NAME) + _who(known.participant) + _place(known.seq)
                added[record[0]].append(record)
        both = zip(self._buckets, added, strict=True)
        return Packed(tuple(_merged(old, new) for old, new in both), self._telling | telling)

    def adopt(self, packed: Packed, recent: Mapping[str, Known]) -> None:
        """From now on these are packed. Who asks meanwhile finds them in one place or the other."""
        self._telling = dict(packed.telling)
        self._buckets = packed.buckets
        for op_id, known in recent.items():
            if self._recent.get(op_id) is known:
                del self._recent[op_id]


def rows(telling: Mapping[str, Known]) -> Iterator[list[Any]]:
    """The operations with data, as a stored state holds them."""
    for op_id, known in telling.items():
        yield [op_id, known.participant, known.seq, known.data]


def telling(found: Iterable[list[Any]]) -> dict[str, Known]:
    return {op_id: Known(participant, seq, data) for op_id, participant, seq, data in found}


def _merged(old: bytes, new: list[bytes]) -> bytes:
    """Sorted, one record an operation: a later event of one that is packed replaces its place."""
    if not new:
        return old
    records = {old[at : at + NAME]: old[at : at + SIZE] for at in range(0, len(old), SIZE)}
    records.update((record[:NAME], record) for record in new)
    return b"".join(records[name] for name in sorted(records))


def _search(bucket: bytes, name: bytes) -> bytes | None:
    low, high = 0, len(bucket) // SIZE
    while low < high:
        middle = (low + high) // 2
        if bucket[middle * SIZE : middle * SIZE + NAME] < name:
            low = middle + 1
        else:
            high = middle
    found = bucket[low * SIZE : (low + 1) * SIZE]
    return found if found[:NAME] == name else None


def _digest(text: str, size: int) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).digest()


def _who(participant: str | None) -> bytes:
    return bytes(WHO) if participant is None else _digest(participant, WHO)


def _place(seq: int) -> bytes:
    return seq.to_bytes(SEQ, "big")
