"""Who stands at the entrance, and which workshop a code opens."""

from __future__ import annotations

import secrets

from flask import Response, g, request

from workshop.access import Doors
from workshop.model import Session
from workshop.phone.guesses import Guesses
from workshop.service import Workshop

GUESSER_COOKIE = "rs_d"
GUESSER_SECONDS = 3600


class Entrance:
    """Reads the request at hand; `guesses` limits how often a wrong code may be typed.

    Entry codes are counted apart, workshop by workshop: who guesses at the slips of one holds up
    nobody at another.
    """

    def __init__(self, workshop: Workshop, doors: Doors, guesses: Guesses) -> None:
        self._workshop = workshop
        self._doors = doors
        self._guesses = guesses
        self._entries: dict[str, Guesses] = {}

    def session_of(self, code: str) -> Session | None:
        return session_with(self._workshop, code)

    def member(self, session: Session | None) -> str | None:
        """The participant that this browser already is in the session, or None."""
        if session is None:
            return None
        participant = self._doors.participant(request.cookies, session.id)
        return participant if participant in session.participants else None

    def trusted(self, session: Session | None, token: object) -> bool:
        """Whether the QR code's token, or having joined before, makes typing needless."""
        if session is None:
            return False
        return self.member(session) is not None or self._doors.is_join_token(token, session.id)

    def refusal(self, session: Session | None) -> str | None:
        """Counts a typed code; the reason why it opens nothing, or None when it does."""
        if self._guesses.wait(device()) > 0:
            return "too_many_guesses"
        if session is None and self._workshop.waiting():
            return "busy"
        if session is None:
            self._guesses.wrong(device())
            return "unknown_code"
        return "session_closed" if session.phase == "closed" else None

    def shared(self, session: Session) -> bool:
        """Whether this browser is a device that stands in the room for everybody."""
        return self.number(session) is not None

    def number(self, session: Session) -> int | None:
        """The number of this shared device; None when it is none."""
        return self._doors.shared.number(request.cookies, session.id)

    def ended(self, session: Session | None) -> bool:
        """Whether this was a shared device until it was ended at the desk."""
        return session is not None and self._doors.shared.is_ended(request.cookies, session.id)

    def guessing(self, session: Session) -> bool:
        """Counts a typed entry code as wrong before it is looked at; False when it must wait."""
        guesses = self._entries.setdefault(session.id, Guesses())
        if guesses.wait(device()) > 0:
            return False
        guesses.wrong(device())
        return True

    def guessed_right(self, session: Session) -> None:
        self._entries[session.id].right(device())


def session_with(workshop: Workshop, code: str) -> Session | None:
    """The session with this code, closed ones too."""
    open_ = workshop.by_code(code)
    if open_ is not None:
        return workshop.state(open_)
    closed = next((s.id for s in workshop.sessions() if s.code == code), None)
    return workshop.state(closed) if closed else None


def device() -> str:
    """The random id of this browser, which counts wrong codes and nothing else."""
    if "device" not in g:
        g.device = request.cookies.get(GUESSER_COOKIE, "")[:64] or secrets.token_hex(16)
    return g.device


def remember_device(answer: Response, secure: bool) -> None:
    if GUESSER_COOKIE not in request.cookies:
        answer.set_cookie(
            GUESSER_COOKIE,
            device(),
            max_age=GUESSER_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=secure,
        )
