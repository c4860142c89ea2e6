"""Who is missing, as a table: where those who came live, beside where the city's people live.

Told once, when nobody can join any more: two looks would tell who came between them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields

from data import queries
from data.errors import DataError
from data.export.cells import Dialect, table
from data.export.rounds import source
from data.library import Library
from data.records import Area
from workshop.language import translator
from workshop.missing import compared
from workshop.model import WHOLE_ROOM_MINIMUM, Json, Session

OPEN, UNKNOWN, FEW = "open", "unknown", "few"


@dataclass(frozen=True)
class Line:
    """A district, or all others together ("others"). Shares are of those who came, with their
    interval (Wilson, 95 %), and of all who live in the city."""

    source: str
    district: str = ""
    name: str = ""
    came: int | None = None
    share: float | None = None
    low: float | None = None
    high: float | None = None
    living: float | None = None
    verdict: str = ""
    note: str = ""


COLUMNS = tuple(field.name for field in fields(Line))


def districts(session: Session, library: Library) -> dict[str, Area]:
    try:
        found = queries.areas(library, session.city, "district")
    except DataError:
        return {}
    return {area.id: area for area in found}


def missing(session: Session, known: Mapping[str, Area]) -> Json:
    """``{"why": ""}`` with what `workshop.missing` found, or why nothing may be told."""
    if session.phase != "closed":
        return {"why": OPEN}
    came = Counter(person.district for person in session.participants.values())
    found = compared(came, {area.id: area.population or 0 for area in known.values()})
    if found is None:
        return {"why": UNKNOWN}
    if not any(len(row["ids"]) == 1 for row in found["rows"]):
        return {"why": FEW}
    return {"why": ""} | found


def why_none(why: str, language: str) -> str:
    """Why nothing is told, in words; "" where something is."""
    _ = translator(language, "review")
    said = {
        "": "",
        OPEN: _("It comes here when the workshop is finished."),
        UNKNOWN: _("How many live in each district is not known here."),
        FEW: _("Too few to say: fewer than {n} came from each of the districts."),
    }
    return said[why].format(n=WHOLE_ROOM_MINIMUM)


def row_name(row: Json, names: Mapping[str, str], language: str) -> str:
    """The district, or what all others together are called."""
    _ = translator(language, "review")
    if len(row["ids"]) == 1:
        return names[row["ids"][0]]
    if not row["verdict"]:
        return _("all other districts, and those who did not say")
    return _("all other districts together")


def missing_csv(session: Session, library: Library, language: str, dialect: Dialect) -> str:
    known = districts(session, library)
    told = missing(session, known)
    blank = source(session)
    if told["why"]:
        found = [Line(blank, note=why_none(told["why"], language))]
    else:
        names = {id_: area.name for id_, area in known.items()}
        found = [_line(blank, row, names, language) for row in told["rows"]]
    return table(COLUMNS, (astuple(line) for line in found), dialect)


def _line(blank: str, row: Json, names: Mapping[str, str], language: str) -> Line:
    alone = len(row["ids"]) == 1
    return Line(
        blank,
        row["ids"][0] if alone else "others",
        row_name(row, names, language),
        row["people"],
        row["share"],
        row["low"],
        row["high"],
        row["living"],
        row["verdict"],
    )
