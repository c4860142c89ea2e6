"""Draws are the same each time, spread evenly, and shaped as triangles."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kstest, triang

from twin.draws import DRAWS, draw
from twin.scenario import Assumption


def assumption(name: str, low: float, value: float, high: float) -> Assumption:
    return Assumption(name, value, low, high, "x", "", "low", {})


def test_the_same_assumptions_give_the_same_draws() -> None:
    asked = [assumption("a", 0, 1, 2), assumption("b", 5, 5, 9)]
    first, again = draw(asked), draw(asked)
    assert all(np.array_equal(first[name], again[name]) for name in ("a", "b"))
    assert first["a"].shape == (DRAWS,)


@pytest.mark.parametrize("mode", [1.0, 2.0, 4.0])
def test_they_follow_the_triangular_distribution(mode: float) -> None:
    found = draw([assumption("a", 1, mode, 4)])["a"]
    shape = triang((mode - 1) / 3, loc=1, scale=3)
    assert kstest(found, shape.cdf).statistic < 0.005  # 1 024 random ones would miss by 0.03


def test_twice_as_many_move_the_middle_by_less_than_a_hundredth_of_the_range() -> None:
    asked = [assumption(name, 0, 1, 3) for name in "abcdefgh"]
    some, twice = draw(asked), draw(asked, 2 * DRAWS)
    few, many = (np.prod([each[name] for name in "abcdefgh"], axis=0) for each in (some, twice))
    low, high = np.percentile(many, (10, 90))
    assert abs(np.median(few) - np.median(many)) < 0.01 * (high - low)


def test_what_is_known_exactly_is_not_drawn() -> None:
    assert set(draw([assumption("a", 3, 3, 3)])["a"]) == {3.0}
