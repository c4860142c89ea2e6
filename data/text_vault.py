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
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from data.durable import sync_folder

KEY_BYTES = 32
_PARTS = re.compile(r"[^.\-]+")


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
        lines = "".join(_line(t, self._keys[t]) for t in text_ids)
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

    def destroy(self, before: Mapping[str, float]) -> bool:
        """Forget what was written of these contributions before an event; whether there was any.

        `before` names contributions, each with the number of that event: infinite for all of it.
        Returns when the new file of keys is on disk. The bytes of the old one are overwritten as
        far as the file system lets us: a copying file system or a flash disk may hold older ones.
        """
        kept = {t: key for t, key in self._keys.items() if not _written_before(t, before)}
        if len(kept) == len(self._keys):
            return False
        _replace(self._path, "".join(_line(t, key) for t, key in kept.items()).encode())
        self._keys = kept
        return True

    def ids(self) -> set[str]:
        """The names of the texts that can still be read."""
        return set(self._keys)

    def open(self, text_id: str, sealed: bytes) -> str | None:
        """The text, or None when its key is gone or is another's."""
        key = self._keys.get(text_id)
        if key is None:
            return None
        try:
            return AESGCM(key).decrypt(sealed[:12], sealed[12:], text_id.encode()).decode()
        except InvalidTag:
            return None


def _written_before(text_id: str, before: Mapping[str, float]) -> bool:
    """``c5`` was written first, ``c5-17`` and ``c5.18`` about the same contribution later."""
    contribution, *numbers = _PARTS.findall(text_id)
    number = int(numbers[0]) if numbers and numbers[0].isdecimal() else 0
    return number < before.get(contribution, 0)


def _line(text_id: str, key: bytes) -> str:
    return f"{text_id} {base64.b64encode(key).decode()}\n"


def _replace(path: Path, content: bytes) -> None:
    """Put a file in the place of another at once, then overwrite what the other one held."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with path.open("r+b") as old:
        fresh.replace(path)
        sync_folder(path.parent)
        overwrite(old)


def overwrite(old: IO[bytes]) -> None:
    """Zeros over everything that an open file holds, on disk when it returns."""
    size = old.seek(0, os.SEEK_END)
    old.seek(0)
    old.write(bytes(size))
    old.flush()
    os.fsync(old.fileno())


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
