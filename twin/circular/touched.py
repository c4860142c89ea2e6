"""Which outputs each measure touches. What is not here is not modelled: never called unchanged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from twin.circular.waste import FRACTIONS, TREATMENTS
from twin.scenario import Chosen

ACCESS = "station_access"
WASTE = (
    "waste_total",
    "waste_residual",
    *(f"waste_{each}" for each in FRACTIONS[:-1]),
    "sorting_rate",
    *TREATMENTS,
    "waste_cost",
)
MATERIALS = (
    "materials_in",
    "materials_out",
    "materials_reusable",
    "materials_reused",
    "materials_landfilled",
    "embodied_co2e",
)
OUTPUTS = (*WASTE, ACCESS, *MATERIALS)

# The six ways are shares of one whole, so that what moves one moves them all.
_SORTED = frozenset({"waste_residual", "sorting_rate", *TREATMENTS, "waste_cost"})
TOUCHES: Mapping[str, frozenset[str]] = {
    "food_waste_sorting": _SORTED | {"waste_food"},
    "plastics_central_sorting": _SORTED | {"waste_plastics", "waste_glass_metal"},
    "textiles": _SORTED | {"waste_textiles"},
    "reuse_centre": _SORTED | {"waste_total", "waste_textiles", "waste_other"},
    "pay_as_you_throw": frozenset(WASTE) - {"waste_other"},
    "recycling_stations": _SORTED | {"waste_glass_metal", "waste_textiles", ACCESS},
    "rehabilitate": frozenset(MATERIALS),
    "reuse_share": frozenset({"materials_in", "materials_reused", "materials_landfilled"})
    | {"embodied_co2e"},
    "wood_for_concrete": frozenset({"materials_in", "embodied_co2e"}),
}


def touched(chosen: Sequence[Chosen], homes: bool = True) -> frozenset[str]:
    """What these measures move; everything when nothing is chosen, which is the baseline.

    `homes`: whether it is known where people live. If not, all that is known of stations is what
    they cost.
    """
    if not chosen:
        return frozenset(OUTPUTS)
    told = dict(TOUCHES) if homes else {**TOUCHES, "recycling_stations": frozenset({"waste_cost"})}
    return frozenset().union(*(told.get(each.measure, frozenset()) for each in chosen))
