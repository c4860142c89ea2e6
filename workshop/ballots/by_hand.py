"""Answers that were counted in the room: raised hands, and ballots on paper.

They are totals, not ballots: so many people, and for each option how often each answer was given.
To be counted with the phones' ballots, by the same methods, they are dealt out to people who do not
exist: the totals come out the same, and nothing else is ever asked of them.

Raised hands cannot answer a score: nobody sees whether a person raised a hand for two numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from workshop.ballots.common import ABSTAIN
from workshop.ballots.statements import ANSWERS
from workshop.errors import Rejected
from workshop.model import HandCount, Json, Round, Step

SOURCES = {"statements": ("hands", "paper"), "approval": ("hands", "paper"), "score": ("paper",)}
PEOPLE = 5000


def checked(step: Step, told: Json) -> Json:
    """What a facilitator counted, in its one stored form; numbers that cannot be are refused."""
    source = told.get("source")
    if source not in SOURCES.get(step.way, ()):
        raise Rejected("count_kind", "source")
    people = _whole(told.get("people"), "people")
    abstained = _whole(told.get("abstained", 0), "abstained")
    if not 0 < people <= PEOPLE or abstained > people:
        raise Rejected("count_wrong", "people")
    if abstained and step.way != "approval":
        raise Rejected("count_wrong", "abstained")
    given = told.get("counts")
    if not isinstance(given, dict) or frozenset(cast(Json, given)) != step.option_ids():
        raise Rejected("count_wrong", "counts")
    counts = {
        option.id: _counts(step, cast(Json, given)[option.id], people - abstained)
        for option in step.options
    }
    cap = step.settings.get("cap") if step.way == "approval" else None
    marks = sum(sum(each) for each in counts.values())
    if cap is not None and marks > cap * (people - abstained):
        raise Rejected("count_wrong", "counts")
    return {"source": source, "people": people, "abstained": abstained, "counts": counts}


def answers_of(step: Step) -> tuple[Any, ...]:
    """The answers whose counts are given for each option, in their order."""
    if step.way == "statements":
        return ANSWERS
    return (True,) if step.way == "approval" else tuple(range(step.settings["max"] + 1))


def _counts(step: Step, given: object, people: int) -> list[int]:
    """One number for each answer; nobody gives two answers to one option."""
    if not isinstance(given, list) or len(cast(list[object], given)) != len(answers_of(step)):
        raise Rejected("count_wrong", "counts")
    numbers = [_whole(each, "counts") for each in cast(list[object], given)]
    if sum(numbers) > people:
        raise Rejected("count_wrong", "counts")
    return numbers


def _whole(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= PEOPLE:
        raise Rejected("count_wrong", where)
    return value


def dealt(step: Step, count: HandCount) -> dict[tuple[str, str], Any]:
    """The counts as votes of people who do not exist: (person, item) → value."""
    if step.way == "approval":
        return _dealt_marks(step, count)
    votes: dict[tuple[str, str], Any] = {}
    for item, numbers in count.counts.items():
        answers = [a for a, n in zip(answers_of(step), numbers, strict=True) for _ in range(n)]
        votes |= {(f"{count.source}:{n}", item): answer for n, answer in enumerate(answers)}
    return votes


def _dealt_marks(step: Step, count: HandCount) -> dict[tuple[str, str], Any]:
    """Each option's marks to the first so many of the ballots that are not abstentions."""
    marking = count.people - count.abstained
    marked = {item: numbers[0] for item, numbers in count.counts.items()}
    votes: dict[tuple[str, str], Any] = {
        (f"{count.source}:{n}", ""): [o.id for o in step.options if n < marked[o.id]]
        for n in range(marking)
    }
    return votes | {(f"{count.source}:{n}", ""): ABSTAIN for n in range(marking, count.people)}


def all_dealt(round_: Round) -> dict[tuple[str, str], Any]:
    """Everything that was counted in the room in this round, as votes."""
    votes: dict[tuple[str, str], Any] = {}
    for count in round_.by_hand.values():
        votes |= dealt(round_.step, count)
    return votes


def people(round_: Round) -> Mapping[str, int]:
    """Source → of how many people the room was counted."""
    return {source: count.people for source, count in sorted(round_.by_hand.items())}
