"""Figures of another model as what our own models answer: area → output → series.

Nothing is computed that the model did not tell, but one thing: where it tells both the scenario and
what happens without it, the change of the middle values is their difference. A range of the change
does not follow from the ranges of the two, so there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from data.imports.results.checking import Checked, Figure
from data.imports.results.provenance import Provenance
from twin.answer import Answer, Floats, Series

_MIDDLE = 1  # of p10, p50, p90


@dataclass(frozen=True)
class Run:
    """One scenario of the file with its answer; no name: only what happens without one."""

    name: str
    answer: Answer


def runs(checked: Checked, whose: Provenance) -> tuple[Run, ...]:
    """A run for each scenario; each holds the years and outputs that it or its baseline has."""
    names = checked.scenarios or ("",)
    return tuple(Run(name, _answer(checked.figures, name, whose)) for name in names)


def _answer(figures: Iterable[Figure], scenario: str, whose: Provenance) -> Answer:
    held = [each for each in figures if each.scenario in ("", scenario)]
    years = tuple(sorted({each.year for each in held}))
    by_name: dict[tuple[str, str, str], list[Figure]] = {}
    for each in held:
        by_name.setdefault((each.area, each.output, each.scenario), []).append(each)
    told = sorted({(each.area, each.output) for each in held if each.scenario == scenario})
    areas: dict[str, dict[str, Series]] = {}
    for area, output in told:
        baseline = _ranges(by_name.get((area, output, ""), ()) if scenario else (), years)
        own = _ranges(by_name[area, output, scenario], years)
        areas.setdefault(area, {})[output] = Series(baseline, own, _change(baseline, own))
    return Answer("full", years, areas, {whose.model: whose.version}, 0, 0, _NO_SPREAD)


_NO_SPREAD: Mapping[str, Mapping[str, float]] = {}


def _ranges(figures: Iterable[Figure], years: tuple[int, ...]) -> Floats:
    """(3, years): p10, p50, p90; not a number where nothing was reported."""
    found = np.full((3, len(years)), np.nan)
    for each in figures:
        bounds = (each.p10, each.value, each.p90)
        found[:, years.index(each.year)] = [np.nan if b is None else b for b in bounds]
    return found


def _change(baseline: Floats, scenario: Floats) -> Floats:
    change = np.full_like(scenario, np.nan)
    change[_MIDDLE] = scenario[_MIDDLE] - baseline[_MIDDLE]
    return change
