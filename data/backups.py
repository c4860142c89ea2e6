"""Copies of the sessions' files, made while they are open: ``backups/<id>/<time>-<seq>.duckdb``.

DuckDB copies from one moment of the database into a new file, which gets its name only when it is
whole and on disk. The keys of texts and the secrets of devices lie apart, in ``keys_backups/``:
who has one of the two folders cannot read anybody's words.
"""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from data.durable import sync_file, sync_folder
from data.log_file import SETTINGS, LogFile, quoted
from data.register_copies import RegisterCopies
from data.text_vault import TextVault

NEWEST, HOURLY, DAILY, WEEKLY = 5, 24, 7, 4
_STAMP = "%Y%m%dT%H%M%S%fZ"
KEYS = ("texts", "pepper")


class Backups:
    """The backups below one data folder."""

    def __init__(self, data_dir: Path) -> None:
        self.root = data_dir / "backups"
        self._keys_root = data_dir / "keys_backups"
        self._keys = data_dir / "keys"
        self._copying_keys = threading.Lock()
        self.registers = RegisterCopies(data_dir)
        for folder in (self.root, self._keys_root):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def of(self, session_id: str) -> list[Path]:
        """A session's backups, the newest first."""
        return sorted((self.root / session_id).glob("*.duckdb"), reverse=True)

    def make(self, session_id: str, file: LogFile, seq: int, now: dt.datetime) -> Path:
        """Copy an open log as it stands, and the keys that have changed; drop what is too old."""
        folder = self.root / session_id
        folder.mkdir(mode=0o700, exist_ok=True)
        path = folder / f"{now.strftime(_STAMP)}-{seq}.duckdb"
        copy_database(file, path)
        with self._copying_keys:
            self._keep_keys(session_id, now)
        self.prune(session_id, now)
        return path

    def _keep_keys(self, session_id: str, now: dt.datetime) -> None:
        folder = self._keys_root / session_id
        folder.mkdir(mode=0o700, exist_ok=True)
        for kind in KEYS:
            live = self._keys / f"{session_id}.{kind}"
            newest = self.keys_of(session_id, kind)
            if not live.exists() or (newest and newest[0].read_bytes() == live.read_bytes()):
                continue
            fresh = folder / "keys.tmp"
            fresh.unlink(missing_ok=True)
            fresh.touch(mode=0o600)
            fresh.write_bytes(live.read_bytes())
            sync_file(fresh)
            fresh.rename(folder / f"{now.strftime(_STAMP)}.{kind}")
            sync_folder(folder)

    def keys_of(self, session_id: str, kind: str) -> list[Path]:
        """The kept files of keys of one kind, the newest first."""
        return sorted((self._keys_root / session_id).glob(f"*.{kind}"), reverse=True)

    def forget(self, session_id: str, before: Mapping[str, float]) -> None:
        """Destroy in every copy the keys that were just destroyed in the file itself.

        A copy that is being made was read before that: it is waited for, and loses them too.
        """
        with self._copying_keys:
            for path in self.keys_of(session_id, "texts"):
                TextVault(path).destroy(before)

    def bring_back_keys(self, session_id: str) -> None:
        """What is missing of a session's keys. What is there may have lost keys on purpose."""
        for kind in KEYS:
            live, kept = self._keys / f"{session_id}.{kind}", self.keys_of(session_id, kind)
            if not live.exists() and kept:
                shutil.copy(kept[0], live)
                sync_file(live)
        sync_folder(self._keys)

    def prune(self, session_id: str, now: dt.datetime) -> None:
        """Drop what the plan does not keep: 24 hourly, 7 daily, 4 weekly, and the newest five."""
        folders = [(self.root / session_id, "*.duckdb")]
        folders += [(self._keys_root / session_id, f"*.{kind}") for kind in KEYS]
        for folder, pattern in folders:
            times = {path: _time(path) for path in folder.glob(pattern)}
            keep = kept(times.values(), now)
            for path, at in times.items():
                if at not in keep:
                    path.unlink()

    def remove(self, session_id: str) -> None:
        """Everything that is kept of a session: for the end of its retention."""
        for folder in (self.root / session_id, self._keys_root / session_id):
            shutil.rmtree(folder, ignore_errors=True)


def copy_database(file: LogFile, path: Path) -> None:
    """A copy of an open database as it stands at this moment, on disk when it returns."""
    fresh = path.with_name(f"{path.stem}.tmp")
    for left in (fresh, fresh.with_name(f"{fresh.name}.wal")):
        left.unlink(missing_ok=True)
    with file.cursor() as cursor:
        (name,) = cursor.execute("SELECT current_database()").fetchall()[0]
        cursor.execute(f"ATTACH {quoted(fresh)} AS copied")
        try:
            cursor.execute(f'COPY FROM DATABASE "{name}" TO copied')
        finally:
            cursor.execute("DETACH copied")
    sync_file(fresh)
    fresh.replace(path)
    sync_folder(path.parent)


def copy_as_it_lies(path: Path, fresh: Path) -> None:
    """A copy of a file that nobody has open, without touching it or the log beside it."""
    fresh.unlink(missing_ok=True)
    with duckdb.connect(config={**SETTINGS}) as connection:
        connection.execute(f"ATTACH {quoted(path)} AS lying (READ_ONLY)")
        connection.execute(f"ATTACH {quoted(fresh)} AS copied")
        connection.execute("SET enable_external_access = false")
        connection.execute("COPY FROM DATABASE lying TO copied")
        connection.execute("DETACH copied")
    sync_file(fresh)


def kept(times: Iterable[dt.datetime], now: dt.datetime) -> set[dt.datetime]:
    """Which of these moments are kept: the last of each hour, day and week, as far back as told."""
    newest_first = sorted(times, reverse=True)
    keep = set(newest_first[:NEWEST])
    for span, count in (
        (dt.timedelta(hours=1), HOURLY),
        (dt.timedelta(days=1), DAILY),
        (dt.timedelta(weeks=1), WEEKLY),
    ):
        last: dict[int, dt.datetime] = {}
        for at in newest_first:
            ago = int((now - at) / span)
            if ago < count:
                last.setdefault(ago, at)
        keep |= set(last.values())
    oldest = now - dt.timedelta(weeks=WEEKLY)
    # Four weeks and no more, so that what was erased is gone from every copy; but never the last.
    return {at for at in keep if at >= oldest} | set(newest_first[:1])


def _time(path: Path) -> dt.datetime:
    stamp = path.name.split(".")[0].split("-")[0]
    return dt.datetime.strptime(stamp, _STAMP).replace(tzinfo=dt.UTC)
