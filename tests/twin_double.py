"""A city's twin for tests of screens: effects in proportion to the levels, and a range around them.

It is no model and its figures mean nothing; it answers at once, with the shapes of the real one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from data.models.live import Progress
from data.scenarios.records import Scenario
from data.twin.tables import load_measures
from twin.answer import Answer, Floats, Series
from twin.scenario import YEARS, Chosen, checked

AREAS = {
    "alesund": ("1508", [f"1508{n:02d}00" for n in range(1, 14)]),
    "baerum": ("3201", [f"3201{n:02d}00" for n in range(1, 23)]),
}
# Output → (what it is on today's course, what one whole level of anything changes it by).
ENERGY = {
    "energy_total": (780.0, -60.0),
    "electricity": (660.0, -55.0),
    "district_heat": (90.0, 4.0),
    "co2e": (21_000.0, -1_900.0),
    "peak_power": (210.0, -14.0),
    "investment": (0.0, 900.0),
    "yearly_cost": (0.0, -12.0),
    "cost_per_kwh": (float("nan"), 1.2),
}
CIRCULAR = {
    "sorting_rate": (41.0, 9.0),
    "waste_residual": (9_400.0, -900.0),
    "waste_cost": (0.0, 3.5),
    "embodied_co2e": (16_000.0, -1_100.0),
}
SPREAD = {"effect_retrofit": 0.52, "realised_retrofit": 0.27, "heating_future": 0.08}
BLURRED = "15081300"  # a district of which nobody can tell


class TwinDouble:
    """What `data.models.live.Twins` is to the page."""

    def __init__(self, state: Progress | None = None) -> None:
        self.state = state or Progress("ready", 1.0)
        self.asked = 0

    def progress(self, city: str) -> Progress:
        return self.state

    def runs(self, city: str) -> list[tuple[Scenario, Progress]]:
        return []

    def amounts(self, city: str) -> Mapping[str, float]:
        return {"retrofit_dwellings": 26_000.0} if city == "alesund" else {}

    def answer(self, city: str, chosen: Sequence[Chosen], output: str) -> Answer:
        self.asked += 1
        code, areas = AREAS[city]
        sound = checked(tuple(chosen), load_measures(), frozenset(areas))
        found = {area: _series(sound, area, 1 / len(areas)) for area in areas}
        found[code] = _series(sound, "", 1.0)
        spread = {each: SPREAD for each in found[code]} if sound else {}
        return Answer("estimate", YEARS, found, {"test": "1"}, 1024, 1, spread)


def _series(chosen: Sequence[Chosen], area: str, share: float) -> dict[str, Series]:
    themes = {each: load_measures()[each.measure].theme for each in chosen}
    told = {}
    for theme, outputs in (("energy", ENERGY), ("circular", CIRCULAR)):
        done = _done([each for each in chosen if themes[each] == theme], area)
        for name, (before, effect) in outputs.items():
            told[name] = _one(before * share, effect * share * done, area == BLURRED)
    return told


def _done(chosen: Sequence[Chosen], area: str) -> Floats:
    """How much is carried out, by year."""
    done = np.zeros(len(YEARS))
    for each in chosen:
        if not area or not each.areas or area in each.areas:
            reach = 1.0 if area or not each.areas else len(each.areas) / 13
            ramp = np.clip((np.array(YEARS) - each.start + 1) / 10, 0, 1)
            done = done + each.level * reach * ramp
    return done


def _one(before: float, effect: Floats, blurred: bool) -> Series:
    course = before * np.linspace(1.0, 0.96, len(YEARS))
    low, high = (-0.4, 1.6) if blurred else (0.8, 1.25)
    change = np.sort(np.array([effect * low, effect, effect * high]), axis=0)
    baseline = np.array([course * 0.98, course, course * 1.02])
    return Series(baseline, baseline + change, change)
