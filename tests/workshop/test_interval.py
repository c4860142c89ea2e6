"""Intervals: few who agree leave something open, many leave little, and most hold the truth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from workshop.ballots.interval import of_mean

# How a hall answers from 0 to 10: alike, split, one end, and spread out.
HALLS = ((0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0), (4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4),
         (14, 3, 1, 0, 0, 0, 0, 0, 0, 1, 1), (1,) * 11)  # fmt: skip


@pytest.mark.parametrize("alike", [0, 4, 10])
def test_few_who_answer_alike_leave_something_open_and_many_little(alike: int) -> None:
    few, many = (_width([n * (k == alike) for k in range(11)]) for n in (5, 300))
    assert 1 < few < 5 and many < 0.2


@pytest.mark.parametrize("people", [5, 12, 40])
@pytest.mark.parametrize("hall", HALLS)
def test_the_mean_of_all_lies_within_about_as_often_as_told(
    hall: Sequence[int], people: int
) -> None:
    shares = np.array(hall) / sum(hall)
    truth = float(shares @ np.arange(11))
    drawn = np.random.default_rng(3).multinomial(people, shares, 400)
    held = [low <= truth <= high for low, high in (of_mean(each.tolist()) for each in drawn)]
    assert sum(held) / len(held) >= 0.88


def test_one_alone_says_nothing() -> None:
    assert of_mean([0, 1, 0]) == (float("-inf"), float("inf"))


def _width(counts: Sequence[int]) -> float:
    low, high = of_mean(counts)
    return high - low
