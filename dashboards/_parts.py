"""The parts of a wheel, from dimensions down to indicators, each with its state.

A plain tree that wheel, table and comparison read; `_explore_parts` makes it for a city.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Level = Literal["city", "dimension", "subdimension", "category", "indicator"]
State = Literal["band-1", "band-2", "band-3", "band-4", "no-benchmark", "not-reported"]


@dataclass(frozen=True)
class Part:
    """One piece; `score` is a share of 1 and None where nothing below it can be scored."""

    id: str
    level: Level
    name: str
    state: State
    score: float | None = None
    scored: int = 0
    reported: int = 0
    total: int = 1
    told: str = ""
    children: tuple[Part, ...] = ()

    def walk(self) -> Iterator[Part]:
        """This part and everything below it, in the order of the wheel."""
        yield self
        for child in self.children:
            yield from child.walk()

    def find(self, part_id: str | None) -> Part | None:
        return next((part for part in self.walk() if part.id == part_id), None)

    def trail(self, part_id: str) -> tuple[Part, ...]:
        """The way from here down to a part, both included; empty when it is not below."""
        if self.id == part_id:
            return (self,)
        for child in self.children:
            below = child.trail(part_id)
            if below:
                return (self, *below)
        return ()

    def indicators(self) -> tuple[Part, ...]:
        return tuple(part for part in self.walk() if part.level == "indicator")
