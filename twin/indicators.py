"""From what the models tell to what an indicator would read: its own unit, honestly rounded.

A link says which output moves which value of which indicator, and what is assumed in saying so. A
change is never told more finely than its range is wide, and one whose range holds zero is not
clear. What a scenario does not move is not modelled: there is no change of 0 to be told.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from twin.answer import Answer, Series
from twin.scenario import Text
from twin.units import by_person, factor

# Less than this is nothing: what is left when a number is taken from itself.
NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Link:
    """`unit` and `decimals` (the finest that is told) are the indicator's.

    `covers` "part": the model sees only some of what the indicator counts, so the change is told,
    but the indicator's new value is not.
    """

    output: str
    code: str
    data_point: str
    unit: str
    decimals: int
    covers: Literal["whole", "part"]
    assumption: Text


@dataclass(frozen=True, slots=True)
class Change:
    """p10, p50 and p90 of scenario minus baseline in the indicator's unit, as exact as computed.

    The ends are not a number where a model did not report them.

    `decimals`: how finely it may be told; below zero, to tens, hundreds …. `clear` is false when
    it may as well go the other way, or is too small to be told from nothing. `course`: what the
    models have without the scenario (p50), of the part that they see.
    """

    low: float
    middle: float
    high: float
    decimals: int
    clear: bool
    course: float = math.nan

    @property
    def ranged(self) -> bool:
        return math.isfinite(self.low) and math.isfinite(self.high)

    def told(self) -> tuple[float, float, float]:
        """The three figures as they may be shown."""
        low, middle, high = (round(x, self.decimals) for x in (self.low, self.middle, self.high))
        return low, middle, high


def change(
    link: Link, unit: str, answer: Answer, area: str, year: int, people: float
) -> Change | None:
    """The change of a link's indicator; None when the scenario does not touch it.

    `unit` is the output's; `people` live in the area in that year.
    """
    series = answer.areas.get(area, {}).get(link.output)
    if series is None or not touched(series):
        return None
    at, times = answer.years.index(year), rate(link, unit, people)
    figures = series.change[:, at] * times
    low, middle, high = (float(each) for each in figures)
    if not math.isfinite(middle):
        return None
    decimals = finest(low, high, link.decimals)
    one_way = low > NOTHING or high < -NOTHING
    clear = one_way and round(middle, decimals) != 0
    return Change(low, middle, high, decimals, clear, float(series.baseline[1, at]) * times)


def touched(series: Series) -> bool:
    """Whether a scenario moves an output in any year at all."""
    known = series.change[np.isfinite(series.change)]
    return bool(known.size) and float(np.abs(known).max()) > NOTHING


def finest(low: float, high: float, decimals: int) -> int:
    """Decimals that a figure known from `low` to `high` can be told with, `decimals` at most.

    The last digit told is the first digit of the range's width: 0.37 wide, told to 0.1.
    """
    width = high - low
    if not math.isfinite(width) or width <= NOTHING:
        return decimals
    return min(decimals, -math.floor(math.log10(width)))


def rate(link: Link, unit: str, people: float) -> float:
    """What an output in `unit` is multiplied by to be in the indicator's, among so many people."""
    if by_person(unit, link.unit):
        return factor(f"{unit}/inhabitant", link.unit) / people
    return factor(unit, link.unit)
