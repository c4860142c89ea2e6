"""What participants may do, and which events it leads to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from workshop import letters
from workshop.ballots import METHODS
from workshop.commands import Operation
from workshop.errors import Rejected
from workshop.events import Event
from workshop.exhibits import refs
from workshop.model import (
    GROUPS,
    PHOTO_BYTES,
    REASONS,
    Contribution,
    Json,
    Participant,
    Round,
    Session,
    Step,
)
from workshop.rules.entry import entering_by


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
    return [Event("joined", body, op.participant), *_profile_events(session, op)]


def _profile(session: Session, op: Operation) -> list[Event]:
    return _profile_events(session, op)


def _profile_events(session: Session, op: Operation) -> list[Event]:
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


def _open_round(session: Session, op: Operation) -> Round:
    round_ = session.round(op.round)
    if round_ is None:
        raise Rejected("unknown_item", "round")
    if not round_.open or session.current != round_.id:
        raise Rejected("closed")
    return round_


def _ballot(session: Session, op: Operation) -> list[Event]:
    round_ = _open_round(session, op)
    method = METHODS.get(round_.step.way)
    if method is None:
        raise Rejected("invalid", "do")
    if round_.step.kind == "guess" and round_.ever_revealed:
        raise Rejected("closed")  # the model's answer has been seen
    return _cast(session, round_, op, method.validate(round_.step, op.item, op.value))


def _support(session: Session, op: Operation) -> list[Event]:
    round_ = _open_round(session, op)
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
        "context": _context(session, op.seen_seq),
        "language": op.language,
        "source": op.source,
    }
    return [Event("ballot_cast", body, op.participant)]


def _newer(round_: Round, op: Operation) -> bool:
    old = round_.ballots.get((op.participant, op.item))
    return old is None or (op.rev, op.op_id) > (old.rev, old.op_id)


def _context(session: Session, seen_seq: int) -> Json:
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


def _withdraw(session: Session, op: Operation) -> list[Event]:
    if op.source == "receipt":
        return _withdraw_by_receipt(session, op)
    round_ = _open_round(session, op)
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


def _mine(round_: Round, participant: str) -> int:
    return sum(1 for c in round_.contributions.values() if c.participant == participant)


def _checked_text(text: str | None, longest: int, needed: bool) -> str | None:
    if text is None or not text.strip():
        if needed:
            raise Rejected("text_empty")
        return None
    if letters.count(text) > longest:
        raise Rejected("text_long")
    return text.strip()


def _pin(session: Session, op: Operation) -> list[Event]:
    round_ = _open_round(session, op)
    settings = round_.step.settings
    if round_.step.kind != "pins":
        raise Rejected("invalid", "do")
    category = op.body.get("category")
    if category not in [c["id"] for c in settings["categories"]]:
        raise Rejected("unknown_item", "category")
    lat, lon = _position(session, op.body)
    if _mine(round_, op.participant) >= settings["per_person"]:
        raise Rejected("limit")
    text = _checked_text(op.text, settings["length"], needed=False) if settings["text"] else None
    name = f"c{session.seq + 1}"
    body = {
        "round": round_.id,
        "id": name,
        "lat": lat,
        "lon": lon,
        "category": category,
        # Only a name that the city holds: anything else would be a text that cannot be erased.
        "place": op.body.get("place") if op.body.get("place") in session.places else None,
        "context": _context(session, op.seen_seq),
        "language": op.language,
        "source": op.source,
        **_finding(op, text),
    }
    return [Event("pin_placed", body, op.participant, name if text else None, text)]


def _position(session: Session, body: Json) -> tuple[float, float]:
    lat, lon = body.get("lat"), body.get("lon")
    for value in (lat, lon):
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            raise Rejected("invalid", "lat, lon")
    lat, lon = float(cast(float, lat)), float(cast(float, lon))
    west, south, east, north = session.bounds or (-180.0, -90.0, 180.0, 90.0)
    if not (south <= lat <= north and west <= lon <= east):
        raise Rejected("outside")
    return round(lat, 6), round(lon, 6)


def written_in(step: Step) -> Json | None:
    """How many texts a person may write to this step, and how long; None where it takes none."""
    if step.kind == "ideas":
        return step.settings
    declared = step.settings.get("delphi")
    asked_why = step.way == "resistance" or (declared and declared["reasons"])
    return REASONS if asked_why else None


def _idea(session: Session, op: Operation) -> list[Event]:
    round_ = _open_round(session, op)
    settings = written_in(round_.step)
    if not settings:
        raise Rejected("invalid", "do")
    if _mine(round_, op.participant) >= settings["per_person"]:
        raise Rejected("limit")
    text = _checked_text(op.text, settings["length"], needed=True)
    name = f"c{session.seq + 1}"
    body = {
        "round": round_.id,
        "id": name,
        "context": _context(session, op.seen_seq),
        "language": op.language,
        "source": op.source,
        **_finding(op, text),
    }
    return [Event("idea_written", body, op.participant, name, text)]


def _finding(op: Operation, text: str | None) -> Json:
    """What the detector saw, for a text that is kept; nothing where it saw nothing."""
    return {"finding": list(op.finding)} if text and op.finding else {}


def _correct(session: Session, op: Operation) -> list[Event]:
    """Other words for a contribution of one's own; they wait for the facilitator anew.

    They get a key of their own; its name begins with the contribution that it goes with.
    """
    round_, own = _own(session, op)
    settings = written_in(round_.step) or round_.step.settings
    if own.kind == "pin" and not settings["text"]:
        raise Rejected("invalid", "text")
    text = _checked_text(op.text, settings["length"], needed=own.kind == "idea")
    if text == own.text:
        return []
    body = {"round": round_.id, "id": own.id, "language": op.language, **_finding(op, text)}
    if own.kind == "pin":
        # The place goes along: it is sealed with the words, and the key of those before goes.
        body |= {"lat": own.lat, "lon": own.lon, "place": own.place}
    text_id = f"{own.id}.{session.seq + 1}" if text else None
    return [Event("text_corrected", body, op.participant, text_id, text)]


def _photo(session: Session, op: Operation) -> list[Event]:
    """A photo for a pin of one's own, in place of the one before; `_may_have_photo` says when."""
    round_, own = _own(session, op)
    _may_have_photo(session, round_, own)
    name, size = op.body.get("photo"), op.body.get("bytes")
    if not isinstance(name, str) or not isinstance(size, int):
        raise Rejected("invalid", "photo")
    if session.photo_bytes - own.photo_bytes + size > PHOTO_BYTES:
        raise Rejected("photo_full")
    body = {"round": round_.id, "id": own.id, "photo": name, "bytes": size}
    return [Event("photo_added", body, op.participant)]


def check_photo(session: Session, op: Operation) -> None:
    """Refuse a photo before anybody has worked on it."""
    if session.phase == "closed":
        raise Rejected("session_closed")
    _may_have_photo(session, *_own(session, op))


def _may_have_photo(session: Session, round_: Round, own: Contribution) -> None:
    if own.kind != "pin" or not round_.step.settings.get("photos"):
        raise Rejected("forbidden", "photo")
    if session.photo_bytes >= PHOTO_BYTES:
        raise Rejected("photo_full")


def _unphoto(session: Session, op: Operation) -> list[Event]:
    round_, own = _own(session, op)
    if own.photo is None:
        return []
    return [Event("photo_removed", {"round": round_.id, "id": own.id}, op.participant)]


def _own(session: Session, op: Operation) -> tuple[Round, Contribution]:
    """A contribution of the one who asks, and its round."""
    found = session.contribution(op.item)
    if found is None:
        raise Rejected("unknown_item", "item")
    if found[1].participant != op.participant:
        raise Rejected("not_yours")
    return found


def _delete(session: Session, op: Operation) -> list[Event]:
    found = session.contribution(op.item)
    if found is None:
        return []
    round_, contribution = found
    if contribution.participant != op.participant:
        raise Rejected("not_yours")
    return [Event("contribution_deleted", {"round": round_.id, "id": op.item}, op.participant)]


_OPERATIONS: dict[str, Callable[[Session, Operation], list[Event]]] = {
    "ballot": _ballot,
    "support": _support,
    "withdraw": _withdraw,
    "pin": _pin,
    "idea": _idea,
    "correct": _correct,
    "photo": _photo,
    "unphoto": _unphoto,
    "delete": _delete,
    "profile": _profile,
}
