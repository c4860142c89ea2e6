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
# NVE's words and where they stand among ours.
CATEGORY_AT = {name: at for at, name in enumerate(CATEGORIES)}
PURPOSE_AT = {"heating_rv": 0, "heating_dhw": 1, "cooling": 2, "electrical_equipment": 3,
              "fans_and_pumps": 3, "lighting": 4}  # fmt: skip
CARRIER_AT = {"Electricity": 0, "DH": 1, "Bio": 2, "Fossil": 3}
HEAT = (0, 1)
# The newest building code: what is built by it is as good as a retrofit.
NEW = "TEK17"
AMBIENT = len(CARRIERS)
GWH = 1e-6


def by_category(used: Any) -> Floats:
    """(category, purpose, carrier and last ambient, year), GWh."""
    summed = np.zeros((len(CATEGORIES), len(PURPOSES), AMBIENT + 1, len(YEARS)))
    category = _places(used["building_category"], CATEGORY_AT)
    purpose = _places(used["purpose"], PURPOSE_AT)
    carrier = _places(used["energy_product"], CARRIER_AT)
    year = used["year"].to_numpy() - FIRST
    kwh = used["kwh"].to_numpy(float) * GWH
    bought = carrier >= 0
    place = (category[bought], purpose[bought], carrier[bought], year[bought])
    np.add.at(summed, place, kwh[bought])
    surplus = _surplus(used, purpose)
    free = surplus > 0
    np.add.at(summed[:, :, AMBIENT], (category[free], purpose[free], year[free]),
              (kwh * surplus)[free])  # fmt: skip
    return summed


def _surplus(used: Any, purpose: Any) -> Floats:
    """How much heat of the surroundings comes with a unit that is bought, or is the sun's own."""
    heat = np.isin(purpose, HEAT)
    pumped = np.where(heat, np.clip(used["load_efficiency"].to_numpy(float) - 1, 0, None), 0.0)
    sun = _places(used["energy_product"], {"Solar": 1}) > 0
    return np.where(sun, 1.0, pumped)


def _places(column: Any, names: Mapping[str, int]) -> Any:
    """The number of each value; -1 for one without. A million strings are read once."""
    codes, values = column.factorize()
    return np.array([names.get(value, -1) for value in values])[codes]


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


def old_floor(area: Any, shares: Floats) -> Floats:
    """m² that stand in buildings from before the newest building code: (segment, year)."""
    stands = area["building_condition"] != "demolition"
    return _areas(area[stands & (area["building_code"] != NEW)], shares)


def _areas(table: Any, shares: Floats) -> Floats:
    summed = np.zeros((len(CATEGORIES), len(YEARS)))
    place = (_places(table["building_category"], CATEGORY_AT), table["year"].to_numpy() - FIRST)
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
