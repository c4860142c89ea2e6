"""Copies of what cities have given: ``backups/registers/<city>/``, beside the sessions' own.

Of building registers and of lists of stations (``backups/stations/<city>/``).

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
from typing import Any

from data.durable import sync_file, sync_folder
from data.twin.kept import Kept
from data.twin.register_file import Registers
from data.twin.station_file import StationLists

KINDS: tuple[type[Kept[Any]], ...] = (Registers, StationLists)
log = logging.getLogger("data.backups")


class RegisterCopies:
    """Safe from any thread."""

    def __init__(self, data_dir: Path) -> None:
        self._live, self._copies = data_dir, data_dir / "backups"
        self._apart = data_dir / "quarantine"
        self._lock = threading.Lock()

    def make(self) -> None:
        """Copy what is sound and not copied yet, as it is now."""
        with self._lock:
            for kind, path in _files(self._live):
                copy = self._copies / path.relative_to(self._live)
                if kind.sound(path) and not (copy.exists() and _same(copy, path)):
                    _put(path, copy)

    def bring_back(self, now: dt.datetime) -> list[str]:
        """The files that were missing or damaged, and are as they were copied again."""
        with self._lock:
            lost = [
                copy for kind, copy in _files(self._copies)
                if kind.sound(copy) and not kind.sound(self._live / copy.relative_to(self._copies))
            ]  # fmt: skip
            for copy in lost:
                path = self._live / copy.relative_to(self._copies)
                if path.exists():
                    self._set_apart(path, now)
                _put(copy, path)
        names = [str(copy.relative_to(self._copies)) for copy in lost]
        if names:
            log.warning("what cities have given was brought back", extra={"files": names})
        return names

    def _set_apart(self, path: Path, now: dt.datetime) -> None:
        self._apart.mkdir(mode=0o700, exist_ok=True)
        kind, city = path.parent.parent.name.removesuffix("s"), path.parent.name
        name = f"{kind}-{city}-{now.strftime('%Y%m%dT%H%M%S%fZ')}-{path.name}"
        path.rename(self._apart / name)


def _files(root: Path) -> Iterator[tuple[type[Kept[Any]], Path]]:
    for kind in KINDS:
        for path in sorted((root / kind.FOLDER).glob("*/*.json")):
            yield kind, path


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
