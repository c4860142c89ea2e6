"""What a model answers: for every output the baseline, the scenario and the change, with ranges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Literal

import numpy as np

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
# Short numbers, seven digits: for what is a small part of a sum, or no more exact itself.
Singles = np.ndarray[tuple[int, ...], np.dtype[np.float32]]
# The percentiles that stand for a range, in the order of the first axis of every range.
RANGE = (10.0, 50.0, 90.0)
AROUND = (4.0, 10.0, 4.0)  # hundredths, to both sides


@dataclass(frozen=True)
class Series:
    """One output of one area. Each array is (3, years): p10, p50, p90, in the output's unit.

    Not a number (nan) where an output has no meaning: the cost of a saved kWh where nothing is
    saved, the use of solar power where there is none.

    `change` is scenario minus baseline draw by draw, so that what both share cancels out; its
    p50 is not the difference of the two p50.
    """

    baseline: Floats
    scenario: Floats
    change: Floats


@dataclass(frozen=True)
class Answer:
    """Area → output → series; the city's own total under the code of its municipality.

    `kind`: "estimate" by the response surface, or "full" by the models themselves.
    `models`: name → version. `spread`: output → assumption → how much of the variance of its
    change in the last year that assumption alone explains (0–1).
    """

    kind: Literal["estimate", "full"]
    years: tuple[int, ...]
    areas: Mapping[str, Mapping[str, Series]]
    models: Mapping[str, str]
    draws: int
    seed: int
    spread: Mapping[str, Mapping[str, float]]


def ranged(draws: Floats) -> Floats:
    """(draws, …) → (3, …): p10, p50 and p90 over the first axis; nan where a draw is nan.

    Each is the mean of the draws within `AROUND` of its rank: single draws lie unevenly, and this
    halves what more of them would still move. The middle lies where draws are densest: there more
    of them can be taken together.
    """
    first = draws[0]
    # Told from the first draw, short numbers are as exact as anybody needs, and sorted twice as
    # fast.
    rows = np.ascontiguousarray(np.moveaxis(draws - first, 0, -1), dtype=np.float32)
    rows.sort()
    count = rows.shape[-1]
    found = [
        rows[..., int((each - around) / 100 * count) : ceil((each + around) / 100 * count)]
        for each, around in zip(RANGE, AROUND, strict=True)
    ]
    middles = np.array([each.mean(axis=-1, dtype=float) for each in found])
    return middles + first + 0 * rows[..., -1]


def series(baseline: Floats, scenario: Floats) -> Series:
    """Both (draws, years)."""
    return Series(ranged(baseline), ranged(scenario), ranged(scenario - baseline))
