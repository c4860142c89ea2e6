"""What was fetched, kept under its checksum: DATA_DIR/snapshots. A service need not be there again.

Each fetch leaves a note with a number of its own; fetches that were told the same share a file.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

from data.durable import sync_file, sync_folder
from data.imports import limits

_lock = threading.Lock()


@dataclass(frozen=True)
class Snapshot:
    """One fetch: from where, when (UTC), and the checksum of what was told."""

    city: str
    standard: str
    address: str
    results: bool
    at: str
    sha256: str
    size: int


class Snapshots:
    """The folder of everything that was fetched."""

    def __init__(self, data_dir: Path) -> None:
        self._root = Path(data_dir) / "snapshots"

    def keep(self, city: str, standard: str, address: str, results: bool, told: bytes) -> Snapshot:
        """Write what was told; the oldest go when there are too many."""
        digest = hashlib.sha256(told).hexdigest()
        now = dt.datetime.now(dt.UTC).isoformat("T", "microseconds")
        note = Snapshot(city, standard, address, results, now, digest, len(told))
        with _lock:
            self._root.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._write(f"{digest}.told", told)
            self._write(f"{now.replace(':', '')}.json", json.dumps(asdict(note)).encode())
            sync_folder(self._root)
            self._forget()
        return note

    def of(self, city: str) -> list[Snapshot]:
        """A city's fetches, the newest first."""
        held = [note for _, note in self._notes()]
        return [note for note in reversed(held) if note.city == city]

    def told(self, note: Snapshot) -> bytes:
        return (self._root / f"{note.sha256}.told").read_bytes()

    def _notes(self) -> list[tuple[Path, Snapshot]]:
        found = sorted(self._root.glob("*.json")) if self._root.is_dir() else []
        return [(path, Snapshot(**json.loads(path.read_bytes()))) for path in found]

    def _forget(self) -> None:
        """Beyond the limit the oldest notes go, and files that no note speaks of any more."""
        notes = self._notes()
        for path, _ in notes[: -limits.SNAPSHOTS]:
            path.unlink()
        kept = {note.sha256 for _, note in notes[-limits.SNAPSHOTS :]}
        for path in self._root.glob("*.told"):
            if path.stem not in kept:
                path.unlink()

    def _write(self, name: str, content: bytes) -> None:
        fresh = self._root / f"{name}.new"
        fresh.write_bytes(content)
        sync_file(fresh)
        fresh.chmod(0o600)
        fresh.replace(self._root / name)
