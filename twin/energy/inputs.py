"""A city's input tables for `ebm`: the national ones (long_analysis_2024), scaled to the city.

Floor area follows the city's share of the metered electricity, dwellings by households and the
rest by services; population and new dwellings are scaled with it, or the city would build for
the whole country. District heat is known by NVE's own distribution keys, so the shares of the
heating systems at the start are calibrated to them.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from twin.errors import TwinError

ANALYSIS = "data/long_analysis_2024"
HOMES = ("house", "apartment_block")
GROUPS = ("dwellings", "services")
# Whose buildings a municipality may own; what share of each it does is an input of its own.
MUNICIPAL = ("kindergarten", "school", "nursing_home", "sports", "culture")
DISTRICT_HEAT = ("DH", "DH - Bio")


@dataclass(frozen=True)
class City:
    """Plain values that a city is made of; `data.twin.stock` collects them.

    `code` is the municipality's number.
    `metered`: year → group → GWh of electricity, groups `dwellings` and `services`. `shares`:
    group → share of the nation's metered electricity. `district_heat`: group → share of the
    nation's district heat. `municipal`: building category → the municipality's share of it.
    `firewood`: the share of the nation's firewood, which dwellings burn.
    `depths`: what measures save, by `levers.DEPTHS`. `ground_efficiency`: heat per unit of power
    of a ground heat pump over a year.
    """

    id: str
    code: str
    metered: Mapping[int, Mapping[str, float]]
    shares: Mapping[str, float]
    district_heat: Mapping[str, float]
    firewood: float
    people: float
    people_year: int
    municipal: Mapping[str, float]
    depths: Mapping[str, float]
    ground_efficiency: float
    weights: Mapping[str, Mapping[str, float]]

    def hash(self) -> str:
        """The same for the same inputs, at every start and in every process."""
        told = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(f"{metadata.version('ebm')}\n{told}".encode()).hexdigest()


def check(city: City) -> None:
    """Raises `TwinError("city_without_data", …)` where the model has nothing to stand on."""
    wanted = {
        "electricity": all(city.metered.get(2024, {}).get(each, 0) > 0 for each in GROUPS),
        "shares": all(0 < city.shares.get(each, 0) < 1 for each in GROUPS),
        "population": city.people > 0,
        "areas": bool(city.weights),
        "municipal": set(city.municipal) == set(MUNICIPAL),
    }
    missing = [what for what, held in wanted.items() if not held]
    if missing:
        raise TwinError("city_without_data", f"{city.id}: {', '.join(missing)}")


def write(city: City, folder: Path, heat: Mapping[str, float] | None = None) -> None:
    """Write the city's tables into an empty folder. `heat`: group → factor on district heat."""
    check(city)
    package = resources.files("ebm").joinpath(ANALYSIS)
    for table in package.iterdir():
        if table.name.endswith(".csv"):
            with table.open("rb") as source, (folder / table.name).open("wb") as target:
                shutil.copyfileobj(source, target)
    _scale(city, folder)
    if heat:
        _calibrate(folder / "heating_system_initial_shares.csv", heat)


def _scale(city: City, folder: Path) -> None:
    home, service = city.shares["dwellings"], city.shares["services"]
    area = read(folder / "area.csv")
    area["area"] = area["area"] * area["building_category"].isin(HOMES).map(
        {True: home, False: service}
    )
    _write(area, folder / "area.csv")
    people = read(folder / "population_forecast.csv")
    people["population"] = people["population"] * home
    _write(people, folder / "population_forecast.csv")
    new = read(folder / "area_new_residential_buildings.csv")
    new[list(HOMES)] = new[list(HOMES)] * home
    _write(new, folder / "area_new_residential_buildings.csv")
    # A service building belongs to as many people here as in the whole country: its floor area
    # per inhabitant differs by how much more of services than of dwellings the city has.
    each = read(folder / "area_per_person.csv")
    each["area_per_person"] = each["area_per_person"] * service / home
    _write(each, folder / "area_per_person.csv")


def _calibrate(path: Path, heat: Mapping[str, float]) -> None:
    """Multiply the shares of district heat; all other systems give or take evenly."""
    table = read(path)
    share = table["heating_system_share"].astype(float)
    warm = table["heating_systems"].isin(DISTRICT_HEAT)
    home = table["building_category"].isin(HOMES)
    factor = home.map({True: heat["dwellings"], False: heat["services"]})
    held = (
        share.where(warm, 0.0)
        .groupby([table["building_category"], table["building_code"]])
        .transform("sum")
    )
    if (held * factor > 1).any():
        raise TwinError("district_heat_share", "more district heat than there are buildings")
    rest = (1 - held * factor) / (1 - held)
    table["heating_system_share"] = share * factor.where(warm, rest)
    _write(table, path)


def read(path: Path) -> Any:
    import pandas as pd  # noqa: PLC0415 - heavy, and only a worker needs it

    return pd.read_csv(path)


def _write(table: Any, path: Path) -> None:
    table.to_csv(path, index=False)
