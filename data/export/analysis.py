"""What the analyses of a session say, one kind at a time, as plain data for programs.

Each is what the review shows and the files hold, of the same released figures: nothing more is
told here than there, and what is read here counts as released.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from data.export.common_places import common
from data.export.figures import Figures, closed
from data.export.missing import districts, missing
from data.export.opinions import BY
from data.export.rounds import settled, source, step_number
from data.library import Library
from workshop.breakdown import measure
from workshop.model import Json, Round, Session
from workshop.taken_back import words

FORMAT = 1


def analysis(session: Session, library: Library, told: Figures, what: str) -> Json:
    """One kind of analysis. `told` are the figures that may leave; rounds of which nothing may be
    told have null."""
    about: Json = {"format": FORMAT, "session": session.id, "source": source(session), "what": what}
    if what == "missing":
        return about | {"missing": missing(session, districts(session, library))}
    if what == "places":
        pins = [round_ for round_ in settled(session) if round_.step.kind == "pins"]
        found = {round_.id: common(session, round_) for round_ in pins}
        return about | {"places": found}
    of_round = OF_ROUND[what]
    rounds = [
        _named(session, each, told[each.id]) | {what: of_round(each, told[each.id])}
        for each in closed(session)
        if each.id in told
    ]
    return about | {"rounds": rounds}


def _named(session: Session, round_: Round, told: Json) -> Json:
    return {
        "round": round_.id,
        "step": step_number(session, round_),
        "title": dict(round_.step.title),
        "way": round_.step.way,
        "number": round_.number,
        "options": {option.id: dict(words(option)) for option in round_.step.options},
        "answered": told["answered"],
        "as_released": bool(told.get("as_released")),
    }


def _by(*names: str) -> Callable[[Round, Json], Any]:
    """The tables by these; each says what it counts."""

    def tables(round_: Round, told: Json) -> Json | None:
        found = {name: told["by"][name] for name in names if name in told["by"]}
        return {"measure": measure(round_)} | found if found else None

    return tables


def _groups(round_: Round, told: Json) -> Json | None:
    """The opinion groups, and how many of each agreed where that may be told."""
    found = told.get("opinion")
    return None if found is None else found | {"agree": told["by"].get(BY)}


def _movement(round_: Round, told: Json) -> Json | None:
    """Against the round before: what moved, and how many went which way."""
    before = told["previous"]
    if before is None:
        return None
    return {name: before.get(name) for name in ("round_number", "movement", "flows")}


OF_ROUND: Mapping[str, Callable[[Round, Json], Any]] = {
    "breakdown": _by("group", "district"),
    "groups": _groups,
    "movement": _movement,
    "learning": _by("guess"),
    "influence": _by("screen"),
    "agreement": lambda _round, told: told.get("agreement"),
    "robustness": lambda _round, told: told.get("robust"),
}
KINDS = (*OF_ROUND, "missing", "places")
