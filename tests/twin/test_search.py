"""What would it take: mixes that can be found by trying all of them, and what cannot be reached."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from math import inf

import numpy as np
import pytest

from twin.answer import Floats
from twin.errors import TwinError
from twin.mixes import Lever, Target
from twin.search import Found, cheapest

LEVERS = (Lever("warm", 1.0, 0.25), Lever("sun", 1.0, 0.25), Lever("light", 0.5, 0.25))
# What each saves at level 1, and costs.
SAVES = {"warm": 60.0, "sun": 40.0, "light": 30.0}
COSTS = {"warm": 50.0, "sun": 10.0, "light": -4.0}
SURE = np.linspace(0.7, 1.3, 101)


def bent(levels: Mapping[str, float]) -> tuple[Floats, float]:
    """100 a year, less what is saved: the more is saved, the less each more saves."""
    saved = sum(SAVES[name] * level for name, level in levels.items())
    cost = sum(COSTS[name] * (level + 0.3 * level**2) for name, level in levels.items())
    return 100 - SURE * saved * (1 - saved / 400), cost


def found_by_trying_all(target: Target) -> tuple[dict[str, float], float] | None:
    best = None
    for at in product(*(range(lever.steps + 1) for lever in LEVERS)):
        levels = {
            lever.measure: steps * lever.step
            for lever, steps in zip(LEVERS, at, strict=True)
            if steps
        }
        draws, cost = bent(levels)
        if target.lacks(draws) <= 0 and (best is None or cost < best[1] - 1e-9):
            best = levels, cost
    return best


@pytest.mark.parametrize("bound", [95.0, 80.0, 70.0, 60.0, 45.0, 30.0])
@pytest.mark.parametrize("probability", [0.5, 0.9])
def test_the_mix_is_the_one_that_trying_all_finds(bound: float, probability: float) -> None:
    target = Target(bound, at_most=True, probability=probability)
    best = found_by_trying_all(target)
    found = cheapest(bent, target, LEVERS)
    assert found.reached == (best is not None)
    if best is not None:
        assert found.cost == pytest.approx(best[1], abs=0.05 * abs(best[1]) + 1e-9)
        assert found.probability >= probability
        assert found.value <= bound


def test_what_cannot_be_reached_is_said_with_the_mix_that_comes_nearest() -> None:
    found = cheapest(bent, Target(5.0, at_most=True, probability=0.9), LEVERS)
    assert not found.reached
    assert found.levels == {"warm": 1.0, "sun": 1.0, "light": 0.5}
    assert found.value > 5
    assert found.probability < 0.9
    assert found.last == "warm"
    assert found.without == {}


def test_the_last_to_be_given_up_is_the_one_without_which_it_cannot_be_done() -> None:
    found = cheapest(bent, Target(45.0, at_most=True, probability=0.5), LEVERS)
    assert found.last == "warm"
    assert found.without["warm"] == inf
    assert 0 < found.without["sun"] < inf


def test_a_target_may_be_a_least() -> None:
    def share(levels: Mapping[str, float]) -> tuple[Floats, float]:
        draws, cost = bent(levels)
        return 100 - draws, cost

    found = cheapest(share, Target(40.0, at_most=False, probability=0.9), LEVERS)
    mirrored = cheapest(bent, Target(60.0, at_most=True, probability=0.9), LEVERS)
    assert found.levels == mirrored.levels
    assert found.value >= 40


def test_what_is_reached_already_still_takes_what_pays_for_itself() -> None:
    found = cheapest(bent, Target(100.0, at_most=True, probability=0.9), LEVERS)
    assert found.reached
    assert found.levels == {"light": 0.5}
    assert found.cost < 0


def test_measures_that_share_the_same_houses_do_not_sum_above_one() -> None:
    group = frozenset({"warm", "sun"})

    def sums(found: Found) -> float:
        return sum(found.levels.get(name, 0) for name in group)

    apart = cheapest(bent, Target(38.0, at_most=True, probability=0.5), LEVERS)
    assert sums(apart) > 1
    kept = cheapest(bent, Target(38.0, at_most=True, probability=0.5), LEVERS, [group])
    assert sums(kept) <= 1
    assert not kept.reached


@pytest.mark.parametrize(
    ("bound", "probability", "code"),
    [(1.0, 0.4, "target_probability"), (1.0, 0.99, "target_probability"),
     (float("nan"), 0.5, "target_bound")],
)  # fmt: skip
def test_a_target_that_means_nothing_is_refused(
    bound: float, probability: float, code: str
) -> None:
    with pytest.raises(TwinError) as told:
        Target(bound, at_most=True, probability=probability)
    assert told.value.code == code


def test_without_any_measure_there_is_nothing_to_search() -> None:
    with pytest.raises(TwinError) as told:
        cheapest(bent, Target(1.0, at_most=True, probability=0.5), ())
    assert told.value.code == "levers_none"
