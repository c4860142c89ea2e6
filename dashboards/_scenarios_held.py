"""Scenarios that another model computed, as the page shows them: stored, never computed here.

Such a model tells some years and some outputs. Here it gets every year of the page, with gaps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from dashboards._language import words
from dashboards._services import services
from data.errors import DataError
from data.records import City
from data.scenarios.records import Foreign, Scenario
from data.twin.tables import load_outputs
from twin.answer import Answer, Floats, Series
from twin.scenario import YEARS, Output

_ = words("scenarios")


def outputs_of(city: str) -> Mapping[str, Output]:
    """Ours, and those that only the models of the city's foreign scenarios tell."""
    found = services().twin.scenarios.list(city)
    own = {id: each for held in found if held.foreign for id, each in held.foreign.outputs.items()}
    return {**load_outputs(), **own}


def held_answer(city: City, id: str) -> Answer:
    """What the newest version holds; DataError where it is not another model's, or elsewhere."""
    shelf = services().twin.scenarios
    found = shelf.get(id)
    run = shelf.run_of(id) if found.foreign and found.city == city.id else None
    if run is None:
        raise DataError("scenario_unknown", f"There is no such scenario in {city.id}.")
    return _in_every_year(run.answer, city.municipality)


def people_of(id: str, year: int) -> float | None:
    """How many live in the city in that year, if the other model said so."""
    run = services().twin.scenarios.run_of(id)
    if run is None or not run.people or year not in run.answer.years:
        return None
    return run.people[run.answer.years.index(year)]


def whose(scenario: Scenario) -> str:
    """One sentence on who computed it; "" for our own."""
    told = scenario.foreign
    return _whose(told) if told else ""


def _whose(told: Foreign) -> str:
    said = _("Computed by {by} with {model} {version}, {date}. Licence: {licence}.")
    return said.format(
        by=told.by, model=told.model, version=told.version, date=told.date, licence=told.licence
    )


def _in_every_year(answer: Answer, code: str) -> Answer:
    areas = {
        area: {name: _stretched(series, answer.years) for name, series in found.items()}
        for area, found in answer.areas.items()
    }
    return replace(answer, years=YEARS, areas={code: {}} | areas)


def _stretched(series: Series, years: tuple[int, ...]) -> Series:
    return Series(
        _row(series.baseline, years), _row(series.scenario, years), _row(series.change, years)
    )


def _row(told: Floats, years: tuple[int, ...]) -> Floats:
    whole = np.full((len(told), len(YEARS)), np.nan)
    kept = [(at, YEARS.index(year)) for at, year in enumerate(years) if year in YEARS]
    for at, place in kept:
        whole[:, place] = told[:, at]
    return whole
