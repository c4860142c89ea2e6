"""How sure a share or a mean is, when few have answered."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

Z95 = 1.959963984540054
ENDS = 0.5  # answers more at either end of a scale


def wilson(successes: int, n: int, z: float = Z95) -> tuple[float, float]:
    """The Wilson score interval (1927) of a share, as (low, high) in 0..1; (0, 1) for n = 0."""
    if n == 0:
        return 0.0, 1.0
    p = successes / n
    centre = p + z * z / (2 * n)
    spread = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def of_mean(counts: Sequence[int]) -> tuple[float, float]:
    """Where the mean of more such people would lie, 95 times of 100; one alone says nothing.

    ``counts[k]`` is how many gave the number k, for every number of the scale. Half an answer more
    is counted at either end of it, as by Jeffreys' prior for a share (Brown, Cai and DasGupta
    2001): a few who all answer alike would otherwise seem to leave nothing open.
    """
    if sum(counts) < 2:
        return float("-inf"), float("inf")
    given = [often + ENDS * (k in (0, len(counts) - 1)) for k, often in enumerate(counts)]
    n = sum(given)
    mean = sum(k * often for k, often in enumerate(given)) / n
    squares = sum(often * (k - mean) ** 2 for k, often in enumerate(given))
    spread = Z95 * sqrt(squares) / n
    return mean - spread, mean + spread
