"""What all ways of asking share: abstaining, places with ties, and what is said and exported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from workshop.errors import Rejected
from workshop.model import Json, Step

ABSTAIN = "abstain"
Votes = Mapping[tuple[str, str], Any]
Items = Mapping[str, tuple[str, ...]]


class Measure(NamedTuple):
    """One exported figure. `n` is how many answers it rests on; "" as item: of the whole round."""

    item: str
    name: str
    value: float | str | None
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence about a result: English, with {names} for options, numbers and words.

    Whoever shows it translates it (domain ``stage``) and puts in the options' own texts. Numbers
    whose name begins with ``share`` are told in per cent, ``mean`` with one decimal.
    """

    text: str
    options: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: {})
    numbers: Mapping[str, float] = field(default_factory=lambda: {})
    words: Mapping[str, str] = field(default_factory=lambda: {})

    def as_json(self) -> Json:
        return {
            "text": self.text,
            "options": {name: list(ids) for name, ids in self.options.items()},
            "numbers": dict(self.numbers),
            "words": dict(self.words),
        }


def one_ballot(step: Step) -> Items:
    """One ballot a round, about all options at once."""
    return {"": tuple(option.id for option in step.options)}


def one_each(step: Step) -> Items:
    """One answer for each option."""
    return {option.id: (option.id,) for option in step.options}


def abstains(item: str, value: object) -> bool:
    """Whether a ballot about all options at once says nothing; it names no item."""
    if item:
        raise Rejected("unknown_item", item)
    return value == ABSTAIN


def up_to(highest: int, step: Step, item: str, value: object) -> int | str:
    """A whole number from 0 for one option, or ``"abstain"``; ``true`` and 2.5 are refused."""
    if item not in step.option_ids():
        raise Rejected("unknown_item", item)
    if value == ABSTAIN:
        return ABSTAIN
    if not isinstance(value, int) or isinstance(value, bool):
        raise Rejected("invalid", "value")
    if not 0 <= value <= highest:
        raise Rejected("limit", "value")
    return value


def cast_ballots(votes: Votes) -> tuple[list[Any], int]:
    """The ballots that say something, and how many people abstained."""
    said = [value for value in votes.values() if value != ABSTAIN]
    return said, len(votes) - len(said)


def places(keys: Mapping[str, Any]) -> dict[str, int]:
    """Each option's place by its key, the highest first; equal keys share a place: 1, 2, 2, 4."""
    ordered = sorted(keys.values(), reverse=True)
    return {item: ordered.index(key) + 1 for item, key in keys.items()}


def first(found: Mapping[str, int]) -> tuple[str, ...]:
    """Those who share the first place."""
    return tuple(item for item, place in found.items() if place == 1)


def told(found: Json) -> list[Json]:
    """The rows of a result that are not withheld."""
    return [row for row in found["options"] if not row.get("too_few")]


def leaders(rows: Sequence[tuple[str, float, float, float]]) -> tuple[tuple[str, ...], bool]:
    """Of (option, value, low, high): those with the highest value, and whether that is certain.

    It is not where the interval of another option reaches into theirs.
    """
    most = max(value for _, value, _, _ in rows)
    best = [row for row in rows if row[1] == most]
    others = [high for _, value, _, high in rows if value < most]
    certain = all(high < low for _, _, low, _ in best for high in others)
    return tuple(row[0] for row in best), certain


def agreement(rows: Sequence[tuple[str, float, float, float]]) -> Said | None:
    """What most agree with, of (option, share, low, high); and whether another could be first."""
    if not any(share for _, share, _, _ in rows):
        return None
    best, certain = leaders(rows)
    share = {"share": max(row[1] for row in rows)}
    if certain:
        return Said("Most agree with: {options} ({share}).", {"options": best}, share)
    return Said(
        "Most agree with: {options} ({share}), but others are so near that the order is not"
        " certain.",
        {"options": best},
        share,
    )


def of_each(rows: Iterable[Json], *names: str) -> Iterable[Measure]:
    """The named figures of every option, resting on the row's own `n`."""
    return (Measure(row["id"], name, row[name], row["n"]) for row in rows for name in names)


def as_numbers(step: Step, value: object) -> dict[str, int]:
    """A whole number for each of the options that are named, in the order of the agenda."""
    if not isinstance(value, dict) or not value:
        raise Rejected("invalid", "value")
    named = cast(dict[object, object], value)
    known = [option.id for option in step.options]
    if any(item not in known for item in named):
        raise Rejected("unknown_item", "value")
    numbers: dict[str, int] = {}
    for item in known:
        number = named.get(item)
        if item in named and (not isinstance(number, int) or isinstance(number, bool)):
            raise Rejected("invalid", "value")
        if isinstance(number, int):
            numbers[item] = number
    return numbers


def as_options(step: Step, value: object) -> list[str]:
    """A list of different options of this step, as it came."""
    if not isinstance(value, list):
        raise Rejected("invalid", "value")
    marks = cast(list[object], value)
    known = [option.id for option in step.options]
    if any(mark not in known for mark in marks):
        raise Rejected("unknown_item", "value")
    named = cast(list[str], marks)
    if len(set(named)) != len(named):
        raise Rejected("repeated", "value")
    return named
