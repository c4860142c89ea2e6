"""The round or the text that a wish or an event speaks of, and the session once it has changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from workshop.commands import Operation
from workshop.errors import Rejected
from workshop.events import Recorded
from workshop.exhibits import refs
from workshop.model import Contribution, Json, Round, Session


def open_round(session: Session, op: Operation) -> Round:
    """The round on screen, where that is the one that is answered."""
    round_ = session.round(op.round)
    if round_ is None:
        raise Rejected("unknown_item", "round")
    if not round_.open or session.current != round_.id:
        raise Rejected("closed")
    return round_


def ones_own(session: Session, op: Operation) -> tuple[Round, Contribution]:
    """A contribution of the one who asks, and its round."""
    found = session.contribution(op.item)
    if found is None:
        raise Rejected("unknown_item", "item")
    if found[1].participant != op.participant:
        raise Rejected("not_yours")
    return found


def context(session: Session, seen_seq: int) -> Json:
    """What was on screen, derived here from the last event that the phone had seen."""
    seen = max(0, min(seen_seq, session.seq))
    screen = session.screen_at(seen)
    if screen is None:
        return {"seen_seq": seen, "screen": None, "round": None, "revealed": False}
    shown = session.round(screen.round)
    return {
        "seen_seq": seen,
        "screen": screen.seq,
        "round": screen.round,
        "revealed": screen.revealed,
        # Exactly which scenarios, in which version and by which run.
        **({"scenarios": refs(shown)} if shown and shown.step.scenarios else {}),
    }


def round_of(session: Session, round_id: str) -> Round:
    """The round that an event speaks of: a log cannot speak of one that was never opened."""
    found = session.round(round_id)
    if found is None:
        raise LookupError(f"the log speaks of round {round_id}, which was never opened")
    return found


def with_round(session: Session, round_: Round) -> Session:
    index = int(round_.id[1:]) - 1
    rounds = (*session.rounds[:index], round_, *session.rounds[index + 1 :])
    return replace(session, rounds=rounds)


def with_text(session: Session, item: str, **change: Any) -> Session:
    found = session.text(item)
    if found is None:
        raise LookupError(f"the log moderates text {item}, which was never written")
    round_, contribution = found
    contributions = round_.contributions.set(contribution.id, replace(contribution, **change))
    return with_round(session, replace(round_, contributions=contributions))


def participant_of(recorded: Recorded) -> str:
    if recorded.event.participant is None:
        raise LookupError(f"event {recorded.seq} ({recorded.event.kind}) names no participant")
    return recorded.event.participant


def answered(round_: Round, person: str, change: int) -> Round:
    """The round with so many more answers of one person, or fewer."""
    n = round_.answered.get(person, 0) + change
    if n > 0:
        return replace(round_, answered=round_.answered.set(person, n))
    if person in round_.answered:
        return replace(round_, answered=round_.answered.delete(person))
    return round_
