"""A small made-up city of three areas, and a plain surface over it: quick to build."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import combinations

import numpy as np

from data.twin.city_assumptions import city_assumptions
from data.twin.tables import load_measures
from tests.twin import cities
from tests.twin.energy.assumed import shipped
from twin.answer import Floats
from twin.draws import DRAWS
from twin.energy.climate import QUARTERS, Weather
from twin.energy.costs import ramp
from twin.energy.hours import local
from twin.energy.live import Live
from twin.energy.scenes import City
from twin.energy.slopes import Driver, Key, Slopes
from twin.energy.use import CARRIERS, PURPOSES, SEGMENTS, SHAPE, Reference, Stock, Use
from twin.scenario import YEARS

CODE = "9901"
AREAS = {"990101": 0.5, "990102": 0.3, "990103": 0.2}
# What each measure does at level 1: (segment, purpose) → share saved of every carrier.
SAVES = {
    "retrofit_dwellings": ("dwellings", "heating", 0.6),
    "retrofit_services": ("services", "heating", 0.5),
    "retrofit_municipal": ("municipal", "heating", 0.5),
    "energy_management": ("municipal", "equipment", 0.15),
    "heat_pumps_air_air": ("dwellings", "heating", 0.3),
    "heat_pumps_ground": ("dwellings", "heating", 0.35),
    "appliances": ("dwellings", "equipment", 0.25),
    "lighting": ("services", "lighting", 0.4),
}
LONGER = {"dwellings": 4.5e6, "services": 1.6e6, "municipal": 0.4e6}


class PlainSurface:
    """Savings multiply: what one measure has saved, the next cannot save again."""

    def slopes(
        self, levels: Mapping[str, float], starts: Mapping[str, int], drivers: Mapping[str, Driver]
    ) -> Slopes:
        found: dict[Key, Floats] = {}
        for size in range(1, len(SAVES) + 1):
            for measures in combinations([each for each in drivers if each in SAVES], size):
                if len({SAVES[each][:2] for each in measures}) > 1:
                    continue
                segment, purpose, _ = SAVES[measures[0]]
                place = SEGMENTS.index(segment), PURPOSES.index(purpose)
                key = tuple(sorted(drivers[each] for each in measures))
                slope = found.setdefault(key, np.zeros(SHAPE))
                ways = [self._way(each, levels, starts) for each in measures]
                slope[place] += reference().use.values[place] * np.prod(ways, axis=0)
        return Slopes(tuple(found), np.array(list(found.values())).reshape(-1, *SHAPE))

    @staticmethod
    def _way(measure: str, levels: Mapping[str, float], starts: Mapping[str, int]) -> Floats:
        if measure not in levels:
            return np.zeros(len(YEARS))
        return -SAVES[measure][2] * levels[measure] * ramp(YEARS, starts[measure], 10)


@lru_cache(maxsize=1)
def weather() -> Weather:
    """A year of sines: long days and warm in July, short and cold in January."""
    quarter = np.arange(QUARTERS)
    season = -np.cos(2 * np.pi * quarter / QUARTERS)
    noon = -np.cos(2 * np.pi * (quarter % 96) / 96)
    level = np.maximum(250 * noon + 250 * season - 50, 0.0)
    return Weather(
        2019, 60.0, 10.0, level, level * 0.7, level * 0.4, 6 + 11 * season + 3 * noon,
        np.full(QUARTERS, 2.0),
    )  # fmt: skip


@lru_cache(maxsize=1)
def reference() -> Reference:
    values = np.zeros(SHAPE)
    gwh = {
        ("dwellings", "heating"): (180, 12, 40, 2), ("dwellings", "hot_water"): (60, 4, 0, 0),
        ("dwellings", "equipment"): (90, 0, 0, 0), ("dwellings", "lighting"): (20, 0, 0, 0),
        ("services", "heating"): (50, 40, 2, 3), ("services", "hot_water"): (10, 6, 0, 0),
        ("services", "cooling"): (8, 0, 0, 0), ("services", "equipment"): (60, 0, 0, 0),
        ("services", "lighting"): (40, 0, 0, 0),
        ("municipal", "heating"): (14, 10, 1, 1), ("municipal", "hot_water"): (3, 2, 0, 0),
        ("municipal", "equipment"): (12, 0, 0, 0), ("municipal", "lighting"): (9, 0, 0, 0),
    }  # fmt: skip
    drift = np.linspace(1.02, 0.94, len(YEARS))
    for (segment, purpose), each in gwh.items():
        at = SEGMENTS.index(segment), PURPOSES.index(purpose)
        values[at] = np.array(each)[:, None] * drift
    ambient = np.zeros((len(SEGMENTS), len(PURPOSES), len(YEARS)))
    ambient[0, 0] = 70
    floor = np.array([[LONGER[each]] for each in SEGMENTS]) * np.linspace(1, 1.15, len(YEARS))
    still = floor * 0.005
    return Reference(
        city="small", municipality=CODE, use=Use(values, ambient),
        stock=Stock(floor, 2 * still, still, still, 0 * still),
        calibration={carrier: 1.0 for carrier in CARRIERS}, metered={},
        population=np.linspace(58000, 63000, len(YEARS)),
        weights={area: dict.fromkeys(SEGMENTS, share) for area, share in AREAS.items()},
        ebm_version="0", inputs_hash="",
    )  # fmt: skip


@lru_cache(maxsize=1)
def city() -> City:
    there = local(weather(), 60.0, 10.0, reference().use)
    named = {each.id: each for each in shipped()}
    return City(reference(), PlainSurface(), there, load_measures(), named)


def real_city(name: str) -> City:
    """`alesund` or `baerum` with its fitted surface, under the small city's sun."""
    held = cities.reference(name)
    surface, told = cities.surface(name), city_assumptions(name)
    return City(held, surface, city().local, load_measures(), told)


@lru_cache(maxsize=4)
def live(draws: int = DRAWS) -> Live:
    return Live(city(), draws)
