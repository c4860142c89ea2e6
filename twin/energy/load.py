"""Power by the hour: the shapes of a year, the top hour of the coldest day, own use of solar power.

Heating follows degree-hours: it is in proportion to how far the outdoor temperature lies below a
balance temperature. Everything else is spread over day and week by shapes. The shapes are an
assumption of our own, round figures for how people live and work, not measured profiles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from twin.answer import Floats
from twin.energy.climate import HOURS, Whole, clock
from twin.energy.use import PURPOSES, SEGMENTS

HEATING = PURPOSES.index("heating")
# (24 hours on working days, 24 on days off), in any unit: only their proportions count.
Day = tuple[tuple[float, ...], tuple[float, ...]]


def _day(night: float, *told: tuple[int, int, float]) -> tuple[float, ...]:
    """A day from its hours: `night` everywhere, and (from, until, level) over it."""
    hours = [night] * 24
    for first, last, level in told:
        hours[first:last] = [level] * (last - first)
    return tuple(hours)


def _same(day: tuple[float, ...]) -> Day:
    return day, day


HOME: Mapping[str, Day] = {
    "heating": _same(_day(0.9, (6, 10, 1.15), (10, 15, 0.95), (15, 23, 1.1))),
    "hot_water": (
        _day(0.4, (6, 9, 1.9), (9, 16, 0.8), (16, 23, 1.4)),
        _day(0.4, (8, 12, 1.7), (12, 16, 1.0), (16, 23, 1.3)),
    ),
    "cooling": _same(_day(0.6, (11, 20, 1.6))),
    "equipment": (
        _day(0.6, (6, 9, 1.0), (9, 15, 0.8), (15, 22, 1.6), (22, 24, 1.0)),
        _day(0.6, (8, 15, 1.2), (15, 22, 1.5), (22, 24, 1.0)),
    ),
    "lighting": _same(_day(0.2, (6, 9, 1.2), (9, 16, 0.6), (16, 23, 2.2))),
}
WORK: Mapping[str, Day] = {
    "heating": (_day(0.85, (5, 9, 1.35), (9, 17, 1.15)), _day(0.85)),
    "hot_water": (_day(0.4, (7, 18, 1.7)), _day(0.4)),
    "cooling": (_day(0.3, (8, 18, 2.0)), _day(0.3)),
    "equipment": (_day(0.5, (6, 8, 1.0), (8, 17, 1.7), (17, 20, 0.9)), _day(0.5)),
    "lighting": (_day(0.3, (6, 8, 1.2), (8, 17, 1.9), (17, 21, 0.9)), _day(0.35)),
}
SHAPES = {"dwellings": HOME, "services": WORK, "municipal": WORK}
# How much more lighting is used at midwinter than over the year, as a share.
DARKER = {"dwellings": 0.5, "services": 0.15, "municipal": 0.15}
COOLED_ABOVE = 16.0
MIDWINTER = -10  # day of the year: 21 December
# Own use is tabled for these: yearly solar power over yearly electricity, heating's share of it.
RATIOS = np.concatenate([[0.0], np.geomspace(0.02, 4.0, 40)])
HEATED = np.linspace(0.0, 0.9, 10)
BALANCE = 14.0


@dataclass(frozen=True)
class Degrees:
    """Degree-hours of the weather year by balance temperature, around a mean of nought."""

    below: Floats
    hours: Floats

    @classmethod
    def of(cls, temperature: Floats) -> Degrees:
        """From hourly temperatures; `below` is the balance temperature less the year's mean."""
        around = np.sort(temperature - temperature.mean())
        below = np.linspace(-30.0, 50.0, 321)
        count = np.searchsorted(around, below)
        sums = np.concatenate([[0.0], np.cumsum(around)])[count]
        return cls(below, below * count - sums)

    def at(self, balance: Floats, mean: Floats, swing: Floats) -> Floats:
        """°C·h in a year whose temperature swings `swing` times as far around its own mean."""
        return swing * np.interp((balance - mean) / swing, self.below, self.hours)


@cache
def top_hours() -> Floats:
    """(24, segment, purpose): power on the coldest day over yearly energy / 8760.

    A working day at midwinter. Heating only by the hour of the day: how cold it is comes on top.
    """
    shape = np.zeros((24, len(SEGMENTS), len(PURPOSES)))
    for s, segment in enumerate(SEGMENTS):
        for p, purpose in enumerate(PURPOSES):
            work, off = (np.array(each) for each in SHAPES[segment][purpose])
            week = (5 * work.sum() + 2 * off.sum()) / (7 * 24)
            # On a cold day heating is what that day's heat asks for, spread over its own hours.
            shape[:, s, p] = work / (work.mean() if purpose == "heating" else week)
            if purpose == "lighting":
                shape[:, s, p] *= 1 + DARKER[segment]
            if purpose == "cooling":
                shape[:, s, p] = 0
    return shape


def _highest(hours: Floats) -> Floats:
    """Without the hours that ask for no more of anything than another does: (hours, …)."""
    flat = np.unique(hours.reshape(len(hours), -1), axis=0)
    least = (flat[None] >= flat[:, None]).all(axis=2).sum(axis=1)
    return flat[least == 1]


def peak(electricity: Floats, cold: Floats, hours: Floats) -> Floats:
    """MW in the top hour of the coldest day, solar power left out: it is dark then.

    `electricity`: GWh a year, (draws, segment, purpose, years); `cold`: (draws,), how many times
    its yearly mean heating takes on that day; `hours`: as from `top_hours`.
    """
    draws, segments, purposes, years = electricity.shape
    scaled = electricity * (1000 / HOURS)
    scaled[:, :, HEATING] *= cold[:, None, None]
    flat = scaled.reshape(draws, segments * purposes, years)
    return (_highest(hours) @ flat).max(axis=1)


def year_shapes(temperature: Floats, year: int) -> dict[str, dict[str, Floats]]:
    """Segment → purpose → (hours,), the share of the year's energy in each hour."""
    hour, weekday, day = clock(year)
    season = np.cos(2 * np.pi * (day - MIDWINTER) / 365)
    outdoors = {
        "heating": np.maximum(BALANCE - temperature, 0.0),
        "cooling": np.maximum(temperature - COOLED_ABOVE, 0.0),
    }
    shapes: dict[str, dict[str, Floats]] = {}
    for segment in SEGMENTS:
        shapes[segment] = {}
        for purpose in PURPOSES:
            told = _by_clock(SHAPES[segment][purpose], hour, weekday)
            told = told * outdoors.get(purpose, 1.0)
            if purpose == "lighting":
                told = told * (1 + DARKER[segment] * season)
            shapes[segment][purpose] = told / told.sum()
    return shapes


def _by_clock(day: Day, hour: Whole, weekday: Whole) -> Floats:
    work, off = (np.array(each) for each in day)
    return np.where(weekday < 5, work[hour], off[hour])


def own_use(sun: Floats, heating: Floats, rest: Floats) -> Floats:
    """(RATIOS, HEATED): the share of solar power that its own buildings use as it comes.

    All three (hours,), summing to 1: every hour the smaller of load and solar power is used.
    """
    table = np.ones((len(RATIOS), len(HEATED)))
    for column, share in enumerate(HEATED):
        load = share * heating + (1 - share) * rest
        for row, ratio in enumerate(RATIOS[1:], start=1):
            table[row, column] = np.minimum(load, ratio * sun).sum() / ratio
    return table
