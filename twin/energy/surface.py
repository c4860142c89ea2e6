"""The response surface: what measures change, without running the model.

For each segment, purpose, carrier and year the change against the reference is a sum of terms;
a term is a product of one or two levers z with a fitted coefficient. There is no term without a
lever, so nothing changes before the first start, exactly. A lever z is the level times how much
of the measure is in place. Rehabilitation has two: what of the floor area has been spared since
the start (by the reference's demolition), and the share of demolition that is spared by now.
Time and level part, so that all draws of all years are one product of two matrices.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from pathlib import Path

import numpy as np

from twin.answer import Floats
from twin.energy.levers import HEAT_PUMPS, MEASURES, RETROFIT, ramp
from twin.energy.use import CARRIERS, PURPOSES, SEGMENTS, Stock
from twin.errors import TwinError
from twin.scenario import BASE, FIRST, YEARS

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


def torn_share(stock: Stock) -> Floats:
    """(segment, year): what the reference tears down in a year, of the base year's floor area."""
    return stock.demolished / stock.floor[:, [BASE - FIRST]]


def measure_of(lever: str) -> str:
    """Whose level a lever has."""
    return lever.partition(":")[0]


def _in_place(lever: str, starts: Mapping[str, int], torn: Floats) -> Floats:
    """(year,): how much of the lever there is at level 1. `torn`: of the segment."""
    reached = ramp(starts[measure_of(lever)])
    return np.cumsum(reached * torn) if lever == SPARED else reached


def cells() -> Iterator[tuple[int, int, tuple[Term, ...]]]:
    """Place of segment and of purpose, and the terms there."""
    for (s, segment), (p, purpose) in product(enumerate(SEGMENTS), enumerate(PURPOSES)):
        yield s, p, terms(segment, purpose)


@dataclass(frozen=True)
class Surface:
    """Coefficients (term, carrier, year) by segment and purpose, in GWh a year.

    `inputs_hash` is that of the reference it was fitted beside. `error`: what was measured
    against runs that it was not fitted to, see `fit.errors`.
    """

    coefficients: Mapping[tuple[int, int], Floats]
    torn: Floats
    inputs_hash: str
    runs: int
    error: Mapping[str, float]

    def change(
        self,
        levels: Mapping[str, Floats],
        starts: Mapping[str, int],
        years: Sequence[int] = YEARS,
    ) -> Floats:
        """Effective levels (draws,) by measure → GWh a year against the reference.

        (draws, segment, purpose, carrier, years); 0 before every start. Raises `TwinError`
        with `measure_unknown`.
        """
        if strange := [each for each in levels if each not in MEASURES]:
            raise TwinError("measure_unknown", strange[0])
        when = [year - FIRST for year in years]
        draws = len(next(iter(levels.values()), np.zeros(1)))
        changed = np.zeros((draws, len(SEGMENTS), len(PURPOSES), len(CARRIERS), len(when)))
        for s, p, every in cells():
            held = [i for i, term in enumerate(every) if all(measure_of(x) in levels for x in term)]
            if held:
                acting = [every[i] for i in held]
                time = time_parts(self.torn[s], acting, starts)[:, None, when]
                slope = time * self.coefficients[s, p][held][..., when]
                flat = level_parts(acting, levels) @ slope.reshape(len(held), -1)
                changed[:, s, p] = flat.reshape(draws, len(CARRIERS), len(when))
        return changed

    def save(self, path: Path) -> None:
        """As one `.npz`, read again by `load`."""
        told = {"inputs_hash": self.inputs_hash, "runs": self.runs, "error": dict(self.error)}
        arrays = {f"c_{s}_{p}": held for (s, p), held in self.coefficients.items()}
        with path.open("wb") as stream:
            np.savez_compressed(
                stream,
                allow_pickle=False,
                torn=self.torn,
                told=np.array(json.dumps(told)),
                **arrays,
            )

    @classmethod
    def load(cls, path: Path) -> Surface:
        with np.load(path, allow_pickle=False) as held:
            told = json.loads(str(held["told"]))
            coefficients = {(s, p): held[f"c_{s}_{p}"] for s, p, _ in cells()}
            return cls(coefficients, held["torn"], **told)


def level_parts(acting: Sequence[Term], levels: Mapping[str, Floats]) -> Floats:
    """(draws, term): the product of the levels of each term's levers."""
    products = [_product(levels[measure_of(each)] for each in term) for term in acting]
    return np.stack(products, axis=1)


def time_parts(torn: Floats, acting: Sequence[Term], starts: Mapping[str, int]) -> Floats:
    """(term, year): the product of how much of each of a term's levers is in place."""
    held = {each: _in_place(each, starts, torn) for term in acting for each in term}
    return np.stack([_product(held[each] for each in term) for term in acting])


def _product(factors: Iterator[Floats]) -> Floats:
    found = np.asarray(next(factors), float)
    for factor in factors:
        found = found * factor
    return found
