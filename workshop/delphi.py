"""Delphi: a question asked again, with what the room answered and why, until a rule says stop.

The rule is declared with the step, and everybody reads it before the first answer. After each round
that is closed it is evaluated here, and said in words; the facilitator may go on all the same. What
people read before the next round is reckoned once, when that round opens, and never changes:
median, quartiles and what the rule said. Their reasons are the approved ones, as they stand.
"""

from __future__ import annotations

from workshop.agreement import middles
from workshop.ballots import METHODS
from workshop.model import WHOLE_ROOM_MINIMUM, Json, Round, Session
from workshop.tally import moved_people, movement, results

STOP, ON, UNSURE = "stop", "on", "unsure"


def rule(round_: Round) -> Json | None:
    """What was declared: ``{"rounds", "stop", "most", "reasons"}``; None for any other step."""
    return round_.step.settings.get("delphi")


def scale(round_: Round) -> list[float]:
    """The lowest and the highest number of the question."""
    found = METHODS[round_.step.way].scale(round_.step)
    return list(found or ())


def verdict(session: Session, round_: Round) -> Json:
    """What the rule says after this round: ``{"says", "why"}`` and the figures it rests on."""
    declared = rule(round_) or {}
    if round_.number >= declared["rounds"]:
        return {"says": STOP, "why": "rounds"}
    if declared["stop"] == "middle":
        return _of_middle(round_, declared["most"])
    if declared["stop"] == "changed" and round_.number > 1:
        before = session.rounds_of(round_.step.id)[round_.number - 2]
        return _of_changed(before, round_, declared["most"])
    return {"says": ON, "why": "rounds"}


def _of_middle(round_: Round, most: float) -> Json:
    """Whether the middle half of every option lies within so much."""
    found = list(middles(round_, results(round_) or {"too_few": True}))
    if not found or len(found) < len(round_.step.options):
        return {"says": UNSURE, "why": "few"}
    width = max(each["q3"] - each["q1"] for each in found)
    return {"says": STOP if width <= most else ON, "why": "middle", "width": width}


def _of_changed(before: Round, after: Round, most: float) -> Json:
    """Whether fewer than so many per cent changed an answer.

    Where one to four changed, the rule is asked about four: what it says then tells no more than
    that they were few; and in the same way where one to four stayed.
    """
    moved = movement(before, after)
    if moved is None:
        return {"says": UNSURE, "why": "few"}
    both, changed = moved["both"], moved["changed"]
    told = {"why": "changed", "both": both, "changed": changed}
    if changed is not None:
        return told | {"says": STOP if 100 * changed < most * both else ON}
    few = WHOLE_ROOM_MINIMUM - 1
    if moved_people(before, after) <= few:
        return told | {"says": STOP if 100 * few < most * both else UNSURE}
    return told | {"says": ON if 100 * (both - few) >= most * both else UNSURE}


def feedback(session: Session, before: Round) -> Json:
    """What people read of a round before they answer the next one."""
    room = results(before) or {}
    return {
        "round": before.id,
        "number": before.number,
        "voters": None if room.get("too_few") else room.get("voters"),
        "middles": [] if room.get("too_few") else list(middles(before, room)),
        "verdict": verdict(session, before),
    }


def reasons(round_: Round | None) -> list[Json]:
    """The reasons of a round that a facilitator has approved."""
    written = sorted(round_.contributions.values(), key=lambda c: c.seq) if round_ else []
    return [{"id": c.id, "text": c.text} for c in written if c.state == "approved" and c.text]


def told(session: Session, round_: Round) -> Json | None:
    """What everybody may see of it. What the rule says comes when the answers are closed, in words:
    its figures come with the next round, for this one may still be opened again."""
    declared = rule(round_)
    if declared is None:
        return None
    before = round_.feedback
    says = None if round_.open else verdict(session, round_)
    return {
        **declared,
        "scale": scale(round_),
        "says": says and {name: says[name] for name in ("says", "why")},
        "feedback": before,
        "reasons_given": reasons(session.round(before["round"])) if before else [],
    }
