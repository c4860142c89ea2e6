"""A stored run of a scenario as a card: what a room sees of it, in one year.

A card is JSON, and stays in a session's record for good:

    scenario, version, run     which scenario, in which version, by which run
    kind                       "full" (the models themselves) or "estimate" (the response surface)
    models                     name → version
    names, about               texts in every language
    year                       the year of every figure
    measures                   {id, names, unit, level, start, areas, places}, as they were chosen;
                               `closed`, where some of today's are taken away: how many
    spots                      where something new stands: [longitude, latitude] of each, in order
    gone                       where something of today's is taken away, if anything is
    figures                    three to five of {output, names, unit, decimals, better, baseline
                               (p50), change [p10, p50, p90], percent [p10, p50, p90]}
    cost                       the same, of what it costs
    kpis                       up to three indicators that it moves most: data.scenario_kpis
    areas                      area → change [p10, p50, p90] of the output that is looked at
    places                     the areas with the largest change, as [area, change]
    whence                     of energy by district: whose building register it rests on, {by,
                               date}; both empty where it is approximate, by where people live

`percent` is the change against the baseline's p50. Nothing is told finer than its output's
decimals. What another model did not report is null: a baseline, the ends of a range, a change.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from twin.scenario import Chosen, Measure, Output, Text
from workshop.model import Json

if TYPE_CHECKING:  # numpy would make the start slower for those who wait for it
    from data.twin.register_file import Register
    from twin.answer import Answer, Series

FIGURES = 5
PLACES = 4
# What people are told first, of each theme, after the output that the step looks at.
MAIN = (
    "energy_total",
    "electricity",
    "peak_power",
    "co2e",
    "solar",
    "waste_residual",
    "sorting_rate",
    "station_access",
    "materials_landfilled",
    "embodied_co2e",
)
FOREIGN = "foreign_"  # how the ids of outputs begin that only another model tells
COST = ("investment", "yearly_cost", "waste_cost", "cost_per_kwh")


@dataclass(frozen=True)
class Held:
    """A stored run. `own` is the code of the municipality: the city as a whole in the answer."""

    scenario: str
    version: int
    run: str
    names: Text
    about: Text
    chosen: tuple[Chosen, ...]
    own: str
    answer: Answer
    kpis: tuple[Json, ...] = ()
    people: tuple[float, ...] = ()  # how many live in the city in the years of the answer
    whence: Mapping[str, str] | None = None  # what says where its buildings stand
    foreign: bool = False  # another model computed it

    def nearest(self, year: int) -> int:
        """The year of the answer that is seen for one that it may not have."""
        return min(self.answer.years, key=lambda held: (abs(held - year), held))


@dataclass(frozen=True)
class Tables:
    """What measures and outputs are called, and how finely they are told."""

    measures: Mapping[str, Measure]
    outputs: Mapping[str, Output]


def card(held: Held, tables: Tables, year: int, output: str, always: bool = True) -> Json:
    """The card of a run, seen in `year`; `output` comes first and is the one on the map.

    `always`: it is told also where the scenario does not touch it, in which case it is 0.
    """
    answer = held.answer
    at = held.nearest(year)
    index = answer.years.index(at)
    whole = answer.areas.get(held.own, {})
    areas = _areas(held, tables.outputs, output, index)
    gone = [list(place) for each in held.chosen for place in each.closed]

    def told(name: str) -> Json:
        return _figure(tables.outputs[name], whole[name], index)

    return {
        "scenario": held.scenario,
        "version": held.version,
        "run": held.run,
        "kind": answer.kind,
        "models": dict(answer.models),
        "names": dict(held.names),
        "about": dict(held.about),
        "year": at,
        "measures": [_measure(each, tables.measures) for each in held.chosen],
        "spots": [list(place) for each in held.chosen for place in each.built],
        **({"gone": gone} if gone else {}),
        **({"foreign": True} if held.foreign else {}),
        "figures": [told(name) for name in _told(whole, output, tables, index, always)],
        "cost": [told(name) for name in COST if name in whole and _moves(whole[name], index)],
        "kpis": list(held.kpis),
        "areas": areas,
        "places": _places(areas),
        **_whence(held, tables.outputs.get(output), areas),
    }


def whence(register: Register | None) -> Mapping[str, str]:
    """What says where a city's buildings stand, as a card tells it."""
    return {"by": register.by, "date": register.date} if register else {"by": "", "date": ""}


def _whence(held: Held, output: Output | None, areas: Mapping[str, object]) -> Json:
    energy = output is not None and output.theme == "energy"
    return {"whence": dict(held.whence)} if energy and areas and held.whence is not None else {}


def _told(
    whole: Mapping[str, Series], output: str, tables: Tables, index: int, always: bool
) -> list[str]:
    """The outputs of the card: the one looked at, then those of the main ones that change."""
    own = [name for name in whole if name not in MAIN and name.startswith(FOREIGN)]
    rest = [n for n in (*MAIN, *own) if n in whole and n != output and _moves(whole[n], index)]
    shown = _told_in if always else _moves
    first = [output] if output in whole and shown(whole[output], index) else []
    return [name for name in first + rest if name in tables.outputs][:FIGURES]


def _moves(series: Series, index: int) -> bool:
    moved = any(math.isfinite(value) and value for value in series.change[1])
    return moved and _told_in(series, index)


def _told_in(series: Series, index: int) -> bool:
    """Whether there is a change to tell: another model may not say what it is a change from."""
    return math.isfinite(series.change[1, index])


def _measure(each: Chosen, measures: Mapping[str, Measure]) -> Json:
    measure = measures.get(each.measure)
    return {
        "id": each.measure,
        "names": dict(measure.names) if measure else {"en": each.measure},
        "unit": measure.unit if measure else "count",
        "level": each.level,
        "start": each.start,
        "areas": list(each.areas),
        "places": len(each.places),
        **({"closed": len(each.closed)} if each.closed else {}),
    }


def _figure(output: Output, series: Series, index: int) -> Json:
    baseline = float(series.baseline[1, index])
    change = [float(value) for value in series.change[:, index]]
    compared = baseline and math.isfinite(baseline)
    percent = [100 * value / abs(baseline) for value in change] if compared else None
    return {
        "output": output.id,
        "names": dict(output.names),
        "unit": output.unit,
        "decimals": output.decimals,
        "better": output.better,
        "baseline": _rounded(baseline, output.decimals),
        "change": [_rounded(value, output.decimals) for value in change],
        "percent": [_rounded(value, 1) for value in percent] if percent else None,
    }


def _areas(
    held: Held, outputs: Mapping[str, Output], output: str, index: int
) -> dict[str, list[float | None]]:
    decimals = outputs[output].decimals + 1 if output in outputs else 2
    return {
        area: [_rounded(float(value), decimals) for value in told[output].change[:, index]]
        for area, told in held.answer.areas.items()
        if area != held.own and output in told and math.isfinite(told[output].change[1, index])
    }


def _places(areas: Mapping[str, Sequence[float | None]]) -> list[list[object]]:
    """Where it is felt most: the areas with the largest change, largest first."""
    middles = {area: told[1] or 0.0 for area, told in areas.items()}
    largest = sorted(middles, key=lambda area: (-abs(middles[area]), area))
    return [[area, middles[area]] for area in largest[:PLACES] if middles[area]]


def _rounded(value: float, decimals: int) -> float | None:
    """Never −0, which would be another number in the record's seal; None where there is none."""
    return round(value, decimals) + 0.0 if math.isfinite(value) else None


def scale(cards: Sequence[Json]) -> list[float]:
    """Upper ends of the three classes on each side of zero, the same for every card on screen."""
    furthest = max((abs(v[1]) for each in cards for v in each["areas"].values()), default=0.0)
    if furthest <= 0:
        return []
    notch = _nice(furthest / 3)
    return [round(n * notch, 9) for n in (1, 2, 3)]


def _nice(value: float) -> float:
    """The next number of one or two digits, times a power of ten: what a legend can say."""
    power = 10.0 ** math.floor(math.log10(value))
    return (
        next(n for n in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if n * power >= value * (1 - 1e-9))
        * power
    )
