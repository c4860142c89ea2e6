"""Likert survey: several claims, each placed on five or seven steps from disagree to agree.

"Don't know" is an answer of its own, abstaining another; neither is the middle. Steps are no
measure: there is a median and a net agreement, and no mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any

from workshop.agenda_fields import setting
from workshop.ballots.common import ABSTAIN, Measure, Said, Votes, agreement, one_each, told
from workshop.ballots.interval import wilson
from workshop.ballots.leaning import Own, whole_numbers
from workshop.ballots.several import Rule, by_figure
from workshop.errors import Rejected
from workshop.model import WHOLE_ROOM_MINIMUM, Json, Option, Step

UNKNOWN = "dont_know"
STEPS = (5, 7)
items = one_each
FOR = "agree"


def settings(given: Mapping[str, Any], options: Sequence[Option], where: str) -> Json:
    """Five steps, or seven."""
    steps = setting(given, "steps", STEPS[0], *STEPS)
    if steps not in STEPS:
        raise Rejected("agenda_settings", f"{where}.steps")
    return {"steps": steps}


def validate(step: Step, item: str, value: object) -> int | str:
    """The step from 1, fully disagree; ``"dont_know"``; or ``"abstain"``."""
    if item not in step.option_ids():
        raise Rejected("unknown_item", item)
    if value in (ABSTAIN, UNKNOWN):
        return str(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Rejected("invalid", "value")
    if not 1 <= value <= step.settings["steps"]:
        raise Rejected("limit", "value")
    return value


def count(step: Step, votes: Votes) -> Json:
    """Per claim: how many on each step, median, and agreement minus disagreement, as shares."""
    steps = step.settings["steps"]
    counts = {option.id: [0] * steps for option in step.options}
    apart = {word: dict.fromkeys(counts, 0) for word in (ABSTAIN, UNKNOWN)}
    for (_, item), value in votes.items():
        if value in apart:
            apart[value][item] += 1
        else:
            counts[item][value - 1] += 1
    rows = [
        _row(item, placed) | {"unknown": apart[UNKNOWN][item], "abstentions": apart[ABSTAIN][item]}
        for item, placed in counts.items()
    ]
    return {"steps": steps, "options": rows}


def _row(item: str, counts: list[int]) -> Json:
    n, middle = sum(counts), len(counts) // 2
    agree, disagree = sum(counts[middle + 1 :]), sum(counts[:middle])
    placed = [at for at, often in enumerate(counts, 1) for _ in range(often)]
    low, high = wilson(agree, n)
    return {
        "id": item,
        "n": n,
        "counts": counts,
        "median": median(placed) if n else None,
        "agree": agree / n if n else None,
        "disagree": disagree / n if n else None,
        "net": (agree - disagree) / n if n else None,
        "low": low,
        "high": high,
    }


def standing(step: Step, votes: Votes) -> dict[str, float | None]:
    """The net agreement with each claim, −1..1."""
    return {row["id"]: row["net"] for row in count(step, votes)["options"]}


def leanings(step: Step, own: Own) -> dict[str, float]:
    """The steps; who does not know leans nowhere."""
    return whole_numbers(own)


def favours(step: Step, leaning: float) -> bool:
    """Who stands above the middle."""
    return leaning > (step.settings["steps"] + 1) / 2


def scale(step: Step) -> tuple[float, float]:
    return 1, step.settings["steps"]


def numbers(step: Step, own: Own) -> dict[str, float]:
    """The steps."""
    return whole_numbers(own)


def rules(step: Step, votes: Votes) -> tuple[Rule, ...]:
    """Who is agreed with most; and once more with what speaks against it."""
    rows = count(step, votes)["options"]
    return Rule("agree_share", by_figure(rows, "agree")), Rule("agree_net", by_figure(rows, "net"))


def turned(step: Step, own: Own, away: str, towards: str) -> Own:
    """The ends of the scale, for claims that were placed on it."""
    ends = {away: 1, towards: step.settings["steps"]}
    return dict(own) | {item: end for item, end in ends.items() if item in whole_numbers(own)}


def sentence(step: Step, found: Json) -> Said | None:
    """What most agree with, and whether another claim could be first as well; nothing of a claim
    on which fewer than five placed themselves."""
    placed = (r for r in told(found) if r["n"] >= WHOLE_ROOM_MINIMUM)
    rows = [(r["id"], r["agree"], r["low"], r["high"]) for r in placed]
    return agreement(rows)


def measures(found: Json) -> Iterable[Measure]:
    for row in told(found):
        for name in ("median", "agree", "disagree", "net", "unknown", "abstentions"):
            yield Measure(row["id"], name, row[name], row["n"])
        for at, often in enumerate(row["counts"], 1):
            yield Measure(row["id"], f"step_{at}", often, row["n"])
