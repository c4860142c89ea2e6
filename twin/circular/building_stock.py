"""How much of what buildings are made of has worn out and is renewed each year.

A stock-driven dynamic stock model (`flodym`): the floor area of each year is given, a part lives
for so many years, and what leaves must be put in again. What is demolished leaves with its
building; the rest of what wears out is renewed in buildings that go on standing.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from twin.answer import Floats
from twin.errors import TwinError
from twin.scenario import FIRST, YEARS

KINDS = ("dwellings", "others")
# Lives in years for which the model is run; between them it is read off a straight line.
LIVES = (15.0, 25.0, 35.0, 45.0, 55.0, 70.0, 90.0)
# The deviation of a life, as a share of it.
_SPREAD = 0.25
_OPENING = 1900
_HISTORY = tuple(range(_OPENING, YEARS[-1] + 1))


@dataclass(frozen=True)
class Floors:
    """m² by kind and year: (kind, year); `renewed` m² a year by life: (life, kind, year)."""

    floor: Floats
    built: Floats
    demolished: Floats
    renewed: Floats

    def during(self, when: slice) -> Floors:
        return Floors(*(getattr(self, each.name)[..., when] for each in fields(self)))


def floors(floor: Floats, built: Floats, demolished: Floats, growth: float) -> Floors:
    """From the energy model's stock, (segment, year): dwellings first, all others together.

    Its first year has no flows: they are taken to be those of the next. `growth`: how much the
    stock grew each year before the first, in per cent.
    """
    stands, rises, falls = (_by_kind(each) for each in (floor, built, demolished))
    for flow in (rises, falls):
        flow[:, 0] = flow[:, 1]
    _check(stands, rises, falls)
    renewed = np.maximum(_worn_out(stands, growth) - falls[None], 0.0)
    return Floors(stands, rises, falls, renewed)


def _by_kind(segments: Floats) -> Floats:
    return np.stack([segments[0], segments[1:].sum(axis=0)]).astype(float)


def _check(floor: Floats, built: Floats, demolished: Floats) -> None:
    """The floor area of a year is that of the year before, with what was built and demolished."""
    if floor.shape[1] != len(YEARS) or min(map(np.min, (floor, built, demolished))) < 0:
        raise TwinError("run_check", "floor area does not add up")
    change = np.diff(floor, axis=1) - (built - demolished)[:, 1:]
    if np.abs(change).max() > 1e-6 * floor.max():
        raise TwinError("run_check", "floor area does not add up")


def _worn_out(floor: Floats, growth: float) -> Floats:
    """m² a year whose parts of each life have worn out: (life, kind, year)."""
    stock = _model(_with_past(floor, growth))
    stock.compute()
    stock.check_stock_balance()
    if not np.allclose(stock.stock.values[-len(YEARS) :, 0], floor.T):
        raise TwinError("run_check", "floor area does not add up")
    return np.moveaxis(stock.outflow.values[-len(YEARS) :], 0, -1)


def _with_past(floor: Floats, growth: float) -> Floats:
    """(year since 1900, kind): what stood at first, shrinking backwards."""
    before = FIRST - np.arange(_OPENING, FIRST)
    past = floor[:, :1] / (1 + growth / 100) ** before
    return np.concatenate([past, floor], axis=1).T


def _model(floor: Floats) -> Any:
    # Loaded here, since it brings pandas and takes two seconds that no page should wait for.
    from flodym import (  # noqa: PLC0415
        Dimension,
        DimensionSet,
        NormalLifetime,
        StockArray,
        StockDrivenDSM,
    )

    dims = DimensionSet(
        dim_list=[
            Dimension(name="time", letter="t", items=list(_HISTORY)),
            Dimension(name="life", letter="l", items=list(LIVES)),
            Dimension(name="kind", letter="k", items=list(KINDS)),
        ]
    )
    lives = np.broadcast_to(np.array(LIVES)[None, :, None], dims.shape)
    return StockDrivenDSM(
        dims=dims,
        stock=StockArray(dims=dims, values=np.repeat(floor[:, None, :], len(LIVES), axis=1)),
        lifetime_model=NormalLifetime(dims=dims, mean=lives, std=lives * _SPREAD),
        name="floor",
    )
