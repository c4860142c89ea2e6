"""Places that all opinion groups have marked, of a round of pins, or why none are told.

Told once, when the workshop is finished: two looks would tell whose pin came between them.
"""

from __future__ import annotations

from data.export.missing import OPEN
from data.export.rounds import settled
from workshop.common_places import common_places
from workshop.model import Json, Round, Session
from workshop.opinion.told import members, told
from workshop.tally import votes

GROUPS, NONE = "groups", "none"


def common(session: Session, pins: Round) -> Json | None:
    """``{"why", "statements", "places"}``: of the last round of statements that has two groups or
    more. None where the workshop asked no statements."""
    asked = [r for r in settled(session) if r.step.way == "statements"]
    if pins.step.kind != "pins" or not asked:
        return None
    if session.phase != "closed":
        return {"why": OPEN, "statements": None, "places": []}
    for round_ in reversed(asked):
        found = told(round_)
        if found and not found["why"] and len(found["groups"]) > 1:
            places = common_places(pins, members(round_.step, votes(round_)))
            return {"why": "" if places else NONE, "statements": round_.id, "places": places}
    return {"why": GROUPS, "statements": None, "places": []}
