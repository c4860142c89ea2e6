"""Approval (Brams & Fishburn 1978): mark all that you could live with, on one ballot a round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, cast

from workshop.agenda_fields import MAX_OPTIONS, whole
from workshop.ballots.common import (
    ABSTAIN,
    Measure,
    Said,
    Votes,
    abstains,
    cast_ballots,
    leaders,
    one_ballot,
    told,
)
from workshop.ballots.interval import wilson
from workshop.ballots.leaning import Own, any_at_all, chosen, no_numbers, no_scale
from workshop.ballots.several import Rule, by_figure
from workshop.errors import Rejected
from workshop.model import Json, Option, Step

items = one_ballot
FOR = "count"
leanings = chosen
favours = any_at_all
scale, numbers = no_scale, no_numbers


def settings(given: Mapping[str, Any], options: Sequence[Option], where: str) -> Json:
    """How many options one person may mark; None for as many as they like."""
    cap = given.get("cap")
    if cap is not None and not whole(cap, 1, MAX_OPTIONS):
        raise Rejected("agenda_settings", f"{where}.cap")
    return {"cap": cap}


def validate(step: Step, item: str, value: object) -> str | list[str]:
    """``"abstain"``, or the marked options in the order of the agenda; never more than the cap."""
    if abstains(item, value):
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


def count(step: Step, votes: Votes) -> Json:
    """Marks per option; shares are of the ballots that are not abstentions. `split`: what is first
    where each ballot is one vote that its marks share."""
    ballots, abstentions = cast_ballots(votes)
    marks = Counter(option for ballot in ballots for option in ballot)
    n = len(ballots)
    return {
        "abstentions": abstentions,
        "options": [_row(option.id, marks[option.id], n) for option in step.options],
        "split": _split(step, ballots) if marks else [],
    }


def _split(step: Step, ballots: Iterable[Sequence[str]]) -> list[str]:
    """What is first where a ballot's marks share one vote; in fractions, so that ties stay ties
    in any order of the ballots."""
    longs = Counter((option, len(ballot)) for ballot in ballots for option in ballot)
    shared = {option.id: Fraction(0) for option in step.options}
    for (option, marks), often in longs.items():
        shared[option] += Fraction(often, marks)
    most = max(shared.values())
    return [option for option, votes in shared.items() if votes == most]


def _row(item: str, marked: int, n: int) -> Json:
    low, high = wilson(marked, n)
    share = marked / n if n else None
    return {"id": item, "count": marked, "share": share, "low": low, "high": high}


def standing(step: Step, votes: Votes) -> dict[str, float | None]:
    """The share that marked each option, 0..1; None where nobody marked anything."""
    return {row["id"]: row["share"] for row in count(step, votes)["options"]}


def rules(step: Step, votes: Votes) -> tuple[Rule, ...]:
    """Most marks; and each ballot as one vote that its marks share."""
    found = count(step, votes)
    marks = by_figure(found["options"], "count") if found["split"] else ()
    return Rule("marks", marks, summed=True), Rule("split", tuple(found["split"]))


def turned(step: Step, own: Own, away: str, towards: str) -> Own:
    """One mark in place of the other; a third goes where the cap asks for it."""
    rest = [each for each in own[""] if each not in (away, towards)]
    cap = step.settings.get("cap") or len(step.options)
    return {"": [*rest[: cap - 1], towards]}


def sentence(step: Step, found: Json) -> Said | None:
    """What most people marked, and whether another option could be first as well; or, where each
    ballot as one vote puts another first, that the rule decides. What was counted by hand says
    nothing of whole ballots."""
    n = found["voters"] - found["abstentions"]
    rows = [(r["id"], r["share"], r["low"], r["high"]) for r in told(found) if n]
    if not rows:
        return None
    best, certain = leaders(rows)
    split = tuple(found["split"])
    if split and not found.get("by_hand") and set(best).isdisjoint(split):
        return Said(
            "The rule decides, so talk about it. Most marks: {marks}. Each ballot one vote, shared"
            " among its marks: {split}.",
            {"marks": best, "split": split},
        )
    numbers = {"share": max(row[1] for row in rows), "n": n}
    if certain:
        return Said("Most support: {options} ({share} of {n}).", {"options": best}, numbers)
    return Said(
        "Most support: {options} ({share} of {n}), but others are so near that the order is not"
        " certain.",
        {"options": best},
        numbers,
    )


def measures(found: Json) -> Iterable[Measure]:
    n = found["voters"] - found["abstentions"]
    names = ("count", "share", "low", "high")
    return (Measure(row["id"], name, row[name], n) for row in told(found) for name in names)
