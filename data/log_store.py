"""All session files of a data folder: making, opening, looking at, copying and replacing them."""

from __future__ import annotations

import datetime as dt
import logging
import os
import secrets
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import duckdb

from data.audit import AT_ONCE, AT_ONCE_OF_MANY, audit, examine
from data.backups import Backups
from data.durable import sync_folder
from data.event_log import EventLog, last_row
from data.log_file import LogFile, connect
from data.mark import Mark, MarkFile
from data.migrations import bring_up_to_date
from data.rewriting import rewrite
from data.session_format import FORMAT, refuse_newer_format, refuse_newer_storage
from data.state_file import StateFile
from data.text_vault import TextVault
from workshop.damage import Damage
from workshop.events import Event
from workshop.ports import NewerVersion, StorageFault

SECRET_BYTES = 32

log = logging.getLogger("data.log_store")
_SCHEMA = """
CREATE TABLE events (
    seq UBIGINT NOT NULL, op_id VARCHAR NOT NULL, v UTINYINT NOT NULL,
    recorded_at BIGINT NOT NULL,        -- milliseconds since 1970, UTC, the server's clock
    participant VARCHAR, kind VARCHAR NOT NULL, body VARCHAR NOT NULL,
    text_id VARCHAR, text_hmac VARCHAR, prev_hash VARCHAR NOT NULL, hash VARCHAR NOT NULL);
CREATE TABLE texts (text_id VARCHAR NOT NULL, sealed BLOB NOT NULL);
CREATE TABLE meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL);
"""


class LogStore:
    """All session files below a data folder: ``sessions/<id>.duckdb`` and their keys apart."""

    def __init__(self, data_dir: Path) -> None:
        self._sessions = data_dir / "sessions"
        self._keys = data_dir / "keys"
        self.backups = Backups(data_dir)
        self._open: WeakValueDictionary[str, EventLog] = WeakValueDictionary()
        self._sessions.mkdir(parents=True, exist_ok=True)
        self._keys.mkdir(parents=True, exist_ok=True, mode=0o700)

    def ids(self) -> list[str]:
        """The one that was written last first."""
        found = list(self._sessions.glob("*.duckdb"))
        return [path.stem for path in sorted(found, key=_written, reverse=True)]

    def saved_at(self, session_id: str) -> float:
        """When a session was last written, in seconds since 1970; 0 when nothing is left of it."""
        return _written(self.path(session_id))

    def path(self, session_id: str) -> Path:
        return self._sessions / f"{session_id}.duckdb"

    def create(self, session_id: str, first: tuple[str, int, Event]) -> EventLog:
        """A new log with its first event. It appears under its name only when it is complete."""
        fresh = self._sessions / f"{session_id}.new"
        try:
            self._make(session_id, fresh, first)
        except (duckdb.Error, OSError) as fault:
            fresh.unlink(missing_ok=True)
            raise StorageFault(str(fault)) from fault
        return self.open(session_id)

    def _make(self, session_id: str, fresh: Path, first: tuple[str, int, Event]) -> None:
        with connect(fresh) as connection:
            connection.execute(_SCHEMA)
            meta = {"format": str(FORMAT), "session": session_id, "epoch": secrets.token_hex(4)}
            for key, value in meta.items():
                connection.execute("INSERT INTO meta VALUES (?, ?)", [key, value])
        begun = EventLog(LogFile(fresh), self.vault(session_id))
        begun.append([first])
        begun.close()
        self._write_secret(session_id)
        self.mark(session_id).begin(Mark(begun.epoch, begun.seq, begun.head))
        fresh.rename(self.path(session_id))
        sync_folder(self._sessions)

    def open(self, session_id: str, one_of_many: bool = False) -> EventLog:
        """The log; for reading only, and as it was found, when something is wrong with it.

        A sound file of an older format is migrated first; a newer one is refused. Of `one_of_many`
        only the first glance is taken here, unless it is short: it has still to be audited.
        """
        longest = AT_ONCE_OF_MANY if one_of_many else AT_ONCE
        path, mark = self.path(session_id), self.mark(session_id)
        # To write is to clear away what DuckDB takes for a useless write-ahead log, and with it
        # what could still be saved: where there is one, it is looked at first.
        file = LogFile(path, read_only=_wal(path).exists(), write_to=self.backups.root)
        damage, audited, format_ = _look(file, session_id, mark.read(), longest)
        if damage is None:
            file.open_to_write()
            if format_ != FORMAT:
                file.let_go()
                bring_up_to_date(path)
        elif damage.good == 0:
            file, damage = self._stand_in(session_id, damage)
        opened = EventLog(file, self.vault(session_id), mark, damage, audited)
        opened.state = self._state(session_id) if damage is None else None
        opened.forget_in_copies = partial(self.backups.forget, session_id)
        self._open[session_id] = opened
        return opened

    def _stand_in(self, session_id: str, damage: Damage) -> tuple[LogFile, Damage]:
        """In the place of a file that shows nothing: its newest sound backup, to look at."""
        found = self.newest_sound(session_id)
        if found is None:
            raise StorageFault(f"session {session_id} cannot be read, and has no backup")
        return LogFile(found[0], read_only=True), replace(damage, good=found[1])

    def newest_sound(self, session_id: str) -> tuple[Path, int] | None:
        """The newest backup that is whole, and how far it goes."""
        for path in self.backups.of(session_id):
            file = LogFile(path, read_only=True)
            seq = self.sound_up_to(file, session_id)
            file.let_go()
            if seq:
                return path, seq
        return None

    def sound_up_to(self, file: LogFile, session_id: str) -> int:
        """How far a file of this session goes when all of it is sound, or 0."""
        damage, audited, _ = _look(file, session_id, None, AT_ONCE)
        if damage is not None or (not audited and audit(file.rows)):
            return 0
        with file.lock:
            return last_row(file.handle())[0]

    def is_sound(self, session_id: str) -> bool:
        found = self.open(session_id)
        try:
            return found.damage is None and (found.audited or found.audit() is None)
        finally:
            found.close()

    def back_up(self, session_id: str, now: dt.datetime) -> Path | None:
        """Copy a session that is open; not one that is damaged: its last good copy stays."""
        found = self._open.get(session_id)
        if found is None or found.damage is not None:
            return None
        return found.copy(self.backups, session_id, now)

    def changed_since_backup(self, session_id: str) -> bool:
        found = self.backups.of(session_id)
        return not found or _written(self.path(session_id)) > found[0].stat().st_mtime

    def put(self, session_id: str, fresh: Path, mark: Mark, apart: Path) -> None:
        """Put a file in the place of a session's own, which is moved to the folder `apart`.

        A crash in between leaves the old file, a log without its mark, or the new one: each is
        taken for what it is at the next start.
        """
        path, old_mark = self.path(session_id), self.mark(session_id).path
        apart.mkdir(parents=True, mode=0o700)
        for each in (path, old_mark):
            if each.exists():
                os.link(each, apart / each.name)
        if _wal(path).exists():
            _wal(path).rename(apart / _wal(path).name)
        sync_folder(apart)
        fresh.replace(path)
        self.mark(session_id).begin(mark)
        sync_folder(self._sessions)

    def mark(self, session_id: str) -> MarkFile:
        return MarkFile(self._sessions / f"{session_id}.hwm")

    def pepper(self, session_id: str) -> bytes:
        """The session's secret that ties a device to its participant id; destroyed at retention."""
        found = (self._keys / f"{session_id}.pepper").read_bytes()
        if len(found) != SECRET_BYTES:
            raise StorageFault(f"the secret of session {session_id} is damaged")
        return found

    def _state(self, session_id: str) -> StateFile | None:
        """Where its state is stored; nowhere once the session's secret has been destroyed."""
        try:
            return StateFile(self._sessions / f"{session_id}.state", self.pepper(session_id))
        except (OSError, StorageFault):
            return None

    def rewrite(self, session_id: str) -> None:
        """Write a session's file anew without what cannot be read any more; hold it closed."""
        rewrite(self.path(session_id), self.vault(session_id).ids())

    def vault(self, session_id: str) -> TextVault:
        return TextVault(self._keys / f"{session_id}.texts")

    def _write_secret(self, session_id: str) -> None:
        path = self._keys / f"{session_id}.pepper"
        path.touch(mode=0o600)
        with path.open("wb") as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self._keys)


def _look(
    file: LogFile, session_id: str, mark: Mark | None, longest: int
) -> tuple[Damage | None, bool, int]:
    """(what is wrong, whether all of it was looked through, the format). Newer ones are refused."""

    def ask(query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        return file.handle().execute(query, list(values)).fetchall()

    with file.lock:
        try:
            refuse_newer_storage(file.path)
            format_ = int(ask("SELECT value FROM meta WHERE key = 'format'", ())[0][0])
            refuse_newer_format(file.path, format_)
            return *examine(ask, session_id, mark, longest), format_
        except (NewerVersion, duckdb.ConnectionException):
            raise
        except Exception as fault:
            # Whatever DuckDB or a decoder says of bytes that are not what was written.
            file.let_go()
            if isinstance(fault, duckdb.IOException) and "lock" in str(fault):
                raise StorageFault(f"{file.path.name} is open in another process") from fault
            log.exception("a log cannot be read", extra={"file": file.path.name})
            return Damage("unreadable", 0, mark.seq if mark else None), True, FORMAT


def _wal(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def _written(path: Path) -> float:
    """When a session's file or its write-ahead log was last written to."""
    return max((each.stat().st_mtime for each in (path, _wal(path)) if each.exists()), default=0.0)
