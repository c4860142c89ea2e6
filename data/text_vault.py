"""People's own words, encrypted, each with its own key, kept outside the session's file.

Destroying a key makes its text unreadable for ever, in every copy of the session file.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32


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
        self._path.touch(mode=0o600)
        with self._path.open("ab") as file:
            whole = file.tell()
            try:
                file.write(lines.encode())
                file.flush()
                os.fdatasync(file.fileno())
            except OSError:
                # A line that is torn (a full disk) must not have the next key glued to it.
                with contextlib.suppress(OSError):
                    file.truncate(whole)
                raise

    def open(self, text_id: str, sealed: bytes) -> str | None:
        """The text, or None when its key is gone or is another's."""
        key = self._keys.get(text_id)
        if key is None:
            return None
        try:
            return AESGCM(key).decrypt(sealed[:12], sealed[12:], text_id.encode()).decode()
        except InvalidTag:
            return None


def _read(path: Path) -> dict[str, bytes]:
    if not path.exists():
        return {}
    found: dict[str, bytes] = {}
    for line in path.read_text("ascii", "replace").splitlines():
        text_id, _, encoded = line.partition(" ")
        with contextlib.suppress(binascii.Error):
            key = base64.b64decode(encoded, validate=True)
            if len(key) == KEY_BYTES:
                found[text_id] = key
    return found
