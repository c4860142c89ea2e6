"""Our own score of a city by the rule that U4SSC published, with what it leaves open decided here.

The rule (factsheet of Ålesund, 2020): a value as a percentage of its benchmark earns 1 point below
33 %, 2 from 33 to 66 %, 3 from 66 to 95 %, 4 from 95 %. The score of a branch is the sum of points
÷ (4 × the number of indicators scored); what is not reported or has no benchmark is left out.
Not published, and decided by us:

* **The boundaries belong to the upper band.** 95 % is published as the fourth band, so 33 % and
  66 % open theirs as well. The comparison is exact, on the decimal figures as they are written.
* **Lower is better:** the fraction is turned round, benchmark ÷ value. Twice the benchmark is
  50 %, at or below it is 100 % or more, and a value of zero is as good as the benchmark: 100 %.
  A result that used this carries `rule == "own_lower"`.
* **Several data points:** an indicator counts once. Its percentage is the mean of those of its
  data points that have a benchmark, each cut off at 100 % so that one cannot hide another. If
  only some of them are reported, it is not scored: `partly_reported`.
* **Yes or no** is 1 or 0.

No result of this module is a score by U4SSC, and no screen may call it so.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from data.benchmarks import Benchmark, Benchmarks
from data.card import Card
from data.cards import Catalogue

BOUNDARIES = (33, 66, 95)
ANSWERS = {"yes": 1.0, "no": 0.0}

NOT_REPORTED = "not_reported"
PARTLY_REPORTED = "partly_reported"
NO_BENCHMARK = "no_benchmark"
NO_DIRECTION = "no_direction"
PUBLISHED = "published"
OWN_LOWER = "own_lower"


@dataclass(frozen=True, slots=True)
class Points:
    """1 to 4 points with the percentage and rule behind them, or None with a reason."""

    points: int | None
    percent: float | None = None
    rule: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class KpiScore:
    """One indicator's points, and the benchmarks that they rest on."""

    code: str
    points: int | None
    percent: float | None
    rule: str | None
    reason: str | None
    reported: bool
    benchmarks: tuple[Benchmark, ...]


@dataclass(frozen=True, slots=True)
class BranchScore:
    """A place, sub-dimension, dimension or whole city; `n_scored` belongs beside `percent`."""

    id: str
    percent: float | None
    points: int
    n_scored: int
    n_reported: int
    n_total: int

    @property
    def band(self) -> int | None:
        return None if self.percent is None else band(self.percent)


@dataclass(frozen=True, slots=True)
class CityScore:
    """All scores of a city: indicators by code, branches by the ids of the tree."""

    kpis: Mapping[str, KpiScore]
    places: Mapping[str, BranchScore]
    subdimensions: Mapping[str, BranchScore]
    dimensions: Mapping[str, BranchScore]
    city: BranchScore


def band(percent: float) -> int:
    """The band from 1 to 4 in which a percentage lies; a boundary opens the upper band."""
    return _band(_exact(percent))


def points(value: float | None, benchmark: float | None, direction: str) -> Points:
    """The points of one value; without a value or a benchmark there are none, with the reason."""
    if value is None:
        return Points(None, reason=NOT_REPORTED)
    if benchmark is None:
        return Points(None, reason=NO_BENCHMARK)
    if direction not in ("higher", "lower"):
        return Points(None, reason=NO_DIRECTION)
    share = _share(value, benchmark, direction)
    return Points(_band(share), float(share), PUBLISHED if direction == "higher" else OWN_LOWER)


def value_of(number: float | None, text: str | None = None) -> float | None:
    """The number to score: the figure itself, or 1 and 0 for the answers yes and no."""
    if number is not None:
        return number
    return ANSWERS.get((text or "").strip().casefold())


def score_kpi(
    card: Card, values: Mapping[str, float | None], benchmarks: Mapping[str, Benchmark]
) -> KpiScore:
    """One indicator from its values and benchmarks, both by data point ("" for its one value)."""
    reported = any(values.get(point.id) is not None for point in card.values)
    used = tuple(benchmarks[point.id] for point in card.values if point.id in benchmarks)
    found = [
        points(values.get(point.id), benchmarks[point.id].value, point.direction)
        for point in card.values
        if point.id in benchmarks
    ]
    total = _together(found, reported, single=not card.data_points)
    return KpiScore(
        card.code, total.points, total.percent, total.rule, total.reason, reported, used
    )


def score_branch(id: str, scores: Iterable[KpiScore]) -> BranchScore:
    """Σ points ÷ (4 × scored), with how many were scored, reported and asked for."""
    kpis = list(scores)
    earned = [kpi.points for kpi in kpis if kpi.points is not None]
    return BranchScore(
        id=id,
        percent=100 * sum(earned) / (4 * len(earned)) if earned else None,
        points=sum(earned),
        n_scored=len(earned),
        n_reported=sum(kpi.reported for kpi in kpis),
        n_total=len(kpis),
    )


def score_city(
    catalogue: Catalogue,
    values: Mapping[str, Mapping[str, float | None]],
    benchmarks: Benchmarks,
    city: str | None = None,
) -> CityScore:
    """Every branch of the tree, from values by code and data point."""
    kpis = {
        card.code: score_kpi(card, values.get(card.code, {}), benchmarks.of_card(card, city))
        for card in catalogue.cards
    }

    def branch(id: str) -> BranchScore:
        return score_branch(id, (kpis[card.code] for card in catalogue.cards_in(id)))

    return CityScore(
        kpis=kpis,
        places={place.id: branch(place.id) for place in catalogue.places},
        subdimensions={item.id: branch(item.id) for item in catalogue.subdimensions},
        dimensions={item.id: branch(item.id) for item in catalogue.dimensions},
        city=score_branch(city or "city", kpis.values()),
    )


def _together(found: list[Points], reported: bool, single: bool) -> Points:
    """The one result of an indicator from those of its benchmarked values."""
    if not reported:
        return Points(None, reason=NOT_REPORTED)
    if not found:
        return Points(None, reason=NO_BENCHMARK)
    if single:
        return found[0]
    if any(item.reason == NO_DIRECTION for item in found):
        return Points(None, reason=NO_DIRECTION)
    shares = [item.percent for item in found if item.percent is not None]
    if len(shares) < len(found):
        return Points(None, reason=PARTLY_REPORTED)
    capped = [min(_exact(share), Fraction(100)) for share in shares]
    mean = sum(capped, start=Fraction(0)) / len(capped)
    rule = OWN_LOWER if any(item.rule == OWN_LOWER for item in found) else PUBLISHED
    return Points(_band(mean), float(mean), rule)


def _share(value: float, benchmark: float, direction: str) -> Fraction:
    """The percentage of the benchmark that is reached, exactly."""
    exact, goal = _exact(value), _exact(benchmark)
    if goal <= 0:
        raise ValueError("a benchmark must be above zero")
    if direction == "higher":
        return 100 * exact / goal
    if exact < 0:
        raise ValueError("a value of which less is better cannot be below zero")
    return 100 * goal / exact if exact else Fraction(100)


def _exact(number: float) -> Fraction:
    """The decimal figure as written: 0.07 is seven hundredths, not its nearest binary number."""
    if not math.isfinite(number):
        raise ValueError("a value must be a finite number")
    return Fraction(str(number))


def _band(share: Fraction) -> int:
    return 1 + sum(share >= boundary for boundary in BOUNDARIES)
