"""What matters most: which assumption drives the spread of a result.

The first-order index of Sobol, S = Var(E[Y | X]) / Var(Y), is the share of the variance of Y
that would vanish if X were known. It is estimated from the draws already made, by cutting them
into classes of equal size along X and comparing the classes' means (Plischke, Borgonovo and
Smith 2013, "Global sensitivity measures from given data"). Classes of random draws differ a
little even where X does not matter; that much is taken off (the adjusted correlation ratio).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

from twin.answer import Floats, Singles
from twin.products import product

CLASSES = 16
SMALLEST = 0.03


class Classes:
    """The draws sorted into classes along every assumption: made once, used often."""

    def __init__(self, known: Mapping[str, Floats]) -> None:
        self._ids = [name for name, values in known.items() if np.ptp(values) > 0]
        count = len(next(iter(known.values())))
        rank = np.argsort(np.argsort([known[name] for name in self._ids], axis=1), axis=1)
        held = rank[:, None] * CLASSES // count == np.arange(CLASSES)[:, None]
        # One product with this gives every class's mean for every result at once.
        self._mean = held.reshape(-1, count) * np.float32(CLASSES / count)

    def indices(
        self, results: Mapping[str, Floats], among: Collection[str] | None = None
    ) -> dict[str, dict[str, float]]:
        """Result → assumption → index (0–1); the largest first, without the small.

        `among`: the assumptions that can have a say (none told: all); others seem to by chance.
        Results are (draws,). Nothing is told of one that does not vary or is not a number.
        """
        told: dict[str, dict[str, float]] = {name: {} for name in results}
        varied = {name: _standard(each) for name, each in results.items() if _varies(each)}
        if not varied or not self._ids:
            return told
        values = np.array(list(varied.values())).T
        means = product(self._mean, values).reshape(len(self._ids), CLASSES, -1)
        raw = (means**2).mean(axis=1, dtype=float)
        fair = 1 - (1 - raw) * (len(values) - 1) / (len(values) - CLASSES)
        for name, shares in zip(varied, fair.T, strict=True):
            ranked = (i for i in np.argsort(-shares) if shares[i] >= SMALLEST)
            told[name] = {
                self._ids[i]: float(min(shares[i], 1.0))
                for i in ranked
                if among is None or self._ids[i] in among
            }
        return told


def _standard(result: Floats) -> Singles:
    """With mean 0 and variance 1: short numbers are then as exact as classes can tell."""
    return ((result - result.mean()) / result.std()).astype(np.float32)


def _varies(result: Floats) -> bool:
    return bool(np.isfinite(result).all() and np.ptp(result) > 1e-9 * np.abs(result).max())
