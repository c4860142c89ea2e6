"""Own use of solar power, read from the table that `load.own_use` made."""

from __future__ import annotations

import numpy as np

from twin.answer import Floats, Singles
from twin.energy.load import HEATED, RATIOS

_RATIOS, _HEATED = RATIOS.astype(np.float32), HEATED.astype(np.float32)
_STEPS = 1 / np.diff(_RATIOS)


def used(table: Floats, ratio: Floats, heated: Floats) -> Singles:
    """Read an `own_use` table between its points; beyond the last ratio nothing more is used.

    In short numbers: they are read in a third of the time, and the table is no more exact.
    """
    asked, shown = ratio.astype(np.float32), heated.astype(np.float32)
    row, up = _row(np.minimum(asked, _RATIOS[-1]))
    step = np.clip(shown, 0, _HEATED[-1])
    step *= 1 / _HEATED[1]
    column = np.minimum(step.astype(np.int32), len(HEATED) - 2)
    step -= column
    cell, flat = row * np.int32(len(HEATED)) + column, table.astype(np.float32).ravel()
    low, high = (
        _between(flat[at:].take(cell), flat[at + 1 :].take(cell), step) for at in (0, len(HEATED))
    )
    found = _between(low, high, up)
    found *= np.minimum(1, _RATIOS[-1] / np.maximum(asked, _RATIOS[1]))
    return found


def _row(ratio: Singles) -> tuple[Singles, Singles]:
    """The row of `RATIOS` below each ratio, and how far it lies on the way to the next."""
    first, second = _RATIOS[1:3]
    # The ratios grow evenly from the second on: their logarithm tells the row.
    grown = np.log(np.maximum(ratio, first) / first)
    grown *= 1 / np.log(second / first)
    row = np.minimum(grown.astype(np.int32) + (ratio >= first), len(RATIOS) - 2)
    up = ratio - _RATIOS.take(row)
    up *= _STEPS.take(row)
    return row, up


def _between(low: Singles, high: Singles, way: Singles) -> Singles:
    high -= low
    high *= way
    high += low
    return high
