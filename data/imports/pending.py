"""What waits between an upload and its import: DATA_DIR/imports/<token>/, for half an hour.

A token belongs to one person, and to the version of the library that the preview compared with.
The uploaded file itself is gone as soon as it has been read; but a building register or a list of
stations waits with its preview, in case other columns of it are chosen.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from data.imports import limits
from data.imports.findings import Refusal

_LIFE = limits.PREVIEW_MINUTES * 60
STEM = "upload"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,40}")


@dataclass(frozen=True)
class Upload:
    """What is known of an uploaded file besides its content."""

    token: str
    user: str
    city: str
    kind: str
    file: str
    sha256: str
    size: int
    version: int
    at: float
    service: str = ""


class Waiting:
    """The folder of uploads that have been read and not yet imported."""

    def __init__(self, data_dir: Path) -> None:
        self._root = Path(data_dir) / "imports"

    def folder(self) -> tuple[str, Path]:
        """A new token and its empty folder; what is too old is swept away, now and in time."""
        self.sweep()
        token = secrets.token_urlsafe(24)
        path = self._root / token
        path.mkdir(parents=True, mode=0o700)
        later = threading.Timer(_LIFE + 1, self.sweep)
        later.daemon = True
        later.start()
        return token, path

    def keep(self, upload: Upload, content: Mapping[str, Any]) -> None:
        """Hold what was read; a person's earlier upload makes way."""
        for other in self._all():
            if other.user == upload.user and other.token != upload.token:
                self.drop(other.token)
        path = self._root / upload.token
        (path / "content.json").write_text(json.dumps(content), "utf-8")
        (path / "upload.json").write_text(json.dumps(asdict(upload)), "utf-8")

    def find(self, token: str, user: str) -> tuple[Upload, dict[str, Any]]:
        """The upload of a token, for the person who made it; else `import_expired`."""
        upload = self._upload(token)
        if upload is None or upload.user != user or upload.at + _LIFE < time.time():
            raise Refusal("import_expired", minutes=limits.PREVIEW_MINUTES)
        content = json.loads((self._root / token / "content.json").read_text("utf-8"))
        return upload, content

    def file(self, upload: Upload) -> Path:
        """The file itself, where it waits too."""
        return self._root / upload.token / f"{STEM}{PurePosixPath(upload.file).suffix.casefold()}"

    def renew(self, upload: Upload, content: Mapping[str, Any]) -> None:
        """Hold what was read with other choices."""
        path = self._root / upload.token / "content.json"
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(content), "utf-8")
        fresh.replace(path)

    def drop(self, token: str) -> None:
        if _TOKEN.fullmatch(token):
            shutil.rmtree(self._root / token, ignore_errors=True)

    def _upload(self, token: str) -> Upload | None:
        if not _TOKEN.fullmatch(token):
            return None
        try:
            held = json.loads((self._root / token / "upload.json").read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return Upload(**held)

    def _all(self) -> list[Upload]:
        if not self._root.is_dir():
            return []
        return [held for path in self._root.iterdir() if (held := self._upload(path.name))]

    def sweep(self) -> None:
        """Away with what waited too long."""
        if self._root.is_dir():
            for path in self._root.iterdir():
                if path.stat().st_mtime + _LIFE < time.time():
                    self.drop(path.name)
