"""The doors: who somebody is, and the only way to find out.

A participant is a random number in a signed cookie, one per session; the log knows only its HMAC
under the session's own secret. A phone's socket shows a short-lived ticket bound to that cookie.
The stage shows a capability key. Officials and facilitators sign in.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from http.cookies import CookieError, SimpleCookie
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

from workshop.accounts import User
from workshop.errors import Rejected
from workshop.settings import Settings
from workshop.shared_device import SharedDevices
from workshop.signin_doors import LOGIN_COOKIE, HasCookies, SignIn, TakesCookies
from workshop.slips import Slips

TICKET_SECONDS = 120
COOKIE_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses of one session. `qr_url` carries the token that makes typing needless."""

    join_url: str
    join_short: str
    qr_url: str
    code: str
    stage_url: str
    stage_key: str
    desk_url: str
    review_url: str
    kiosk_url: str

    def as_json(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.__slots__}


class Doors:
    """Every question of "who is it" is asked here.

    `pepper` gives a session's own secret; `ended` says whether a shared device was ended.
    """

    def __init__(
        self,
        settings: Settings,
        signin: SignIn,
        pepper: Callable[[str], bytes],
        ended: Callable[[str, int], bool],
    ) -> None:
        self.signin = signin
        self._settings = settings
        self._pepper = lru_cache(maxsize=1000)(pepper)
        self._participants = URLSafeSerializer(settings.secret_key, salt="participant")
        self._tickets = URLSafeTimedSerializer(settings.secret_key, salt="ticket")
        self.slips = Slips(settings.secret_key, self._pepper)
        self.shared = SharedDevices(settings, ended)

    # -- participants

    def participant(self, cookies: Mapping[str, str], session_id: str) -> str | None:
        """The participant id behind a browser's cookies in this session, or None."""
        if self.shared.is_ended(cookies, session_id):
            return None
        device = self._device(cookies, session_id)
        return self._participant_of(session_id, device) if device else None

    def admit(self, response: TakesCookies, session_id: str, cookies: Mapping[str, str]) -> str:
        """Give the browser its cookie for this session, unless it has one; its participant id."""
        return self._give(response, session_id, self._device(cookies, session_id))

    def admit_next(self, response: TakesCookies, session_id: str) -> str:
        """Make the browser somebody else in this session: the next person at a shared device."""
        return self._give(response, session_id, None)

    def forget(self, response: TakesCookies, session_id: str) -> None:
        """The browser is nobody in this session any more."""
        response.delete_cookie(cookie_name(session_id), path="/")

    def _give(self, response: TakesCookies, session_id: str, device: str | None) -> str:
        device = device or secrets.token_hex(16)
        response.set_cookie(
            cookie_name(session_id),
            str(self._participants.dumps({"s": session_id, "d": device})),
            max_age=COOKIE_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=self._settings.secure_cookies,
            path="/",
        )
        return self._participant_of(session_id, device)

    def ticket(self, session_id: str, participant: str) -> str:
        """What a page shows when its socket connects; good for two minutes."""
        return str(self._tickets.dumps([session_id, participant]))

    def by_ticket(self, ticket: object, session_id: str, cookies: Mapping[str, str]) -> str:
        """The participant who connects with this ticket and this cookie; `Rejected("ticket")`."""
        participant = self.participant(cookies, session_id)
        try:
            shown = self._tickets.loads(_bytes(ticket), max_age=TICKET_SECONDS)
        except BadSignature:
            raise Rejected("ticket") from None
        if participant is None or shown != [session_id, participant]:
            raise Rejected("ticket")
        return participant

    def _device(self, cookies: Mapping[str, str], session_id: str) -> str | None:
        try:
            held: Any = self._participants.loads(cookies.get(cookie_name(session_id), ""))
        except BadSignature:
            return None
        return held["d"] if held.get("s") == session_id else None

    def _participant_of(self, session_id: str, device: str) -> str:
        digest = hmac.new(self._pepper(session_id), device.encode(), hashlib.sha256)
        return digest.hexdigest()[:32]

    # -- receipts

    def receipt(self, session_id: str, participant: str) -> str:
        """What opens one participant's contributions without the cookie: a number and 128 bits.

        Nothing of it is stored: it is derived from the session's pepper, and dies with it.
        """
        digest = hmac.new(self._pepper(session_id), f"receipt:{participant}".encode(), "sha256")
        secret = base64.b32encode(digest.digest()[:16]).decode().rstrip("=").lower()
        return f"{participant[:8]}-{secret}"

    def by_receipt(self, shown: str, session_id: str, people: Iterable[str]) -> str | None:
        """Whose receipt this is among the people of a session, or None."""
        number = shown.partition("-")[0]
        for person in people:
            if person.startswith(number) and hmac.compare_digest(
                self.receipt(session_id, person).encode(), _bytes(shown)
            ):
                return person
        return None

    # -- links that open a door

    def join_token(self, session_id: str) -> str:
        """The part of the QR code that stands in for typing: 96 bits, the same after a restart."""
        return self._key("join", session_id)[:24]

    def stage_key(self, session_id: str) -> str:
        """The key of the read-only stage link: 128 bits, the same after a restart."""
        return self._key("stage", session_id)[:32]

    def is_join_token(self, token: object, session_id: str) -> bool:
        return hmac.compare_digest(_bytes(token), self.join_token(session_id).encode())

    def is_stage_key(self, key: object, session_id: str) -> bool:
        return hmac.compare_digest(_bytes(key), self.stage_key(session_id).encode())

    def _key(self, purpose: str, session_id: str) -> str:
        message = f"{purpose}:{session_id}".encode()
        return hmac.new(self._settings.secret_key, message, hashlib.sha256).hexdigest()

    def proof(self, session_id: str, epoch: str, seq: int) -> str:
        """What a screen that was told of event `seq` can show later: nobody else can make it."""
        return self._key("seen", f"{session_id}:{epoch}:{seq}")[:16]

    def is_proof(self, shown: object, session_id: str, epoch: str, seq: int) -> bool:
        return hmac.compare_digest(_bytes(shown), self.proof(session_id, epoch, seq).encode())

    def links(self, session_id: str, code: str) -> Links:
        """All the addresses of a session, as PUBLIC_URL says they are reached."""
        base = self._settings.public_url.rstrip("/")
        join, key = f"{base}/j/{code}", self.stage_key(session_id)
        return Links(
            join_url=join,
            join_short=join.split("://", 1)[-1],
            qr_url=f"{join}#{self.join_token(session_id)}",
            code=code,
            stage_url=f"{base}/stage/{session_id}?key={key}",
            stage_key=key,
            desk_url=f"{base}/desk/{session_id}",
            review_url=f"{base}/review/{session_id}",
            kiosk_url=f"{base}/kiosk/{session_id}?key={self.shared.key(session_id)}",
        )

    # -- people who sign in

    def user(self, request: HasCookies) -> User | None:
        return self.signin.user(request)

    def user_of(self, cookies: Mapping[str, str]) -> User | None:
        """As `user`, where there are only cookies: a socket's handshake."""
        return self.signin.user_of(cookies.get(LOGIN_COOKIE))

    def user_by(self, login_id: str) -> User | None:
        """As `user`, as the account is now: for a socket that was opened a while ago."""
        return self.signin.user_by(login_id)

    def looked_at(self, login_id: str) -> User | None:
        """As `user_by`, without noting that the login is in use."""
        return self.signin.looked_at(login_id)

    def may(self, user: User | None, action: str, city: str | None = None) -> bool:
        return self.signin.may(user, action, city)

    def fresh(self, user: User | None, minutes: float = 5) -> bool:
        return self.signin.fresh(user, minutes)


def cookie_name(session_id: str) -> str:
    """One cookie a session: two workshops on one phone know nothing of each other."""
    return f"rs_p_{session_id[-12:]}"


def _bytes(shown: object) -> bytes:
    """What somebody shows at a door; half a letter (a lone surrogate) opens none."""
    return str(shown).encode("utf-8", "replace")


def read_cookies(header: str) -> dict[str, str]:
    """The cookies of a raw header; nothing when it cannot be read."""
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(header)
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}
