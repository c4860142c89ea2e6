"""Approval (Brams & Fishburn 1978): mark all that you could live with, on one ballot a round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, cast

from workshop.ballots.interval import wilson
from workshop.errors import Rejected
from workshop.model import Json, Step

ABSTAIN = "abstain"


def validate(step: Step, item: str, value: object) -> str | list[str]:
    """``"abstain"``, or the marked options in the order of the agenda; never more than the cap."""
    if item:
        raise Rejected("unknown_item", item)
    if value == ABSTAIN:
        return ABSTAIN
    if not isinstance(value, list):
        raise Rejected("invalid", "value")
    marks = cast(list[object], value)
    known = [option.id for option in step.options]
    if any(mark not in known for mark in marks):
        raise Rejected("unknown_item", "value")
    if len(set(map(str, marks))) != len(marks):
        raise Rejected("invalid", "value")
    cap = step.settings.get("cap")
    if cap is not None and len(marks) > cap:
        raise Rejected("limit", "value")
    return [option for option in known if option in marks]


def count(step: Step, votes: Mapping[tuple[str, str], Any]) -> Json:
    """Marks per option; shares are of the ballots that are not abstentions."""
    ballots = [value for value in votes.values() if value != ABSTAIN]
    marks = Counter(option for ballot in ballots for option in ballot)
    n = len(ballots)
    return {
        "abstentions": len(votes) - n,
        "options": [_row(option.id, marks[option.id], n) for option in step.options],
    }


def _row(item: str, marked: int, n: int) -> Json:
    low, high = wilson(marked, n)
    share = marked / n if n else None
    return {"id": item, "count": marked, "share": share, "low": low, "high": high}


def standing(step: Step, votes: Mapping[tuple[str, str], Any]) -> dict[str, float | None]:
    """The share that marked each option, 0..1; None where nobody marked anything."""
    return {row["id"]: row["share"] for row in count(step, votes)["options"]}
