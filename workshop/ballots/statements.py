"""Statements: agree, disagree or pass, one at a time. Passing is an answer, not a zero."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workshop.ballots.common import Measure, Said, Votes, agreement, of_each, one_each, told
from workshop.ballots.interval import wilson
from workshop.ballots.leaning import Own, any_at_all, no_numbers, no_scale
from workshop.ballots.several import Rule, by_figure, extremes, highest
from workshop.errors import Rejected
from workshop.model import Json, Option, Step

ANSWERS = ("agree", "disagree", "pass")
_TOWARDS = {"agree": 1, "pass": 0, "disagree": -1}  # noqa: S105  no word to enter by
items = one_each
FOR = "agree"
favours = any_at_all
scale, numbers = no_scale, no_numbers


def settings(given: Mapping[str, Any], options: Sequence[Option], where: str) -> Json:
    """There is nothing to set."""
    return {}


def validate(step: Step, item: str, value: object) -> str:
    """The answer itself; unknown statements and answers are refused."""
    if item not in step.option_ids():
        raise Rejected("unknown_item", item)
    if value not in ANSWERS:
        raise Rejected("invalid", "value")
    return str(value)


def count(step: Step, votes: Votes) -> Json:
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


def standing(step: Step, votes: Votes) -> dict[str, float | None]:
    """The share that agrees with each statement, 0..1; None where nobody answered."""
    return {row["id"]: row["share_agree"] for row in count(step, votes)["options"]}


def leanings(step: Step, own: Own) -> dict[str, float]:
    """1 who agrees, 0 who passes, −1 who disagrees."""
    return {item: _TOWARDS[value] for item, value in own.items()}


def rules(step: Step, votes: Votes) -> tuple[Rule, ...]:
    """Who is agreed with most; and once more with what speaks against it."""
    rows = count(step, votes)["options"]
    net = {r["id"]: (r["agree"] - r["disagree"]) / r["n"] for r in rows if r["n"]}
    return Rule("agree_share", by_figure(rows, "share_agree")), Rule("agree_net", highest(net))


turned = extremes(lambda step: "disagree", lambda step: "agree")


def sentence(step: Step, found: Json) -> Said | None:
    """What most agree with, and whether another statement could be first as well."""
    rows = [(r["id"], r["share_agree"], r["low"], r["high"]) for r in told(found) if r["n"]]
    return agreement(rows)


def measures(found: Json) -> Iterable[Measure]:
    return of_each(told(found), "agree", "disagree", "pass", "share_agree", "low", "high")
