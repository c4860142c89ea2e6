"""How each measure enters the model's tables. Nothing before its start is touched.

A level acts by its ramp: z(t) = level · clip((t − start + 1) / 10, 0, 1).

| measure | where | how |
|---|---|---|
| retrofits | need of space heating, buildings from before 2017 | × (1 − z · depth) |
| energy management | need of heating, ventilation and cooling, municipal | × (1 − z · depth) |
| appliances, lighting | need of electrical equipment, of lighting | × (1 − z · depth) |
| heat pumps, district heat | direct electric systems are replaced | share z of what is left |
| rehabilitate | yearly demolition | × (1 − z) |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from twin.answer import Floats
from twin.energy.sums import NEW
from twin.errors import TwinError
from twin.scenario import FIRST, HEAT_PUMPS, YEARS

RAMP = 10
RETROFIT = {
    "dwellings": "retrofit_dwellings",
    "services": "retrofit_services",
    "municipal": "retrofit_municipal",
}
MEASURES = (*RETROFIT.values(), "energy_management", *HEAT_PUMPS, "district_heating",
            "appliances", "lighting", "rehabilitate")  # fmt: skip
# Which assumption says what a measure saves where it is carried out to the full.
DEPTHS = ("retrofit", "management", "appliances", "lighting")
MANAGED = ("heating_rv", "fans_and_pumps", "cooling")


@dataclass(frozen=True)
class Acting:
    """Measures in one run: measure → level and start. Checked when it is made."""

    levels: Mapping[str, float]
    starts: Mapping[str, int]

    def __post_init__(self) -> None:
        for measure, level in self.levels.items():
            if measure not in MEASURES:
                raise TwinError("measure_unknown", measure)
            if not 0 <= level <= 1:
                raise TwinError("level_range", measure)
        if sum(self.levels.get(each, 0) for each in HEAT_PUMPS) > 1 + 1e-9:
            raise TwinError("heat_pumps_together", "")

    def z(self, measure: str) -> Floats:
        """How much of the measure is in place in each of `scenario.YEARS`."""
        level = self.levels.get(measure, 0.0)
        return level * ramp(self.starts[measure]) if level else np.zeros(len(YEARS))

    def acts(self, *measures: str) -> bool:
        return any(self.levels.get(each, 0) > 0 for each in measures)

    def first(self) -> int:
        """The first year in which anything is done."""
        acting = [self.starts[each] for each, level in self.levels.items() if level > 0]
        return min(acting, default=YEARS[-1] + 1)


def ramp(start: int) -> Floats:
    """(year,): 0 before the start, 1 from the tenth year on."""
    return np.clip((np.array(YEARS) - start + 1) / RAMP, 0.0, 1.0)


def need(before: Any, acting: Acting, depths: Mapping[str, float], segment: str) -> Any:
    """kWh/m² as they are in one segment's buildings; homes and others stand side by side.

    `segment` is `municipal`, or `services` for everybody else, dwellings included.
    """
    codes, purposes, years, homes = _columns(before)
    factor = np.ones(len(before))
    for group, measure in RETROFIT.items():
        if acting.acts(measure) and (group == "municipal") == (segment == "municipal"):
            reached = (purposes == "heating_rv") & (codes != NEW)
            if group != "municipal":
                reached &= homes == (group == "dwellings")
            factor *= 1 - depths["retrofit"] * acting.z(measure)[years] * reached
    if segment == "municipal" and acting.acts("energy_management"):
        managed = np.isin(purposes, MANAGED)
        factor *= 1 - depths["management"] * acting.z("energy_management")[years] * managed
    for measure, purpose in (("appliances", "electrical_equipment"), ("lighting", "lighting")):
        if acting.acts(measure):
            factor *= 1 - depths[measure] * acting.z(measure)[years] * (purposes == purpose)
    changed = before.copy()
    changed["kwh_m2"] = changed["kwh_m2"].to_numpy(float) * factor
    return changed


def _columns(before: Any) -> tuple[Any, Any, Any, Any]:
    index = before.index
    categories = index.get_level_values("building_category")
    return (
        index.get_level_values("building_code").to_numpy(str),
        index.get_level_values("purpose").to_numpy(str),
        index.get_level_values("year").to_numpy(int) - FIRST,
        categories.isin(("house", "apartment_block")),
    )


def rates(before: Any, acting: Acting) -> Any:
    """Fewer buildings are torn down, so that fewer are built instead."""
    spared = acting.z("rehabilitate")[before.index.get_level_values("year").to_numpy(int) - FIRST]
    less = before["demolition"] * spared
    changed = before.copy()
    changed["demolition"] = before["demolition"] - less
    running = less.groupby(level=["building_category", "building_code"]).cumsum()
    changed["demolition_acc"] = before["demolition_acc"] - running
    return changed
