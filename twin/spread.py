"""What matters most: which assumption drives the spread of a result.

The first-order index of Sobol, S = Var(E[Y | X]) / Var(Y), is the share of the variance of Y
that would vanish if X were known. It is estimated from the draws already made, by cutting them
into classes of equal size along X and comparing the classes' means (Plischke, Borgonovo and
Smith 2013, "Global sensitivity measures from given data"). Classes of random draws differ a
little even where X does not matter; that much is taken off (the adjusted correlation ratio).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from twin.answer import Floats

CLASSES = 32
SMALLEST = 0.01


class Bins:
    """The draws in order of each assumption that is not known exactly: made once, used often."""

    def __init__(self, known: Mapping[str, Floats]) -> None:
        self._ids = [name for name, values in known.items() if np.ptp(values) > 0]
        self._order = np.array([np.argsort(known[name], kind="stable") for name in self._ids])

    def indices(self, result: Floats) -> dict[str, float]:
        """Assumption → index (0–1) for one result (draws,); the largest first, small ones left out.

        Empty where the result does not vary or is not a number.
        """
        spread = result.var()
        if not self._ids or not np.isfinite(spread) or spread <= 1e-24 * np.mean(result) ** 2:
            return {}
        count = len(result)
        means = result[self._order].reshape(len(self._ids), CLASSES, -1).mean(axis=2)
        raw = means.var(axis=1) / spread
        fair = 1 - (1 - raw) * (count - 1) / (count - CLASSES)
        ranked = sorted(zip(self._ids, fair, strict=True), key=lambda each: -each[1])
        return {name: float(min(index, 1.0)) for name, index in ranked if index >= SMALLEST}
