"""Copies of the kept building registers: ``backups/registers/<city>/``, beside the sessions' own.

A version never changes, so that a file is copied once; `current.json` whenever it is another. What
is lost or damaged comes back from its copy, and what was damaged is set apart, never deleted.
"""

from __future__ import annotations

import datetime as dt
import logging
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

from data.durable import sync_file, sync_folder
from data.twin.register_file import CURRENT, FOLDER, pointed, read

log = logging.getLogger("data.backups")


class RegisterCopies:
    """Safe from any thread."""

    def __init__(self, data_dir: Path) -> None:
        self._live, self._copies = data_dir / FOLDER, data_dir / "backups" / FOLDER
        self._apart = data_dir / "quarantine"
        self._lock = threading.Lock()

    def make(self) -> None:
        """Copy what is sound and not copied yet, as it is now."""
        with self._lock:
            for path in _files(self._live):
                copy = self._copies / path.relative_to(self._live)
                if _sound(path) and not (copy.exists() and _same(copy, path)):
                    _put(path, copy)

    def bring_back(self, now: dt.datetime) -> list[str]:
        """The files that were missing or damaged, and are as they were copied again."""
        with self._lock:
            lost = [
                copy for copy in _files(self._copies)
                if _sound(copy) and not _sound(self._live / copy.relative_to(self._copies))
            ]  # fmt: skip
            for copy in lost:
                path = self._live / copy.relative_to(self._copies)
                if path.exists():
                    self._set_apart(path, now)
                _put(copy, path)
        names = [str(copy.relative_to(self._copies)) for copy in lost]
        if names:
            log.warning("building registers were brought back", extra={"files": names})
        return names

    def _set_apart(self, path: Path, now: dt.datetime) -> None:
        self._apart.mkdir(mode=0o700, exist_ok=True)
        name = f"register-{path.parent.name}-{now.strftime('%Y%m%dT%H%M%S%fZ')}-{path.name}"
        path.rename(self._apart / name)


def _files(root: Path) -> Iterator[Path]:
    yield from sorted(root.glob("*/*.json"))


def _sound(path: Path) -> bool:
    return (pointed(path) if path.name == CURRENT else read(path)) is not None


def _same(one: Path, other: Path) -> bool:
    return one.read_bytes() == other.read_bytes()


def _put(path: Path, place: Path) -> None:
    """Whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = place.with_suffix(".new")
    shutil.copyfile(path, fresh)
    sync_file(fresh)
    fresh.replace(place)
    sync_folder(place.parent)
