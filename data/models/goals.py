"""What somebody wants to reach, and the mix that gets there as a scenario; loads no models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.twin.tables import load_measures
from twin.scenario import EARLIEST, Chosen


@dataclass(frozen=True, slots=True)
class Goal:
    """An output of energy that should reach `value` in `year`, with this probability.

    `of_baseline`: the value is a share of what it is on today's course, else in its own unit.
    """

    output: str
    value: float
    year: int
    chance: float
    of_baseline: bool


def begun(levels: Mapping[str, float]) -> tuple[Chosen, ...]:
    """Measures at these levels, as early as they can begin, in the order of the table."""
    return tuple(
        Chosen(each, round(levels[each], 4), EARLIEST)
        for each in load_measures()
        if levels.get(each)
    )
