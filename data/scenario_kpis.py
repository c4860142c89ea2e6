"""The indicators that a run moves most, for its card: in their own unit, no finer than is known.

Each is JSON, and stays in a session's record for good:

    code, point        which value of which indicator
    names, unit        texts in every language
    before, period     the newest reported value and when it is of; null where none is
    change             [p10, p50, p90]; the ends are null where another model told none
    after              the same of what it would read; null where the model sees only a part, or
                       nothing was reported
    decimals           how finely these may be told; below zero to tens, hundreds …
    better             higher | lower | unknown, of the indicator
    clear              false when it may as well go the other way
    part               whether the model covers only a part of what the indicator counts
    benchmark          null where there is none
    distance           [before, after] of the distance to it, signed; null where not both are known
    bands              [now, at worst, at best] of 4; null where it cannot be scored

What a scenario does not touch is not here: not modelled is not the same as unchanged.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from data.scenarios.effects import KpiEffect, PointEffect
from data.scenarios.plain import numbers
from workshop.language import LANGUAGES
from workshop.model import Json

MOST = 3
Weight = tuple[bool, int, float]


def moved_most(effects: Iterable[KpiEffect]) -> tuple[Json, ...]:
    """One value each of up to three indicators: first by bands, then by the distance covered."""
    weighed = [_heaviest(each) for each in effects if each.modelled]
    first = sorted(weighed, key=lambda each: each[0], reverse=True)[:MOST]
    return tuple(_kpi(effect, point) for _weight, effect, point in first)


def _heaviest(effect: KpiEffect) -> tuple[Weight, KpiEffect, PointEffect]:
    """Of several values the one with a benchmark, or of which is known which way is better."""

    def rank(point: PointEffect) -> tuple[bool, bool, Weight]:
        known = effect.card.value(point.link.data_point).direction in ("higher", "lower")
        return point.benchmark is not None, known, _weight(effect, point)

    first = max((each for each in effect.points if each.change), key=rank)
    return _weight(effect, first), effect, first


def _weight(effect: KpiEffect, point: PointEffect) -> Weight:
    """Whether it moves for sure, by how many bands it may, and how far for its own size."""
    change = point.change
    if change is None:
        return False, 0, 0.0
    now, worst, best = effect.bands or (0, 0, 0)
    before = point.observed.value if point.observed else None
    # What is as high as it goes already cannot rise, whatever the change is.
    moved = point.after[1] - before if point.after and before is not None else change.middle
    size = point.benchmark.value if point.benchmark else before or change.course
    share = abs(moved / size) if size and math.isfinite(size) else 0.0
    return change.clear and bool(moved), max(abs(worst - now), abs(best - now)), share


def _kpi(effect: KpiEffect, point: PointEffect) -> Json:
    card, link, change = effect.card, point.link, point.change
    value = card.value(link.data_point)
    digits = change.decimals if change else link.decimals
    seen = point.observed

    def told(figures: Iterable[float] | None) -> list[float | None] | None:
        return numbers(round(each, digits) + 0.0 for each in figures) if figures else None

    def named(language: str) -> str:
        name = card.names[language]
        return f"{name}: {value.names[language]}" if link.data_point else name

    return {
        "code": card.code,
        "point": link.data_point,
        "names": {language: named(language) for language in LANGUAGES},
        "unit": {language: value.unit.label[language] for language in LANGUAGES},
        "before": round(seen.value, digits) + 0.0 if seen and seen.value is not None else None,
        "period": seen.period if seen else "",
        "change": told(change.told()) if change else None,
        "after": told(point.after),
        "decimals": digits,
        "better": value.direction,
        "clear": bool(change and change.clear),
        "part": link.covers == "part",
        "benchmark": point.benchmark.value if point.benchmark else None,
        "distance": told(point.distances),
        "bands": list(effect.bands) if effect.bands else None,
    }
