"""What has to hold for every run of the model before its result is believed.

Each raises `TwinError("run_check", …)`: then nothing of the run is kept.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from twin.energy.model import AREA_KEY, Frames
from twin.energy.use import Use
from twin.errors import TwinError
from twin.scenario import FIRST

TOLERANCE = 1e-6


def check_shares(systems: Any) -> None:
    """Heating systems are shares: none below nothing, together the whole."""
    key = ["building_category", "building_code", "year"]
    total = systems.groupby(key)["heating_system_share"].sum()
    if not np.allclose(total, 1, atol=TOLERANCE):
        raise TwinError("run_check", "heating systems do not sum to the whole")
    if systems["heating_system_share"].min() < -TOLERANCE:
        raise TwinError("run_check", "a heating system has a negative share")


def check_balance(used: Any, frames: Frames) -> None:
    """What the systems deliver is what the buildings need, by purpose and year."""
    key = ["purpose", "year"]
    delivered = (used["kwh"] * used["load_efficiency"]).groupby([used[each] for each in key]).sum()
    needed = frames.area.set_index(AREA_KEY).join(frames.need, how="inner")
    needed = (needed["m2"] * needed["kwh_m2"]).groupby(level=key).sum()
    if not np.allclose(delivered, needed.reindex(delivered.index), rtol=1e-9):
        raise TwinError("run_check", "energy does not balance")


def check_past(use: Use, reference: Use, first: int) -> None:
    """Before the first year in which anything is done, the run is the reference, in GWh."""
    past = slice(0, first - FIRST)
    for made, held in ((use.values, reference.values), (use.ambient, reference.ambient)):
        if not np.allclose(made[..., past], held[..., past], rtol=0, atol=TOLERANCE):
            raise TwinError("run_check", "a measure changed the past")
