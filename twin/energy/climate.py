"""The weather year: what was measured every quarter of an hour, and when people were up.

All series begin at midnight UTC on 1 January. Hours in which something is used follow the
clock on the wall in Norway and Sweden, summer time included.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np

from twin.answer import Floats

HOURS = 8760
QUARTERS = 4 * HOURS
CLOCK = ZoneInfo("Europe/Oslo")
Whole = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


@dataclass(frozen=True)
class Weather:
    """A year at a place (degrees). Irradiance in W/m²: on level ground, straight from the sun,
    and from the rest of the sky; temperature in °C; wind in m/s. Each (QUARTERS,).
    """

    year: int
    latitude: float
    longitude: float
    level: Floats
    direct: Floats
    diffuse: Floats
    temperature: Floats
    wind: Floats


def hourly(quarters: Floats) -> Floats:
    """The mean of each hour's four quarters."""
    return quarters.reshape(HOURS, 4).mean(axis=1)


@lru_cache(maxsize=2)
def clock(year: int) -> tuple[Whole, Whole, Whole]:
    """Of each hour of the year: hour of the day, weekday (0 is Monday), day of the year."""
    first = datetime(year, 1, 1, tzinfo=UTC)
    local = [(first + timedelta(hours=hour)).astimezone(CLOCK) for hour in range(HOURS)]
    hour = np.array([each.hour for each in local])
    weekday = np.array([each.weekday() for each in local])
    day = np.array([each.timetuple().tm_yday for each in local])
    return hour, weekday, day
