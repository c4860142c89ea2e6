"""Runs of scenarios in round numbers, kept in the real store; and cities fitted before."""

from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path
from types import MappingProxyType

import numpy as np

from data import queries
from data.library import Library
from data.models.fits import ABOUT
from data.models.needs import PARTS, needs_of
from data.models.parts import TwinParts
from data.scenarios import plain
from data.scenarios.records import Run
from tests.twin.energy.small import weather
from twin.answer import Answer, Floats, Series
from twin.energy.hours import local
from twin.energy.surface import Surface
from twin.energy.use import Reference
from twin.scenario import YEARS

REFERENCES = Path(__file__).parent / "twin" / "references"
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


def fitted_before(twin: TwinParts, library: Library, city: str) -> None:
    """Make a city ready by a real fit that is kept for tests: its models answer at once."""
    reference = Reference.load(REFERENCES / f"{city}.npz")
    surface = Surface.load(REFERENCES / f"{city}-surface.npz")
    sun = local(weather(), *queries.city(library, city).centre, reference.use)
    needs = needs_of(library, city, twin.scenarios.assumptions(city).table)
    home = library.data_dir / "models" / city / needs.fit.key
    home.mkdir(parents=True)
    for name, part in zip(PARTS, (reference, surface, sun), strict=True):
        part.save(home / f"{name}.npz")
    about = {"made_at": time.time(), "seconds": 1, "told": dict(needs.fit.told)}
    (home / ABOUT).write_text(json.dumps(about))
