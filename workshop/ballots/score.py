"""Score: a whole number from 0 to K for each option. Abstaining on an option never counts as 0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean, median
from typing import Any

from workshop.agenda_fields import setting
from workshop.ballots.common import ABSTAIN, Measure, Said, Votes, leaders, one_each, told, up_to
from workshop.ballots.interval import of_mean
from workshop.ballots.leaning import Own, whole_numbers
from workshop.ballots.several import Rule, by_figure, extremes, thresholds
from workshop.model import Json, Option, Step

items = one_each
FOR = "upper_half"


def settings(given: Mapping[str, Any], options: Sequence[Option], where: str) -> Json:
    """The highest number that can be given."""
    return {"max": setting(given, "max", 5, 1, 10)}


def validate(step: Step, item: str, value: object) -> int | str:
    """The number, or ``"abstain"``; ``true``, 2.5 and 7 of 5 are refused."""
    return up_to(step.settings["max"], step, item, value)


def count(step: Step, votes: Votes) -> Json:
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


def standing(step: Step, votes: Votes) -> dict[str, float | None]:
    """The mean score of each option; None where nobody rated it."""
    return {row["id"]: row["mean"] for row in count(step, votes)["options"]}


def leanings(step: Step, own: Own) -> dict[str, float]:
    """The numbers themselves."""
    return whole_numbers(own)


def favours(step: Step, leaning: float) -> bool:
    """Who gave more than half of the points."""
    return leaning > step.settings["max"] / 2


def scale(step: Step) -> tuple[float, float]:
    return 0, step.settings["max"]


def numbers(step: Step, own: Own) -> dict[str, float]:
    """The numbers themselves."""
    return whole_numbers(own)


def rules(step: Step, votes: Votes) -> tuple[Rule, ...]:
    """Mean, median, and how many gave at least so many points."""
    found = count(step, votes)
    return _rules(found["options"], found["max"])


def _rules(rows: Sequence[Json], most: int) -> tuple[Rule, ...]:
    points = thresholds({row["id"]: row["counts"] for row in rows}, most // 2 + 1)
    mean = Rule("mean", by_figure(rows, "mean"), summed=True)
    return mean, Rule("median", by_figure(rows, "median")), *points


turned = extremes(lambda step: 0, lambda step: step.settings["max"])


def sentence(step: Step, found: Json) -> Said | None:
    """What has the highest mean, and whether another option could be first as well; or, where the
    median or those who gave more than half of the points put another first, that the rule decides.

    Medians tie often: a rule that has what is best on average among its first does not contradict.
    """
    known = [row for row in told(found) if row["n"]]
    if not known:
        return None
    best, certain = leaders([(r["id"], r["mean"], *of_mean(r["counts"])) for r in known])
    mean, median_, points = (rule for rule in _rules(known, found["max"]) if rule.usual)
    if any(set(best).isdisjoint(rule.first) for rule in (median_, points)):
        firsts = {"average": mean.first, "median": median_.first, "at_least": points.first}
        return Said(
            "The rule decides, so talk about it. Highest on average: {average}. In the middle:"
            " {median}. Most with {points} or more: {at_least}.",
            firsts,
            {"points": points.at or 0},
        )
    numbers = {"mean": max(row["mean"] for row in known), "most": found["max"]}
    if certain:
        return Said("Highest on average: {options} ({mean} of {most}).", {"options": best}, numbers)
    return Said(
        "Highest on average: {options} ({mean} of {most}), but others are so near that the order"
        " is not certain.",
        {"options": best},
        numbers,
    )


def measures(found: Json) -> Iterable[Measure]:
    for row in told(found):
        n = row["n"]
        for name in ("mean", "median", "abstentions"):
            yield Measure(row["id"], name, row[name], n)
        for score, count in enumerate(row["counts"]):
            yield Measure(row["id"], f"score_{score}", count, n)
