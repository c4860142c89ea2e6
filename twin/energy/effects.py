"""What the response surface does not know: warmth given back, cooler homes, milder winters.

Saved power for equipment and lighting no longer warms the rooms, so heating makes up for a part;
a degree less indoors saves a share of heating; winters may become milder until 2050. Each is a
factor on heating, in every carrier alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from twin.answer import Floats
from twin.energy.emissions import Known
from twin.energy.use import CARRIERS, PURPOSES, SEGMENTS
from twin.scenario import BASE, LAST

HEATING = PURPOSES.index("heating")
WARM = [PURPOSES.index(purpose) for purpose in ("heating", "hot_water", "cooling")]
PLUGGED = [PURPOSES.index(purpose) for purpose in ("equipment", "lighting")]
DWELLINGS = SEGMENTS.index("dwellings")
ELECTRICITY = CARRIERS.index("electricity")


@dataclass(frozen=True)
class Energy:
    """Energy in GWh a year, summed as far as the outputs need it.

    `carriers` (draws, segment, carrier, years); `electric` (draws, segment, purpose, years);
    `warmth` (draws, segment, years) for heating, hot water and cooling, whatever the carrier.
    """

    carriers: Floats
    electric: Floats
    warmth: Floats

    def of_share(self, share: Floats) -> Energy:
        """The same buildings, a share (segment,) of them."""
        wide = share[:, None, None]
        return Energy(self.carriers * wide, self.electric * wide, self.warmth * share[:, None])

    def __add__(self, other: Energy) -> Energy:
        return Energy(
            self.carriers + other.carriers,
            self.electric + other.electric,
            self.warmth + other.warmth,
        )


def summed(array: Floats, axis: int) -> Floats:
    """As numpy's sum, in a fifth of its time where the axis is short and the last one too."""
    return reduce(np.add, np.moveaxis(array, axis, 0))


def milder(known: Known, years: Sequence[int]) -> Floats:
    """(draws, years): heating against today's climate; 1 up to the base year, a line to 2050."""
    way = np.clip((np.asarray(years, float) - BASE) / (LAST - BASE), 0.0, 1.0)
    return 1.0 + (known["heating_future"][:, None] - 1.0) * way


def settled(
    reference: Floats, change: Floats, cooler: Floats, known: Known, mild: Floats
) -> Energy:
    """Energy as it will be used.

    `reference` (segment, purpose, carrier, years), `change` the same with draws before, or one
    for all; `cooler` (draws, years) is the share of dwellings that are a degree cooler; `mild` as
    from `milder`.
    """
    heated = reference[:, HEATING] + change[:, :, HEATING]
    saved = -sum(summed(change[:, :, purpose], axis=2) for purpose in PLUGGED)
    back = known["heat_return"][:, None, None] * np.maximum(saved, 0.0)
    factor = mild[:, None] * (1.0 + back / np.maximum(summed(heated, axis=2), 1e-9))
    factor[:, DWELLINGS] *= 1.0 - known["indoor_saving"][:, None] * cooler
    # Only heating is touched: the rest is summed as it is, for these arrays are large.
    more = heated * (factor - 1.0)[:, :, None]
    plain = reference[:, :, ELECTRICITY] + change[:, :, :, ELECTRICITY]
    electric = np.broadcast_to(plain, (len(mild), *plain.shape[1:])).copy()
    electric[:, :, HEATING] += more[:, :, ELECTRICITY]
    warmth = sum(summed(change[:, :, purpose], axis=2) for purpose in WARM)
    return Energy(
        reference.sum(axis=1) + change.sum(axis=2) + more,
        electric,
        reference[:, WARM].sum(axis=(1, 2)) + warmth + summed(more, axis=2),
    )
