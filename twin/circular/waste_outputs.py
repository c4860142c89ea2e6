"""What is told of household waste: tonnes, shares and cost."""

from __future__ import annotations

from collections.abc import Mapping

from twin.answer import Floats
from twin.circular.waste import (
    FRACTIONS,
    OTHER,
    REST,
    TREATMENTS,
    Drawn,
    Levels,
    Waste,
    column,
    level_of,
)

KILOS, MILLION = 1000.0, 1e6


def outputs(found: Waste, drawn: Drawn, levels: Levels, people: Floats) -> Mapping[str, Floats]:
    """Every output of household waste in its unit, (draws, years) each."""
    kilos = {
        "waste_total": found.collected,
        "waste_residual": (found.residual - found.central).sum(axis=0),
    }
    kilos |= {f"waste_{FRACTIONS[i]}": found.sorted[i] for i in range(REST)}
    told = {name: each * (people / KILOS) for name, each in kilos.items()}
    told["sorting_rate"] = found.sorted.sum(axis=0) / found.collected * 100
    told |= {way: found.by_way(way) / found.collected * 100 for way in TREATMENTS}
    told["waste_cost"] = _cost(found, drawn, levels) * (people / MILLION)
    return told


def _cost(found: Waste, drawn: Drawn, levels: Levels) -> Floats:
    """Kroner per inhabitant and year: fetching and treating, and what the measures cost to run."""
    home = (found.separate.sum(axis=0) - found.separate[OTHER]) / KILOS
    bin_ = found.residual.sum(axis=0) / KILOS
    yard = found.separate[OTHER] / KILOS
    cost = home * column(drawn, "waste_cost_separate") + yard * column(drawn, "waste_cost_yard")
    through = bin_ * level_of(levels, "plastics_central_sorting")
    cost += bin_ * column(drawn, "waste_cost_residual")
    cost += through * column(drawn, "waste_cost_central")
    without = 1 - column(drawn, "waste_food_coverage")
    each = level_of(levels, "food_waste_sorting") * without
    cost += each * column(drawn, "waste_cost_food")
    cost += level_of(levels, "textiles") * column(drawn, "waste_cost_textiles")
    cost += level_of(levels, "pay_as_you_throw") * column(drawn, "waste_cost_payt")
    cost += level_of(levels, "reuse_centre") * column(drawn, "waste_cost_centre") * MILLION
    cost += level_of(levels, "recycling_stations") * column(drawn, "waste_cost_station") * MILLION
    return cost
