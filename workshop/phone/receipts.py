"""A participant's contributions, opened by a receipt: see them, take them away, delete them.

There is no cookie and no name here. The receipt comes in the address's fragment or is typed; every
page posts it on, so that it stands in no address that is sent, kept or logged.
"""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request

from workshop.access import Doors
from workshop.commands import Operation
from workshop.language import picked, translator
from workshop.model import Contribution, Json, Round, Session
from workshop.phone.answers import answered
from workshop.phone.entrance import device, remember_device
from workshop.phone.guesses import Guesses
from workshop.phone.photos import Photos
from workshop.server import choices
from workshop.service import Workshop
from workshop.settings import Settings
from workshop.views import mine_view

LONGEST = 80
PHOTO = "photo"  # before the slash, where rounds have their names: r1, r2 …
METHODS = ("GET", "POST")


def make_receipts(
    settings: Settings, workshop: Workshop, doors: Doors, photos: Photos
) -> Blueprint:
    blueprint = Blueprint("receipts", __name__, template_folder="templates", url_prefix="/receipt")
    pages = Receipts(settings, workshop, doors, photos)
    blueprint.add_url_rule("/<session_id>", "page", pages.page, methods=METHODS)
    blueprint.add_url_rule("/<session_id>/data", "data", pages.data, methods=("POST",))
    blueprint.after_request(_careful)
    return blueprint


def _careful(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    # Not "no-referrer": with that, browsers send a form without saying that it is from us.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer


class Receipts:
    def __init__(
        self, settings: Settings, workshop: Workshop, doors: Doors, photos: Photos
    ) -> None:
        self._settings = settings
        self._workshop = workshop
        self._doors = doors
        self._photos = photos
        self._guesses = Guesses()

    def page(self, session_id: str) -> Response:
        """A field for the receipt; with the right one, everything that it stands for."""
        if request.method == "GET":
            return self._draw(session_id, "ask")
        shown = _shown()
        participant, refused = self._whose(session_id, shown)
        if participant is None:
            return self._draw(session_id, "ask", refused=refused)
        item = request.form.get("item", "")
        done = self._delete(session_id, participant, item) if item else None
        return self._draw(session_id, "mine", receipt=shown, participant=participant, done=done)

    def data(self, session_id: str) -> Response:
        """Everything that is stored about this participant, as it is stored, in one file."""
        participant, refused = self._whose(session_id, _shown())
        if participant is None:
            return self._draw(session_id, "ask", refused=refused)
        session = self._workshop.state(session_id)
        told = {
            "workshop": dict(session.title),
            "participant": participant,
            "now": mine_view(session, participant),
            "events": [asdict(each) for each in self._workshop.told_by(session_id, participant)],
        }
        answer = Response(
            json.dumps(told, ensure_ascii=False, indent=1), mimetype="application/json"
        )
        answer.headers["Content-Disposition"] = 'attachment; filename="my-contributions.json"'
        return answer

    def _whose(self, session_id: str, shown: str) -> tuple[str | None, str]:
        """(participant, "") for a right receipt; else (None, why not)."""
        if self._guesses.wait(device()) > 0:
            return None, "wait"
        if self._workshop.has(session_id):
            people = self._workshop.state(session_id).participants
            found = self._doors.by_receipt(shown, session_id, people)
            if found is not None:
                return found, ""
        self._guesses.wrong(device())
        return None, "wrong"

    def _delete(self, session_id: str, participant: str, item: str) -> bool:
        """Delete a contribution (its id), its photo ("photo/id") or an answer ("round/item")."""
        round_, slash, of = item.partition("/")
        photo = round_ == PHOTO and bool(slash)
        wish = Operation(
            op_id=f"receipt-{secrets.token_hex(8)}",
            do="unphoto" if photo else "withdraw" if slash else "delete",
            participant=participant,
            round=round_ if slash and not photo else None,
            item=of if slash else item,
            source="receipt",
        )
        return self._workshop.operate(session_id, wish).ok

    def _draw(self, session_id: str, which: str, **more: Any) -> Response:
        language = choices.language()
        held = self._workshop.state(session_id) if self._workshop.has(session_id) else None
        title = picked(held.title if held else None, language)
        person = more.pop("participant", None)
        answer = make_response(
            render_template(
                f"rights/{which}.html",
                _=translator(language, "rights"),
                session_id=session_id,
                title=title,
                closed=held is not None and held.phase == "closed",
                written=self._written(held, person, language) if held and person else [],
                answered=answered(held, person, language) if held and person else [],
                **more,
            )
        )
        answer.status_code = {"wrong": 404, "wait": 429}.get(more.get("refused", ""), 200)
        remember_device(answer, self._settings.secure_cookies)
        return answer

    def _written(self, session: Session, participant: str, language: str) -> list[Json]:
        return [
            {"id": c.id, "about": picked(r.step.title, language), "what": _category(r, c, language)}
            | {"kind": c.kind, "text": c.text, "place": c.place, "state": c.state}
            | {"photo": self._picture(session, c)}
            for r in session.rounds
            for c in sorted(r.contributions.values(), key=lambda c: c.seq)
            if c.participant == participant
        ]

    def _picture(self, session: Session, own: Contribution) -> str:
        """The photo within the page: an address of its own would open it without the receipt."""
        jpeg = self._photos.open(session.id, own.photo) if own.photo else None
        return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}" if jpeg else ""


def _shown() -> str:
    """The receipt that was posted, with whatever spaces and capitals it was typed with."""
    return "".join(request.form.get("receipt", "")[:LONGEST].split()).lower()


def _category(round_: Round, own: Contribution, language: str) -> str:
    known = {c["id"]: c["text"] for c in round_.step.settings.get("categories", ())}
    return picked(known.get(own.category), language)[1]
