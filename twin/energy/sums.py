"""From `ebm`'s tables to arrays: by building category first, then by segment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from twin.answer import Floats
from twin.energy.inputs import HOMES
from twin.energy.use import CARRIERS, PURPOSES, Stock, Use
from twin.scenario import FIRST, YEARS

CATEGORIES = (*HOMES, "kindergarten", "school", "university", "office", "retail", "hotel",
              "hospital", "nursing_home", "culture", "sports", "storage_repairs")  # fmt: skip
PURPOSE_OF = {
    "heating_rv": "heating", "heating_dhw": "hot_water", "cooling": "cooling",
    "electrical_equipment": "equipment", "fans_and_pumps": "equipment", "lighting": "lighting",
}  # fmt: skip
CARRIER_OF = {"Electricity": "electricity", "DH": "district_heat", "Bio": "bio", "Fossil": "fossil"}
AMBIENT = len(CARRIERS)
GWH = 1e-6


def by_category(used: Any) -> Floats:
    """(category, purpose, carrier and last ambient, year), GWh."""
    summed = np.zeros((len(CATEGORIES), len(PURPOSES), AMBIENT + 1, len(YEARS)))
    place = (
        _places(used["building_category"], CATEGORIES),
        _places(used["purpose"].map(PURPOSE_OF), PURPOSES),
    )
    year = used["year"].to_numpy() - FIRST
    kwh = used["kwh"].to_numpy(float) * GWH
    carrier = _places(used["energy_product"].map(CARRIER_OF), CARRIERS)
    bought = carrier >= 0
    np.add.at(
        summed, (place[0][bought], place[1][bought], carrier[bought], year[bought]), kwh[bought]
    )
    drawn = kwh * _surplus(used)
    np.add.at(summed, (*place, np.full(len(year), AMBIENT), year), drawn)
    return summed


def _surplus(used: Any) -> Floats:
    """How much heat of the surroundings comes with a unit that is bought, or is the sun's own."""
    efficiency = used["load_efficiency"].to_numpy(float)
    heat = used["purpose"].isin(("heating_rv", "heating_dhw")).to_numpy()
    pumped = np.where(heat, np.clip(efficiency - 1, 0, None), 0.0)
    return np.where((used["energy_product"] == "Solar").to_numpy(), 1.0, pumped)


def _places(column: Any, names: tuple[str, ...]) -> Any:
    """Where each value stands among the names; -1 where it does not."""
    return column.map({name: place for place, name in enumerate(names)}).fillna(-1).to_numpy(int)


def shared(municipal: Mapping[str, float]) -> Floats:
    """(segment, category): how much of each category belongs to each segment."""
    owned = np.array([municipal.get(category, 0.0) for category in CATEGORIES])
    homes = np.array([category in HOMES for category in CATEGORIES], float)
    return np.stack([homes, (1 - homes) * (1 - owned), owned])


def segmented(private: Floats, owned: Floats, shares: Floats) -> Use:
    """`private` and `owned`: by category, as the others and as the municipality runs them."""
    summed = np.einsum("sc,cpky->spky", shares[:2], private)
    last = np.einsum("c,cpky->pky", shares[2], owned)
    whole = np.concatenate([summed, last[None]])
    return Use(whole[:, :, :AMBIENT], whole[:, :, AMBIENT])


def stock(area: Any, rates: Any, shares: Floats) -> Stock:
    """m² by segment; nothing is retrofitted beyond the reference here."""
    gone = area["building_condition"] == "demolition"
    floor, demolished = (_areas(area[~gone], shares), _areas(area[gone], shares))
    renovated = _areas(_renovated(area, rates), shares)
    renovated[:, 0] = 0
    torn = _yearly(demolished)
    return Stock(floor, _yearly(floor) + torn, torn, renovated, np.zeros_like(floor))


def _areas(table: Any, shares: Floats) -> Floats:
    summed = np.zeros((len(CATEGORIES), len(YEARS)))
    place = (_places(table["building_category"], CATEGORIES), table["year"].to_numpy() - FIRST)
    np.add.at(summed, place, table["m2"].to_numpy(float))
    return shares @ summed


def _yearly(running: Floats) -> Floats:
    """What is added each year to a running sum; unknown for the first year, so 0 there."""
    return np.diff(running, axis=1, prepend=running[:, :1])


def _renovated(area: Any, rates: Any) -> Any:
    """m² renovated each year: the year's rate of all that was ever built of a code."""
    key = ["building_category", "building_code", "year"]
    built = area.groupby(key)["m2"].sum()
    rate = rates["renovation"].reindex(built.index).fillna(0.0)
    return (built * rate).rename("m2").reset_index()
