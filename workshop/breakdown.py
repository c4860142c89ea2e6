"""The answers of a round by what people said of themselves and had met before, so that fewer than
five are never told apart.

The rule. A table has a row for each of the largest groups, and one row for all others together;
for each row its voters, and how many of them were for each item. Every row holds five voters or
more, and in every row as many of them as were for an item, and as many as were not, are nobody or
five at least. Smaller groups go into the row of the others, and an item that does not fit is
withheld, until that holds.

Why nothing can be taken away from it. The others are told as one row alone, for all items: whole
ballots can change places among its people, and nothing that was told changes. So each group in it
may hold anything from nobody up to the row, which is nobody or five at least. What the whole room
is told about the answers behind "for" and "not for" (they disagreed, or passed) could be one to
four; then people of two rows or more may have given them, and none of the rows must have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import Any

from workshop.ballots import METHODS
from workshop.met_before import guessed, saw_results
from workshop.model import WHOLE_ROOM_MINIMUM, Json, Round, Session
from workshop.tally import results, votes

OTHERS = "others"
NOT_SAID = "not_said"

Rows = Mapping[str, str]  # participant → row
Answers = Mapping[str, Mapping[str, Hashable]]  # participant → item → answer


def measure(round_: Round) -> str:
    """What is counted as being for an option; "" where a round's answers are about none."""
    method = METHODS.get(round_.step.way)
    return method.FOR if method else ""


def breakdowns(session: Session, round_: Round) -> dict[str, Json]:
    """By each of `dimensions`, for those that can be told: ``{"rows": [{"id", "voters"}],
    "items": [{"id", "for": [a number for each row]}]}``; an item withheld has no ``for``.

    Only what the whole room is told is broken down; where hands or paper were counted, nothing:
    what phones answered would leave what the room did.
    """
    found = results(round_) or {}
    if not measure(round_) or "options" not in found or round_.by_hand:
        return {}
    answers = answers_of(round_)
    told = [row["id"] for row in found["options"] if not row.get("too_few")]
    made: dict[str, Json] = {}
    for name, said in dimensions(session, round_).items():
        table = _table(round_, {p: said.get(p) or NOT_SAID for p in answers}, answers, told)
        if table is not None:
            made[name] = table
    # What the room was shown stands: somebody who has said another group since would be what
    # differs.
    shown: Json | None = round_.told.get("groups")
    return made | ({"group": {name: shown[name] for name in ("rows", "items")}} if shown else {})


def dimensions(session: Session, round_: Round) -> dict[str, Mapping[str, str | None]]:
    """What answers are told by, each as participant → row: what people said of themselves, and
    what they had met before they answered."""
    people = session.participants
    found: dict[str, Mapping[str, str | None]] = {
        "group": {p: people[p].group for p in people},
        "district": {p: people[p].district for p in people},
    }
    for name, rows in (
        ("guess", guessed(session, round_)),
        ("screen", saw_results(round_)),
    ):
        if rows is not None:
            found[name] = rows
    return found


def answers_of(round_: Round) -> Answers:
    """Those who answered and did not abstain from all of it: how much each is for each option, or
    the word that they said of it instead."""
    method, step = METHODS[round_.step.way], round_.step
    people: dict[str, dict[str, Any]] = {}
    for (person, item), value in votes(round_).items():
        people.setdefault(person, {})[item] = value
    ids = step.option_ids()
    found: dict[str, dict[str, Any]] = {}
    for person, own in people.items():
        if leanings := method.leanings(step, own):
            found[person] = {item: word for item, word in own.items() if item in ids} | {**leanings}
    return found


def _table(round_: Round, rows: Rows, answers: Answers, told: list[str]) -> Json | None:
    """The table with most in it among those with the largest one, two … groups apart."""
    sizes = Counter(rows.values())
    largest = sorted(sizes, key=lambda name: (-sizes[name], name))
    best, most = None, 0
    for k in range(1, len(largest) + 1):
        apart = largest[:k]
        merged = {p: row if row in apart else OTHERS for p, row in rows.items()}
        table = table_of(round_, merged, answers, told)
        filled = len(table["rows"]) * sum("for" in item for item in table["items"])
        if len(table["rows"]) > 1 and filled and filled >= most:
            best, most = table, filled
    return best


def table_of(round_: Round, rows: Rows, answers: Answers, told: list[str]) -> Json:
    """The table of these rows; an item that would tell about one to four is withheld."""
    voters = Counter(rows.values())
    order = sorted(voters, key=lambda row: (row in (OTHERS, NOT_SAID), row))
    items: list[Json] = []
    for option in round_.step.options:
        item = {person: given.get(option.id) for person, given in answers.items()}
        counts = Counter(rows[p] for p, answer in item.items() if _for(round_, answer))
        ok = option.id in told and _tellable(round_, rows, item)
        items.append({"id": option.id} | ({"for": [counts[r] for r in order]} if ok else {}))
    return {"rows": [{"id": row, "voters": voters[row]} for row in order], "items": items}


def _tellable(round_: Round, rows: Rows, item: Mapping[str, Any]) -> bool:
    """Whether no row has one to four for the item or not for it, nor can be found to have."""
    for side in (True, False):
        people = [p for p, answer in item.items() if _for(round_, answer) is side]
        cells = Counter(rows[p] for p in people)
        rare = any(map(_small, Counter(item[p] for p in people).values()))
        if any(map(_small, cells.values())) or (rare and len(cells) < 2):
            return False
    return True


def _for(round_: Round, answer: Any) -> bool:
    favours = METHODS[round_.step.way].favours
    return isinstance(answer, (int, float)) and favours(round_.step, answer)


def _small(n: int) -> bool:
    return 0 < n < WHOLE_ROOM_MINIMUM
