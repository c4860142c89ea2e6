"""Steps and ballots of every way of asking, for tests that need no session."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from tests.workshop.builders import text
from workshop.ballots import METHODS
from workshop.model import Json, Option, Step


def asked(kind: str, options: Sequence[str] = "abc", **settings: Any) -> Step:
    """A step of a kind, its settings checked and filled in as an agenda's are."""
    named = tuple(Option(option, text(option)) for option in options)
    checked = METHODS[kind].settings(settings, named, "settings")
    return Step("s", kind, text("s"), {}, 5, {}, None, None, named, checked)  # type: ignore[arg-type]


def one_each(step: Step, ballots: Sequence[Any]) -> dict[tuple[str, str], Any]:
    """One ballot a person, for the whole round."""
    return {(f"p{n}", ""): ballot for n, ballot in enumerate(ballots)}


def rated(step: Step, ballots: Sequence[Json]) -> dict[tuple[str, str], Any]:
    """Each person's answers by option."""
    return {(f"p{n}", item): v for n, b in enumerate(ballots) for item, v in b.items()}


def counted(step: Step, votes: dict[tuple[str, str], Any]) -> Json:
    """The count as the tally makes it, with its voters."""
    return {"voters": len({who for who, _ in votes})} | METHODS[step.kind].count(step, votes)


def dice(seed: object) -> random.Random:
    """The same numbers every time, for ballots that are drawn."""
    return random.Random(str(seed))  # noqa: S311


def graded(ids: Sequence[str], ballots: Sequence[Json]) -> Json:
    """The count of majority judgment."""
    step = asked("judgment", ids)
    return counted(step, one_each(step, ballots))


def best(found: Json) -> list[str]:
    """Who is first, with those who are level."""
    return sorted(row["id"] for row in found["options"] if row["place"] == 1)


def dropped_one_by_one(grades: Sequence[int]) -> list[int]:
    """The definition of majority judgment, step by step: the lower median goes, again and again."""
    left, order = sorted(grades), []
    while left:
        order.append(left.pop((len(left) - 1) // 2))
    return order


def budget(costs: dict[str, int], money: int, ballots: Sequence[list[str]], **more: Any) -> Json:
    """What a basket's rules buy."""
    step = asked("budget", tuple(costs), costs=costs, money=money, **more)
    checked = [METHODS["budget"].validate(step, "", ballot) for ballot in ballots]
    return counted(step, one_each(step, checked))
