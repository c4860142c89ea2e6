"""Small secrets at rest and in cookies: encrypted with a key that is derived from SECRET_KEY.

Each purpose has a key of its own, so that what was sealed for one opens nothing elsewhere.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Seal:
    def __init__(
        self, secret_key: bytes, purpose: str, seconds: Callable[[], float] = time.time
    ) -> None:
        self._seconds = seconds
        derived = HKDF(SHA256(), 32, salt=None, info=f"radslag {purpose}".encode())
        self._fernet = Fernet(base64.urlsafe_b64encode(derived.derive(secret_key)))

    def close(self, text: str) -> str:
        return self._fernet.encrypt_at_time(text.encode(), int(self._seconds())).decode()

    def open(self, sealed: str, within_s: int | None = None) -> str | None:
        """What was sealed; None when it is not ours, or older than `within_s`."""
        token = sealed.encode("utf-8", "replace")
        try:
            if within_s is None:
                return self._fernet.decrypt(token).decode()
            now = int(self._seconds())
            return self._fernet.decrypt_at_time(token, within_s, now).decode()
        except InvalidToken:
            return None
