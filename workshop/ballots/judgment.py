"""Majority judgment (Balinski & Laraki 2007): a grade in words for every option.

One ballot holds a grade for every option, so that all options have as many grades: then medians
can be compared. An option's majority grade is its lower median; where it ties, one median grade is
dropped from each of the tied, again and again, until they differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from workshop.ballots.common import (
    ABSTAIN,
    Measure,
    Said,
    Votes,
    abstains,
    as_numbers,
    cast_ballots,
    first,
    one_ballot,
    places,
)
from workshop.ballots.leaning import Own, laid
from workshop.ballots.several import Rule, highest, thresholds
from workshop.errors import Rejected
from workshop.model import Json, Option, Step

# From the lowest to the highest.
GRADES = ("To reject", "Poor", "Acceptable", "Good", "Very good", "Excellent")
NAMED = 3  # options that one sentence names beside the best
items = one_ballot
FOR = "good_or_better"
leanings = numbers = laid


def settings(given: Mapping[str, Any], options: Sequence[Option], where: str) -> Json:
    """There is nothing to set: six grades, the same words everywhere."""
    return {}


def validate(step: Step, item: str, value: object) -> str | dict[str, int]:
    """``"abstain"``, or for every option the number of its grade, 0 for the lowest."""
    if abstains(item, value):
        return ABSTAIN
    grades = as_numbers(step, value)
    if any(not 0 <= grade < len(GRADES) for grade in grades.values()):
        raise Rejected("invalid", "value")
    if len(grades) < len(step.options):
        raise Rejected("incomplete", "value")
    return grades


def count(step: Step, votes: Votes) -> Json:
    """Per option: how often it got each grade, its majority grade, and its place."""
    ballots, abstentions = cast_ballots(votes)
    n = len(ballots)
    counts = {option.id: _counts(option.id, ballots) for option in step.options}
    place = places({item: _dropped(each) for item, each in counts.items()})
    return {
        "n": n,
        "abstentions": abstentions,
        "options": [
            {
                "id": item,
                "n": n,
                "counts": each,
                "grade": _sorted(each)[(n - 1) // 2] if n else None,
                "place": place[item],
            }
            for item, each in counts.items()
        ],
    }


def _counts(item: str, ballots: Sequence[Mapping[str, int]]) -> list[int]:
    given = Counter(map(itemgetter(item), ballots))
    return [given[grade] for grade in range(len(GRADES))]


def _sorted(counts: Sequence[int]) -> list[int]:
    return [grade for grade, often in enumerate(counts) for _ in range(often)]


def _dropped(counts: Sequence[int]) -> list[int]:
    """The grades in the order in which the lower median is dropped, the first first.

    It is the middle one, and then one beside it on either side in turn: of an odd number the
    lower neighbour comes first, of an even number the upper.
    """
    grades = _sorted(counts)
    middle = (len(grades) - 1) // 2
    below, above = grades[middle::-1], grades[middle + 1 :]
    order: list[int] = [0] * len(grades)
    # `below` holds the first median itself; the two sides take turns from there.
    if len(grades) % 2:
        order[:1] = below[:1]
        order[1::2], order[2::2] = below[1:], above
    else:
        order[::2], order[1::2] = below, above
    return order


def standing(step: Step, votes: Votes) -> dict[str, float | None]:
    """The share that found it good or better: medians alone hardly move."""
    good = GRADES.index("Good")
    rows = count(step, votes)["options"]
    return {r["id"]: sum(r["counts"][good:]) / r["n"] if r["n"] else None for r in rows}


def favours(step: Step, leaning: float) -> bool:
    """Who found it good or better."""
    return leaning >= GRADES.index("Good")


def scale(step: Step) -> tuple[float, float]:
    return 0, len(GRADES) - 1


def rules(step: Step, votes: Votes) -> tuple[Rule, ...]:
    """The lower median, the mean grade, and how many gave at least a grade."""
    found = count(step, votes)
    return _rules(found["options"]) if found["n"] else ()


def _rules(rows: Sequence[Json]) -> tuple[Rule, ...]:
    mean = {r["id"]: sum(g * often for g, often in enumerate(r["counts"])) for r in rows}
    median = Rule("majority_grade", first({row["id"]: row["place"] for row in rows}))
    grades = thresholds({row["id"]: row["counts"] for row in rows}, GRADES.index("Good"))
    return median, Rule("mean_grade", highest(mean)), *grades


def turned(step: Step, own: Own, away: str, towards: str) -> Own:
    """The lowest grade for one, the highest for the other."""
    return {"": own[""] | {away: 0, towards: len(GRADES) - 1}}


def sentence(step: Step, found: Json) -> Said | None:
    """Who is judged best, with which grade, and whether only the tie-break says so; or, where the
    mean or those who gave *Good* put another first, that the rule decides."""
    if not found["n"]:
        return None
    median, mean, good = (rule for rule in _rules(found["options"]) if rule.usual)
    if any(set(median.first).isdisjoint(rule.first) for rule in (mean, good)):
        return Said(
            "The rule decides, so talk about it. Best middle grade: {median}. Best mean grade:"
            " {mean}. Most give at least “{grade}”: {at_least}.",
            {"median": median.first, "mean": mean.first, "at_least": good.first},
            words={"grade": GRADES[good.at or 0]},
        )
    best = first({row["id"]: row["place"] for row in found["options"]})
    grade: int = next(row["grade"] for row in found["options"] if row["id"] in best)
    words = {"grade": GRADES[grade]}
    alike = [row["id"] for row in found["options"] if row["grade"] == grade]
    behind = tuple(item for item in alike if item not in best)
    if len(behind) > NAMED:
        return Said(
            "“{grade}” for {options} and for {n} more; {options} stays ahead when middle grades"
            " are taken away one by one.",
            {"options": best},
            {"n": len(behind)},
            words,
        )
    if behind:
        return Said(
            "“{grade}” for {options} and for {others}; {options} stays ahead when middle grades"
            " are taken away one by one.",
            {"options": best, "others": behind},
            words=words,
        )
    if len(best) > 1:
        return Said("Judged equally well, “{grade}”: {options}.", {"options": best}, words=words)
    return Said("Judged best: {options}, “{grade}”.", {"options": best}, words=words)


def measures(found: Json) -> Iterable[Measure]:
    for row in found["options"]:
        yield Measure(row["id"], "place", row["place"], row["n"])
        yield Measure(row["id"], "majority_grade", row["grade"], row["n"])
        for grade, often in enumerate(row["counts"]):
            yield Measure(row["id"], f"grade_{grade}", often, row["n"])
