"""What the page asks of the server before its socket is there: to join, a ticket, the places."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Response, request

from workshop.access import Doors
from workshop.commands import Operation
from workshop.exhibits import for_phone
from workshop.language import known
from workshop.model import GROUPS, Json, Session
from workshop.phone.codes import tidy
from workshop.phone.entrance import Entrance
from workshop.phone.told import told
from workshop.rules.entry import asks_code
from workshop.server import choices
from workshop.service import Workshop

Places = Callable[[str], dict[str, Any]]
LARGEST_BODY = 4096
# The status that goes with a refusal; anything else is ours to put right, and worth another try.
STATUS = {
    "unknown_code": 404, "session_closed": 410, "too_many_guesses": 429, "forbidden": 403,
    "cookie": 409, "entry_needed": 403, "entry_refused": 403, "device_ended": 403,
}  # fmt: skip


class Joining:
    def __init__(
        self, workshop: Workshop, doors: Doors, entrance: Entrance, places: Places
    ) -> None:
        self._workshop = workshop
        self._doors = doors
        self._entrance = entrance
        self._places = places

    def join(self, code: str) -> Response:
        """Lets a phone in: by the QR code's token, by the cookie it has, or by the code alone.

        Nobody joins without the cookie that the page came with: a phone that lost our answer and
        asks again, or asks from two pages at once, is then still one participant.
        """
        asked = body()
        session = self._entrance.session_of(tidy(code))
        if self._entrance.ended(session):
            return reply({"ok": False, "code": "device_ended"})
        if not self._entrance.trusted(session, asked.get("token") or ""):
            refused = self._entrance.refusal(session)
            if refused:
                return reply({"ok": False, "code": refused})
        if session is None:
            return reply({"ok": False, "code": "unknown_code"})
        participant = self._doors.participant(request.cookies, session.id)
        if participant is None:
            first = reply({"ok": False, "code": "cookie"})
            self._doors.admit(first, session.id, request.cookies)
            return first
        source = "kiosk" if self._entrance.shared(session) else "phone"
        wish = _joining(session, participant, asked, source)
        if participant in session.participants or not asks_code(session, source):
            return self._let_in(session, wish)
        return self._by_code(session, wish, asked)

    def _by_code(self, session: Session, wish: Operation, asked: Json) -> Response:
        """Lets a phone in by the code on its slip or table. Whatever is wrong with one that is
        shown, it takes the same way and gets the same answer."""
        typed = tidy(str(asked.get("entry") or "")[:64])
        if not typed:
            return reply({"ok": False, "code": "entry_needed"})
        sealed = self._doors.slips.is_sealed(session.id, typed, asked.get("seal") or "")
        if not sealed and not self._entrance.guessing(session):
            return reply({"ok": False, "code": "too_many_guesses"})
        digest = self._doors.slips.digest(session.id, typed)
        shown = replace(wish, entry=digest, op_id=f"{wish.op_id}-{digest[:12]}")
        answer = self._let_in(session, shown)
        if answer.status_code == 200 and not sealed:
            self._entrance.guessed_right(session)
        return answer

    def _let_in(self, session: Session, wish: Operation) -> Response:
        ack = self._workshop.operate(session.id, wish)
        if not ack.ok:
            return reply({"ok": False, "code": ack.reason if ack.reason in STATUS else ack.code})
        state = self._workshop.state(session.id)
        if wish.participant not in state.participants:
            # The same wish as before, but its code has been voided since.
            return reply({"ok": False, "code": "entry_refused"})
        return reply(told(self._workshop, self._doors, state, wish.participant))

    def next(self, code: str) -> Response:
        """At a shared device: this browser becomes somebody else, and keeps no language."""
        session = self._entrance.session_of(tidy(code))
        if session is None or not self._entrance.shared(session):
            ended = self._entrance.ended(session)
            return reply({"ok": False, "code": "device_ended" if ended else "forbidden"})
        fresh = reply({"ok": True})
        self._doors.admit_next(fresh, session.id)
        fresh.delete_cookie("lang")
        return fresh

    def forbidden(self, _why: Exception) -> Response:
        """What a phone is told whom the table of roles does not let in."""
        return reply({"ok": False, "code": "forbidden"})

    def ticket(self, code: str) -> Response:
        """A new ticket for a phone whose old one has run out."""
        session = self._entrance.session_of(tidy(code))
        participant = self._entrance.member(session)
        if session is None or participant is None:
            soon = session is None and self._workshop.waiting()
            return reply({"ok": False, "code": "busy" if soon else "forbidden"})
        return reply({"ok": True, "ticket": self._doors.ticket(session.id, participant)})

    def places(self, code: str) -> Response:
        """Places and bounds of the session's city, for a question about places."""
        session = self._entrance.session_of(tidy(code))
        if session is None or self._entrance.member(session) is None:
            return reply({"ok": False, "code": "forbidden"})
        return reply({"ok": True} | self._places(session.city))

    def scenarios(self, code: str, round_id: str) -> Response:
        """The cards of a round's scenarios, which would be heavy on everybody's line."""
        session = self._entrance.session_of(tidy(code))
        if session is None or self._entrance.member(session) is None:
            return reply({"ok": False, "code": "forbidden"})
        round_ = session.round(round_id)
        return reply({"ok": True} | (for_phone(round_) if round_ else {"scenarios": []}))


def _joining(session: Session, participant: str, asked: Json, source: str) -> Operation:
    """The operation of joining, the same however often it is asked for.

    Only what is known is passed on: a stale page must get in too.
    """
    group, district = asked.get("group"), asked.get("district")
    own = isinstance(district, str) and district in session.districts
    return Operation(
        op_id=f"join-{participant[:32]}",
        do="join",
        participant=participant,
        body={
            "group": group if group in GROUPS else None,
            "district": district if own else None,
        },
        language=known(str(asked.get("language"))) or choices.language(),
        source=source,
    )


def body() -> Json:
    """The JSON object that was posted; an empty one for anything else."""
    if (request.content_length or 0) > LARGEST_BODY:
        return {}
    asked = request.get_json(silent=True)
    return asked if isinstance(asked, dict) else {}


def reply(body: Json) -> Response:
    answer = Response(json.dumps(body), mimetype="application/json")
    answer.status_code = 200 if body["ok"] else STATUS.get(str(body["code"]), 503)
    answer.headers["Cache-Control"] = "no-store"
    return answer
