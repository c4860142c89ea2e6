"""What may be told of opinion groups, so that fewer than five are never told apart.

Groups of five or more are told with their size and, in words, what sets them apart. Smaller ones
are not told: with everybody who is in no group they are the rest, and where that rest would be one
to four and hold such a group, the smallest of the others goes into it. How often a group agreed is
a number only where the rule of `workshop.breakdown` allows it for all groups and the rest at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workshop.breakdown import OTHERS, answers_of, table_of
from workshop.model import WHOLE_ROOM_MINIMUM, Json, Round, Step
from workshop.opinion.clusters import Held
from workshop.opinion.groups import Groups, Saying, of_votes
from workshop.opinion.space import PEOPLE_NEEDED, answers_needed
from workshop.tally import results, votes

LETTERS = "ABCDE"


def told(round_: Round, held: Held | None = None) -> Json | None:
    """None for a round that asked something else, or whose answers the room is not told either.

    ``{"why": "", "people", "groups": [{"id", "people", "own": [{"id", "side"}]}], "rest",
    "shared": [{"id", "side"}], "table"}``; ``why`` says why there are none. `held` is the number
    of groups that a live telling keeps to.
    """
    room = results(round_) or {}
    if round_.step.way != "statements" or "options" not in room or round_.by_hand:
        return None
    where, found = of_votes(round_.step, votes(round_), held)
    needed = {"people": len(where), "needed": PEOPLE_NEEDED}
    needed |= {"answers": answers_needed(len(round_.step.options)), "counted": found.counted}
    shown = _shown(found.sizes, len(where))
    if found.why or not shown:
        return {"why": found.why or "small", **needed}
    rows = {p: LETTERS[g] if g in shown else OTHERS for p, g in where.items()}
    return {
        "why": "",
        **needed,
        "groups": [
            {"id": LETTERS[g], "people": found.sizes[g], "own": _named(round_, found.own[g])}
            for g in shown
        ],
        "rest": len(where) - sum(found.sizes[g] for g in shown),
        "shared": _named(round_, _shared(found, shown)),
        "table": _table(round_, rows, room),
    }


def members(step: Step, counted: Mapping[tuple[str, str], Any]) -> dict[str, str]:
    """Participant → letter, of those who are in a group that is told."""
    where, found = of_votes(step, counted)
    shown = [] if found.why else _shown(found.sizes, len(where))
    return {person: LETTERS[g] for person, g in where.items() if g in shown}


def _shown(sizes: Sequence[int], people: int) -> list[int]:
    """The groups that may be told, the largest first."""
    shown = [g for g, size in enumerate(sizes) if size >= WHOLE_ROOM_MINIMUM]
    rest = people - sum(sizes[g] for g in shown)
    if len(shown) < len(sizes) and rest < WHOLE_ROOM_MINIMUM:
        shown = shown[:-1]
    return shown


def _shared(found: Groups, shown: Sequence[int]) -> Sequence[Saying]:
    """What all groups share says nothing where only one of them is told."""
    return found.shared if len(shown) > 1 else ()


def _named(round_: Round, said: Sequence[Saying]) -> list[Json]:
    return [{"id": round_.step.options[at].id, "side": side} for at, side in said]


def _table(round_: Round, rows: dict[str, str], room: Json) -> Json:
    """Rows as in a breakdown; a rest of one to four is no row, and withholds every item."""
    known = [row["id"] for row in room["options"] if not row.get("too_few")]
    table = table_of(round_, rows, answers_of(round_), known)
    table["rows"] = [row for row in table["rows"] if row["voters"] >= WHOLE_ROOM_MINIMUM]
    return table
