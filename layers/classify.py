"""Classes for a map: a handful of ranges that a legend can show with numbers.

The cuts come from mapclassify and are then rounded, so that a legend reads "120 to 180" and not
"119.83 to 180.44". Rounding may move a value to the next class; the counts are made afterwards and
are therefore always those of the classes as printed.
"""

from __future__ import annotations

import math
import warnings
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Literal

Method = Literal["quantiles", "fisher_jenks", "single", "none"]

CLASSES = 5
FEW = 25  # up to here natural groups say more than equal shares


@dataclass(frozen=True)
class Classes:
    """Upper bounds of the classes, lowest first; a value equal to a bound belongs below it."""

    method: Method
    lowest: float | None
    bounds: tuple[float, ...]
    counts: tuple[int, ...]

    def index(self, value: float) -> int:
        """The class of a value, counted from 0."""
        return min(bisect_left(self.bounds, value), len(self.bounds) - 1)

    @property
    def total(self) -> int:
        return sum(self.counts)

    def ranges(self) -> tuple[tuple[float, float], ...]:
        """(from, to) of every class, as a legend prints them."""
        if self.lowest is None:
            return ()
        starts = (self.lowest, *self.bounds[:-1])
        return tuple(zip(starts, self.bounds, strict=True))


_IMPORTING = Lock()
NONE = Classes("none", None, (), ())


def classify(values: Iterable[float], k: int = CLASSES) -> Classes:
    """Put values into at most `k` classes; fewer when there are few different values."""
    return _classify(tuple(sorted(v for v in values if math.isfinite(v))), k)


@lru_cache(maxsize=256)
def _classify(values: tuple[float, ...], k: int) -> Classes:
    different = sorted(set(values))
    if not different:
        return NONE
    if len(different) == 1:
        return Classes("single", different[0], (different[0],), (len(values),))
    k = min(k, len(different))
    method: Method = "fisher_jenks" if len(values) <= FEW else "quantiles"
    bounds = _rounded(_cuts(values, k, method), different[0], different[-1])
    counts = [0] * len(bounds)
    made = Classes(method, _floor(different[0], _step(bounds)), bounds, tuple(counts))
    for value in values:
        counts[made.index(value)] += 1
    return _without_empty(made, counts)


def _cuts(values: tuple[float, ...], k: int, method: Method) -> list[float]:
    # mapclassify takes two seconds to import: the pages must not wait for it at the start, and
    # nobody may meet it half imported.
    with _IMPORTING:
        from mapclassify import FisherJenks, Quantiles  # noqa: PLC0415
        from numpy import asarray  # noqa: PLC0415

    # Natural breaks of forty values take a millisecond without numba too.
    warnings.filterwarnings("ignore", message="Numba not installed")
    # Where many values are the same there are fewer classes than asked for, and the legend says so.
    warnings.filterwarnings("ignore", message="Not enough unique values")
    maker = FisherJenks if method == "fisher_jenks" else Quantiles
    return [float(cut) for cut in maker(asarray(values, dtype=float), k=k).bins]


def warm() -> None:
    """Import what classifying needs before somebody waits for it."""
    _classify((1.0, 2.0, 3.0), 2)


def _step(bounds: Iterable[float]) -> float:
    """The power of ten to round to: the smallest gap keeps two figures."""
    ordered = sorted(set(bounds))
    gaps = [b - a for a, b in zip(ordered, ordered[1:], strict=False) if b > a]
    size = min([*gaps, abs(ordered[-1]) or 1.0])
    return 10.0 ** (math.floor(math.log10(size)) - 1)


def _rounded(cuts: list[float], lowest: float, highest: float) -> tuple[float, ...]:
    """Cuts on round numbers; the last is rounded up, so that nothing lies above it."""
    step = _step([lowest, *cuts])
    inner = [_tidy(round(cut / step) * step) for cut in cuts[:-1]]
    last = _tidy(math.ceil(round(highest / step, 6)) * step)
    kept = sorted({cut for cut in inner if lowest <= cut < last})
    return (*kept, last)


def _floor(value: float, step: float) -> float:
    return _tidy(math.floor(round(value / step, 6)) * step)


def _tidy(value: float) -> float:
    return float(f"{value:.10g}")


def _without_empty(made: Classes, counts: list[int]) -> Classes:
    """Drop classes that rounding has emptied: a colour that no area wears only confuses."""
    kept = [i for i, count in enumerate(counts) if count]
    bounds = tuple(made.bounds[i] for i in kept)
    return Classes(made.method, made.lowest, bounds, tuple(counts[i] for i in kept))
