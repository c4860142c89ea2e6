"""What is not known, drawn: the same draws for baseline and scenario, and at every start.

Sobol's sequence (Joe and Kuo 2008, as in scipy.stats.qmc), scrambled with a fixed seed, covers
the space evenly with few draws, but its later axes hang together in pairs: among 71 axes and
1 024 points one assumption tells another nearly exactly. So the axes are taken in small groups,
each with a sequence of its own in an order of its own (Owen 1998, "Latin supercube sampling").
Every point has its mirror image among the draws, which steadies the middle. Each axis is one
assumption, turned into a triangular distribution by its inverse.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from scipy.stats import qmc

from twin.answer import Floats
from twin.scenario import Assumption

DRAWS = 1024  # a power of two keeps Sobol's points balanced
SEED = 20_261_122
# So many axes of 512 points do not hang together; an eighth would tell the first.
GROUP = 7


def draw(assumptions: Sequence[Assumption], count: int = DRAWS) -> Mapping[str, Floats]:
    """Assumption id → (count,) values in its unit. `count` is a power of two."""
    units = _units(len(assumptions), count)
    return {each.id: _triangular(each, units[:, i]) for i, each in enumerate(assumptions)}


@lru_cache(maxsize=8)
def _units(axes: int, count: int) -> Floats:
    if axes == 0:
        return np.empty((count, 0))
    rng = np.random.default_rng(SEED)
    groups = [
        rng.permutation(_group(min(GROUP, axes - first), count // 2, rng), axis=0)
        for first in range(0, axes, GROUP)
    ]
    half = np.hstack(groups)
    return np.vstack([half, 1 - half])


def _group(axes: int, count: int, rng: np.random.Generator) -> Floats:
    return qmc.Sobol(axes, rng=rng).random(count)


def _triangular(each: Assumption, unit: Floats) -> Floats:
    """The inverse of the triangular distribution function."""
    width = each.high - each.low
    if width == 0:
        return np.full_like(unit, each.value)
    turn = (each.value - each.low) / width
    rising = each.low + np.sqrt(unit * turn) * width
    falling = each.high - np.sqrt((1 - unit) * (1 - turn)) * width
    return np.where(unit < turn, rising, falling)
