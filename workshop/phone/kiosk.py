"""The link that makes a browser a shared device: it opens the residents' page, and is forgotten."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from workshop.access import Doors
from workshop.service import Workshop

TRIES = 5


def make_kiosk(workshop: Workshop, doors: Doors) -> Blueprint:
    blueprint = Blueprint("kiosk", __name__)

    def begin(session_id: str) -> Response:
        """Whoever held this device before is not there any more; the key leaves the address."""
        if not doors.shared.is_key(request.args.get("key", ""), session_id[:40]):
            abort(404)
        if not workshop.has(session_id):
            abort(404)
        answer = redirect(f"/j/{workshop.state(session_id).code}", 303)
        number = doors.shared.number(request.cookies, session_id)
        number = number or _new_number(workshop, session_id)
        if number is not None:
            doors.shared.mark(answer, session_id, number)
            doors.admit_next(answer, session_id)
        return answer

    blueprint.add_url_rule("/kiosk/<session_id>", "begin", begin)
    return blueprint


def _new_number(workshop: Workshop, session_id: str) -> int | None:
    """The next number; None when all is over. Of two devices at one moment, one asks again."""
    for _ in range(TRIES):
        number = len(workshop.state(session_id).devices) + 1
        ack = workshop.command(session_id, "share_device", {"number": number})
        if ack.ok:
            return number
        if ack.reason == "session_closed":
            return None
        if ack.code != "conflict":
            break
    return abort(503)
