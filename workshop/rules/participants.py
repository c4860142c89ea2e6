"""What participants may do, and which events it leads to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from workshop.ballots import METHODS
from workshop.commands import Operation
from workshop.errors import Rejected
from workshop.events import Event
from workshop.model import (
    GROUPS,
    Participant,
    Round,
    Session,
)
from workshop.rules.contributions import OPERATIONS as CONTRIBUTION_OPERATIONS
from workshop.rules.entry import entering_by
from workshop.rules.photos import OPERATIONS as PHOTO_OPERATIONS
from workshop.rules.rounds import context, open_round


def operate(session: Session, op: Operation) -> list[Event]:
    """The events of a participant's operation; none when a newer answer is already there."""
    if op.do == "join":
        return _join(session, op)
    if session.phase == "closed" and not _afterwards(op):
        raise Rejected("session_closed")
    if op.participant not in session.participants:
        raise Rejected("forbidden", "participant")
    return _OPERATIONS[op.do](session, op)


def _afterwards(op: Operation) -> bool:
    """Who shows a receipt may take back what is theirs, also when everything is over."""
    return op.source == "receipt" and op.do in ("delete", "withdraw", "unphoto")


def _join(session: Session, op: Operation) -> list[Event]:
    if session.phase == "closed":
        raise Rejected("session_closed")
    if op.participant in session.participants:
        return []
    body = {"language": op.language, "source": op.source, "code": entering_by(session, op)}
    return [Event("joined", body, op.participant), *_profile(session, op)]


def _profile(session: Session, op: Operation) -> list[Event]:
    group, district = op.body.get("group"), op.body.get("district")
    if group is not None and group not in GROUPS:
        raise Rejected("invalid", "group")
    if district is not None and district not in session.districts:
        raise Rejected("invalid", "district")
    old = session.participants.get(op.participant) or Participant(op.participant, op.language)
    if old == replace(old, language=op.language, group=group, district=district):
        return []
    body = {"group": group, "district": district, "language": op.language}
    return [Event("profile_set", body, op.participant)]


def _ballot(session: Session, op: Operation) -> list[Event]:
    round_ = open_round(session, op)
    method = METHODS.get(round_.step.way)
    if method is None:
        raise Rejected("invalid", "do")
    if round_.step.kind == "guess" and round_.ever_revealed:
        raise Rejected("closed")  # the model's answer has been seen
    return _cast(session, round_, op, method.validate(round_.step, op.item, op.value))


def _support(session: Session, op: Operation) -> list[Event]:
    round_ = open_round(session, op)
    idea = round_.contributions.get(op.item)
    if round_.step.kind != "ideas" or idea is None or idea.state != "approved":
        raise Rejected("unknown_item", "item")
    if not isinstance(op.value, bool):
        raise Rejected("invalid", "value")
    return _cast(session, round_, op, op.value)


def _cast(session: Session, round_: Round, op: Operation, value: Any) -> list[Event]:
    if not _newer(round_, op):
        return []
    body = {
        "round": round_.id,
        "item": op.item,
        "value": value,
        "rev": op.rev,
        "context": context(session, op.seen_seq),
        "language": op.language,
        "source": op.source,
    }
    return [Event("ballot_cast", body, op.participant)]


def _newer(round_: Round, op: Operation) -> bool:
    old = round_.ballots.get((op.participant, op.item))
    return old is None or (op.rev, op.op_id) > (old.rev, old.op_id)


def _withdraw(session: Session, op: Operation) -> list[Event]:
    if op.source == "receipt":
        return _withdraw_by_receipt(session, op)
    round_ = open_round(session, op)
    old = round_.ballots.get((op.participant, op.item))
    if old is None:
        raise Rejected("unknown_item", "item")
    if old.withdrawn or not _newer(round_, op):
        return []
    body = {"round": round_.id, "item": op.item, "rev": op.rev}
    return [Event("ballot_withdrawn", body, op.participant)]


def _withdraw_by_receipt(session: Session, op: Operation) -> list[Event]:
    """Take an answer out of a round, open or not. The log keeps that there was one."""
    round_ = session.round(op.round)
    old = round_.ballots.get((op.participant, op.item)) if round_ else None
    if round_ is None or old is None or old.withdrawn:
        return []
    body = {"round": round_.id, "item": op.item, "rev": old.rev + 1, "source": op.source}
    return [Event("ballot_withdrawn", body, op.participant)]


_OPERATIONS: dict[str, Callable[[Session, Operation], list[Event]]] = {
    "ballot": _ballot,
    "support": _support,
    "withdraw": _withdraw,
    "profile": _profile,
    **CONTRIBUTION_OPERATIONS,
    **PHOTO_OPERATIONS,
}
