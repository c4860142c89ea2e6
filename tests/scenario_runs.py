"""Runs of scenarios without their models: an answer in round numbers, kept in the real store."""

from __future__ import annotations

import datetime as dt
from types import MappingProxyType

import numpy as np

from data.models.parts import TwinParts
from data.scenarios import plain
from data.scenarios.records import Run
from twin.answer import Answer, Floats, Series
from twin.scenario import YEARS

OWN = {"alesund": "1508", "baerum": "3201"}


def series(baseline: float, change: float) -> Series:
    """A change that begins in 2030, with a range of a third of it around."""
    begun = np.array([year >= 2030 for year in YEARS], dtype=float)
    around: Floats = np.array([[1.3], [1.0], [0.7]])
    moved = np.sort(change * around * begun, axis=0)
    flat = np.full((3, len(YEARS)), baseline)
    return Series(flat, flat + moved, moved)


def answer(change: float = -60.04, own: str = "1508", districts: tuple[str, ...] = ()) -> Answer:
    """A city in which energy falls by so many GWh a year, and the more in later districts."""
    city = {
        "energy_total": series(400.123, change),
        "electricity": series(300, change / 2),
        "peak_power": series(90, 0),
        "electricity_per_inhabitant": series(9_600, 20 * change),
        "co2e": series(21_000, 30 * change),
        "investment": series(0, -13.53 * change),
        "yearly_cost": series(0, change / 20),
    }
    names = districts or tuple(f"d{n}" for n in range(1, 7))
    areas = {d: {"energy_total": series(20 * n, change / 10 * n)} for n, d in enumerate(names, 1)}
    models, spread = MappingProxyType({"ebm": "1.2.0"}), MappingProxyType({})
    return Answer("full", YEARS, {own: city} | areas, models, 1024, 1, spread)


def computed(twin: TwinParts, city: str, scenario: str, change: float = -60.04) -> Run:
    """Give the newest version of a scenario a run."""
    version = twin.scenarios.version(scenario)
    districts = tuple(sorted(twin.areas_of(city)))
    told = answer(change, OWN[city], districts)
    when = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    run = Run(
        id=f"run-{scenario}",
        scenario=scenario,
        version=version.number,
        chosen=plain.digest_of(version.draft.chosen),
        assumption_version=0,
        assumptions={},
        inputs={"stock": "x"},
        people=(60_000.0,) * len(YEARS),
        answer=told,
        made_at=when,
    )
    twin.scenarios.add_run(run)
    return run
