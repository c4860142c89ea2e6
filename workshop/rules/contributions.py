"""Pins, ideas and reasons: what their writers may do, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from workshop import letters
from workshop.commands import Operation
from workshop.errors import Rejected
from workshop.events import Event, Recorded
from workshop.model import REASONS, Contribution, Json, Round, Session, Step
from workshop.rules.entry import asks_ballots
from workshop.rules.photos import with_photo
from workshop.rules.rounds import (
    answered,
    context,
    ones_own,
    open_round,
    participant_of,
    round_of,
    with_round,
    with_text,
)


def _pin(session: Session, op: Operation) -> list[Event]:
    round_ = open_round(session, op)
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
        "context": context(session, op.seen_seq),
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
    round_ = open_round(session, op)
    settings = written_in(round_.step)
    if not settings:
        raise Rejected("invalid", "do")
    if _mine(round_, op.participant) >= settings["per_person"]:
        raise Rejected("limit")
    text = _checked_text(op.text, settings["length"], needed=True)
    about = _about(round_.step, op.item)
    name = f"c{session.seq + 1}"
    body = {
        "round": round_.id,
        "id": name,
        "context": context(session, op.seen_seq),
        "language": op.language,
        "source": op.source,
        **_finding(op, text),
        **({"about": about} if about else {}),
    }
    return [Event("idea_written", body, op.participant, name, text)]


def _about(step: Step, item: str) -> str:
    """The option that somebody's reason objects to, where the phone names one."""
    if step.way != "resistance" or not item:
        return ""
    if item not in step.option_ids():
        raise Rejected("unknown_item", "item")
    return item


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


def _finding(op: Operation, text: str | None) -> Json:
    """What the detector saw, for a text that is kept; nothing where it saw nothing."""
    return {"finding": list(op.finding)} if text and op.finding else {}


def _correct(session: Session, op: Operation) -> list[Event]:
    """Other words for a contribution of one's own; they wait for the facilitator anew.

    They get a key of their own; its name begins with the contribution that it goes with.
    """
    round_, own = ones_own(session, op)
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


def _delete(session: Session, op: Operation) -> list[Event]:
    found = session.contribution(op.item)
    if found is None:
        return []
    round_, contribution = found
    if contribution.participant != op.participant:
        raise Rejected("not_yours")
    return [Event("contribution_deleted", {"round": round_.id, "id": op.item}, op.participant)]


OPERATIONS: dict[str, Callable[[Session, Operation], list[Event]]] = {
    "pin": _pin,
    "idea": _idea,
    "correct": _correct,
    "delete": _delete,
}


def _pin_placed(session: Session, recorded: Recorded, body: Json) -> Session:
    event = recorded.event
    pin = Contribution(
        id=body["id"],
        kind="pin",
        round=body["round"],
        participant=participant_of(recorded),
        text_id=event.text_id,
        text=event.text,
        # A pin without words has nothing to moderate.
        state="pending" if event.text_id else "approved",
        seq=recorded.seq,
        category=body["category"],
        lat=body["lat"],
        lon=body["lon"],
        place=body["place"],
        finding=tuple(body.get("finding", ())),
    )
    return _contributed(session, recorded, pin)


def _idea_written(session: Session, recorded: Recorded, body: Json) -> Session:
    event = recorded.event
    idea = Contribution(
        id=body["id"],
        kind="idea",
        round=body["round"],
        participant=participant_of(recorded),
        text_id=event.text_id,
        text=event.text,
        state="pending",
        seq=recorded.seq,
        finding=tuple(body.get("finding", ())),
        about=body.get("about", ""),
    )
    return _contributed(session, recorded, idea)


def _contributed(session: Session, recorded: Recorded, contribution: Contribution) -> Session:
    round_ = round_of(session, contribution.round)
    round_ = replace(round_, contributions=round_.contributions.set(contribution.id, contribution))
    if asks_ballots(round_.step):
        return with_round(session, round_)  # a reason, written beside an answer
    return with_round(session, answered(round_, contribution.participant, 1))


def _text_corrected(session: Session, recorded: Recorded, body: Json) -> Session:
    event = recorded.event
    return with_text(
        session,
        body["id"],
        text_id=event.text_id,
        text=event.text,
        state="pending" if event.text_id else "approved",
        finding=tuple(body.get("finding", ())),
        into=None,
        reason=None,
        **{name: body[name] for name in ("lat", "lon", "place") if body.get(name) is not None},
    )


def _contribution_deleted(session: Session, recorded: Recorded, body: Json) -> Session:
    round_ = round_of(session, body["round"])
    gone = round_.contributions[body["id"]]
    if gone.photo:
        session = with_photo(session, gone.id, None, 0)
        round_ = round_of(session, body["round"])
    round_ = replace(round_, contributions=round_.contributions.delete(gone.id))
    if asks_ballots(round_.step):
        return with_round(session, round_)
    return with_round(session, answered(round_, gone.participant, -1))


CHANGES: dict[str, Callable[[Session, Recorded, Json], Session]] = {
    "pin_placed": _pin_placed,
    "idea_written": _idea_written,
    "text_corrected": _text_corrected,
    "contribution_deleted": _contribution_deleted,
}
