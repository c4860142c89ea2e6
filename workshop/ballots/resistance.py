"""Resistance (systemic consensing, Visotschnig & Schrotta 2005): how hard is it to live with?

From 0, nothing against it, to 10. To leave things as they are is always one of the options: what
meets more resistance than that is no step forward.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from workshop.ballots.common import ABSTAIN, Measure, Said, Votes, leaders, one_each, told, up_to
from workshop.ballots.interval import of_mean
from workshop.ballots.leaning import Own, whole_numbers
from workshop.ballots.several import Rule, by_figure, extremes, highest
from workshop.errors import Rejected
from workshop.model import Json, Option, Step

HIGHEST = 10
STRONG = 8  # from here on, people are asked for their reason
STATUS_QUO = "status-quo"
items = one_each
FOR = "no_strong_objection"


def settings(given: Mapping[str, Any], options: Sequence[Option], where: str) -> Json:
    """There is nothing to set, but one option must be to leave things as they are."""
    if STATUS_QUO not in {option.id for option in options}:
        raise Rejected("agenda_status_quo", where)
    return {}


def validate(step: Step, item: str, value: object) -> int | str:
    """The number, or ``"abstain"``."""
    return up_to(HIGHEST, step, item, value)


def count(step: Step, votes: Votes) -> Json:
    """Per option: its acceptance of 0..1 with its interval, its highest objection, and how many
    object strongly."""
    counts = {option.id: [0] * (HIGHEST + 1) for option in step.options}
    abstained = dict.fromkeys(counts, 0)
    for (_, item), value in votes.items():
        if value == ABSTAIN:
            abstained[item] += 1
        else:
            counts[item][value] += 1
    rows = [_row(item, given, abstained[item]) for item, given in counts.items()]
    return {"options": rows}


def _row(item: str, counts: list[int], abstentions: int) -> Json:
    n = sum(counts)
    total = sum(r * often for r, often in enumerate(counts))
    low, high = of_mean(counts)
    return {
        "id": item,
        "n": n,
        "acceptance": 1 - total / (HIGHEST * n) if n else None,
        "low": max(0.0, 1 - high / HIGHEST) if n else None,
        "high": min(1.0, 1 - low / HIGHEST) if n else None,
        "highest": max((r for r, often in enumerate(counts) if often), default=None),
        "strong": sum(counts[STRONG:]),
        "counts": counts,
        "abstentions": abstentions,
    }


def standing(step: Step, votes: Votes) -> dict[str, float | None]:
    """The acceptance of each option."""
    return {row["id"]: row["acceptance"] for row in count(step, votes)["options"]}


def leanings(step: Step, own: Own) -> dict[str, float]:
    """What is left of the highest objection: the less against it, the more for it."""
    return {item: HIGHEST - number for item, number in whole_numbers(own).items()}


def favours(step: Step, leaning: float) -> bool:
    """Who does not object strongly."""
    return leaning > HIGHEST - STRONG


def scale(step: Step) -> tuple[float, float]:
    return 0, HIGHEST


def numbers(step: Step, own: Own) -> dict[str, float]:
    """The resistance itself."""
    return whole_numbers(own)


def rules(step: Step, votes: Votes) -> tuple[Rule, ...]:
    """Least resistance in all; the mildest highest objection; the fewest who object strongly."""
    rows = [row for row in count(step, votes)["options"] if row["n"]]
    objection = {row["id"]: -row["highest"] for row in rows}
    strongly = {row["id"]: -row["strong"] / row["n"] for row in rows}
    return (
        Rule("acceptance", by_figure(rows, "acceptance"), summed=True),
        Rule("highest_objection", highest(objection)),
        Rule("strong_objections", highest(strongly)),
    )


turned = extremes(lambda step: HIGHEST, lambda step: 0)


def sentence(step: Step, found: Json) -> Said | None:
    """What meets least resistance, how hard it is objected to, and whether that is certain."""
    rows = {row["id"]: row for row in told(found) if row["n"]}
    if not rows:
        return None
    best, certain = leaders([(i, r["acceptance"], r["low"], r["high"]) for i, r in rows.items()])
    most = rows[best[0]]["acceptance"]
    named = {"options": best}
    numbers = {"share": most, "highest": max(rows[item]["highest"] for item in best)}
    if not certain:
        return Said(
            "Least resistance: {options} (acceptance {share}, highest objection {highest} of 10),"
            " but others are so near that the order is not certain.",
            named,
            numbers,
        )
    if best == (STATUS_QUO,):
        return Said(
            "Nothing meets less resistance than this: {options} (acceptance {share}).",
            named,
            {"share": most},
        )
    return Said(
        "Least resistance: {options} (acceptance {share}, highest objection {highest} of 10).",
        named,
        numbers,
    )


def measures(found: Json) -> Iterable[Measure]:
    for row in told(found):
        for name in ("acceptance", "low", "high", "highest", "strong", "abstentions"):
            yield Measure(row["id"], name, row[name], row["n"])
        for resistance, often in enumerate(row["counts"]):
            yield Measure(row["id"], f"resistance_{resistance}", often, row["n"])
