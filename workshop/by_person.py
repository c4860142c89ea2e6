"""What people answered in a round that is over, as it lies in a stored state.

After a start few of these answers are asked for: a phone that comes back wants one person's. They
are read a part at a time, when somebody asks, and written to the next state as they lie here.
"""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping, Sequence, ValuesView
from typing import Any, TypeVar
from zlib import crc32

from immutables import Map, MapMutation

from workshop.ports import Unread

PART = 200  # entries: read in well under a millisecond
K = TypeVar("K", str, tuple[str, str])
V = TypeVar("V")


def shared_out(entries: Mapping[K, V]) -> list[list[tuple[K, V]]]:
    """The entries in parts of some `PART`, everything of one person in the same."""
    parts: list[list[tuple[K, V]]] = [[] for _ in range(-(-len(entries) // PART))]
    for key, value in entries.items():
        parts[_place(key, len(parts))].append((key, value))
    return parts


def _place(key: str | tuple[str, str], parts: int) -> int:
    person = key if isinstance(key, str) else key[0]
    return crc32(person.encode("utf-8", "surrogatepass")) % parts


class ByPerson(Mapping[K, V]):
    """Stands where a `Map` does; who changes it gets a `Map`.

    For any thread: two that ask for the same people at once both read them, and find the same.
    """

    def __init__(
        self, unread: Sequence[Unread], size: int, entry: Callable[[Any], tuple[K, V]]
    ) -> None:
        self.unread = unread
        self._size = size
        self._entry = entry
        self._parts: list[dict[K, V] | None] = [None for _ in unread]

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, key: K) -> V:
        parts = self._parts
        return self._part(parts, _place(key, len(parts)))[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._whole())

    def items(self) -> ItemsView[K, V]:
        return self._whole().items()

    def values(self) -> ValuesView[V]:
        return self._whole().values()

    def set(self, key: K, value: V) -> Map[K, V]:
        return Map(self.items()).set(key, value)

    def delete(self, key: K) -> Map[K, V]:
        return Map(self.items()).delete(key)

    def mutate(self) -> MapMutation[K, V]:
        return Map(self.items()).mutate()

    def _part(self, parts: list[dict[K, V] | None], at: int) -> dict[K, V]:
        found = parts[at]
        if found is None:
            found = parts[at] = dict(map(self._entry, self.unread[at].value()))
        return found

    def _whole(self) -> dict[K, V]:
        """All of it, which from then on is one part."""
        parts = self._parts
        if len(parts) > 1:
            whole: dict[K, V] = {}
            for at in range(len(parts)):
                whole |= self._part(parts, at)
            parts = list[dict[K, V] | None]([whole])
            self._parts = parts
        return self._part(parts, 0)
