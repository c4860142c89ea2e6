"""How much the municipality owns, drawn: what it owns less of, others own, and nothing is lost.

The model was run with the likely shares. With others, service buildings change hands: those of
the municipality are `owned` times as many, and the rest of them are handed over. What is handed
over keeps its buildings' use, but others' measures hold there in place of the municipality's. So
beside the three segments there is a fourth kind, the municipality's buildings in others' hands.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import TypeVar

import numpy as np

from twin.answer import Floats
from twin.energy.emissions import Known
from twin.energy.use import SEGMENTS
from twin.scenario import Assumption

Told = TypeVar("Told")
# The nation's floor area, millions of m² (NVE's `ebm` 1.2.0, long_analysis_2024, area.csv): a
# city's service buildings are taken to be the nation's in small, in the models as here.
FLOOR = {
    "kindergarten": 3.060, "school": 14.939, "nursing_home": 6.876, "sports": 6.470,
    "culture": 7.201,
}  # fmt: skip
DWELLINGS, SERVICES, MUNICIPAL = (
    SEGMENTS.index(each) for each in ("dwellings", "services", "municipal")
)
HANDED = len(SEGMENTS)
# Of each kind, the segment whose buildings it has.
KINDS = (DWELLINGS, SERVICES, MUNICIPAL, MUNICIPAL)
# The municipality's measures, and what holds in their place where buildings are others'.
THEIRS = {"retrofit_municipal": "retrofit_services", "energy_management": ""}


def owned(known: Known, assumptions: Mapping[str, Assumption]) -> Floats:
    """The municipality's floor area against the likely: (draws,), about 1."""
    ids = {each: f"municipal_share_{each}" for each in FLOOR}
    likely = sum(FLOOR[each] * assumptions[ids[each]].value for each in FLOOR)
    drawn = reduce(np.add, (FLOOR[each] * known[ids[each]] for each in FLOOR))
    return drawn / likely if likely > 0 else np.ones_like(drawn)


def in_others_hands(held: Mapping[str, Told]) -> dict[str, Told]:
    """Measure → what is told of it, in the municipality's buildings if others own them."""
    own = {measure: held[theirs] for measure, theirs in THEIRS.items() if theirs in held}
    return {measure: told for measure, told in held.items() if measure not in THEIRS} | own


def by_owner(kinds: Floats, owned: Floats) -> Floats:
    """(draws, kind, …) → (draws, segment, …), whoever owns what in each draw."""
    share = owned.reshape(-1, *[1] * (kinds.ndim - 2))
    kinds[:, SERVICES] += (1 - share) * kinds[:, HANDED]
    kinds[:, MUNICIPAL] *= share
    return kinds[:, :HANDED]


def floor_of(segment: int, floor: Floats, owned: Floats) -> Floats:
    """m² in each draw, (draws or 1, …), of (segment, …) with the likely shares."""
    share = owned.reshape(-1, *[1] * (floor.ndim - 1))
    if segment == MUNICIPAL:
        return share * floor[MUNICIPAL]
    more = (1 - share) * floor[MUNICIPAL] if segment == SERVICES else 0.0
    return floor[[segment]] + more
