"""Quadratic (Lalley & Weyl 2018): votes cost credits, one 1, two 4, three 9.

To be chosen by who knows why: it lets people say how much, and has to be explained.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isqrt
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

CREDITS, MOST = 25, 400
items = one_ballot
FOR = "gave_votes"
leanings = laid
favours = any_at_all
scale, numbers = no_scale, no_numbers


def settings(given: Mapping[str, Any], options: Sequence[Option], where: str) -> Json:
    """How many credits each person has."""
    return {"credits": setting(given, "credits", CREDITS, 4, MOST)}


def validate(step: Step, item: str, value: object) -> str | dict[str, int]:
    """``"abstain"``, or the votes for each option; their squares must not cost too much."""
    if abstains(item, value):
        return ABSTAIN
    given = as_numbers(step, value)
    if any(votes < 0 for votes in given.values()):
        raise Rejected("limit", "value")
    if sum(votes**2 for votes in given.values()) > step.settings["credits"]:
        raise Rejected("credits_over", "value")
    if not any(given.values()):
        raise Rejected("invalid", "value")
    return {option: votes for option, votes in given.items() if votes}


def count(step: Step, votes: Votes) -> Json:
    """Per option: its votes, how many people gave any, and how many credits went there."""
    ballots, abstentions = cast_ballots(votes)
    given = {o.id: [ballot[o.id] for ballot in ballots if o.id in ballot] for o in step.options}
    sums = {item: sum(each) for item, each in given.items()}
    place = places(sums)
    return {
        "n": len(ballots),
        "abstentions": abstentions,
        "options": [
            {
                "id": option.id,
                "n": len(ballots),
                "votes": sums[option.id],
                "people": len(given[option.id]),
                "credits": sum(each * each for each in given[option.id]),
                "place": place[option.id],
            }
            for option in step.options
        ],
    }


def standing(step: Step, votes: Votes) -> dict[str, float | None]:
    """The mean number of votes for each option."""
    rows = count(step, votes)["options"]
    return {row["id"]: row["votes"] / row["n"] if row["n"] else None for row in rows}


def rules(step: Step, votes: Votes) -> tuple[Rule, ...]:
    """Most votes; most people who gave any."""
    found = count(step, votes)
    rows = found["options"] if found["n"] else ()
    return Rule("votes", by_figure(rows, "votes"), summed=True), Rule(
        "people", by_figure(rows, "people")
    )


turned = all_on(lambda step: isqrt(step.settings["credits"]))


def sentence(step: Step, found: Json) -> Said | None:
    """What has most votes."""
    if not found["n"]:
        return None
    best = first({row["id"]: row["place"] for row in found["options"]})
    most = {"n": next(row["votes"] for row in found["options"] if row["place"] == 1)}
    if len(best) > 1:
        return Said("Equally many votes, {n} each: {options}.", {"options": best}, most)
    return Said("Most votes: {options} ({n}).", {"options": best}, most)


def measures(found: Json) -> Iterable[Measure]:
    return of_each(found["options"], "votes", "people", "credits")
