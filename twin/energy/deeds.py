"""What chosen measures amount to: how much is really done, where, and what it costs to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from twin.answer import Floats
from twin.energy.costs import Done, ramp
from twin.energy.effects import DWELLINGS, ELECTRICITY, HEATING
from twin.energy.emissions import Known
from twin.energy.outputs import MUNICIPAL, Deeds
from twin.energy.roofs import kwp_per_floor
from twin.energy.use import SEGMENTS, Reference
from twin.scenario import YEARS, Chosen, Measure

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


def carried_out(chosen: Chosen, known: Known) -> Floats:
    """The level that is really done: (draws,)."""
    return chosen.level * known[GROUPS[chosen.measure][0]]


def effective(chosen: Chosen, known: Known) -> Floats:
    """The level whose computed effect is seen on the meter: (draws,)."""
    effect = GROUPS[chosen.measure][1]
    done = carried_out(chosen, known)
    return done * known[effect] if effect else done


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
    """The chosen measures in one place, for every output that is not the surface's."""

    def __init__(
        self, chosen: Sequence[Chosen], reference: Reference, measures: Mapping[str, Measure],
        known: Known, areas: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self._share = share_of(areas, reference)[:, None]
        self._chosen = {
            each.measure: each
            for each in chosen
            if each.measure in GROUPS and reach(each, reference, areas).any()
        }
        self._reach = {
            name: reach(each, reference, areas)[:, None] for name, each in self._chosen.items()
        }
        self._reference, self._measures, self._known = reference, measures, known

    def deeds(self, years: Sequence[int]) -> Deeds:
        return Deeds(
            done=[each for name in self._chosen for each in self._done(name)],
            roofs=self._roofs(years),
            held_back=self._held_back(years),
            managed=self._municipal("energy_management", years),
            certified=self._municipal("retrofit_municipal", years),
        )

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
            Done(name, self._level(name) * units, floor[SEGMENTS.index(segment)] * way)
            for segment, units in self._units(name).items()
        ]

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

    def _roofs(self, years: Sequence[int]) -> Mapping[str, Floats]:
        name = "rooftop_solar"
        if name not in self._chosen:
            return {}
        covered = self._level(name)[:, None] * self._ramp(name, years)
        return {
            segment: covered * self._reach[name][s]
            for s, segment in enumerate(SEGMENTS)
            if self._reach[name][s] > 0
        }

    def cooler(self, years: Sequence[int]) -> Floats:
        """Share of dwellings that are a degree cooler: (draws, years)."""
        name = "indoor_temperature"
        if name not in self._chosen:
            return self._none(years)
        reached = self._reach[name][DWELLINGS]
        return self._level(name)[:, None] * self._ramp(name, years) * reached

    def _municipal(self, name: str, years: Sequence[int]) -> Floats:
        if name not in self._chosen:
            return self._none(years)
        return self._level(name)[:, None] * self._ramp(name, years) * self._reach[name][MUNICIPAL]

    def _held_back(self, years: Sequence[int]) -> Floats:
        """GWh a year of heat pumps' saving that is not there when it is coldest.

        Direct electric heating is what is bought for heating less what heat pumps already use,
        told by the ambient heat they take up.
        """
        known, total = self._known, self._none(years)
        when = [YEARS.index(year) for year in years]
        bought = self._reference.use.values[DWELLINGS, HEATING, ELECTRICITY, when]
        ambient = self._reference.use.ambient[DWELLINGS, HEATING, when]
        present = ambient / (known["seasonal_air_air"][:, None] - 1)
        direct = np.maximum(bought - present, 0.0) * self._share[DWELLINGS]
        for name in HEAT_PUMPS:
            if name in self._chosen:
                level = effective(self._chosen[name], known)[:, None] * self._ramp(name, years)
                factor = known[name.replace("heat_pumps", "seasonal")]
                saved = level * self._reach[name][DWELLINGS] * (1 - 1 / factor)[:, None] * direct
                total = total + saved * (1 - known["cold_heat_pumps"])[:, None]
        return total

    def _none(self, years: Sequence[int]) -> Floats:
        return np.zeros((len(self._known["interest"]), len(years)))
