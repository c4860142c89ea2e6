"""Answers by group, by district, by what people had met and by opinion group, as one long table
under the rule of `workshop.breakdown`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields, replace

from data.export import opinions
from data.export.cells import Dialect, table
from data.export.figures import Figures, closed, live
from data.export.rounds import Named, named
from workshop.ballots.interval import wilson
from workshop.breakdown import dimensions, measure
from workshop.language import translator
from workshop.model import WHOLE_ROOM_MINIMUM, Json, Round, Session
from workshop.taken_back import called


@dataclass(frozen=True)
class Line(Named):
    """How many of a row's voters were for an item, and how sure their share is (Wilson, 95 %);
    None where it is withheld."""

    by: str = ""
    row: str = ""
    voters: int | None = None
    item: str = ""
    text: str = ""
    measure: str = ""
    value: int | None = None
    note: str = ""
    low: float | None = None
    high: float | None = None


COLUMNS = tuple(field.name for field in fields(Line))
_OPINION = ("by", "row", "voters", "item", "text", "measure", "value", "note")


def lines(session: Session, language: str, told: Figures | None = None) -> list[Line]:
    """A line for each row and item, and one that says so where a table is withheld."""
    figures = live(session) if told is None else told
    rounds = [r for r in closed(session) if measure(r) and r.id in figures]
    found = (each for r in rounds for each in _of_round(session, r, figures[r.id], language))
    return [_with_interval(line) for line in found]


def _with_interval(line: Line) -> Line:
    if line.value is None or not line.voters:
        return line
    low, high = wilson(line.value, line.voters)
    return replace(line, low=low, high=high)


def groups_csv(
    session: Session, language: str, dialect: Dialect, told: Figures | None = None
) -> str:
    return table(COLUMNS, (astuple(line) for line in lines(session, language, told)), dialect)


def _of_round(session: Session, round_: Round, told: Json, language: str) -> Iterator[Line]:
    blank = Line(*named(session, round_, language))
    say = translator(language, "review")
    note = say("It would tell about fewer than {n}: withheld").format(n=WHOLE_ROOM_MINIMUM)
    for by, said in dimensions(session, round_).items():
        if by not in told["by"]:
            yield replace(blank, by=by, note=note if any(said.values()) else say("Nobody said"))
            continue
        for place, row in enumerate(told["by"][by]["rows"]):
            whose = replace(blank, by=by, row=row["id"], voters=row["voters"])
            yield from _of_row(round_, whose, place, told["by"][by]["items"], note, language)
    for each in opinions.lines(round_, told, language):
        yield replace(blank, **dict(zip(_OPINION, each, strict=True)))


def _of_row(
    round_: Round, whose: Line, place: int, items: list[Json], note: str, language: str
) -> Iterator[Line]:
    texts = called(round_.step, language)
    for item in items:
        cells = item.get("for")
        yield replace(
            whose,
            item=item["id"],
            text=texts.get(item["id"], ""),
            measure=measure(round_),
            value=cells[place] if cells else None,
            note="" if cells else note,
        )
