"""What a mix is to reach: an output's target in a year, read as the output or as an indicator."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from twin.answer import Floats
from twin.mixes import Target
from twin.scenario import EARLIEST, YEARS

# Entered around each single question to the models, so that others are answered in between.
Turn = Callable[[], AbstractContextManager[object]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What is aimed at, from an output with the mix and without it.

    `factor` brings the output into the unit of the aim. `start`: what was observed, to which the
    change against the same year's baseline is added; none told: the output as the models have it.
    """

    factor: float = 1.0
    start: float | None = None

    def of(self, after: Floats, before: Floats) -> Floats:
        if self.start is None:
            return after * self.factor
        return self.start + (after - before) * self.factor


@dataclass(frozen=True, slots=True)
class Aim:
    """An output's target in a year.

    `of_baseline`: the target's bound is a share of the same year's baseline, draw by draw; what
    nobody knows of both (the emissions of electricity) then cancels out. Else it is in the unit
    of the reading. `measures`: those that may be used (none told: all that act on it), from
    `start` on, in the whole city.
    """

    output: str
    year: int
    target: Target
    of_baseline: bool = False
    measures: tuple[str, ...] = ()
    start: int = EARLIEST
    reading: Reading = Reading()

    @property
    def in_reach_of_time(self) -> bool:
        return self.year in YEARS and self.year >= self.start

    def read(self, after: Floats, before: Floats) -> Floats:
        return after / before if self.of_baseline else self.reading.of(after, before)
