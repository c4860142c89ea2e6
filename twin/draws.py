"""What is not known, drawn: the same draws for baseline and scenario, and at every start.

Sobol's sequence (Joe and Kuo 2008, as in scipy.stats.qmc), scrambled with a fixed seed, covers
the space evenly with few draws. But many of its axes hang together in pairs: among a hundred axes
and 1 024 points one assumption tells another nearly exactly, and neither ranges nor what drives
them would be right. So only axes are used that do not; where there are more assumptions than such
axes, the next group has a sequence of its own in an order of its own (Owen 1998, "Latin
supercube sampling"). Every point has its mirror image among the draws, which steadies the
middle. Each axis is one assumption, turned into a triangular distribution by its inverse.
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
# Found by search: no two of these tell each other, in 512 or 1 024 points, more than draws by
# chance would.
AXES = (
    0, 1, 2, 3, 4, 5, 9, 10, 11, 13, 16, 19, 20, 21, 24, 27, 30, 31, 33, 41, 50, 68, 98, 103, 106,
    188, 273, 309, 362, 548, 722, 801, 923, 962,
)  # fmt: skip


def draw(assumptions: Sequence[Assumption], count: int = DRAWS) -> Mapping[str, Floats]:
    """Assumption id → (count,) values in its unit. `count` is a power of two."""
    units = _units(len(assumptions), count)
    return {each.id: _triangular(each, units[:, i]) for i, each in enumerate(assumptions)}


@lru_cache(maxsize=8)
def _units(axes: int, count: int) -> Floats:
    if axes == 0:
        return np.empty((count, 0))
    rng = np.random.default_rng(SEED)
    groups = [_group(count // 2, rng) for _ in range(0, axes, len(AXES))]
    half = np.hstack(groups)[:, :axes]
    return np.vstack([half, 1 - half])


def _group(count: int, rng: np.random.Generator) -> Floats:
    points = qmc.Sobol(AXES[-1] + 1, rng=rng).random(count)
    return rng.permutation(points[:, AXES], axis=0)


def _triangular(each: Assumption, unit: Floats) -> Floats:
    """The inverse of the triangular distribution function."""
    width = each.high - each.low
    if width == 0:
        return np.full_like(unit, each.value)
    turn = (each.value - each.low) / width
    rising = each.low + np.sqrt(unit * turn) * width
    falling = each.high - np.sqrt((1 - unit) * (1 - turn)) * width
    return np.where(unit < turn, rising, falling)
