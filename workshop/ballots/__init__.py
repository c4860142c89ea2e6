"""Ways of asking. One small pure module each, all with the same three functions.

``validate(step, item, value)`` gives the value in its one stored form, or raises `Rejected`.
``count(step, votes)`` counts the votes of a round; a vote is (participant, item) → value.
``standing(step, votes)`` gives each option's figure on one scale, so that two rounds can be
compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from workshop.ballots import approval, guess, score, statements
from workshop.model import Json, Step

Votes = Mapping[tuple[str, str], Any]


class Method(Protocol):
    """What a way of asking must be able to do."""

    def validate(self, step: Step, item: str, value: object) -> Any: ...
    def count(self, step: Step, votes: Votes) -> Json: ...
    def standing(self, step: Step, votes: Votes) -> dict[str, float | None]: ...


METHODS: dict[str, Method] = {
    "statements": statements,
    "approval": approval,
    "score": score,
    "guess": guess,
}
