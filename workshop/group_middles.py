"""The middle answer of each group, where an answer is a number.

That a median is so much says that half of a group lies there or below it, and half there or above.
It is told of nine at least: then both are five people or more.
"""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median
from typing import Any

from workshop.ballots import METHODS
from workshop.breakdown import NOT_SAID, OTHERS
from workshop.model import WHOLE_ROOM_MINIMUM, Json, Round, Session
from workshop.tally import votes

LEAST = 2 * WHOLE_ROOM_MINIMUM - 1


def middles(session: Session, round_: Round, table: Json) -> Json:
    """``{"middles": {option: [a number or None for each row]}}`` of the items that the table by
    group tells; nothing where answers are no numbers, or all rows are too small."""
    method = METHODS[round_.step.way]
    if method.scale(round_.step) is None:
        return {}
    rows = [row["id"] for row in table["rows"]]
    given: dict[tuple[str, str], list[float]] = {}
    for person, own in _by_person(round_).items():
        said = session.participants.get(person)
        row = (said.group if said else None) or NOT_SAID
        for item, number in method.numbers(round_.step, own).items():
            given.setdefault((item, row if row in rows else OTHERS), []).append(number)
    told = [item["id"] for item in table["items"] if "for" in item]
    found = {item: [_middle(given.get((item, row), [])) for row in rows] for item in told}
    some = any(value is not None for each in found.values() for value in each)
    return {"middles": found} if some else {}


def _by_person(round_: Round) -> Mapping[str, Mapping[str, Any]]:
    people: dict[str, dict[str, Any]] = {}
    for (person, item), value in votes(round_).items():
        people.setdefault(person, {})[item] = value
    return people


def _middle(numbers: list[float]) -> float | None:
    return median(numbers) if len(numbers) >= LEAST else None
