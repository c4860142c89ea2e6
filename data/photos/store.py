"""Photos at rest: each encrypted in a file of its own, its key in another folder.

Both begin with the session's id, by which retention finds them. Dropping a photo overwrites its
key, so that no copy of the encrypted file can be read any more.
"""

from __future__ import annotations

import os
import re
import secrets
import time
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from data.durable import sync_folder

NONCE = 12
_NAME = re.compile(r"[0-9a-f]{32}\Z")


class PhotoStore:
    def __init__(self, data_dir: Path) -> None:
        self._photos, self._keys = data_dir / "photos", data_dir / "keys"

    def keep(self, session_id: str, jpeg: bytes) -> str:
        """Encrypt a photo; its name. Key and photo are on disk when this returns."""
        name, key, nonce = (
            secrets.token_hex(16),
            AESGCM.generate_key(256),
            secrets.token_bytes(NONCE),
        )
        sealed = nonce + AESGCM(key).encrypt(nonce, jpeg, f"{session_id}/{name}".encode())
        _write(self._key(session_id, name), key)
        _write(self._photo(session_id, name), sealed)
        return name

    def open(self, session_id: str, name: str) -> bytes | None:
        """The photo, or None when it or its key is gone."""
        if not _NAME.match(name):
            return None
        try:
            key = self._key(session_id, name).read_bytes()
            sealed = self._photo(session_id, name).read_bytes()
            about = f"{session_id}/{name}".encode()
            return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], about)
        except (OSError, ValueError, InvalidTag):
            return None

    def drop(self, session_id: str, name: str) -> None:
        """Destroy a photo's key, then take the photo away."""
        for path in (self._key(session_id, name), self._photo(session_id, name)):
            if path.exists():
                with path.open("r+b") as file:
                    file.write(bytes(path.stat().st_size))
                    file.flush()
                    os.fsync(file.fileno())
                path.unlink()
                sync_folder(path.parent)

    def names(self, session_id: str, older_than_s: float = 0.0) -> set[str]:
        """The photos of a session that have lain here for so long."""
        folder = self._photo(session_id, "").parent / session_id
        limit = time.time() - older_than_s
        found = folder.iterdir() if folder.exists() else ()
        return {path.name for path in found if path.stat().st_mtime <= limit}

    def _photo(self, session_id: str, name: str) -> Path:
        return self._photos / session_id / name

    def _key(self, session_id: str, name: str) -> Path:
        return self._keys / f"{session_id}.photos" / f"{name}.texts"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)
