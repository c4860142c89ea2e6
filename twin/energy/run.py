"""Full runs of the model: the city's reference, and scenarios beside it.

Called in a worker process. Every run is checked before it is believed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from twin.answer import Floats
from twin.energy import conversions, inputs, levers, model, sums
from twin.energy.checks import check_balance, check_past, check_shares
from twin.energy.inputs import City
from twin.energy.levers import Acting
from twin.energy.use import CARRIERS, Reference, Stock, Use
from twin.errors import TwinError
from twin.scenario import BASE, FIRST, YEARS

BASE_AT = BASE - FIRST
ELECTRICITY, HEAT, BIO = (CARRIERS.index(each) for each in ("electricity", "district_heat", "bio"))
# A factor on district heat that is tried to see how much it moves.
TRIAL = 1.5


class Model:
    """A city made ready for full runs. Its tables lie in `folder`, empty before and temporary."""

    def __init__(self, city: City, folder: Path) -> None:
        model.quiet()
        self._city, self._folder = city, folder
        self._frames, heat = tied(city, folder)
        self._shares = sums.shared(city.municipal)
        self._by_category = computed(folder, self._frames)
        raw = sums.segmented(self._by_category, self._by_category, self._shares)
        # Scaled by electricity, a run holds the city's share of electricity of the firewood.
        firewood = city.firewood / city.shares["dwellings"]
        self._factors = _electricity(city, raw) | {"bio:dwellings": firewood}
        self.reference = Reference(
            city=city.id,
            municipality=city.code,
            use=calibrated(raw, self._factors),
            stock=sums.stock(self._frames.area, self._frames.rates, self._shares),
            calibration=self._factors | heat,
            metered={year: sum(groups.values()) for year, groups in city.metered.items()},
            population=_population(city, folder),
            weights=city.weights,
            ebm_version=metadata.version("ebm"),
            inputs_hash=city.hash(),
        )

    def full(self, levels: Mapping[str, float], starts: Mapping[str, int]) -> tuple[Use, Stock]:
        """The city with measures at these effective levels, each from its start on.

        Raises `TwinError` with `measure_unknown`, `level_range`, `heat_pumps_together` or
        `run_check`.
        """
        acting = Acting(levels, starts)
        frames = self._acted(acting)
        private = self._run(frames, acting, "services")
        owned = private
        if acting.acts("energy_management", *levers.RETROFIT.values()):
            theirs = frames.area[frames.area["building_category"].isin(inputs.MUNICIPAL)]
            owned = self._run(replace(frames, area=theirs), acting, "municipal")
        use = calibrated(sums.segmented(private, owned, self._shares), self._factors)
        check_past(use, self.reference.use, acting.first())
        return self._with_past(use, acting.first()), self._stock(frames, acting)

    def _acted(self, acting: Acting) -> model.Frames:
        frames = self._frames
        if acting.acts("rehabilitate"):
            rates = levers.rates(frames.rates, acting)
            frames = replace(frames, rates=rates, area=model.area_of(self._folder, rates.copy()))
        if acting.acts("district_heating", *levers.HEAT_PUMPS):
            frames = replace(frames, systems=self._systems(acting))
        return frames

    def _systems(self, acting: Acting) -> Any:
        initial, efficiencies, forecast = model.heating_tables(self._folder)
        if acting.acts("heat_pumps_ground"):
            ground = self._city.ground_efficiency
            initial, efficiencies = conversions.systems(initial, efficiencies, ground)
        return model.systems_of(
            self._folder,
            heating_system_initial_shares=initial,
            heating_system_efficiencies=efficiencies,
            heating_system_initial_forecast=conversions.forecast(forecast, acting),
        )

    def _run(self, frames: model.Frames, acting: Acting, segment: str) -> Floats:
        need = levers.need(self._frames.need, acting, self._city.depths, segment)
        return computed(self._folder, replace(frames, need=need))

    def _with_past(self, use: Use, first: int) -> Use:
        """The past is the reference's own figures, to the last digit."""
        past, held = np.array(YEARS) < first, self.reference.use
        return Use(
            np.where(past, held.values, use.values), np.where(past, held.ambient, use.ambient)
        )

    def _stock(self, frames: model.Frames, acting: Acting) -> Stock:
        stock = sums.stock(frames.area, frames.rates, self._shares)
        old = sums.old_floor(frames.area, self._shares)
        done = np.stack([acting.z(measure) for measure in levers.RETROFIT.values()])
        return replace(stock, retrofitted=np.diff(done, axis=1, prepend=0.0) * old)


def reference(city: City, folder: Path) -> Reference:
    """The city if nothing is done, tied to what was metered."""
    return Model(city, folder).reference


def tied(city: City, folder: Path) -> tuple[model.Frames, dict[str, float]]:
    """The city's tables with district heat calibrated, in the folder too; and the factors.

    Scaled by electricity, a run holds the city's share of electricity of the nation's district
    heat; NVE's key says which share of it the city has. The share of a heating system enters
    use linearly, so two runs tell the factor exactly.
    """
    inputs.write(city, folder)
    frames = model.prepared(folder)
    low, high = _district_heat(folder, frames), _tried(city, folder, frames)
    found = {}
    for group in inputs.GROUPS:
        wanted = low[group] * city.district_heat.get(group, 0.0) / city.shares[group]
        slope = (high[group] - low[group]) / (TRIAL - 1)
        found[group] = 1 + (wanted - low[group]) / slope
        if found[group] < 0:
            raise TwinError("district_heat_share", city.id)
    inputs.write(city, folder, found)
    frames = replace(frames, systems=model.systems_of(folder))
    return frames, {f"district_heat:{group}": factor for group, factor in found.items()}


def _tried(city: City, folder: Path, frames: model.Frames) -> dict[str, float]:
    inputs.write(city, folder, dict.fromkeys(inputs.GROUPS, TRIAL))
    return _district_heat(folder, replace(frames, systems=model.systems_of(folder)))


def _district_heat(folder: Path, frames: model.Frames) -> dict[str, float]:
    heat = sums.by_category(model.use_of(folder, frames))[:, :, HEAT, BASE_AT]
    homes = len(inputs.HOMES)
    return {"dwellings": float(heat[:homes].sum()), "services": float(heat[homes:].sum())}


def computed(folder: Path, frames: model.Frames) -> Floats:
    """Use by category, after the checks that hold for every run."""
    used = model.use_of(folder, frames)
    check_shares(frames.systems)
    check_balance(used, frames)
    return sums.by_category(used)


def _electricity(city: City, raw: Use) -> dict[str, float]:
    """Metered by modelled electricity of the base year, by meter group and together."""
    modelled = raw.values[:, :, ELECTRICITY, BASE_AT].sum(axis=1)
    metered = city.metered[BASE]
    groups = {"dwellings": modelled[0], "services": modelled[1] + modelled[2]}
    found = {f"electricity:{each}": float(metered[each] / gwh) for each, gwh in groups.items()}
    return found | {"electricity": float(sum(metered.values()) / modelled.sum())}


def calibrated(raw: Use, factors: Mapping[str, float]) -> Use:
    """Every year's electricity multiplied by its meter group's factor; so with firewood."""
    home, service = factors["electricity:dwellings"], factors["electricity:services"]
    scale = np.ones((3, 1, len(CARRIERS), 1))
    scale[:, 0, ELECTRICITY, 0] = home, service, service
    scale[0, 0, BIO, 0] = factors["bio:dwellings"]
    return Use(raw.values * scale, raw.ambient)


def _population(city: City, folder: Path) -> Floats:
    """The city's people by year: they grow as the nation's do in NVE's forecast."""
    table = inputs.read(folder / "population_forecast.csv").set_index("year")["population"]
    forecast = table.loc[list(YEARS)].to_numpy(float)
    return forecast * city.people / float(table.loc[city.people_year])
