"""Solar power of a place's roofs, and how much of it its own buildings use as it comes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from twin.answer import Floats
from twin.energy.effects import Energy
from twin.energy.emissions import Known
from twin.energy.local import Local
from twin.energy.own_use import used
from twin.energy.use import SEGMENTS

KWH_PER_GWH = 1e6


def kwp_per_floor(segment: str, known: Known) -> Floats:
    """kWp on the whole of the suitable roof, for each m² of floor area: (draws,)."""
    return known[f"roof_{segment}"] * known["solar_module"]


def kwh_per_kwp(segment: str, local: Local, known: Known) -> Floats:
    """What a kWp gives in a year on the segment's roofs, losses taken off: (draws,)."""
    light = known["irradiation"] * local.per_irradiation[segment]
    return light * (1 - known["solar_losses"])


@dataclass(frozen=True)
class Roofs:
    """GWh a year, (draws, years): made, and used on the spot, the latter also by segment."""

    made: Floats
    own: Floats
    own_by: Mapping[str, Floats]

    @property
    def sold(self) -> Floats:
        return self.made - self.own

    @classmethod
    def sum(cls, parts: Sequence[Roofs]) -> Roofs:
        own_by = {each: np.sum([part.own_by[each] for part in parts], axis=0) for each in SEGMENTS}
        made = np.sum([part.made for part in parts], axis=0)
        return cls(made, reduce(np.add, own_by.values()), own_by)

    @classmethod
    def of(
        cls,
        covered: Mapping[str, Floats],
        floor: Callable[[int], Floats],
        energy: Energy,
        local: Local,
        known: Known,
    ) -> Roofs:
        """`covered`: segment → share of its suitable roof, (draws, years); none: no new roofs.

        `floor`: place of a segment → its m², (draws or 1, years).

        Solar power stands on some buildings, each with a part of its roof (`solar_fill`), not
        thinly on all: what counts for own use is those buildings' yield against their own use.
        """
        nothing = np.zeros((len(known["solar_fill"]), floor(0).shape[-1]))
        made = nothing
        own_by: dict[str, Floats] = {segment: nothing for segment in SEGMENTS}
        for s, segment in enumerate(SEGMENTS):
            if segment not in covered:
                continue
            share, power = covered[segment], np.maximum(energy.power[:, s], 1e-9)
            full = kwp_per_floor(segment, known) * kwh_per_kwp(segment, local, known) / KWH_PER_GWH
            full = full[:, None] * floor(s)
            fill = np.maximum(known["solar_fill"][:, None], share)
            fill *= full
            fill /= power
            full *= share
            made = made + full
            full *= used(local.own_use[segment], fill, energy.electric_heating[:, s] / power)
            full *= known["solar_match"][:, None]
            own_by[segment] = full
        return cls(made, reduce(np.add, own_by.values()), own_by)
