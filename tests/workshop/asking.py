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
