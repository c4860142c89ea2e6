"""A device that stands in the room for everybody: one link makes it so, each person starts afresh.

The facilitator's link carries a key and is gone from the address at once; what stays is a signed
cookie that says: this browser is shared device number 2 of this session. Ended at the desk, it is
nobody in this session any more, until it follows the link again.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from workshop.settings import Settings
from workshop.signin_doors import TakesCookies

KEPT_SECONDS = 16 * 3600  # a long day; the link makes it a shared device again


class SharedDevices:
    """`ended(session_id, number)` says whether that device was ended at the desk."""

    def __init__(self, settings: Settings, ended: Callable[[str, int], bool]) -> None:
        self._settings = settings
        self._ended = ended
        self._signed = URLSafeSerializer(settings.secret_key, salt="shared-device")

    def key(self, session_id: str) -> str:
        """128 bits, the same after a restart."""
        message = f"kiosk:{session_id}".encode()
        return hmac.new(self._settings.secret_key, message, hashlib.sha256).hexdigest()[:32]

    def is_key(self, key: object, session_id: str) -> bool:
        shown = str(key).encode("utf-8", "replace")
        return hmac.compare_digest(shown, self.key(session_id).encode())

    def mark(self, response: TakesCookies, session_id: str, number: int) -> None:
        """This browser is that shared device from now on."""
        response.set_cookie(
            _cookie(session_id),
            str(self._signed.dumps({"s": session_id, "n": number})),
            max_age=KEPT_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=self._settings.secure_cookies,
            path="/",
        )

    def number(self, cookies: Mapping[str, str], session_id: str) -> int | None:
        """Which shared device of the session this browser is; None for none, or an ended one."""
        number = self._marked(cookies, session_id)
        return None if number is None or self._ended(session_id, number) else number

    def is_ended(self, cookies: Mapping[str, str], session_id: str) -> bool:
        number = self._marked(cookies, session_id)
        return number is not None and self._ended(session_id, number)

    def _marked(self, cookies: Mapping[str, str], session_id: str) -> int | None:
        try:
            held: Any = self._signed.loads(cookies.get(_cookie(session_id), ""))
        except BadSignature:
            return None
        number = held.get("n") if held.get("s") == session_id else None
        return number if isinstance(number, int) else None


def _cookie(session_id: str) -> str:
    return f"rs_k_{session_id[-12:]}"
