"""Raw ballots as one long table: what each person answered, under a number that means nothing else.

Group, district, language and time are not in it; `data.export.raw` says which ballots are. Rounds
with fewer than five voters are left out, and a line says so.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import asdict, astuple, dataclass, fields, replace
from typing import Any

from data.export.cells import Cell, Dialect, table
from data.export.raw import Raw, ballots
from data.export.rounds import Named, idea_names, named
from workshop.ballots import by_hand
from workshop.language import translator
from workshop.model import WHOLE_ROOM_MINIMUM, Session


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
    found = ballots(session, language, chance)
    return [line for each in found for line in _of_round(session, each, language)]


def ballots_csv(found: list[Line], dialect: Dialect) -> str:
    """A line for each answer; of a ballot that gives every option a number, one for each option."""
    return table(COLUMNS, (_cells(line) for each in found for line in _apart(each)), dialect)


def ballots_jsonl(found: list[Line]) -> str:
    """One JSON object a line; approvals are lists, scores are numbers, grades are objects."""
    return "".join(json.dumps(asdict(line), ensure_ascii=False) + "\n" for line in found)


def _of_round(session: Session, raw: Raw, language: str) -> Iterator[Line]:
    blank = Line(*named(session, raw.round, language))
    _ = translator(language, "review")
    if raw.few:
        note = _("Fewer than {n} voters: ballots withheld").format(n=WHOLE_ROOM_MINIMUM)
        yield replace(blank, note=note)
        return
    for how, people in by_hand.people(raw.round).items():
        note = _("{n} people were counted in the room ({how}): totals, not ballots")
        note = note.format(n=people, how=_("hands") if how == "hands" else _("paper"))
        yield replace(blank, note=note)
    names = idea_names(raw.round)
    for number, own in raw.ballots.items():
        for item, value in own.items():
            name, text = names.get(item, item), raw.texts[item]
            yield replace(blank, person=number, item=name, text=text, value=value)


def _apart(line: Line) -> Iterator[Line]:
    if isinstance(line.value, dict):
        for item, value in line.value.items():
            yield replace(line, item=item, value=value)
    else:
        yield line


def _cells(line: Line) -> tuple[Cell, ...]:
    value = line.value
    if isinstance(value, list):
        value = " ".join(str(each) for each in value)
    if isinstance(value, bool):
        value = "yes" if value else "no"
    return astuple(replace(line, value=value))
