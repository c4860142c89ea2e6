"""What a run would do to a city's indicators: change, distance to the benchmark, change of band.

The score is the one that the rest of the product shows (`data.scoring`): it is asked, not told
again. A band is said to change only when both ends of the range lie in another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.benchmarks import Benchmark, load_benchmarks
from data.card import Card
from data.cards import load_catalogue
from data.records import City, Observation
from data.scenarios.plain import numbers
from data.scenarios.records import Run
from data.scoring import score_kpi, value_of
from data.twin.indicators import load_links
from data.twin.tables import load_outputs
from twin.answer import Answer
from twin.indicators import Change, Link, change

Values = Mapping[str, float | None]
Moved = tuple[Link, Change | None]
Held = Mapping[str, tuple[Observation, ...]]


@dataclass(frozen=True, slots=True)
class PointEffect:
    """One value of an indicator. `change` None: the scenario does not touch it, so not modelled.

    `observed` is the newest reported value, with its period; `after` is that plus p10, p50 and
    p90 of the change, and is None where the model covers only a part or tells no range, or nothing
    is reported.
    """

    link: Link
    change: Change | None
    observed: Observation | None
    after: tuple[float, float, float] | None
    benchmark: Benchmark | None

    @property
    def distances(self) -> tuple[float, float] | None:
        """How far the observed value and the one after (p50) lie from the benchmark, signed."""
        if self.benchmark is None or self.after is None or self.observed is None:
            return None
        before = value_of(self.observed.value, self.observed.text_value)
        goal = self.benchmark.value
        return None if before is None else (before - goal, self.after[1] - goal)


@dataclass(frozen=True, slots=True)
class KpiEffect:
    """One indicator: its values, and its band now and at either end of the range after.

    `bands` is (now, at worst, at best); None where it cannot be scored.
    """

    card: Card
    points: tuple[PointEffect, ...]
    bands: tuple[int, int, int] | None

    @property
    def modelled(self) -> bool:
        return any(each.change is not None for each in self.points)

    @property
    def new_band(self) -> int | None:
        """The band that it moves to for certain; None when it stays or nobody can tell."""
        if self.bands is None:
            return None
        now, worst, best = self.bands
        return worst if worst == best != now else None


def kpi_effects(
    city: City, held: Held, answer: Answer, year: int, people: float
) -> tuple[KpiEffect, ...]:
    """Every indicator that a model can tell about.

    `held` is what `queries.kpi_values` has of the city; `people` live in it in that year.
    """
    moved: dict[str, list[Moved]] = {}
    for link in load_links():
        unit = load_outputs()[link.output].unit
        found = change(link, unit, answer, city.municipality, year, people)
        moved.setdefault(link.code, []).append((link, found))
    return tuple(_effect(city, code, own, held.get(code, ())) for code, own in moved.items())


def _effect(city: City, code: str, moved: list[Moved], held: tuple[Observation, ...]) -> KpiEffect:
    card = load_catalogue().card(code)
    benchmarks = load_benchmarks().of_card(card, city.id)
    observed = {each.data_point: each for each in held}
    points = tuple(
        _point(link, found, observed.get(link.data_point), benchmarks.get(link.data_point))
        for link, found in moved
    )
    now = {name: value_of(each.value, each.text_value) for name, each in observed.items()}
    return KpiEffect(card, points, _bands(card, points, now, benchmarks))


def _point(
    link: Link, found: Change | None, observed: Observation | None, benchmark: Benchmark | None
) -> PointEffect:
    now = value_of(observed.value, observed.text_value) if observed else None
    after = None
    if found is not None and found.ranged and now is not None and link.covers == "whole":
        low, middle, high = (possible(now + x, link) for x in (found.low, found.middle, found.high))
        after = (low, middle, high)  # fmt: skip
    return PointEffect(link, found, observed, after, benchmark)


def possible(value: float, link: Link) -> float:
    """A share stays between none and all, and an amount cannot fall below nothing."""
    return min(max(value, 0.0), 100.0 if link.unit == "%" else float("inf"))


def _bands(
    card: Card, points: tuple[PointEffect, ...], now: Values, benchmarks: Mapping[str, Benchmark]
) -> tuple[int, int, int] | None:
    ends: list[dict[str, float | None]] = [dict(now), dict(now)]
    for each in points:
        if each.after is None:
            continue
        id = each.link.data_point
        higher = card.value(id).direction == "higher"
        low, high = each.after[0], each.after[2]
        ends[0][id], ends[1][id] = (low, high) if higher else (high, low)
    if all(each.after is None for each in points):
        return None
    scores = [score_kpi(card, values, benchmarks).points for values in (now, *ends)]
    first, worst, best = scores
    if first is None or worst is None or best is None:
        return None
    return first, worst, best


def difference(run: Run, estimate: Run | None, area: str) -> dict[str, list[float | None]]:
    """Output → how much the full model's change (p50) differs from the estimate's, by year.

    Empty where there is nothing to compare.
    """
    if estimate is None or run.answer.kind != "full":
        return {}
    full, guess = run.answer.areas.get(area, {}), estimate.answer.areas.get(area, {})
    return {
        name: numbers(series.change[1] - guess[name].change[1])
        for name, series in full.items()
        if name in guess
    }
