"""Greenhouse gas and renewable share of the energy that buildings buy, by carrier.

A factor in g CO₂e a kWh is a factor in t a GWh. One factor for the whole period: how the grid
and the heat network change until 2050 lies in the width of its triangle.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

import numpy as np

from twin.answer import Floats

# What the assumptions are drawn to: id → (draws,).
Known = Mapping[str, Floats]
# Energy bought, GWh a year: carrier → (draws, years).
Bought = Mapping[str, Floats]
FROM = ("electricity", "fossil", "waste")


def heat_mix(known: Known) -> dict[str, Floats]:
    """What district heat is made of: shares (draws,) that sum to 1, "other" being the rest.

    Assumptions that would sum above 1 are scaled down to 1, in proportion.
    """
    shares = {name: known[f"heat_from_{name}"] for name in FROM}
    fed = np.sum(list(shares.values()), axis=0)
    over = np.maximum(fed, 1.0)
    mix = {name: share / over for name, share in shares.items()}
    return mix | {"other": 1.0 - fed / over}


def factors(known: Known) -> dict[str, Floats]:
    """t CO₂e a GWh at the building, by carrier; heat lost on the way counts for who gets heat."""
    mix = heat_mix(known)
    fed = {
        "electricity": known["co2_electricity"],
        "fossil": known["co2_fossil"],
        "waste": known["co2_waste_heat"],
        "other": known["co2_bio"],
    }
    heat = np.sum([mix[name] * fed[name] for name in mix], axis=0) / (1 - known["heat_lost"])
    return {
        "electricity": known["co2_electricity"],
        "district_heat": heat,
        "bio": known["co2_bio"],
        "fossil": known["co2_fossil"],
    }


def co2e(bought: Bought, known: Known) -> Floats:
    """t CO₂e a year: (draws, years)."""
    each = factors(known)
    return reduce(np.add, (bought[carrier] * each[carrier][:, None] for carrier in bought))


def renewable(bought: Bought, self_used: Floats, known: Known) -> Floats:
    """% of all energy used in buildings that is renewable, own solar power included."""
    mix = heat_mix(known)
    grid = known["grid_renewable"]
    heat = mix["electricity"] * grid + mix["waste"] * known["waste_biogenic"] + mix["other"]
    share = {"electricity": grid, "district_heat": heat, "bio": np.ones_like(grid)}
    parts = (bought[carrier] * share[carrier][:, None] for carrier in share)
    green, total = reduce(np.add, parts, self_used), reduce(np.add, bought.values(), self_used)
    return 100 * green / np.maximum(total, 1e-9)
