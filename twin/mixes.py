"""Mixes of measures in whole steps: what the models say of them, and the best of a linear model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from twin.answer import Floats
from twin.errors import TwinError

# Share of a lever's highest level that a turn may move it by, once a first mix is known.
TRUST = 0.5
# How many steps of each lever are up, in the order of the levers.
Steps = tuple[int, ...]
# Levels by measure → the output's draws, and the middle of the yearly cost's change in MNOK.
Model = Callable[[Mapping[str, float]], tuple[Floats, float]]


@dataclass(frozen=True, slots=True)
class Target:
    """At most (or at least) `bound`, in the output's unit, with `probability` (0.5–0.95)."""

    bound: float
    at_most: bool
    probability: float

    def __post_init__(self) -> None:
        if not 0.5 <= self.probability <= 0.95:
            raise TwinError("target_probability", f"{self.probability}")
        if not np.isfinite(self.bound):
            raise TwinError("target_bound", f"{self.bound}")

    def value(self, draws: Floats) -> float:
        """What the output is at most (at least) with the asked probability."""
        if self.at_most:
            return float(np.quantile(draws, self.probability, method="higher"))
        return float(np.quantile(draws, 1 - self.probability, method="lower"))

    def lacks(self, draws: Floats) -> float:
        over = self.value(draws) - self.bound
        return over if self.at_most else -over

    def met(self, draws: Floats) -> float:
        """The share of draws that meet the target."""
        return float(np.mean(draws <= self.bound if self.at_most else draws >= self.bound))


@dataclass(frozen=True, slots=True)
class Lever:
    """A measure that may be used, in whole steps up to its highest level."""

    measure: str
    highest: float
    step: float

    @property
    def steps(self) -> int:
        return round(self.highest / self.step)


@dataclass(frozen=True, slots=True)
class Mix:
    """Steps as asked of the models. `lacks`: how far from the target; not above 0 is reached."""

    at: Steps
    lacks: float
    cost: float
    draws: Floats


@dataclass(frozen=True, slots=True)
class Slopes:
    """What one more step of each lever changes in what is lacking, and in cost."""

    lacks: Floats
    costs: Floats


class Mixes:
    """Every mix asked of the models once, for one target."""

    def __init__(
        self, model: Model, target: Target, levers: tuple[Lever, ...],
        together: Iterable[frozenset[str]],
    ) -> None:  # fmt: skip
        self.levers, self.target = levers, target
        self._model, self._together = model, tuple(together)
        self._asked: dict[Steps, Mix] = {}
        self._top = np.array([lever.steps for lever in levers])

    def nothing(self) -> Mix:
        return self.of((0,) * len(self.levers))

    def of(self, at: Steps) -> Mix:
        if at not in self._asked:
            draws, cost = self._model(self.levels(at))
            self._asked[at] = Mix(at, self.target.lacks(draws), cost, draws)
        return self._asked[at]

    def levels(self, at: Steps) -> dict[str, float]:
        return {
            lever.measure: min(steps * lever.step, lever.highest)
            for lever, steps in zip(self.levers, at, strict=True)
            if steps
        }

    def without(self, mix: Mix, measure: str) -> Mix:
        kept = (
            0 if lever.measure == measure else steps
            for lever, steps in zip(self.levers, mix.at, strict=True)
        )
        return self.of(tuple(kept))

    def neighbours(self, mix: Mix) -> list[Mix]:
        """All that are one step of one lever away and allowed."""
        moved: list[Steps] = []
        for i, lever in enumerate(self.levers):
            for steps in (mix.at[i] - 1, mix.at[i] + 1):
                if 0 <= steps <= lever.steps:
                    moved.append((*mix.at[:i], steps, *mix.at[i + 1 :]))
        return [self.of(at) for at in moved if self._allowed(at)]

    def slopes(self, here: Mix, barred: str, wide: bool) -> Slopes:
        """`wide`: measured over half of the way up, which is nearer to what whole mixes do."""
        lacks, costs = np.zeros(len(self.levers)), np.zeros(len(self.levers))
        for i, lever in enumerate(self.levers):
            if lever.measure == barred:
                continue
            by = max(1, lever.steps // 2) if wide else 1
            by = by if here.at[i] + by <= lever.steps else -1
            other = self.of((*here.at[:i], here.at[i] + by, *here.at[i + 1 :]))
            lacks[i] = (other.lacks - here.lacks) / by
            costs[i] = (other.cost - here.cost) / by
        return Slopes(lacks, costs)

    def least(
        self, price: Floats, barred: str, rule: LinearConstraint | None = None,
        near: Mix | None = None,
    ) -> Mix | None:  # fmt: skip
        """The mix of least `price` that `rule` allows, not too far from `near` if that is told."""
        high = np.where([lever.measure == barred for lever in self.levers], 0, self._top)
        low = np.zeros_like(high)
        if near is not None:
            move = np.maximum(1, np.ceil(TRUST * self._top))
            high = np.minimum(high, near.at + move)
            low = np.minimum(np.maximum(0, near.at - move), high)
        rules = [self._sum_rule(group) for group in self._together]
        rules += [rule] if rule is not None else []
        # scipy's types know of numbers alone here; it takes one bound a lever.
        bounds: Any = (low, high)
        found = milp(
            price, integrality=np.ones(len(high)), bounds=Bounds(*bounds), constraints=rules
        )
        if found.x is None:
            return None
        return self.of(tuple(int(steps) for steps in np.round(found.x)))

    def _allowed(self, at: Steps) -> bool:
        levels = self.levels(at)
        return all(
            sum(levels.get(measure, 0.0) for measure in group) <= 1 + 1e-9
            for group in self._together
        )

    def _sum_rule(self, group: frozenset[str]) -> LinearConstraint:
        share = [lever.step if lever.measure in group else 0.0 for lever in self.levers]
        return LinearConstraint(np.array(share), -inf, 1.0)
