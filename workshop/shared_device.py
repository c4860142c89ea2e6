"""A device that stands in the room for everybody: one link makes it so, each person starts afresh.

The facilitator's link carries a key and is gone from the address at once; what stays is a signed
cookie that says: this browser is a shared device of this session.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from itsdangerous import BadSignature, URLSafeSerializer

from workshop.settings import Settings
from workshop.signin_doors import TakesCookies

KEPT_SECONDS = 16 * 3600  # a long day; the link makes it a shared device again


class SharedDevices:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._signed = URLSafeSerializer(settings.secret_key, salt="shared-device")

    def key(self, session_id: str) -> str:
        """128 bits, the same after a restart."""
        message = f"kiosk:{session_id}".encode()
        return hmac.new(self._settings.secret_key, message, hashlib.sha256).hexdigest()[:32]

    def is_key(self, key: object, session_id: str) -> bool:
        shown = str(key).encode("utf-8", "replace")
        return hmac.compare_digest(shown, self.key(session_id).encode())

    def mark(self, response: TakesCookies, session_id: str) -> None:
        """This browser is a shared device from now on."""
        response.set_cookie(
            _cookie(session_id),
            str(self._signed.dumps({"s": session_id})),
            max_age=KEPT_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=self._settings.secure_cookies,
            path="/",
        )

    def is_shared(self, cookies: Mapping[str, str], session_id: str) -> bool:
        try:
            return self._signed.loads(cookies.get(_cookie(session_id), "")) == {"s": session_id}
        except BadSignature:
            return False


def _cookie(session_id: str) -> str:
    return f"rs_k_{session_id[-12:]}"
