"""Where k stations serve people best: the p-median, solved to proof or to a gap that is told.

Of the candidates, those k are sought with which the straight way to the nearest station, old or
new, is shortest on average over all people. A good choice is found by going on greedily and then
changing one for one (Teitz and Bart 1968). A Lagrangian bound (Cornuéjols, Fisher and Nemhauser
1977) says how good it is at most and which candidates can be in no better one; what it opens on its
way is now and then changed one for one too, which most often leads to the best there is. What is
then left open goes to HiGHS in Elloumi's formulation (2010), with far fewer links than the usual.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from twin.answer import Floats
from twin.circular.access import Demand, Positions
from twin.errors import TwinError

SECONDS = 2.0
MOST_CANDIDATES, MOST_POINTS = 200, 300
_TURNS, _PATIENCE, _KEPT, _SHORTER = 1500, 20, 0.7, 0.8
_LEAST = 0.01  # a step as short as this no longer finds anything
_AGAIN = 40  # turns between two choices that are tried
# Two choices this near to each other, as a share of the cost, are equally good.
_SAME = 1e-6


@dataclass(frozen=True)
class Placement:
    """`chosen`: indices of candidates, ascending. `gap`: at most this far from the best."""

    chosen: tuple[int, ...]
    metres: float
    gap: float
    seconds: float

    @property
    def proven(self) -> bool:
        return self.gap <= _SAME


@dataclass(frozen=True)
class _Choice:
    chosen: tuple[int, ...]
    cost: float


def best(
    demand: Demand, existing: Positions, candidates: Positions, count: int, limit: float = SECONDS
) -> Placement:
    """The best `count` of the candidates; all of them if there are no more.

    Raises `TwinError`: `no_candidates`, `too_many_places`.
    """
    began = time.perf_counter()
    if not candidates:
        raise TwinError("no_candidates")
    if len(candidates) > MOST_CANDIDATES or len(demand.people) > MOST_POINTS:
        raise TwinError("too_many_places", str(len(candidates)))
    costs = _costs(demand, existing, candidates)
    count = min(count, len(candidates))
    found = _swapped(costs, _greedy(costs, count))
    found, lower, left = _bound(costs, found)
    if found.cost - lower > _SAME * found.cost:
        remaining = limit - (time.perf_counter() - began)
        found, lower = _proof(costs, found, lower, left, max(remaining, 0.05))
    gap = max(found.cost - lower, 0.0) / found.cost if found.cost > 0 else 0.0
    spent = time.perf_counter() - began
    return Placement(found.chosen, found.cost, gap if gap > _SAME else 0.0, spent)


def in_order(demand: Demand, existing: Positions, candidates: Positions, count: int) -> list[int]:
    """Candidates in the order in which each next one helps most: good for any number of them."""
    return _greedy(_costs(demand, existing, candidates), min(count, len(candidates)))


def _costs(demand: Demand, existing: Positions, candidates: Positions) -> Floats:
    """People's share × metres, (point, candidate); never more than to the nearest that exists."""
    reached = demand.nearest(existing)[:, None]
    return np.minimum(demand.metres(candidates), reached) * demand.shares[:, None]


def _cost(costs: Floats, chosen: list[int]) -> float:
    return float(costs[:, chosen].min(axis=1).sum())


def _greedy(costs: Floats, count: int) -> list[int]:
    chosen: list[int] = []
    so_far = np.full(len(costs), np.inf)
    for _ in range(count):
        totals = np.minimum(costs, so_far[:, None]).sum(axis=0)
        totals[chosen] = np.inf
        chosen.append(int(totals.argmin()))
        so_far = np.minimum(so_far, costs[:, chosen[-1]])
    return chosen


def _swapped(costs: Floats, chosen: list[int]) -> _Choice:
    """Changes one for one, the most helpful change first, until none helps."""
    cost = _cost(costs, chosen)
    while True:
        others = [np.delete(costs[:, chosen], i, axis=1) for i in range(len(chosen))]
        totals = np.stack(
            [
                np.minimum(costs, each.min(axis=1, initial=np.inf)[:, None]).sum(axis=0)
                for each in others
            ]
        )
        out, in_ = np.unravel_index(totals.argmin(), totals.shape)
        if totals[out, in_] >= cost * (1 - 1e-12):
            return _Choice(tuple(sorted(chosen)), cost)
        chosen[int(out)], cost = int(in_), float(totals[out, in_])


def _bound(costs: Floats, found: _Choice) -> tuple[_Choice, float, Floats]:
    """The best choice so far, a cost that nothing goes below, and candidates of a better choice.

    Each point offers a price for being served; a candidate's total is what it loses by serving
    those who are nearer than their price. Prices rise where nobody serves and fall where many do,
    by the subgradient, with some of the last move kept so that they do not swing to and fro.
    """
    count = len(found.chosen)
    prices = costs[:, list(found.chosen)].min(axis=1)
    move = np.zeros_like(prices)
    best_, step, stuck = -np.inf, 1.5, 0
    left = np.ones(costs.shape[1], dtype=bool)
    for turn in range(1, _TURNS + 1):
        gains = np.minimum(costs - prices[:, None], 0)
        totals = gains.sum(axis=0)
        order = np.argsort(totals)
        bound = float(prices.sum() + totals[order[:count]].sum())
        if turn % _AGAIN == 0:
            tried = _swapped(costs, [int(each) for each in order[:count]])
            found = min(found, tried, key=lambda each: each.cost)
        left &= bound + np.maximum(totals - totals[order[count - 1]], 0) < found.cost
        slack = 1 - (gains[:, order[:count]] < 0).sum(axis=1)
        stuck = 0 if bound > best_ else stuck + 1
        best_ = max(best_, bound)
        if best_ >= found.cost * (1 - _SAME) or not slack.any() or step < _LEAST:
            break
        if stuck == _PATIENCE:
            step, stuck = step * _SHORTER, 0
        move = slack + _KEPT * move
        length = max(float((move**2).sum()), _SAME)
        prices = prices + step * (found.cost - bound) / length * move
    return found, min(best_, found.cost), left


def _proof(
    costs: Floats, found: _Choice, lower: float, left: Floats, limit: float
) -> tuple[_Choice, float]:
    """HiGHS over the candidates that are left: a better choice, or the proof that there is none."""
    kept = np.union1d(np.flatnonzero(left), found.chosen)
    answer = _highs(costs[:, kept], len(found.chosen), limit)
    if answer.x is None:
        return found, lower
    chosen = [int(each) for each in kept[answer.x[: len(kept)] > 0.5]]
    better = _Choice(tuple(chosen), _cost(costs, chosen))
    found = min(found, better, key=lambda each: each.cost)
    base = float(costs[:, kept].min(axis=1).sum())
    # What HiGHS did not look at is no better than what had been found.
    return found, max(lower, min(found.cost, base + float(answer.mip_dual_bound)))


def _highs(costs: Floats, count: int, limit: float) -> Any:
    """Elloumi's formulation: for each point and each of its distances, "nobody is that near".

    Being one step further away costs the step; it is so unless a candidate at that distance is
    chosen, or somebody nearer is.
    """
    points, places = costs.shape
    order = np.argsort(costs, axis=1)
    steps = np.diff(np.take_along_axis(costs, order, axis=1), axis=1)
    width = places - 1
    rows = np.arange(points * width)
    later = rows[rows % width > 0]
    entries = np.concatenate([np.ones(2 * len(rows)), -np.ones(len(later))])
    at = np.concatenate([rows, rows, later])
    of = np.concatenate([places + rows, order[:, :width].ravel(), places + later - 1])
    links = coo_array((entries, (at, of)), shape=(len(rows), places + len(rows))).tocsr()
    some = np.concatenate([np.ones(places), np.zeros(len(rows))])
    least: Any = np.where(rows % width > 0, 0.0, 1.0)
    return milp(
        np.concatenate([np.zeros(places), steps.ravel()]),
        integrality=some,
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(links, least, np.inf),
            LinearConstraint(some[None], count, count),
        ],
        options={"time_limit": limit, "mip_rel_gap": _SAME},
    )
