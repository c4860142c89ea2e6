"""Every output of the energy model for a place, from the energy its buildings use.

A place is the city or one of its areas, with a scenario or without. Each output is (draws,
years) in the unit of `data/twin/outputs.yml`; not a number where it has no meaning (the share
of solar power that is used where there is none).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from twin.answer import Floats
from twin.energy import costs, emissions, load
from twin.energy.deeds import Doing
from twin.energy.effects import HEATING, Energy, summed
from twin.energy.emissions import Known
from twin.energy.local import Local
from twin.energy.owners import DWELLINGS, MUNICIPAL, floor_of
from twin.energy.roofs import Roofs
from twin.energy.use import CARRIERS, SEGMENTS

GJ_PER_GWH = 3600.0
KWH_PER_GWH = 1e6
PERCENT = 100.0


@dataclass(frozen=True)
class Place:
    """A city or a part of it in some years. `people` (years,).

    `floor`: m² (segment, years) with the likely shares of owners; `owned` as in `owners`.
    """

    years: Sequence[int]
    floor: Floats
    owned: Floats
    people: Floats

    def floor_of(self, segment: int) -> Floats:
        """m² in each draw: (draws or 1, years)."""
        return floor_of(segment, self.floor, self.owned)


@dataclass(frozen=True)
class Outcome:
    """A place with its deeds.

    `before` is the same place without, for what is saved (known of the city alone); `parts` are
    what it is made of where its roofs differ.
    """

    place: Place
    energy: Energy
    deeds: Doing
    local: Local
    known: Known
    before: Outcome | None = None
    parts: tuple[Outcome, ...] = ()
    _told: dict[str, Floats] = field(default_factory=dict, compare=False, repr=False)

    def of(self, output: str) -> Floats:
        """(draws, years). Raises KeyError for an output that is not an energy output."""
        found = self._told.get(output)
        if found is None:
            found = self.bought[output] if output in CARRIERS else OUTPUTS[output](self)
            self._told[output] = found
        return found

    @cached_property
    def roofs(self) -> Roofs:
        if self.parts:
            return Roofs.sum([part.roofs for part in self.parts])
        return Roofs.of(self.deeds.roofs, self.place.floor_of, self.energy, self.local, self.known)

    @cached_property
    def bought(self) -> Mapping[str, Floats]:
        """Carrier → GWh a year, after own solar power."""
        sums = summed(self.energy.carriers, axis=1)
        bought = {carrier: sums[:, c] for c, carrier in enumerate(CARRIERS)}
        return bought | {"electricity": bought["electricity"] - self.roofs.own}

    def energy_total(self) -> Floats:
        return summed(summed(self.energy.carriers, axis=1), axis=1)

    def self_consumption(self) -> Floats:
        made = self.roofs.made
        return np.divide(PERCENT * self.roofs.own, made, out=np.full_like(made, np.nan),
                         where=made > 0)  # fmt: skip

    def peak_power(self) -> Floats:
        """MW in the top hour of the coldest day."""
        known = self.known
        electric = self.energy.electric.copy()
        electric[:, DWELLINGS, HEATING] += self.deeds.held_back
        balance = known["balance_temperature"]
        hours = self.local.degrees.at(
            balance, known["mean_temperature"], known["temperature_swing"]
        )
        cold = (balance - known["design_temperature"]) * load.HOURS / np.maximum(hours, 1.0)
        return known["peak_shape"][:, None] * load.peak(electric, cold, load.top_hours())

    def co2e(self) -> Floats:
        return emissions.co2e(self.bought, self.known)

    def investment(self) -> Floats:
        return costs.investment(self.deeds.done, self.place.years, self.known)

    @cached_property
    def capital(self) -> Floats:
        return costs.capital(self.deeds.done, self.place.years, self.known)

    def yearly_cost(self) -> Floats:
        """MNOK a year: what measures cost, and the bill for energy."""
        bought: dict[str, dict[str, Floats]] = {}
        for s, segment in enumerate(SEGMENTS):
            bought[segment] = {
                carrier: self.energy.carriers[:, s, c] for c, carrier in enumerate(CARRIERS)
            }
            bought[segment]["electricity"] = (
                bought[segment]["electricity"] - self.roofs.own_by[segment]
            )
        return self.capital + costs.energy_bill(bought, self.roofs.sold, self.known)

    def cost_per_kwh(self) -> Floats:
        """NOK for every kWh that is no longer used, or is made on a roof."""
        if self.before is None:
            return np.full_like(self.energy_total(), np.nan)
        saved = self.before.energy_total() - self.energy_total() + self.roofs.made
        return costs.per_kwh(self.capital, saved)

    def residential_heat(self) -> Floats:
        return self.energy.warmth[:, DWELLINGS] * GJ_PER_GWH / self.place.people

    def municipal_energy(self) -> Floats:
        used = summed(self.energy.carriers[:, MUNICIPAL], axis=1)
        return used * KWH_PER_GWH / self.place.floor_of(MUNICIPAL)

    def electricity_per_inhabitant(self) -> Floats:
        return self.bought["electricity"] * KWH_PER_GWH / self.place.people

    def renewable_share(self) -> Floats:
        return emissions.renewable(self.bought, self.roofs.own, self.known)


OUTPUTS = {
    "energy_total": Outcome.energy_total,
    "solar": lambda outcome: outcome.roofs.made,
    "self_consumption": Outcome.self_consumption,
    "peak_power": Outcome.peak_power,
    "co2e": Outcome.co2e,
    "investment": Outcome.investment,
    "yearly_cost": Outcome.yearly_cost,
    "cost_per_kwh": Outcome.cost_per_kwh,
    "residential_heat": Outcome.residential_heat,
    "municipal_energy": Outcome.municipal_energy,
    "electricity_per_inhabitant": Outcome.electricity_per_inhabitant,
    "renewable_share": Outcome.renewable_share,
    "managed_area": lambda outcome: PERCENT * outcome.deeds.managed,
    "certified_area": lambda outcome: PERCENT * outcome.deeds.certified,
}
# What a part of a place has as much of as the whole.
SHARES = frozenset({
    "self_consumption", "cost_per_kwh", "residential_heat", "municipal_energy",
    "electricity_per_inhabitant", "renewable_share", "managed_area", "certified_area",
})  # fmt: skip
NAMES = ("energy_total", *CARRIERS, *list(OUTPUTS)[1:])
