"""People's own words, encrypted, each with its own key, kept outside the session's file.

Destroying a key makes its text unreadable for ever, in every copy of the session file.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class TextVault:
    """The keys of one session: a file of lines ``text_id key``, appended to before each commit."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._keys = _read(path)

    def seal(self, text_id: str, text: str) -> tuple[bytes, str]:
        """(nonce + ciphertext, HMAC-SHA256 of the text under its key, hex) with a fresh key."""
        key = AESGCM.generate_key(bit_length=256)
        self._keys[text_id] = key
        nonce = secrets.token_bytes(12)
        sealed = nonce + AESGCM(key).encrypt(nonce, text.encode(), text_id.encode())
        return sealed, hmac.new(key, text.encode(), hashlib.sha256).hexdigest()

    def keep(self, text_ids: list[str]) -> None:
        """Put the keys of these texts on disk; must return before their texts are committed."""
        lines = "".join(f"{t} {base64.b64encode(self._keys[t]).decode()}\n" for t in text_ids)
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(handle, lines.encode())
            os.fdatasync(handle)
        finally:
            os.close(handle)

    def open(self, text_id: str, sealed: bytes) -> str | None:
        """The text, or None when its key has been destroyed."""
        key = self._keys.get(text_id)
        if key is None:
            return None
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], text_id.encode()).decode()


def _read(path: Path) -> dict[str, bytes]:
    if not path.exists():
        return {}
    lines: Mapping[str, str] = dict(
        line.split(" ", 1) for line in path.read_text().splitlines() if " " in line
    )
    return {text_id: base64.b64decode(key) for text_id, key in lines.items()}
