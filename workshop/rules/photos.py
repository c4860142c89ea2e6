"""Photos of pins: who may add or take one away, and how much they come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from workshop.commands import Command, Operation
from workshop.errors import Rejected
from workshop.events import Event, Recorded
from workshop.model import PHOTO_BYTES, Contribution, Json, Round, Session
from workshop.rules.rounds import ones_own, with_text


def _photo(session: Session, op: Operation) -> list[Event]:
    """A photo for a pin of one's own, in place of the one before; `_may_have_photo` says when."""
    round_, own = ones_own(session, op)
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
    _may_have_photo(session, *ones_own(session, op))


def _may_have_photo(session: Session, round_: Round, own: Contribution) -> None:
    if own.kind != "pin" or not round_.step.settings.get("photos"):
        raise Rejected("forbidden", "photo")
    if session.photo_bytes >= PHOTO_BYTES:
        raise Rejected("photo_full")


def _unphoto(session: Session, op: Operation) -> list[Event]:
    round_, own = ones_own(session, op)
    if own.photo is None:
        return []
    return [Event("photo_removed", {"round": round_.id, "id": own.id}, op.participant)]


def _refuse_photo(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    """Take a photo off its pin for good; the pin and its words stay as they are."""
    found = session.text(str(cmd.args.get("text_id")))
    if found is None or found[1].photo is None:
        return []
    body = {"round": found[0].id, "id": found[1].id, "actor": cmd.actor}
    return [Event("photo_refused", body)]


OPERATIONS: dict[str, Callable[[Session, Operation], list[Event]]] = {
    "photo": _photo,
    "unphoto": _unphoto,
}
COMMANDS: dict[str, Callable[[Session, Command, int], list[Event]]] = {
    "refuse_photo": _refuse_photo,
}


def _photo_added(session: Session, recorded: Recorded, body: Json) -> Session:
    return with_photo(session, body["id"], body["photo"], body["bytes"])


def _photo_gone(session: Session, recorded: Recorded, body: Json) -> Session:
    return with_photo(session, body["id"], None, 0)


def with_photo(session: Session, item: str, photo: str | None, size: int) -> Session:
    found = session.text(item)
    before = found[1].photo_bytes if found else 0
    changed = with_text(session, item, photo=photo, photo_bytes=size, photo_state="pending")
    return replace(
        changed,
        photo_bytes=session.photo_bytes - before + size,
        photo_changes=session.photo_changes + 1,
    )


CHANGES: dict[str, Callable[[Session, Recorded, Json], Session]] = {
    "photo_added": _photo_added,
    "photo_removed": _photo_gone,
    "photo_refused": _photo_gone,
}
