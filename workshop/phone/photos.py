"""Photos on pins: sent by the phone that placed the pin, and shown to those who may see them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Protocol

from flask import Blueprint, Response, abort, request

from workshop.access import Doors
from workshop.bucket import Bucket
from workshop.commands import Operation
from workshop.errors import Rejected
from workshop.model import Contribution, Session
from workshop.phone.codes import tidy
from workshop.phone.entrance import session_with
from workshop.phone.joining import reply
from workshop.service import Workshop

PER_S, BURST = 0.1, 6.0
DEVICES = 5_000


class Photos(Protocol):
    """Where photos lie, encrypted."""

    def keep(self, session_id: str, jpeg: bytes) -> str: ...
    def open(self, session_id: str, name: str) -> bytes | None: ...
    def drop(self, session_id: str, name: str) -> None: ...


def make_photos(
    workshop: Workshop, doors: Doors, photos: Photos, made_anew: Callable[[bytes], bytes]
) -> Blueprint:
    """`made_anew(upload)` gives a clean JPEG, or `Rejected`."""
    blueprint = Blueprint("photos", __name__, url_prefix="/photo")
    routes = PhotoRoutes(workshop, doors, photos, made_anew)
    blueprint.add_url_rule("", "send", routes.send, methods=["POST"])
    blueprint.add_url_rule("/<session_id>/<name>", "show", routes.show)
    return blueprint


class PhotoRoutes:
    def __init__(
        self,
        workshop: Workshop,
        doors: Doors,
        photos: Photos,
        made_anew: Callable[[bytes], bytes],
    ) -> None:
        self._workshop = workshop
        self._doors = doors
        self._photos = photos
        self._made_anew = made_anew
        self._buckets: dict[str, Bucket] = {}

    def send(self) -> Response:
        """The body is the photo of ``?pin=``, in the session of ``?code=``."""
        session = session_with(self._workshop, tidy(request.args.get("code", "")))
        person = self._doors.participant(request.cookies, session.id) if session else None
        if session is None or person is None:
            return reply({"ok": False, "code": "forbidden"})
        if self._hasty(person):
            return reply({"ok": False, "code": "busy"})
        wish = Operation(
            f"photo-{secrets.token_hex(8)}", "photo", person, item=request.args.get("pin", "")[:64]
        )
        try:
            self._workshop.check(session.id, wish)
            jpeg = self._made_anew(request.get_data(cache=False))
        except Rejected as refused:
            return reply({"ok": False, "code": refused.code})
        name = self._photos.keep(session.id, jpeg)
        kept = Operation(
            wish.op_id, "photo", person, item=wish.item, body={"photo": name, "bytes": len(jpeg)}
        )
        ack = self._workshop.operate(session.id, kept)
        if not ack.ok and ack.code != "busy":
            self._photos.drop(session.id, name)
        return reply({"ok": ack.ok, "code": ack.reason, "photo": name if ack.ok else ""})

    def show(self, session_id: str, name: str) -> Response:
        """The photo, to those who may see it; to anybody else there is none."""
        if not self._workshop.has(session_id):
            abort(404)
        session = self._workshop.state(session_id)
        found = _with_photo(session, name)
        if found is None or not self._may_see(session, found):
            abort(404)
        jpeg = self._photos.open(session_id, name)
        if jpeg is None:
            abort(404)
        answer = Response(jpeg, mimetype="image/jpeg")
        answer.headers["Cache-Control"] = "private, no-store"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return answer

    def _may_see(self, session: Session, pin: Contribution) -> bool:
        """Its own phone, and who moderates and reviews; the stage once it is approved."""
        if self._doors.participant(request.cookies, session.id) == pin.participant:
            return True
        user = self._doors.user(request)
        if any(self._doors.may(user, action, session.city) for action in ("desk", "review")):
            return True
        shown = pin.photo_state == "approved"
        return shown and self._doors.is_stage_key(request.args.get("key", ""), session.id)

    def _hasty(self, person: str) -> bool:
        if len(self._buckets) > DEVICES:
            self._buckets.clear()
        return self._buckets.setdefault(person, Bucket(PER_S, BURST)).take() > 0


def _with_photo(session: Session, name: str) -> Contribution | None:
    held = (c for r in session.rounds for c in r.contributions.values())
    return next((c for c in held if c.photo == name), None)
