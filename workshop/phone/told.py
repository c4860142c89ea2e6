"""What a phone is told of a session: the same when the page opens, when it joins, when it asks."""

from __future__ import annotations

import time

from workshop.access import Doors
from workshop.model import Json, Session
from workshop.service import Workshop
from workshop.taken_back import filled
from workshop.views import Frame, mine_view, phone_view


def preview(workshop: Workshop, session: Session) -> Json:
    """What everybody in the room can see: for a page that is still at its welcome."""
    view = phone_view(Frame(session))
    return {
        "epoch": workshop.epoch(session.id),
        "seq": session.seq,
        "view": view | {"step": filled(view["step"]), "now_ms": time.time_ns() // 10**6},
    }


def told(workshop: Workshop, doors: Doors, session: Session, participant: str) -> Json:
    """The view, the participant's own answers, and a ticket for the socket."""
    return preview(workshop, session) | {
        "ok": True,
        "session": {"id": session.id},
        "mine": mine_view(session, participant),
        "ticket": doors.ticket(session.id, participant),
    }
