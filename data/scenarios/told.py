"""A run as a command tells it: everything as JSON, or the main figures as lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from data import queries
from data.library import Library
from data.records import City
from data.scenarios import plain
from data.scenarios.effects import KpiEffect, PointEffect, difference, kpi_effects
from data.scenarios.records import Run, Version
from data.twin.tables import load_outputs

Json = dict[str, Any]
EVERY = 10  # years between those for which indicators are told
# For what a model refuses; the pages have sentences of their own, in four languages.
SENTENCES = {
    "areas_not_allowed": "This measure cannot be limited to areas: {about}.",
    "areas_unknown": "The city has no such area: {about}.",
    "assumption_number": "An assumption must be a number: {about}.",
    "assumption_order": "An assumption must have low <= value <= high: {about}.",
    "assumption_unknown": "There is no such assumption: {about}.",
    "busy": "The models are answering others; try again in a moment.",
    "closed_count": "No more than {about} stations can be taken away in one mix.",
    "city_without_data": "There is not enough data to compute this city: {about}.",
    "district_heat_share": "More district heat than the city has buildings: {about}.",
    "heat_pumps_together": "More heat pumps than homes that they can be put into: {about}.",
    "level_range": "The level of a measure is out of range: {about}.",
    "levers_none": "None of the measures acts on this.",
    "measure_twice": "A measure is chosen twice: {about}.",
    "measure_unknown": "There is no such measure: {about}.",
    "model_not_ready": "The city's models are not prepared yet: {about}; add --run to do it now.",
    "no_candidates": "There is no place to choose among: {about}.",
    "output_unknown": "The models do not tell about this: {about}.",
    "place_count": "The number of stations must be from 1 to {about}.",
    "place_distance": "The distance must be from 50 to 10 000 metres.",
    "place_outside": "A place lies outside the city.",
    "place_range": "A place is not on the Earth: {about}.",
    "run_check": "The model's result does not hold together, and is not used: {about}.",
    "start_range": "A measure starts too early or too late: {about}.",
    "target_bound": "What should be reached must be a number: {about}.",
    "target_probability": "A probability lies between 0.5 and 0.95: {about}.",
    "target_year": "No measure has begun by then: {about}.",
    "too_many_places": "There are too many places to choose among: {about}.",
    "unit_convert": "These units cannot be converted: {about}.",
    "unit_unknown": "The models do not know this unit: {about}.",
}


def sentence(code: str, about: str = "", instead: str = "") -> str:
    """One sentence for a code; `instead` where there is none for it."""
    return SENTENCES[code].format(about=about) if code in SENTENCES else instead or code


def as_json(library: Library, city: City, version: Version, run: Run, estimate: Run | None) -> Json:
    """The scenario, its run with all that went in, its effects, and its indicators."""
    answer, outputs = run.answer, load_outputs()
    held = queries.kpi_values(library, city.id)
    return {
        "city": city.id,
        "municipality": city.municipality,
        "scenario": run.scenario,
        "version": run.version,
        "names": dict(version.draft.names),
        "chosen": plain.chosen_json(version.draft.chosen),
        "run": _run(run),
        "years": list(answer.years),
        "units": {name: outputs[name].unit for name in outputs},
        "areas": {
            area: {name: plain.series_json(series) for name, series in found.items()}
            for area, found in answer.areas.items()
        },
        "spread": {name: dict(each) for name, each in answer.spread.items()},
        "flows": [asdict(each) for each in run.flows],
        "difference": difference(run, estimate, city.municipality),
        "indicators": [
            {"year": year} | _indicator(each)
            for year, people in zip(answer.years, run.people, strict=False)
            if year % EVERY == 0
            for each in kpi_effects(city, held, answer, year, people)
        ],
    }


def _run(run: Run) -> Json:
    answer = run.answer
    return {
        "id": run.id,
        "kind": answer.kind,
        "models": dict(answer.models),
        "draws": answer.draws,
        "seed": answer.seed,
        "made_at": run.made_at.isoformat(timespec="seconds"),
        "inputs": dict(run.inputs),
        "assumption_version": run.assumption_version,
        "assumptions": {name: list(three) for name, three in run.assumptions.items()},
    }


def _indicator(effect: KpiEffect) -> Json:
    return {
        "code": effect.card.code,
        "modelled": effect.modelled,
        "values": [_point(each) for each in effect.points if each.change is not None],
        "bands": list(effect.bands) if effect.bands else None,
        "new_band": effect.new_band,
    }


def _point(point: PointEffect) -> Json:
    change = point.change
    return {
        "data_point": point.link.data_point,
        "unit": point.link.unit,
        "covers": point.link.covers,
        "change": plain.numbers(change.told()) if change else None,
        "clear": change.clear if change else None,
        "observed": point.observed.value if point.observed else None,
        "after": list(point.after) if point.after else None,
        "benchmark": point.benchmark.value if point.benchmark else None,
        "distances": list(point.distances) if point.distances else None,
    }


def as_text(told: Json) -> str:
    """The city's outputs in the last year: baseline, and p10, p50 and p90 of the change."""
    last = told["years"][-1]
    run = told["run"]
    lines = [f"{told['scenario']} version {told['version']}, {run['kind']} run {run['id']}, {last}"]
    lines += _lines(told["areas"].get(told["municipality"], {}).items(), told["units"])
    return "\n".join(lines)


def _lines(outputs: Iterable[tuple[str, Json]], units: dict[str, str]) -> Iterable[str]:
    for name, parts in outputs:
        before = parts["baseline"]["p50"][-1]
        change = [parts["change"][mark][-1] for mark in plain.PERCENTILES]
        told = "  ".join(_figure(each) for each in (before, *change))
        yield f"{name:<28}{told}  {units.get(name, '')}"


def _figure(value: float | None) -> str:
    return f"{'–' if value is None else format(value, ',.1f'):>12}"
