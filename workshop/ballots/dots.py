"""Dots: k of them to lay on the options as one likes (cumulative voting)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workshop.agenda_fields import setting
from workshop.ballots.common import (
    ABSTAIN,
    Measure,
    Said,
    Votes,
    abstains,
    as_numbers,
    cast_ballots,
    first,
    of_each,
    one_ballot,
    places,
)
from workshop.ballots.leaning import any_at_all, laid, no_numbers, no_scale
from workshop.ballots.several import Rule, all_on, by_figure
from workshop.errors import Rejected
from workshop.model import Json, Option, Step

DOTS, MOST = 8, 100
items = one_ballot
FOR = "laid_any"
leanings = laid
favours = any_at_all
scale, numbers = no_scale, no_numbers


def settings(given: Mapping[str, Any], options: Sequence[Option], where: str) -> Json:
    """How many dots each person has, and how many of them may lie on one option."""
    dots = setting(given, "dots", DOTS, 1, MOST)
    return {"dots": dots, "cap": setting(given, "cap", dots, 1, dots)}


def validate(step: Step, item: str, value: object) -> str | dict[str, int]:
    """``"abstain"``, or the dots on each option; dots may be kept back, options left out."""
    if abstains(item, value):
        return ABSTAIN
    laid = as_numbers(step, value)
    if any(not 0 <= dots <= step.settings["cap"] for dots in laid.values()):
        raise Rejected("limit", "value")
    if sum(laid.values()) > step.settings["dots"]:
        raise Rejected("dots_over", "value")
    if not any(laid.values()):
        raise Rejected("invalid", "value")
    return {option: dots for option, dots in laid.items() if dots}


def count(step: Step, votes: Votes) -> Json:
    """Per option: the dots on it, their share of all, and how many people laid any."""
    ballots, abstentions = cast_ballots(votes)
    laid = {o.id: [ballot[o.id] for ballot in ballots if o.id in ballot] for o in step.options}
    dots = {item: sum(each) for item, each in laid.items()}
    given = sum(dots.values())
    place = places(dots)
    return {
        "n": len(ballots),
        "abstentions": abstentions,
        "given": given,
        "options": [
            {
                "id": option.id,
                "n": len(ballots),
                "dots": dots[option.id],
                "share": dots[option.id] / given if given else None,
                "people": len(laid[option.id]),
                "place": place[option.id],
            }
            for option in step.options
        ],
    }


def standing(step: Step, votes: Votes) -> dict[str, float | None]:
    """The share of all dots on each option."""
    return {row["id"]: row["share"] for row in count(step, votes)["options"]}


def rules(step: Step, votes: Votes) -> tuple[Rule, ...]:
    """Most dots; most people who laid any."""
    found = count(step, votes)
    rows = found["options"] if found["given"] else ()
    return Rule("dots", by_figure(rows, "dots"), summed=True), Rule(
        "people", by_figure(rows, "people")
    )


turned = all_on(lambda step: step.settings["cap"])


def sentence(step: Step, found: Json) -> Said | None:
    """Where most dots lie."""
    if not found["given"]:
        return None
    best = first({row["id"]: row["place"] for row in found["options"]})
    most = next(row["dots"] for row in found["options"] if row["place"] == 1)
    numbers = {"n": most, "all": found["given"]}
    if len(best) > 1:
        return Said("Equally many dots, {n} of {all} each: {options}.", {"options": best}, numbers)
    return Said("Most dots: {options} ({n} of {all}).", {"options": best}, numbers)


def measures(found: Json) -> Iterable[Measure]:
    return of_each(found["options"], "dots", "share", "people")
