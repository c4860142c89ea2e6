"""Which levers act on which use, alone and two together: the terms of the response surface."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations, product

from twin.energy.levers import HEAT_PUMPS, RETROFIT
from twin.energy.use import PURPOSES, SEGMENTS

Term = tuple[str, ...]
# What has been spared so far, and what share is spared by now, at one level.
SPARED, SPARING = "rehabilitate", "rehabilitate:now"


@cache
def terms(segment: str, purpose: str) -> tuple[Term, ...]:
    """Which levers act on this use, alone and together.

    Two that lower the same need multiply, as do need and heating system, and each of them with
    how much is torn down. Heating systems do not multiply: each has its own share of what is
    left, except that district heat takes its share of apartment blocks before heat pumps do.
    """
    need, heat = _need(segment, purpose), _heat(segment, purpose)
    alone: list[Term] = [(each,) for each in (*need, *heat, SPARED, SPARING)]
    pairs: list[Term] = [*combinations(need, 2), *product(need, heat)]
    pairs += [(each, SPARED) for each in (*need, *heat, SPARED)]
    pairs += [("district_heating", each) for each in heat if each != "district_heating"]
    return (*alone, *pairs)


def _need(segment: str, purpose: str) -> tuple[str, ...]:
    own = {
        "heating": (RETROFIT[segment],), "equipment": ("appliances",), "lighting": ("lighting",),
    }.get(purpose, ())  # fmt: skip
    managed = segment == "municipal" and purpose in ("heating", "cooling", "equipment")
    return (*own, "energy_management") if managed else own


def _heat(segment: str, purpose: str) -> tuple[str, ...]:
    if purpose not in ("heating", "hot_water"):
        return ()
    return ("district_heating", *HEAT_PUMPS) if segment == "dwellings" else ("district_heating",)


def measure_of(lever: str) -> str:
    """Whose level a lever has."""
    return lever.partition(":")[0]


def cells() -> Iterator[tuple[int, int, tuple[Term, ...]]]:
    """Place of segment and of purpose, and the terms there."""
    for (s, segment), (p, purpose) in product(enumerate(SEGMENTS), enumerate(PURPOSES)):
        yield s, p, terms(segment, purpose)
