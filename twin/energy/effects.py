"""What the response surface does not know: warmth given back, cooler homes, milder winters.

Saved power for equipment and lighting no longer warms the rooms, so heating makes up for a part;
a degree less indoors saves a share of heating; winters may become milder until 2050. Each is a
factor on heating, in every carrier alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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

    @classmethod
    def of(cls, use: Floats) -> Energy:
        """From (draws, segment, purpose, carrier, years)."""
        return cls(use.sum(axis=2), use[:, :, :, ELECTRICITY], use[:, :, WARM].sum(axis=(2, 3)))

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


def milder(known: Known, years: Sequence[int]) -> Floats:
    """(draws, years): heating against today's climate; 1 up to the base year, a line to 2050."""
    way = np.clip((np.asarray(years, float) - BASE) / (LAST - BASE), 0.0, 1.0)
    return 1.0 + (known["heating_future"][:, None] - 1.0) * way


def settled(
    reference: Floats, change: Floats, cooler: Floats, known: Known, mild: Floats
) -> Floats:
    """Energy as it will be used: (draws, segment, purpose, carrier, years).

    `reference` without draws, `change` with them; `cooler` (draws, years) is the share of
    dwellings that are a degree cooler; `mild` as from `milder`.
    """
    use = reference[None] + change
    heated = use[:, :, HEATING].sum(axis=2)
    saved = -change[:, :, PLUGGED].sum(axis=(2, 3))
    back = known["heat_return"][:, None, None] * np.maximum(saved, 0.0)
    factor = mild[:, None] * (1.0 + back / np.maximum(heated, 1e-9))
    factor[:, DWELLINGS] *= 1.0 - known["indoor_saving"][:, None] * cooler
    use[:, :, HEATING] *= factor[:, :, None]
    return use
