"""Score: a whole number from 0 to K for each option. Abstaining on an option never counts as 0."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean, median
from typing import Any

from workshop.errors import Rejected
from workshop.model import Json, Step

ABSTAIN = "abstain"


def validate(step: Step, item: str, value: object) -> int | str:
    """The number, or ``"abstain"``; ``true``, 2.5 and 7 of 5 are refused."""
    if item not in step.option_ids():
        raise Rejected("unknown_item", item)
    if value == ABSTAIN:
        return ABSTAIN
    if not isinstance(value, int) or isinstance(value, bool):
        raise Rejected("invalid", "value")
    if not 0 <= value <= step.settings["max"]:
        raise Rejected("limit", "value")
    return value


def count(step: Step, votes: Mapping[tuple[str, str], Any]) -> Json:
    """Per option: how many gave each number, mean and median of those who rated it, abstentions."""
    given: dict[str, list[int]] = {option.id: [] for option in step.options}
    abstained = dict.fromkeys(given, 0)
    for (_, item), value in votes.items():
        if value == ABSTAIN:
            abstained[item] += 1
        else:
            given[item].append(value)
    highest = step.settings["max"]
    rows = [_row(item, numbers, highest, abstained[item]) for item, numbers in given.items()]
    return {"max": highest, "options": rows}


def _row(item: str, numbers: list[int], highest: int, abstentions: int) -> Json:
    return {
        "id": item,
        "n": len(numbers),
        "mean": fmean(numbers) if numbers else None,
        "median": median(numbers) if numbers else None,
        "counts": [numbers.count(k) for k in range(highest + 1)],
        "abstentions": abstentions,
    }


def standing(step: Step, votes: Mapping[tuple[str, str], Any]) -> dict[str, float | None]:
    """The mean score of each option; None where nobody rated it."""
    return {row["id"]: row["mean"] for row in count(step, votes)["options"]}
