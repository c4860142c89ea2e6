"""Guess: one number a person for what a scenario would change, before the model's is shown.

The middle half of the guesses tells more than their mean: one wild guess moves it little.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import median, quantiles
from typing import Any

from workshop.errors import Rejected
from workshop.model import Json, Step

COLUMNS = 12


def validate(step: Step, item: str, value: object) -> float:
    """The number on the scale of the step; what lies beside its ends is refused."""
    if item:
        raise Rejected("unknown_item", item)
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not math.isfinite(value):
        raise Rejected("invalid", "value")
    low, high, notch = (step.settings[name] for name in ("low", "high", "step"))
    if not low <= value <= high:
        raise Rejected("limit", "value")
    return _plain(min(high, low + round((value - low) / notch) * notch))


def _plain(value: float) -> float:
    """As it is written on the slider: 3, not 3.0; 0.3, not 0.30000000000000004; 0, never −0."""
    rounded = round(value, 6) + 0.0
    return int(rounded) if rounded == int(rounded) else rounded


def count(step: Step, votes: Mapping[tuple[str, str], Any]) -> Json:
    """Median and quartiles (Tukey's hinges, inclusive), and how many guessed in each column."""
    numbers = sorted(votes.values())
    low, high = step.settings["low"], step.settings["high"]
    answers = math.floor((high - low) / step.settings["step"]) + 1
    columns = min(COLUMNS, answers)
    counts = [0] * columns
    for number in numbers:
        counts[min(columns - 1, int((number - low) / (high - low) * columns))] += 1
    first, third = _quartiles(numbers)
    return {
        "n": len(numbers),
        "median": median(numbers) if numbers else None,
        "q1": first,
        "q3": third,
        "low": low,
        "high": high,
        "counts": counts,
    }


def _quartiles(numbers: Sequence[float]) -> tuple[float | None, float | None]:
    if len(numbers) < 2:
        return (numbers[0], numbers[0]) if numbers else (None, None)
    first, _, third = quantiles(numbers, n=4, method="inclusive")
    return first, third


def standing(step: Step, votes: Mapping[tuple[str, str], Any]) -> dict[str, float | None]:
    """Nothing: a guess has no options that two rounds could be compared by."""
    return {}
