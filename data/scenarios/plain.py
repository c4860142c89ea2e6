"""Scenarios and answers as plain values: what the file stores and what a command prints."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from data.canonical import canonical
from twin.answer import Answer, Series
from twin.scenario import Assumption, Chosen

PARTS = ("baseline", "scenario", "change")
PERCENTILES = ("p10", "p50", "p90")
COLUMNS = tuple(f"{part}_{mark}" for part in PARTS for mark in PERCENTILES)

Json = dict[str, Any]


def chosen_json(chosen: Iterable[Chosen]) -> list[Json]:
    return [
        {
            "measure": each.measure,
            "level": each.level,
            "start": each.start,
            "areas": list(each.areas),
            "places": [list(place) for place in each.places],
        }
        # Left out where there is none, so that what was chosen before this existed reads the same.
        | ({"closed": [list(place) for place in each.closed]} if each.closed else {})
        for each in chosen
    ]


def chosen_of(told: Iterable[Json]) -> tuple[Chosen, ...]:
    return tuple(
        Chosen(
            each["measure"],
            float(each["level"]),
            int(each["start"]),
            tuple(each.get("areas", ())),
            _places(each.get("places", ())),
            _places(each.get("closed", ())),
        )
        for each in told
    )


def _places(told: Iterable[Iterable[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((float(lon), float(lat)) for lon, lat in told)


def digest(value: object) -> str:
    """The same for the same content, whatever order its names are in."""
    return hashlib.sha256(canonical(value)).hexdigest()[:32]


def digest_of(chosen: Iterable[Chosen]) -> str:
    return digest(chosen_json(chosen))


def figures_of(table: Mapping[str, Assumption]) -> dict[str, tuple[float, float, float]]:
    return {id: (each.value, each.low, each.high) for id, each in table.items()}


def rows_of(answer: Answer) -> list[tuple[Any, ...]]:
    """(area, output, nine lists over the years) in the order of COLUMNS."""
    return [
        (area, output, *(row.tolist() for part in PARTS for row in getattr(series, part)))
        for area, outputs in answer.areas.items()
        for output, series in outputs.items()
    ]


def areas_of(rows: Iterable[tuple[Any, ...]]) -> dict[str, dict[str, Series]]:
    found: dict[str, dict[str, Series]] = {}
    for area, output, *lists in rows:
        nine = np.asarray(lists, dtype=np.float64)
        found.setdefault(area, {})[output] = Series(nine[0:3], nine[3:6], nine[6:9])
    return found


def series_json(series: Series) -> Json:
    """Percentile → figures by year, for baseline, scenario and change."""
    return {
        part: {
            mark: numbers(row) for mark, row in zip(PERCENTILES, getattr(series, part), strict=True)
        }
        for part in PARTS
    }


def numbers(row: Iterable[float]) -> list[float | None]:
    """JSON knows no infinity and nothing that is not a number."""
    return [float(value) if math.isfinite(value) else None for value in row]
