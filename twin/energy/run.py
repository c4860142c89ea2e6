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
from twin.energy import inputs, model, sums
from twin.energy.inputs import City
from twin.energy.use import CARRIERS, Reference, Use
from twin.errors import TwinError
from twin.scenario import BASE, FIRST, YEARS

BASE_AT = BASE - FIRST
ELECTRICITY, HEAT = CARRIERS.index("electricity"), CARRIERS.index("district_heat")
TOLERANCE = 1e-6
# A factor on district heat that is tried to see how much it moves.
TRIAL = 1.5


def reference(city: City, folder: Path) -> Reference:
    """The city if nothing is done, tied to what was metered. `folder` is empty and temporary."""
    model.quiet()
    frames, heat = tied(city, folder)
    by_category = computed(folder, frames)
    shares = sums.shared(city.municipal)
    raw = sums.segmented(by_category, by_category, shares)
    factors = _electricity(city, raw)
    return Reference(
        city=city.id,
        municipality=city.code,
        use=calibrated(raw, factors),
        stock=sums.stock(frames.area, frames.rates, shares),
        calibration=factors | heat,
        metered={year: sum(groups.values()) for year, groups in city.metered.items()},
        population=_population(city, folder),
        weights=city.weights,
        ebm_version=metadata.version("ebm"),
        inputs_hash=city.hash(),
    )


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
    _check_balance(used, frames)
    return sums.by_category(used)


def check_shares(systems: Any) -> None:
    key = ["building_category", "building_code", "year"]
    total = systems.groupby(key)["heating_system_share"].sum()
    if not np.allclose(total, 1, atol=TOLERANCE):
        raise TwinError("run_check", "heating systems do not sum to the whole")
    if systems["heating_system_share"].min() < -TOLERANCE:
        raise TwinError("run_check", "a heating system has a negative share")


def _check_balance(used: Any, frames: model.Frames) -> None:
    """What the systems deliver is what the buildings need, by purpose and year."""
    key = ["purpose", "year"]
    delivered = (used["kwh"] * used["load_efficiency"]).groupby([used[each] for each in key]).sum()
    area = frames.area.set_index(model.AREA_KEY)
    needed = area.join(frames.need, how="inner")
    needed = (needed["m2"] * needed["kwh_m2"]).groupby(level=key).sum()
    if not np.allclose(delivered, needed.reindex(delivered.index), rtol=1e-9):
        raise TwinError("run_check", "energy does not balance")
    if not np.isfinite(used["kwh"].sum()):
        raise TwinError("run_check", "a figure is missing")


def _electricity(city: City, raw: Use) -> dict[str, float]:
    """Metered by modelled electricity of the base year, by meter group and together."""
    modelled = raw.values[:, :, ELECTRICITY, BASE_AT].sum(axis=1)
    metered = city.metered[BASE]
    groups = {"dwellings": modelled[0], "services": modelled[1] + modelled[2]}
    found = {f"electricity:{each}": float(metered[each] / gwh) for each, gwh in groups.items()}
    return found | {"electricity": float(sum(metered.values()) / modelled.sum())}


def calibrated(raw: Use, factors: Mapping[str, float]) -> Use:
    """Every year's electricity multiplied by its meter group's factor."""
    home, service = factors["electricity:dwellings"], factors["electricity:services"]
    scale = np.ones((3, 1, len(CARRIERS), 1))
    scale[:, 0, ELECTRICITY, 0] = home, service, service
    return Use(raw.values * scale, raw.ambient)


def _population(city: City, folder: Path) -> Floats:
    """The city's people by year: they grow as the nation's do in NVE's forecast."""
    table = inputs.read(folder / "population_forecast.csv").set_index("year")["population"]
    forecast = table.loc[list(YEARS)].to_numpy(float)
    return forecast * city.people / float(table.loc[city.people_year])
