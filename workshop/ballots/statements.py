"""Statements: agree, disagree or pass, one at a time. Passing is an answer, not a zero."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from workshop.ballots.interval import wilson
from workshop.errors import Rejected
from workshop.model import Json, Step

ANSWERS = ("agree", "disagree", "pass")


def validate(step: Step, item: str, value: object) -> str:
    """The answer itself; unknown statements and answers are refused."""
    if item not in step.option_ids():
        raise Rejected("unknown_item", item)
    if value not in ANSWERS:
        raise Rejected("invalid", "value")
    return str(value)


def count(step: Step, votes: Mapping[tuple[str, str], Any]) -> Json:
    """Answers per statement; shares and Wilson intervals are of all who answered it, passes too."""
    counts = Counter((item, value) for (_, item), value in votes.items())
    return {"options": [_row(option.id, counts) for option in step.options]}


def _row(item: str, counts: Counter[tuple[str, Any]]) -> Json:
    agree, disagree, passed = (counts[item, answer] for answer in ANSWERS)
    n = agree + disagree + passed
    low, high = wilson(agree, n)
    return {
        "id": item,
        "agree": agree,
        "disagree": disagree,
        "pass": passed,
        "n": n,
        "share_agree": agree / n if n else None,
        "low": low,
        "high": high,
    }


def standing(step: Step, votes: Mapping[tuple[str, str], Any]) -> dict[str, float | None]:
    """The share that agrees with each statement, 0..1; None where nobody answered."""
    return {row["id"]: row["share_agree"] for row in count(step, votes)["options"]}
