"""Fitting the response surface to full runs, and measuring how far it is off.

The runs are spread evenly over all levels (Sobol). Half of them start everything in the first
year that can be changed, so that the early years, in which little is done yet, are fitted to
enough of them; the others start each measure in a year of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from scipy.stats import qmc

from twin.answer import Floats
from twin.energy.levers import HEAT_PUMPS, MEASURES
from twin.energy.surface import Surface, level_parts, time_parts, torn_share
from twin.energy.terms import Term, cells
from twin.energy.use import CARRIERS, SEGMENTS, Reference
from twin.scenario import EARLIEST, FIRST, LATEST, YEARS

Bools = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
RUNS, HELD_OUT = 40, 24
FIT_SEED, CHECK_SEED = 4_202_401, 7_202_402
# The highest level of a slider (data/twin/measures.yml): no level outside is ever asked for.
HIGHEST = {
    **dict.fromkeys(MEASURES, 1.0),
    **dict.fromkeys((*HEAT_PUMPS, "district_heating"), 0.6),
    **dict.fromkeys([each for each in MEASURES if each.startswith("retrofit")], 0.5),
}
# So weak that it decides only what the runs leave open: which of two terms that always come
# together is meant.
RIDGE = 1e-9
# GWh a year below which nothing is measured against anything.
SMALLEST = 1e-3


@dataclass(frozen=True)
class Asked:
    """Measures of one run: effective levels and starts."""

    levels: Mapping[str, float]
    starts: Mapping[str, int]


@dataclass(frozen=True)
class Ran:
    """What the model said: GWh a year against the reference, (segment, purpose, carrier, year)."""

    asked: Asked
    change: Floats


def design(count: int = RUNS, seed: int = FIT_SEED) -> tuple[Asked, ...]:
    """The runs to fit to."""
    points = _points(count, seed)
    return tuple(_asked(point, early=i % 2 == 0) for i, point in enumerate(points))


def fresh(count: int = HELD_OUT, seed: int = CHECK_SEED) -> tuple[Asked, ...]:
    """Runs to measure the error with: other levels and starts, and every other one with a few
    measures alone, as people choose them."""
    points = _points(count, seed)
    dice = np.random.default_rng(seed)
    found = []
    for i, point in enumerate(points):
        asked = _asked(point, early=False)
        if i % 2:
            kept = dice.choice(list(MEASURES), size=dice.integers(1, 4), replace=False)
            asked = replace(asked, levels={each: asked.levels[each] for each in kept})
        found.append(asked)
    return tuple(found)


def _points(count: int, seed: int) -> Floats:
    sampler = qmc.Sobol(2 * len(MEASURES), rng=np.random.default_rng(seed))
    return sampler.random_base2(int(np.ceil(np.log2(count))))[:count]


def _asked(point: Floats, early: bool) -> Asked:
    level, when = point[: len(MEASURES)], point[len(MEASURES) :]
    levels = {
        each: float(share * HIGHEST[each]) for each, share in zip(MEASURES, level, strict=True)
    }
    crowded = max(1.0, sum(levels[each] for each in HEAT_PUMPS))
    levels |= {each: levels[each] / crowded for each in HEAT_PUMPS}
    span = LATEST - EARLIEST + 1
    starts = {
        each: EARLIEST if early else EARLIEST + int(share * span)
        for each, share in zip(MEASURES, when, strict=True)
    }
    return Asked(levels, starts)


def fit(reference: Reference, runs: Sequence[Ran]) -> Surface:
    """Least squares by segment, purpose and year. A tenth of a second for forty runs."""
    torn = torn_share(reference.stock)
    changes = np.stack([each.change for each in runs])
    found = {}
    for s, p, terms in cells():
        known = np.stack([_features(each.asked, terms, torn[s]) for each in runs])
        coefficients = np.zeros((len(terms), len(CARRIERS), len(YEARS)))
        for year in range(EARLIEST - FIRST, len(YEARS)):
            coefficients[..., year] = _solved(known[..., year], changes[:, s, p, :, year])
        found[s, p] = coefficients
    return Surface(found, torn, reference.inputs_hash, len(runs), {})


def _features(asked: Asked, terms: Sequence[Term], torn: Floats) -> Floats:
    """(term, year); a measure that a run leaves out is at level 0."""
    levels = {each: np.array([asked.levels.get(each, 0.0)]) for each in MEASURES}
    starts = {**dict.fromkeys(MEASURES, EARLIEST), **asked.starts}
    return level_parts(terms, levels).T * time_parts(torn, terms, starts)


def _solved(known: Floats, told: Floats) -> Floats:
    """(term, carrier), each term scaled by its largest value so that none is favoured."""
    scale = np.abs(known).max(axis=0)
    scale[scale == 0] = 1.0
    held = known / scale
    square = held.T @ held
    square += RIDGE * len(known) * np.eye(len(scale))
    return np.linalg.solve(square, held.T @ told) / scale[:, None]


def errors(surface: Surface, reference: Reference, runs: Sequence[Ran]) -> dict[str, float]:
    """How far the surface is off, against runs it was not fitted to. Shares, not percent.

    Under the name of a carrier, a segment, or both (`municipal:bio`): p95 of the error against
    the total of just that. `effect:…`: p95 of the error against the effect, where the effect is
    more than a hundredth of that total. `past`: the largest figure before anything is done, in
    GWh.
    """
    told = np.stack([each.change for each in runs])
    made = np.stack([_changed(surface, each.asked) for each in runs])
    doing = np.stack([np.array(YEARS) >= min(_starts(each.asked)) for each in runs])
    values = reference.use.values
    found = {"past": float(np.abs(np.where(doing[:, None, None, None], 0, made)).max())}
    for name, part in _parts():
        totals = (values[part].sum((0, 1, 2)), told[:, *part].sum((1, 2, 3)))
        found |= _view(name, *totals, made[:, *part].sum((1, 2, 3)), doing)
    return found


def _parts() -> Iterator[tuple[str, tuple[slice, slice, slice]]]:
    """The city, each carrier, each segment, and each carrier in each segment."""
    every = slice(None)
    segments = {"": every} | {name: slice(s, s + 1) for s, name in enumerate(SEGMENTS)}
    carriers = {"": every} | {name: slice(c, c + 1) for c, name in enumerate(CARRIERS)}
    for (segment, s), (carrier, c) in product(segments.items(), carriers.items()):
        yield ":".join(filter(None, (segment, carrier))) or "city", (s, every, c)


def _changed(surface: Surface, asked: Asked) -> Floats:
    levels = {each: np.array([level]) for each, level in asked.levels.items()}
    return surface.change(levels, asked.starts)[0]


def _starts(asked: Asked) -> list[int]:
    return [asked.starts[each] for each in asked.levels]


def _view(name: str, total: Floats, told: Floats, made: Floats, doing: Bools) -> dict[str, float]:
    """All (runs, years); `total` is the reference's; `doing`: since the first start."""
    off = np.abs(made - told)
    share = (off / np.maximum(np.abs(total + told), SMALLEST))[doing]
    found = {name: float(np.percentile(share, 95))}
    large = doing & (np.abs(told) > np.maximum(np.abs(total) / 100, SMALLEST))
    if large.any():
        effect = off[large] / np.abs(told[large])
        found[f"effect:{name}"] = float(np.percentile(effect, 95))
    return found
