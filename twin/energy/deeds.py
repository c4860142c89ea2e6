"""What chosen measures amount to: how much is really done, where, and what it costs to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, reduce

import numpy as np

from twin.answer import Floats
from twin.energy.city import City, Drawn
from twin.energy.costs import Done, ramp
from twin.energy.effects import ELECTRICITY, HEATING
from twin.energy.owners import DWELLINGS, MUNICIPAL, floor_of
from twin.energy.roofs import kwp_per_floor
from twin.energy.slopes import Driver
from twin.energy.use import SEGMENTS, Reference
from twin.scenario import YEARS, Chosen

HEAT_PUMPS = ("heat_pumps_air_air", "heat_pumps_air_water", "heat_pumps_ground")
# Of each measure: which assumption says how much is carried out, and which how much of the
# computed effect is seen (none: all of it).
GROUPS: Mapping[str, tuple[str, str]] = {
    "retrofit_dwellings": ("realised_retrofit", "effect_retrofit"),
    "retrofit_services": ("realised_retrofit", "effect_retrofit"),
    "retrofit_municipal": ("realised_retrofit", "effect_retrofit"),
    "energy_management": ("realised_equipment", "effect_management"),
    "heat_pumps_air_air": ("realised_heating", "effect_heat_pumps"),
    "heat_pumps_air_water": ("realised_heating", "effect_heat_pumps"),
    "heat_pumps_ground": ("realised_heating", "effect_heat_pumps"),
    "district_heating": ("realised_heating", ""),
    "rooftop_solar": ("realised_solar", ""),
    "appliances": ("realised_equipment", "effect_equipment"),
    "lighting": ("realised_equipment", "effect_equipment"),
    "indoor_temperature": ("realised_behaviour", ""),
    "rehabilitate": ("realised_rehabilitation", ""),
}
# The saving of a whole level in the model, which is in proportion to level times depth.
DEPTH = {
    **{each: "depth_retrofit" for each in GROUPS if each.startswith("retrofit_")},
    "energy_management": "depth_management",
    "appliances": "depth_appliances",
    "lighting": "depth_lighting",
}
# What the response surface does not know of: computed beside it.
BESIDE = ("rooftop_solar", "indoor_temperature")
FLOOR_OF = {
    "retrofit_dwellings": ("dwellings",),
    "retrofit_services": ("services",),
    "retrofit_municipal": ("municipal",),
    "energy_management": ("municipal",),
    "appliances": SEGMENTS,
    "lighting": SEGMENTS,
}


def applies(chosen: Chosen) -> Chosen:
    """The same in a place where it applies everywhere."""
    return replace(chosen, areas=(), places=())


def carried_out(chosen: Chosen, known: Drawn) -> Floats:
    """The level that is really done: (draws,)."""
    return chosen.level * known[GROUPS[chosen.measure][0]]


def driver(measure: str) -> Driver:
    """Which assumptions a level is multiplied by until it is the one whose effect is seen."""
    depth = (DEPTH[measure],) if measure in DEPTH else ()
    return (*filter(None, GROUPS[measure]), *depth)


def driven(names: Driver, known: Drawn) -> Floats:
    """(draws,). What the model was run with counts against that."""
    return reduce(np.multiply, (known[name] / known.likely.get(name, 1.0) for name in names))


def share_of(areas: Sequence[str], reference: Reference) -> Floats:
    """Share of the city's stock that stands in these areas, in all if none: (segment,)."""
    if not areas:
        return np.ones(len(SEGMENTS))
    weights = reference.weights
    return np.array([sum(weights[area][each] for area in areas) for each in SEGMENTS])


def reach(chosen: Chosen, reference: Reference, areas: Sequence[str] = ()) -> Floats:
    """Share of the place's stock that lies where the measure applies: (segment,).

    `areas`: the place, which then is one in which each measure applies everywhere or nowhere.
    """
    if not chosen.areas:
        return np.ones(len(SEGMENTS))
    if areas:
        return np.full(len(SEGMENTS), float(areas[0] in chosen.areas))
    return share_of(chosen.areas, reference)


class Doing:
    """The chosen measures in one place in some years, for what is not the surface's.

    Shares are (draws, years), 0 where nothing is done.
    """

    def __init__(
        self, chosen: Sequence[Chosen], city: City, known: Drawn, years: Sequence[int],
        areas: Sequence[str] = (),
    ) -> None:  # fmt: skip
        reference = city.reference
        self._share = share_of(areas, reference)[:, None]
        self._chosen = {
            each.measure: each
            for each in chosen
            if each.measure in GROUPS and reach(each, reference, areas).any()
        }
        self._reach = {
            name: reach(each, reference, areas)[:, None] for name, each in self._chosen.items()
        }
        self._reference, self._measures = reference, city.measures
        self._known, self._years = known, years

    @cached_property
    def done(self) -> Sequence[Done]:
        return [each for name in self._chosen for each in self._done(name)]

    @cached_property
    def roofs(self) -> Mapping[str, Floats]:
        name = "rooftop_solar"
        if name not in self._chosen:
            return {}
        covered = self._level(name)[:, None] * self._ramp(name, self._years)
        return {
            segment: covered * self._reach[name][s]
            for s, segment in enumerate(SEGMENTS)
            if self._reach[name][s] > 0
        }

    @cached_property
    def cooler(self) -> Floats | None:
        """Share of dwellings that are a degree cooler, (draws, years); None where none are."""
        name = "indoor_temperature"
        if name not in self._chosen:
            return None
        reached = self._reach[name][DWELLINGS]
        return self._level(name)[:, None] * self._ramp(name, self._years) * reached

    @cached_property
    def managed(self) -> Floats:
        return self._municipal("energy_management")

    @cached_property
    def certified(self) -> Floats:
        return self._municipal("retrofit_municipal")

    def _level(self, name: str) -> Floats:
        return carried_out(self._chosen[name], self._known)

    def _ramp(self, name: str, years: Sequence[int] = YEARS) -> Floats:
        return ramp(years, self._chosen[name].start, self._measures[name].ramp)

    def _floor(self, name: str) -> Floats:
        """m² of each segment that the measure could reach in the year it starts: (segment,)."""
        floor = self._reference.stock.floor[:, [YEARS.index(self._chosen[name].start)]]
        return (floor * self._share * self._reach[name])[:, 0]

    def _done(self, name: str) -> list[Done]:
        """Each part of the measure's work, in the units that its price is for."""
        if name == "rehabilitate":
            torn = self._reference.stock.demolished * self._share * self._reach[name]
            return [Done(name, self._level(name), np.cumsum(torn.sum(axis=0) * self._ramp(name)))]
        floor, way = self._floor(name), self._ramp(name)
        return [
            Done(name, self._level(name) * units * self._drawn(floor, segment), way)
            for segment, units in self._units(name).items()
        ]

    def _drawn(self, floor: Floats, segment: str) -> Floats:
        """Whoever owns it in each draw: (draws or 1,)."""
        return floor_of(SEGMENTS.index(segment), floor, self._known.owned)

    def _units(self, name: str) -> Mapping[str, Floats | float]:
        """Segment → units of work for each m² of its floor area at level 1."""
        known = self._known
        if name == "rooftop_solar":
            return {segment: kwp_per_floor(segment, known) for segment in SEGMENTS}
        if name in HEAT_PUMPS:
            return {"dwellings": known["direct_electric_dwellings"]}
        if name == "district_heating":
            blocks = known["direct_electric_dwellings"] * known["apartment_blocks"]
            others = known["direct_electric_services"]
            return {"dwellings": blocks, "services": others, "municipal": others}
        return dict.fromkeys(FLOOR_OF.get(name, ()), 1.0)

    def _municipal(self, name: str) -> Floats:
        if name not in self._chosen:
            return self._none()
        way = self._ramp(name, self._years)
        return self._level(name)[:, None] * way * self._reach[name][MUNICIPAL]

    @cached_property
    def held_back(self) -> Floats:
        """GWh a year that heat pumps save over the year but not on the coldest day.

        Direct electric heating is what is bought for heating less what heat pumps already use,
        told by the ambient heat they take up.
        """
        known, total, years = self._known, self._none(), self._years
        if not any(name in self._chosen for name in HEAT_PUMPS):
            return total
        when = [YEARS.index(year) for year in years]
        bought = self._reference.use.values[DWELLINGS, HEATING, ELECTRICITY, when]
        ambient = self._reference.use.ambient[DWELLINGS, HEATING, when]
        present = ambient / (known["seasonal_air_air"][:, None] - 1)
        direct = np.maximum(bought - present, 0.0) * self._share[DWELLINGS]
        for name in HEAT_PUMPS:
            if name in self._chosen:
                level = self._chosen[name].level * driven(driver(name), known)
                level = level[:, None] * self._ramp(name, years)
                factor = known[name.replace("heat_pumps", "seasonal")]
                saved = level * self._reach[name][DWELLINGS] * (1 - 1 / factor)[:, None] * direct
                total = total + saved * (1 - known["cold_heat_pumps"])[:, None]
        return total

    def _none(self) -> Floats:
        return np.zeros((len(self._known["interest"]), len(self._years)))
