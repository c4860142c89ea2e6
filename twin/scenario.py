"""What a scenario is: measures at a level from a year on, in the whole city or in some areas.

A scenario says what somebody would do; what it leads to is in `twin.answer`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from twin.errors import TwinError

Theme = Literal["energy", "circular"]
Text = Mapping[str, str]

# Each changes a share of the same homes: in no area may they change more homes than there are.
HEAT_PUMPS = ("heat_pumps_air_air", "heat_pumps_air_water", "heat_pumps_ground")

FIRST, LAST = 2020, 2050
YEARS = tuple(range(FIRST, LAST + 1))
# The newest year that is metered; nothing up to and with it can be changed any more.
BASE = 2024
EARLIEST = BASE + 1
LATEST = 2045
# More of today's places than this are not taken away in one mix: an address has to hold them.
MOST_CLOSED = 100


@dataclass(frozen=True, slots=True)
class Measure:
    """Something a city can do. Levels go from 0 to `highest` in steps of `step`, in `unit`.

    `ramp`: how many years it takes from the start until the whole level is reached.
    `by_area`: whether it can be limited to some of the city's areas.
    """

    id: str
    theme: Theme
    unit: str
    highest: float
    step: float
    ramp: int
    by_area: bool
    names: Text
    about: Text


@dataclass(frozen=True, slots=True)
class Chosen:
    """A measure at a level, from `start` on. No areas: in the whole city.

    `places`: (longitude, latitude) in degrees (EPSG:4326), for measures that stand somewhere.
    `closed`: those of today's that are taken away. What is moved is taken away here, put up there.
    """

    measure: str
    level: float
    start: int = EARLIEST
    areas: tuple[str, ...] = ()
    places: tuple[tuple[float, float], ...] = ()
    closed: tuple[tuple[float, float], ...] = ()

    @property
    def acts(self) -> bool:
        """Whether anything is done at all."""
        return self.level > 0 or bool(self.closed)

    @property
    def built(self) -> tuple[tuple[float, float], ...]:
        """The chosen places that the level is enough for, the first ones first."""
        return self.places[: round(self.level)]


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number that the model needs and nobody knows exactly.

    Drawn from the triangular distribution of `low`, `value` (its mode) and `high`. `source` is
    empty where there is none that can be named: the interface then says "assumption".
    """

    id: str
    value: float
    low: float
    high: float
    unit: str
    source: str
    confidence: Literal["high", "medium", "low"]
    names: Text

    def __post_init__(self) -> None:
        if not all(math.isfinite(each) for each in (self.low, self.value, self.high)):
            raise TwinError("assumption_number", self.id)
        if not self.low <= self.value <= self.high:
            raise TwinError("assumption_order", self.id)


@dataclass(frozen=True, slots=True)
class Output:
    """One thing that the models tell about: its unit, and which way is better, if any."""

    id: str
    theme: Theme
    unit: str
    decimals: int
    better: Literal["lower", "higher", ""]
    by_area: bool
    names: Text
    about: Text


def checked(
    chosen: tuple[Chosen, ...], measures: Mapping[str, Measure], areas: frozenset[str]
) -> tuple[Chosen, ...]:
    """The same choices, in the order of the measures, without those that do nothing.

    Raises `TwinError` with the measure's id: `measure_unknown`, `measure_twice`, `level_range`,
    `start_range`, `areas_unknown`, `areas_not_allowed`, `place_range`, `closed_count`;
    `heat_pumps_together` with the first area in which there are more heat pumps than homes.
    """
    seen: set[str] = set()
    for each in chosen:
        _check(each, measures, areas)
        if each.measure in seen:
            raise TwinError("measure_twice", each.measure)
        seen.add(each.measure)
    _check_heat_pumps(chosen, areas)
    order = list(measures)
    kept = [each for each in chosen if each.acts]
    return tuple(sorted(kept, key=lambda each: order.index(each.measure)))


def _check(each: Chosen, measures: Mapping[str, Measure], areas: frozenset[str]) -> None:
    measure = measures.get(each.measure)
    if measure is None:
        raise TwinError("measure_unknown", each.measure)
    if not (math.isfinite(each.level) and 0 <= each.level <= measure.highest):
        raise TwinError("level_range", each.measure)
    if not EARLIEST <= each.start <= LATEST:
        raise TwinError("start_range", each.measure)
    if each.areas and not measure.by_area:
        raise TwinError("areas_not_allowed", each.measure)
    if not areas.issuperset(each.areas):
        raise TwinError("areas_unknown", each.measure)
    told = (*each.places, *each.closed)
    if not all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in told):
        raise TwinError("place_range", each.measure)
    if len(each.closed) > MOST_CLOSED:
        raise TwinError("closed_count", str(MOST_CLOSED))


def _check_heat_pumps(chosen: tuple[Chosen, ...], areas: frozenset[str]) -> None:
    pumps = [each for each in chosen if each.measure in HEAT_PUMPS]
    for area in sorted(areas) or [""]:
        here = sum(each.level for each in pumps if not each.areas or area in each.areas)
        if here > 1 + 1e-9:
            raise TwinError("heat_pumps_together", area)
