"""Guess: one number a person for what a scenario would change, before the model's is shown.

The middle half of the guesses tells more than their mean: one wild guess moves it little.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from statistics import median, quantiles
from typing import Any

from workshop.ballots.common import Items, Measure, Said, Votes
from workshop.ballots.leaning import Own
from workshop.ballots.several import one_rule, stays
from workshop.errors import Rejected
from workshop.model import Json, Option, Step

COLUMNS = 12
FINE = 10  # a scale shorter than this is told more finely than whole numbers
GUESSES = 1000  # how many different answers a guess can have, at most
_FURTHEST = 1_000_000_000
_SCALE = {"low": -50, "high": 50, "step": 1}
FOR = ""


def settings(given: Mapping[str, Any], options: Sequence[Option], where: str) -> Json:
    """The number that everybody guesses: the change in the output's own unit, or in per cent."""
    shown_as = given.get("as", "percent")
    low, high, step = (_number(given, name, where) for name in ("low", "high", "step"))
    if shown_as not in ("percent", "change") or not low < high or step <= 0:
        raise Rejected("agenda_guess", where)
    if not 1 <= (high - low) / step <= GUESSES:
        raise Rejected("agenda_guess", f"{where}.step")
    return {"as": shown_as, "low": low, "high": high, "step": step}


def _number(given: Mapping[str, Any], name: str, where: str) -> float:
    value = given.get(name, _SCALE[name])
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise Rejected("agenda_guess", f"{where}.{name}")
    if not math.isfinite(value) or abs(value) > _FURTHEST:
        raise Rejected("agenda_guess", f"{where}.{name}")
    return value


def items(step: Step) -> Items:
    """One number a round, about no option."""
    return {"": ()}


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


def count(step: Step, votes: Votes) -> Json:
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


def standing(step: Step, votes: Votes) -> dict[str, float | None]:
    """Nothing: a guess has no options that two rounds could be compared by."""
    return {}


def leanings(step: Step, own: Own) -> dict[str, float]:
    """Nothing: a guess is for no option."""
    return {}


def favours(step: Step, leaning: float) -> bool:
    return False


def scale(step: Step) -> tuple[float, float]:
    return step.settings["low"], step.settings["high"]


def numbers(step: Step, own: Own) -> dict[str, float]:
    """The guess, about no option."""
    return dict(own)


rules, turned = one_rule, stays


def sentence(step: Step, found: Json) -> Said | None:
    """The middle half of the guesses."""
    if found["median"] is None:
        return None
    figures = {"low": "q1", "high": "q3", "middle": "median"}
    told = {
        "percent": "Half of the guesses lie between {low} and {high} per cent, the middle one at "
        "{middle} per cent.",
        "change": "Half of the guesses lie between {low} and {high}, the middle one at {middle}.",
    }
    return Said(
        told[step.settings["as"]],
        numbers={name: _seen(found[of], found) for name, of in figures.items()},
    )


def _seen(value: float, found: Json) -> float:
    """As finely as screens tell it: whole numbers, and the finer the shorter the scale is."""
    wide = found["high"] - found["low"]
    times = 1 if wide >= FINE else 10 ** (1 - math.floor(math.log10(wide)))
    return _plain(math.copysign(math.floor(abs(value) * times + 0.5) / times, value))


def measures(found: Json) -> Iterable[Measure]:
    """The middle of the guesses, and how many lie in each column of the scale, by its start."""
    n = found["n"]
    for name in ("median", "q1", "q3"):
        yield Measure("", f"guess_{name}", found[name], n)
    wide = (found["high"] - found["low"]) / len(found["counts"])
    for at, count in enumerate(found["counts"]):
        yield Measure(f"{found['low'] + at * wide:g}", "guesses_from", count, n)
