"""A city and its circular models: what the chosen measures are to them, and what they say then.

What does not depend on a scenario (the draws, how buildings wear) is computed once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from twin.answer import Floats
from twin.circular import materials, waste
from twin.circular.access import Demand, Positions
from twin.circular.building_stock import Floors, floors
from twin.circular.flows import Flow, of_materials, of_waste
from twin.circular.reach import Places, Stations
from twin.circular.touched import ACCESS, MATERIALS, WASTE
from twin.circular.waste_outputs import outputs as waste_outputs
from twin.draws import DRAWS, draw
from twin.energy.use import SEGMENTS, Reference
from twin.scenario import YEARS, Assumption, Chosen, Measure

# How much of what is planned is carried out. What can be counted is taken as built.
_REALISED = {
    "food_waste_sorting": "waste_realised",
    "plastics_central_sorting": "waste_realised",
    "textiles": "waste_realised",
    "pay_as_you_throw": "waste_realised",
    "rehabilitate": "realised_rehabilitation",
    "reuse_share": "materials_realised",
    "wood_for_concrete": "materials_realised",
}
_COUNTED = ("reuse_centre", "recycling_stations")


@dataclass(frozen=True)
class City:
    """All that an answer rests on, besides what is chosen.

    `stations`: where they stand, or None where the municipality has not given them. `demand`: None
    where it is not known where people live.
    """

    reference: Reference
    demand: Demand | None
    stations: Positions | None
    measures: Mapping[str, Measure]
    assumptions: Mapping[str, Assumption]

    def floors(self) -> Floors:
        stock, growth = self.reference.stock, self.assumptions["materials_past_growth"]
        return floors(stock.floor, stock.built, stock.demolished, growth.value)


class Town:
    """The models of one city, in all draws."""

    def __init__(self, city: City, draws: int = DRAWS) -> None:
        self.city = city
        self.code = city.reference.municipality
        self.known = draw(tuple(city.assumptions.values()), draws)
        self.stations = Stations(city.demand, city.stations, self.known) if city.demand else None
        self._upkeep = materials.upkeep(self.known, city.floors())

    def outputs(
        self, place: str, chosen: Sequence[Chosen], told: Sequence[str], when: slice
    ) -> Mapping[str, Floats]:
        """(draws, years) of what is asked for, of the city or of an area."""
        found: dict[str, Floats] = {}
        area = "" if place == self.code else place
        if ACCESS in told and self.stations and self.stations.known(area):
            found[ACCESS] = self._access(self.stations, chosen, area)[:, when]
        if place != self.code:
            return found
        levels = self._levels(chosen, when)
        if not set(WASTE).isdisjoint(told):
            made = waste.waste(self.known, levels, YEARS[when])
            made.check()
            people = self.city.reference.population[when]
            found |= waste_outputs(made, self.known, levels, people)
        if not set(MATERIALS).isdisjoint(told):
            used = materials.materials(self.known, self._upkeep.during(when), levels)
            used.check()
            found |= materials.outputs(used, self.known)
        return found

    def _access(self, stations: Stations, chosen: Sequence[Chosen], area: str) -> Floats:
        new = next((each for each in chosen if each.measure == "recycling_stations"), None)
        found = stations.reach(new, area)
        built = self._ramp(new)[None] if new else np.zeros((1, len(YEARS)))
        return (found.before[:, None] + (found.after - found.before)[:, None] * built) * 100

    def _levels(self, chosen: Sequence[Chosen], when: slice) -> waste.Levels:
        """Measure → effective level as the models want it: (draws or 1, years)."""
        levels: dict[str, Floats] = {}
        for each in chosen:
            ramp = self._ramp(each)[None, when]
            if each.measure in _COUNTED:
                more = each.level - len(self._gone(each))
                levels[each.measure] = more * ramp / self.city.reference.population[when]
            elif each.measure in _REALISED:
                done = self.known[_REALISED[each.measure]][:, None]
                levels[each.measure] = each.level * ramp * done
            if each.measure == "recycling_stations" and self.stations:
                gained, lost = self.stations.gained(each)
                levels |= {"reach": gained[:, None] * ramp, "lost": lost[:, None] * ramp}
            if each.measure == "rehabilitate":
                levels[each.measure] = self._by_kind(each)[:, None, None] * levels[each.measure]
        return levels

    def standing(self, chosen: Sequence[Chosen]) -> tuple[Chosen, ...]:
        """The same, without stations to take away that stand nowhere (any more)."""
        still = [replace(each, closed=self._gone(each)) for each in chosen]
        return tuple(each for each in still if each.acts)

    def _gone(self, chosen: Chosen) -> Places:
        stand = set(self.city.stations or ())
        return tuple(each for each in chosen.closed if each in stand)

    def _ramp(self, chosen: Chosen) -> Floats:
        since = np.array(YEARS) - chosen.start + 1
        return np.clip(since / self.city.measures[chosen.measure].ramp, 0, 1)

    def _by_kind(self, chosen: Chosen) -> Floats:
        """The share of dwellings, and of all other buildings, that stands in the chosen areas."""
        if not chosen.areas:
            return np.ones(2)
        weights, floor = self.city.reference.weights, self.city.reference.stock.floor[:, -1]
        share = np.array([sum(weights[area][each] for area in chosen.areas) for each in SEGMENTS])
        return np.array([share[0], (share[1:] * floor[1:]).sum() / floor[1:].sum()])

    def flows(
        self, chosen: Sequence[Chosen], year: int
    ) -> Mapping[str, tuple[tuple[Flow, ...], tuple[Flow, ...]]]:
        """What flows where in a year: "waste" and "materials", each before and after."""
        at = YEARS.index(year)
        when = slice(at, at + 1)
        people = float(self.city.reference.population[at])
        both = [self._levels(each, when) for each in ((), chosen)]
        made = [of_waste(waste.waste(self.known, each, (year,)), people) for each in both]
        built = self._upkeep.during(when)
        used = [of_materials(materials.materials(self.known, built, each)) for each in both]
        return {"waste": (made[0], made[1]), "materials": (used[0], used[1])}
