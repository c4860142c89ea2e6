"""Classes that several scenarios and years share, so that a colour always means the same.

    cuts = difference.diverging([Told("GWh/a", changes), Told("GWh/a", other_changes)])
    cuts.shade(-1.2)    # "less-2": the CSS variable --map-less-2
    cuts.rows()         # for a legend: (shade, from, to), the highest first

Absolute values get up to five classes of equal width on round numbers; differences get seven that
mirror each other around "about the same". The classes rest on everything that is compared, every
year of it, and move in round steps only: while somebody drags a slider they stand still.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from layers.errors import LayerError
from layers.legend import SHADES

CLASSES = 5
NICE = (1.0, 2.0, 5.0, 10.0)
# Of the largest change: up to the first is "about the same", then little, more, and much.
PARTS = (0.05, 0.25, 0.5)
DIVERGING = ("less-3", "less-2", "less-1", "same", "more-1", "more-2", "more-3")
MISSING = "0"


@dataclass(frozen=True, slots=True)
class Told:
    """What one scenario says: its unit, and the values of all areas in all years."""

    unit: str
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class Row:
    """One class of a legend; None where it is open to that side."""

    shade: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Cuts:
    """The limits between classes, lowest first; a value on a limit belongs below it.

    `lowest` and `highest` are None where the outer classes are open.
    """

    unit: str
    limits: tuple[float, ...]
    shades: tuple[str, ...]
    lowest: float | None = None
    highest: float | None = None

    def shade(self, value: float | None) -> str:
        if value is None or not math.isfinite(value):
            return MISSING
        return self.shades[bisect_left(self.limits, value)]

    def rows(self) -> tuple[Row, ...]:
        ends = (self.lowest, *self.limits, self.highest)
        rows = [Row(each, ends[n], ends[n + 1]) for n, each in enumerate(self.shades)]
        return tuple(reversed(rows))


def absolute(told: Sequence[Told]) -> Cuts:
    """Classes of equal width for values of one unit."""
    unit, values = _together(told)
    if not values or min(values) == max(values):
        edge = values[0] if values else None
        return Cuts(unit, (), (str(SHADES[1][0]),), edge, edge)
    low, high = min(values), max(values)
    step = _nice((high - low) / CLASSES)
    while math.ceil(high / step - 1e-9) - math.floor(low / step + 1e-9) > CLASSES:
        step = _nice(step * 1.01)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    limits = tuple(_tidy(n * step) for n in range(first + 1, last))
    shades = tuple(str(each) for each in SHADES[len(limits) + 1])
    return Cuts(unit, limits, shades, _tidy(first * step), _tidy(last * step))


def diverging(told: Sequence[Told]) -> Cuts:
    """Classes on both sides of no change, equally wide on both."""
    unit, values = _together(told)
    largest = max((abs(value) for value in values), default=0.0)
    if largest == 0:
        return Cuts(unit, (), ("same",), 0.0, 0.0)
    whole = _nice(largest)
    above = tuple(_tidy(part * whole) for part in PARTS)
    below = tuple(-each for each in reversed(above))
    return Cuts(unit, (*below, *above), DIVERGING)


def _together(told: Sequence[Told]) -> tuple[str, list[float]]:
    """One unit and every number; different units share no colours."""
    units = {each.unit for each in told}
    if len(units) > 1:
        raise LayerError("units_differ", " / ".join(sorted(units)))
    values = [value for each in told for value in each.values if math.isfinite(value)]
    return next(iter(units), ""), values


def _nice(size: float) -> float:
    """The next round number upwards: 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(size))
    share = size / power
    return _tidy(power * next(each for each in NICE if share <= each + 1e-9))


def _tidy(value: float) -> float:
    return float(f"{value:.10g}")
