"""The parts of a result that a facilitator may show one after another: how many answered, the
result, who moved since the round before, and the answers by group.

What a part tells beside the result is reckoned once, when it is shown, and stands: an answer that
is taken back or a group that is changed afterwards would be the difference to what the room has
seen.
"""

from __future__ import annotations

from collections import Counter

from workshop.breakdown import breakdowns, measure
from workshop.exhibits import before
from workshop.flows import flows
from workshop.group_middles import middles
from workshop.model import WHOLE_ROOM_MINIMUM, Json, Round, Session

TURNOUT, RESULT, MOVEMENT, GROUPS = "turnout", "result", "movement", "groups"
PARTS = (TURNOUT, RESULT, MOVEMENT, GROUPS)


def parts_of(session: Session, round_: Round) -> list[str]:
    """The parts that this round's result has, in the order in which they are shown."""
    if not round_.step.asks:
        return []
    compared = bool(measure(round_))
    found = {
        TURNOUT: True,
        RESULT: True,
        MOVEMENT: compared and before(session, round_) is not None,
        GROUPS: compared and _grouped(session),
    }
    return [part for part in PARTS if found[part]]


def _grouped(session: Session) -> bool:
    """Whether enough have said which group they belong to for any to be told apart."""
    said = Counter(person.group for person in session.participants.values() if person.group)
    return any(n >= WHOLE_ROOM_MINIMUM for n in said.values())


def told(session: Session, round_: Round, part: str) -> Json | None:
    """What the room is told by a part; None where it would tell about fewer than five."""
    if part in round_.told:
        return round_.told[part]
    if part == GROUPS:
        table = breakdowns(session, round_).get("group")
        return table and {"measure": measure(round_)} | table | middles(session, round_, table)
    if part == MOVEMENT:
        earlier = before(session, round_)
        ways = flows(earlier, round_) if earlier else None
        return {"options": ways} if ways else None
    return None
