"""What is known about the keeping of each session: a small file beside it, which outlives it.

It is the proof of what was archived and removed, and holds the figures that remain.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from data.durable import sync_folder
from workshop.model import Json

ARCHIVE = "archive"  # the folder in which packages wait to be fetched


@dataclass(frozen=True)
class Package:
    """An archive package as it was made. `head` is the seal of the log that it was made from."""

    name: str
    at_ms: int
    head: str
    sha256: str
    size: int

    def path(self, data_dir: Path, session_id: str) -> Path:
        return data_dir / ARCHIVE / session_id / self.name


@dataclass(frozen=True)
class Tick:
    """An official has seen to it that the package is in the archive. `by` is an account's id."""

    at_ms: int
    by: str
    sha256: str


@dataclass(frozen=True)
class Removal:
    """The raw answers were destroyed: by whom ("" is the nightly job), and in which files."""

    at_ms: int
    by: str
    head: str
    events: int
    files: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    session: str
    package: Package | None = None
    archived: Tick | None = None
    removed: Removal | None = None
    kept: Json | None = None


class Book:
    """``retention/<session>.json`` below the data folder. One process writes."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / "retention"
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def read(self, session_id: str) -> Entry:
        """The entry of a session; an empty one where nothing was written yet."""
        try:
            return _entry(json.loads(self._path(session_id).read_text("utf-8")))
        except FileNotFoundError:
            return Entry(session_id)

    def removed(self) -> list[Entry]:
        """The sessions whose raw answers are gone, the newest removal first."""
        found = [self.read(path.stem) for path in self.folder.glob("*.json")]
        gone = [entry for entry in found if entry.removed is not None]
        return sorted(gone, key=lambda e: -(e.removed.at_ms if e.removed else 0))

    def write(self, session_id: str, **change: Any) -> Entry:
        """Change an entry; on disk when it returns."""
        entry = replace(self.read(session_id), **change)
        path = self._path(session_id)
        fresh = path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(asdict(entry), file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        sync_folder(self.folder)
        return entry

    def _path(self, session_id: str) -> Path:
        return self.folder / f"{session_id}.json"


def _entry(told: Json) -> Entry:
    removed = told["removed"]
    if removed:
        removed = Removal(**removed | {"files": tuple(removed["files"])})
    return Entry(
        session=told["session"],
        package=Package(**told["package"]) if told["package"] else None,
        archived=Tick(**told["archived"]) if told["archived"] else None,
        removed=removed,
        kept=told["kept"],
    )
