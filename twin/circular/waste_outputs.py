"""What is told of household waste: tonnes, shares, cost, and the flows between the bins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from twin.answer import Floats, ranged
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


@dataclass(frozen=True)
class Flow:
    """Tonnes a year that go from one thing to the next; `tonnes` is (3,): p10, p50, p90."""

    source: str
    target: str
    tonnes: Floats


def amounts(found: Waste, drawn: Drawn, levels: Levels, people: Floats) -> dict[str, Floats]:
    """What can be added up over areas: tonnes and MNOK a year, (draws, years) each."""
    kilos = {
        "waste_total": found.collected,
        "waste_residual": (found.residual - found.central).sum(axis=0),
        "sorted": found.sorted.sum(axis=0),
    }
    kilos |= {f"waste_{FRACTIONS[i]}": found.sorted[i] for i in range(REST)}
    kilos |= {way: found.by_way(way) for way in TREATMENTS}
    told = {name: each * (people / KILOS) for name, each in kilos.items()}
    told["waste_cost"] = _cost(found, drawn, levels) * (people / MILLION)
    return told


def with_shares(added: Mapping[str, Floats]) -> dict[str, Floats]:
    """Outputs in their units, from amounts that have been added up over areas."""
    told = {name: each for name, each in added.items() if name.startswith("waste_")}
    whole = added["waste_total"]
    told["sorting_rate"] = added["sorted"] / whole * 100
    return told | {name: added[name] / whole * 100 for name in TREATMENTS}


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


def flows(found: Waste, people: Floats, year: int) -> tuple[Flow, ...]:
    """From the fractions over the bins to what becomes of them, in the year at that index.

    Each percentile is of its own flow, so that p50 in and out of a bin need not agree to the tonne.
    """
    scale = people[year] / KILOS
    return tuple(
        Flow(source, target, ranged(kilos[..., year] * scale))
        for source, target, kilos in _links(found)
        if kilos[..., year].max() > 0
    )


def _links(found: Waste) -> Iterator[tuple[str, str, Floats]]:
    for i, fraction in enumerate(FRACTIONS):
        yield fraction, "reused", found.reused[i]
        yield fraction, "separate", found.separate[i]
        yield fraction, "residual", found.residual[i]
    yield "residual", "central", found.central.sum(axis=0)
    for bin_, ways in found.treated.items():
        for way, kilos in ways.items():
            yield bin_, way, kilos
