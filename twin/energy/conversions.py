"""Heat pumps and district heat as `ebm`'s forecast of heating systems.

A row of the forecast says which share of one system has become another by each year. What the
reference converts anyway stays; measures convert a share of what is left:
row = R + (1 − ΣR) · z. So shares never sum above the whole. No system is both source and
target, or it would be counted twice; and a row that is 0 in a year would delete what the target
has already, so nothing is smaller than `NOTHING`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from twin.answer import Floats
from twin.energy.inputs import HOMES
from twin.energy.levers import HEAT_PUMPS, Acting
from twin.scenario import FIRST, YEARS

NOTHING = 1e-12
ELECTRIC, STOVE, BOILER = "Electricity", "Electricity - Bio", "Electric boiler"
CENTRAL, CENTRAL_STOVE = "HP Central heating - Electric boiler", "HP Central heating - Bio"
# Not NVE's: its central heat pumps are not told apart by what they take heat from.
GROUND, GROUND_STOVE = "HP Ground - Electric boiler", "HP Ground - Bio"
LIKE = {GROUND: CENTRAL, GROUND_STOVE: CENTRAL_STOVE}
# Source → what each kind of heat pump makes of it; homes with a stove keep it for cold days.
BECOMES = {
    ELECTRIC: ("HP - Electricity", CENTRAL, GROUND),
    STOVE: ("HP - Bio - Electricity", CENTRAL_STOVE, GROUND_STOVE),
    BOILER: ("", CENTRAL, GROUND),
}
GROUPS = ("house", "apartment_block", "non_residential")
PUMPED = ("house", "apartment_block")
HEATED = ("apartment_block", "non_residential")
KEY = ["building_category", "heating_systems", "new_heating_systems"]


def forecast(before: Any, acting: Acting) -> Any:
    """The forecast table with the measures in it."""
    years = [column for column in before.columns if column.isdecimal()]
    rows = before[[*KEY, *years]].itertuples(index=False, name=None)
    held = {row[:3]: np.array(row[3:], float) for row in rows}
    when = np.array([int(year) - FIRST for year in years])
    for group in GROUPS:
        for source in BECOMES:
            own = {key: row for key, row in held.items() if key[:2] == (group, source)}
            left = 1 - sum(own.values(), np.zeros(len(years)))
            for target, share in _converted(group, source, acting):
                key = (group, source, target)
                held[key] = np.maximum(own.get(key, 0.0) + left * share[when], NOTHING)
    return _table(before, held, years)


def _converted(group: str, source: str, acting: Acting) -> Iterator[tuple[str, Floats]]:
    """Target and how much of what is left of the source becomes it by each year."""
    heated = np.zeros(len(YEARS))
    if group in HEATED and acting.acts("district_heating"):
        heated = acting.z("district_heating")
        yield "DH", heated
    for measure, target in zip(HEAT_PUMPS, BECOMES[source], strict=True):
        if group in PUMPED and target and acting.acts(measure):
            yield target, (1 - heated) * acting.z(measure)


def _table(before: Any, held: dict[Any, Any], years: list[str]) -> Any:
    rows = [
        {**dict(zip(KEY, key, strict=True)), "building_code": "default",
         **dict(zip(years, row, strict=True))}
        for key, row in held.items()
    ]  # fmt: skip
    return type(before)(rows)[[*before.columns]]


def systems(initial: Any, efficiencies: Any, ground: float) -> tuple[Any, Any]:
    """Both tables with ground heat pumps, of which nobody has any at the start.

    `ground`: heat per unit of power over a year. All else is as for other central heat pumps.
    """
    places = initial[initial["building_category"].isin(HOMES)]
    places = places.drop_duplicates(["building_category", "building_code"])
    import pandas as pd  # noqa: PLC0415 - heavy, and only a worker needs it

    for new, like in LIKE.items():
        row = efficiencies[efficiencies["heating_systems"] == like].assign(
            heating_systems=new, base_load_efficiency=ground, domestic_hot_water_efficiency=ground
        )
        efficiencies = pd.concat([efficiencies, row], ignore_index=True)
        none = places.assign(heating_systems=new, heating_system_share=0.0)
        initial = pd.concat([initial, none], ignore_index=True)
    return initial, efficiencies
