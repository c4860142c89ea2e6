"""What would it take? The cheapest mix of measures that reaches a target with a chosen probability.

The models are bent, so the mix is found in turns: they are made linear around the mix at hand,
HiGHS finds the cheapest whole steps of the linear one (through scipy.optimize.milp), and that mix
is asked of the models themselves; what it lacks is asked for on top in the next turn. In the end
single steps are taken back or added as long as the target holds and the cost falls. It is a good
mix, not proven the best. Whether a target can be reached at all is looked for in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from scipy.optimize import LinearConstraint

from twin.errors import TwinError
from twin.mixes import Lever, Mix, Mixes, Model, Slopes, Target

TURNS = 8
# How often what is reached without one of the measures is mended; it starts from a good mix.
TURNS_WITHOUT = 4
REACH_TURNS = 3


@dataclass(frozen=True, slots=True)
class Found:
    """`levels` in use; if the target cannot be reached, those that come nearest to it.

    `value`: what the output is at most (at least) with the asked probability; `probability`: that
    with which the target is met; `cost`: middle of the yearly cost's change, MNOK. `without`:
    measure in the mix → how much dearer it gets without, infinite if the target is then out of
    reach. `last`: the last measure to be given up.
    """

    reached: bool
    levels: Mapping[str, float]
    value: float
    probability: float
    cost: float
    without: Mapping[str, float]
    last: str


def cheapest(
    model: Model, target: Target, levers: Sequence[Lever], together: Iterable[frozenset[str]] = ()
) -> Found:
    """`together`: measures whose levels may not sum above 1. Raises `TwinError("levers_none")`."""
    if not levers:
        raise TwinError("levers_none")
    mixes = Mixes(model, target, tuple(levers), together)
    best = _cheapest(mixes, mixes.nothing(), "", TURNS)
    if best is None:
        best = _nearest(mixes, "")
    if best.lacks > 0:
        worse = {each: mixes.without(best, each).lacks for each in mixes.levels(best.at)}
        return _told(mixes, best, {}, max(worse, key=lambda each: worse[each], default=""))
    best = _polished(mixes, best)
    without = {each: _dearer(mixes, best, each) for each in mixes.levels(best.at)}
    return _told(mixes, best, without, max(without, key=lambda each: without[each], default=""))


def _told(mixes: Mixes, best: Mix, without: Mapping[str, float], last: str) -> Found:
    return Found(
        reached=best.lacks <= 0,
        levels=mixes.levels(best.at),
        value=mixes.target.value(best.draws),
        probability=mixes.target.met(best.draws),
        cost=best.cost,
        without=without,
        last=last,
    )


def _cheapest(mixes: Mixes, here: Mix, barred: str, turns: int) -> Mix | None:
    """The cheapest mix met with that reaches the target; none if none does."""
    best, more = (here if here.lacks <= 0 else None), 0.0
    for turn in range(turns):
        slopes = mixes.slopes(here, barred, wide=turn == 0)
        found = _step(mixes, here, slopes, barred, more, near=turn > 0)
        if found is None:
            break
        if found.lacks <= 0 and (best is None or found.cost < best.cost):
            best = found
        if found.at == here.at and found.lacks <= 0:
            break
        # A linear model that promised too much is asked for as much more.
        more = more + found.lacks if found.lacks > 0 else more / 2
        here = found
    if best is None:
        nearest = _nearest(mixes, barred)
        return nearest if nearest.lacks <= 0 else None
    return best


def _step(
    mixes: Mixes, here: Mix, slopes: Slopes, barred: str, more: float, near: bool
) -> Mix | None:
    """The cheapest mix of the linear model: nearby if one there is enough, else anywhere."""
    reach = float(slopes.lacks @ np.array(here.at)) - here.lacks - more
    rule = LinearConstraint(slopes.lacks, -inf, reach)
    found = mixes.least(slopes.costs, barred, rule, here) if near else None
    return found or mixes.least(slopes.costs, barred, rule)


def _nearest(mixes: Mixes, barred: str) -> Mix:
    """The mix that comes nearest to the target, or furthest beyond it, whatever it costs."""
    best = here = mixes.nothing()
    for turn in range(REACH_TURNS):
        slopes = mixes.slopes(here, barred, wide=turn == 0)
        # A measure that does nothing for the target is left out: it weighs next to nothing.
        idle = 1e-6 * np.abs(slopes.lacks).max() * np.ones(len(slopes.lacks))
        found = mixes.least(slopes.lacks + idle, barred)
        if found is None or found.at == here.at:
            break
        here = found
        best = min(best, here, key=lambda mix: mix.lacks)
    return best


def _polished(mixes: Mixes, best: Mix) -> Mix:
    """Single steps down, or up, that the target bears and that make it cheaper."""
    while True:
        better = [
            mix for mix in mixes.neighbours(best) if mix.lacks <= 0 and mix.cost < best.cost - 1e-9
        ]
        if not better:
            return best
        best = min(better, key=lambda mix: mix.cost)


def _dearer(mixes: Mixes, best: Mix, measure: str) -> float:
    other = _cheapest(mixes, mixes.without(best, measure), measure, TURNS_WITHOUT)
    return inf if other is None else max(0.0, other.cost - best.cost)
