"""Raw ballots: what each person answered in a round, under a number that means nothing else.

People are numbered anew, in random order, for each round of each export: no number follows a
person from one round to the next, or from one export to another. Group, district, language and
time are not in it. Rounds with fewer than five voters are left out, and a line says so.
"""

from __future__ import annotations

import json
import random
import secrets
from collections.abc import Iterator
from dataclasses import asdict, astuple, dataclass, fields, replace
from typing import Any

from data.export.cells import Cell, Dialect, table
from data.export.rounds import Named, idea_names, named, settled
from workshop.ballots import by_hand
from workshop.language import pick, translator
from workshop.model import WHOLE_ROOM_MINIMUM, Round, Session
from workshop.tally import votes


@dataclass(frozen=True)
class Line(Named):
    """One answer. `person` is the number within this round and this export."""

    person: int | None = None
    item: str = ""
    text: str = ""
    value: Any = None
    note: str = ""


COLUMNS = tuple(field.name for field in fields(Line))


def lines(session: Session, language: str, chance: random.Random | None = None) -> list[Line]:
    """Every answer that counts, by round and by random number; withdrawn ones do not count."""
    dice = chance or secrets.SystemRandom()
    return [
        line
        for round_ in settled(session)
        # Taken twice while people answer, two files would tell who answered in between.
        if not round_.open or session.phase == "closed"
        for line in _of_round(session, round_, language, dice)
    ]


def ballots_csv(found: list[Line], dialect: Dialect) -> str:
    return table(COLUMNS, (_cells(line) for line in found), dialect)


def ballots_jsonl(found: list[Line]) -> str:
    """One JSON object a line; approvals are lists, scores are numbers."""
    return "".join(json.dumps(asdict(line), ensure_ascii=False) + "\n" for line in found)


def _of_round(
    session: Session, round_: Round, language: str, dice: random.Random
) -> Iterator[Line]:
    blank = Line(*named(session, round_, language))
    counted = votes(round_)
    people = sorted({person for person, _ in counted})
    if not people:
        return
    if len(people) < WHOLE_ROOM_MINIMUM:
        _ = translator(language, "review")
        note = _("Fewer than {n} voters: ballots withheld").format(n=WHOLE_ROOM_MINIMUM)
        yield replace(blank, note=note)
        return
    for how, counted_people in by_hand.people(round_).items():
        _ = translator(language, "review")
        note = _("{n} people were counted in the room ({how}): totals, not ballots")
        note = note.format(n=counted_people, how=_("hands") if how == "hands" else _("paper"))
        yield replace(blank, note=note)
    dice.shuffle(people)
    texts = {
        item: words
        for item, words in _texts(round_, language).items()
        if sum(each == item for _, each in counted) >= WHOLE_ROOM_MINIMUM
    }
    numbers = {person: number for number, person in enumerate(people, 1)}
    answers = sorted((numbers[p], item, value) for (p, item), value in counted.items())
    names = idea_names(round_)
    for number, item, value in answers:
        if item in texts:
            name = names.get(item, item)
            yield replace(blank, person=number, item=name, text=texts[item], value=value)


def _texts(round_: Round, language: str) -> dict[str, str]:
    """What may be answered here, with its words: ideas that were held back are not among it."""
    if round_.step.kind == "ideas":
        ideas = round_.contributions.values()
        return {c.id: c.text or "" for c in ideas if c.state == "approved"}
    options = {option.id: pick(option.text, language) for option in round_.step.options}
    return options | {"": ""}


def _cells(line: Line) -> tuple[Cell, ...]:
    value = line.value
    if isinstance(value, list):
        value = " ".join(str(each) for each in value)
    if isinstance(value, bool):
        value = "yes" if value else "no"
    return astuple(replace(line, value=value))
