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
from functools import cached_property
from pathlib import Path

import numpy as np

from twin.answer import Floats
from twin.energy.levers import MEASURES, ramp
from twin.energy.slopes import Driver, Slopes, slopes
from twin.energy.terms import SPARED, Term, cells, measure_of
from twin.energy.use import CARRIERS, PURPOSES, SEGMENTS, Stock
from twin.errors import TwinError
from twin.scenario import BASE, FIRST, YEARS


def torn_share(stock: Stock) -> Floats:
    """(segment, year): what the reference tears down in a year, of the base year's floor area."""
    return stock.demolished / stock.floor[:, [BASE - FIRST]]


def _in_place(lever: str, starts: Mapping[str, int], torn: Floats) -> Floats:
    """(year,): how much of the lever there is at level 1. `torn`: of the segment."""
    reached = ramp(starts[measure_of(lever)])
    return np.cumsum(reached * torn) if lever == SPARED else reached


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

    @cached_property
    def _stacked(self) -> Floats:
        """Coefficients of all terms in the order of `cells`: (term, carrier, year)."""
        return np.concatenate([self.coefficients[s, p] for s, p, _ in cells()])

    def slopes(
        self, levels: Mapping[str, float], starts: Mapping[str, int], drivers: Mapping[str, Driver]
    ) -> Slopes:
        """The same for levels before they are drawn, see `twin.energy.slopes`."""
        return slopes(self._stacked, self.torn, levels, starts, drivers)

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
