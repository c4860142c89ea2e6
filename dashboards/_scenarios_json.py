"""A model's answer for the page's scripts: numbers short enough to travel while one drags."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from layers.difference import Cuts, Told, absolute, diverging
from twin.answer import Answer, Floats, Series
from twin.scenario import Output

Json = dict[str, Any]
KINDS = ("baseline", "scenario", "change")
DIGITS = 5
P50 = 1
# How many assumptions are named as what the spread comes from.
DRIVERS = 6


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the page shows: one output on the map, and outputs whose course over time is drawn."""

    output: str
    drawn: tuple[str, ...]
    year: int


def answer_json(answer: Answer, city: str, wanted: Wanted, outputs: Mapping[str, Output]) -> Json:
    """`city` is the code under which the answer holds the city as a whole."""
    whole = answer.areas[city]
    return {
        "kind": answer.kind,
        "models": dict(answer.models),
        "draws": answer.draws,
        "seed": answer.seed,
        "years": list(answer.years),
        "year": wanted.year,
        "output": wanted.output,
        "series": {each: _series(whole[each]) for each in wanted.drawn if each in whole},
        "now": {
            each: _at(whole[each], answer.years, wanted.year) for each in outputs if each in whole
        },
        "spread": {each: drivers(answer.spread[each]) for each in answer.spread},
    }


def areas_json(answer: Answer, city: str, output: str) -> Json:
    """Area → the three courses of one output; without the city itself where it has areas."""
    told = {
        area: _series(found[output])
        for area, found in answer.areas.items()
        if area != city and output in found
    }
    if told or output not in answer.areas.get(city, {}):
        return told
    return {city: _series(answer.areas[city][output])}


def map_json(answer: Answer, city: str, output: str) -> Json:
    """The map, with the years that the answer tells of."""
    return {"areas": areas_json(answer, city, output), "areaYears": list(answer.years)}


def cuts_json(answers: Iterable[Answer], city: str, output: Output) -> Json:
    """Classes of the map, shared by all these answers and all their years."""
    told = [_values(each, city, output) for each in answers]
    return {
        "absolute": _cuts(absolute([kind for kind, _change in told])),
        "difference": _cuts(diverging([change for _kind, change in told])),
    }


def dragged_cuts_json(areas: Answer, whole: Answer, city: str, output: Output) -> Json:
    """The same from districts in one year, by the city's course in all of them.

    How much further the city goes in another year than in this one, its districts are taken to go:
    so the colours stand still when the hand rests and every year is told.
    """
    course, change = whole.areas[city].get(output.id), _values(areas, city, output)[1]
    if course is not None and change.values:
        here = abs(course.change[P50][list(whole.years).index(areas.years[0])])
        most = np.abs(course.change[P50]).max()
        further = most / here if here > 0 else 1.0
        change = Told(output.unit, [*change.values, *(further * each for each in change.values)])
    return cuts_json([areas], city, output) | {"difference": _cuts(diverging([change]))}


def _values(answer: Answer, city: str, output: Output) -> tuple[Told, Told]:
    held = [
        found[output.id]
        for area, found in answer.areas.items()
        if area != city and output.id in found
    ]
    if not held and output.id in answer.areas.get(city, {}):
        held = [answer.areas[city][output.id]]
    both = [kind[P50] for each in held for kind in (each.baseline, each.scenario)]
    changes = [each.change[P50] for each in held]
    return Told(output.unit, _flat(both)), Told(output.unit, _flat(changes))


def _flat(rows: Sequence[Floats]) -> list[float]:
    return np.concatenate(rows).tolist() if rows else []


def _cuts(cuts: Cuts) -> Json:
    rows = [{"shade": row.shade, "low": row.low, "high": row.high} for row in cuts.rows()]
    return {"limits": list(cuts.limits), "shades": list(cuts.shades), "rows": rows}


def drivers(spread: Mapping[str, float]) -> list[list[Any]]:
    """The assumptions that the spread comes from, the weightiest first: [id, share]."""
    held = sorted(spread.items(), key=lambda item: -item[1])[:DRIVERS]
    return [[name, short(share)] for name, share in held if share > 0]


def _series(series: Series) -> Json:
    return {kind: _rows(getattr(series, kind)) for kind in KINDS}


def _at(series: Series, years: Sequence[int], year: int) -> Json:
    at = list(years).index(year)
    return {kind: [short(each) for each in getattr(series, kind)[:, at]] for kind in KINDS}


def _rows(values: Floats) -> list[list[float | None]]:
    return [[short(each) for each in row] for row in values.tolist()]


def short(value: float) -> float | None:
    """Five figures are more than anybody knows; None where there is no number."""
    if not math.isfinite(value):
        return None
    return float(f"{value:.{DIGITS}g}")
