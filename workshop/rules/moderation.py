"""What facilitators do with what others wrote: approve, hold, merge, take back, delete."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from workshop.commands import Command
from workshop.errors import Rejected
from workshop.events import Event, Recorded
from workshop.model import Json, Session, TextState
from workshop.rules.rounds import with_text

_VERDICTS = {"approve": "approved", "reject": "rejected", "merge": "merged"}


def _moderate(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    state = _VERDICTS.get(str(cmd.args.get("verdict")))
    ids = cmd.args.get("text_ids")
    if state is None or not isinstance(ids, list) or not 0 < len(cast(list[object], ids)) <= 200:
        raise Rejected("invalid", "verdict, text_ids")
    reason = cmd.args.get("reason")
    if reason is not None and (not isinstance(reason, str) or len(reason) > 200):
        raise Rejected("text_long", "reason")
    texts = [str(item) for item in cast(list[object], ids)]
    for item in texts:
        if session.text(item) is None:
            raise Rejected("unknown_item", item)
    if state == "approved":
        _not_held(session, cmd, texts)
    into = _merge_target(session, cmd, texts) if state == "merged" else None
    verdict = {"state": state, "into": into, "reason": reason, "actor": cmd.actor}
    return [Event("text_moderated", {"text_id": item} | verdict) for item in texts]


def _not_held(session: Session, cmd: Command, texts: list[str]) -> None:
    """A text with a finding is approved by itself, by somebody who says that it was read."""
    held = [item for item in texts if (found := session.text(item)) and found[1].finding]
    if held and (len(texts) > 1 or cmd.args.get("held") is not True):
        raise Rejected("held", held[0])


def _merge_target(session: Session, cmd: Command, texts: list[str]) -> str:
    """The contribution that others are merged into: of the same round, and not merged itself."""
    into = str(cmd.args.get("into"))
    found = session.text(into)
    if found is None or into in texts or found[1].state == "merged":
        raise Rejected("unknown_item", "into")
    if any(item not in found[0].contributions for item in texts):
        raise Rejected("unknown_item", "into")
    return into


def _undo_moderation(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    text_id = str(cmd.args.get("text_id"))
    found = session.text(text_id)
    if found is None:
        raise Rejected("unknown_item", "text_id")
    if found[1].state == "pending" or (not found[1].text_id and found[1].waits()):
        return []
    return [Event("text_unmoderated", {"text_id": text_id, "actor": cmd.actor})]


def _delete(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    """Delete a contribution because its writer asked for it; nothing where it is gone already."""
    found = session.contribution(str(cmd.args.get("item")))
    if found is None:
        return []
    body = {"round": found[0].id, "id": found[1].id, "actor": cmd.actor}
    return [Event("contribution_deleted", body)]


COMMANDS: dict[str, Callable[[Session, Command, int], list[Event]]] = {
    "moderate": _moderate,
    "undo_moderation": _undo_moderation,
    "delete": _delete,
}


def _text_moderated(session: Session, recorded: Recorded, body: Json) -> Session:
    state = cast(TextState, body["state"])
    verdict = {"into": body["into"], "reason": body["reason"]}
    return with_text(session, body["text_id"], **verdict, **_decided(session, body, state))


def _decided(session: Session, body: Json, state: TextState) -> dict[str, TextState]:
    """The state of its words, of its photo, or of both: of what there is."""
    found = session.text(body["text_id"])
    photo = found is not None and found[1].photo is not None
    decided: dict[str, TextState] = {"photo_state": state} if photo else {}
    if _has_words(session, body["text_id"]):
        decided["state"] = state
    return decided


def _has_words(session: Session, item: str) -> bool:
    """A pin without words is on the map whatever is said of its photo."""
    found = session.text(item)
    return found is None or bool(found[1].text_id) or found[1].photo is None


def _text_unmoderated(session: Session, recorded: Recorded, body: Json) -> Session:
    waiting = _decided(session, body, "pending")
    return with_text(session, body["text_id"], into=None, reason=None, **waiting)


CHANGES: dict[str, Callable[[Session, Recorded, Json], Session]] = {
    "text_moderated": _text_moderated,
    "text_unmoderated": _text_unmoderated,
}
