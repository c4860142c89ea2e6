"""Bring back a damaged session: `python -m data.restore SESSION`, or the button at the desk.

`python -m data.restore registers` brings back building registers and lists of stations, as each
start of a server does.

What lies there is moved to ``quarantine/`` and never deleted. In its place comes the newest sound
copy, which may be the session's own file when only its end is gone; it gets a new epoch, so that
every screen asks anew, and an event that says which numbers are missing. Phones send again what
they have that is newer.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb

from data.backups import copy_as_it_lies
from data.durable import sync_file
from data.errors import DataError
from data.event_log import EventLog
from data.log_file import LogFile, connect
from data.log_store import LogStore
from data.mark import Mark
from data.twin.register_file import Registers
from workshop.events import Event
from workshop.ports import StorageFault
from workshop.settings import SettingsError, hold


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it: the last event that is there again, and the numbers that are missing."""

    source: str
    seq: int
    missing: tuple[int, int] | None
    quarantine: Path

    def sentence(self) -> str:
        lost = f"events {self.missing[0]}–{self.missing[1]} are missing" if self.missing else ""
        return (
            f"Restored from {self.source} up to event {self.seq};"
            f" {lost or 'as far as the mark tells, nothing is missing'}."
            f" The damaged files are in {self.quarantine}."
        )


def restore(logs: LogStore, session_id: str, actor: str, now: dt.datetime) -> Restored:
    """Do it. Nobody else may have the session open: the server's writer sees to that."""
    mark = logs.mark(session_id).read()
    fresh = logs.path(session_id).with_suffix(".restoring")
    source, seq = _best(logs, session_id, fresh)
    logs.backups.bring_back_keys(session_id)
    known = mark.seq if mark and mark.epoch == _epoch(fresh) else seq
    missing = (seq + 1, known) if known > seq else None
    new_mark = _begin_anew(logs, session_id, fresh, actor, missing)
    apart = logs.path(session_id).parents[1] / "quarantine"
    apart /= f"{session_id}-{now.strftime('%Y%m%dT%H%M%SZ')}-{secrets.token_hex(2)}"
    logs.put(session_id, fresh, new_mark, apart)
    return Restored(source, seq, missing, apart)


def _best(logs: LogStore, session_id: str, fresh: Path) -> tuple[str, int]:
    """Copy the soundest that there is to `fresh`: (its name, how far it goes)."""
    fresh.unlink(missing_ok=True)
    kept = logs.newest_sound(session_id)
    own = _own(logs, session_id)
    if own > (kept[1] if kept else 0):
        copy_as_it_lies(logs.path(session_id), fresh)
        return "its own file", own
    if kept is None:
        raise DataError("no_backup", f"There is no sound backup of session {session_id}.")
    shutil.copy(kept[0], fresh)
    sync_file(fresh)
    return kept[0].name, kept[1]


def _own(logs: LogStore, session_id: str) -> int:
    """How far the session's own file goes, when all that is in it is sound; or 0."""
    if not logs.path(session_id).exists():
        return 0
    file = LogFile(logs.path(session_id), read_only=True)
    seq = logs.sound_up_to(file, session_id)
    file.let_go()
    return seq


def _epoch(path: Path) -> str:
    with connect(path, read_only=True) as connection:
        return dict(connection.execute("SELECT key, value FROM meta").fetchall())["epoch"]


def _begin_anew(
    logs: LogStore, session_id: str, fresh: Path, actor: str, missing: tuple[int, int] | None
) -> Mark:
    """A new epoch, and the event that says so, in the copy; the mark that belongs to it."""
    before = _epoch(fresh)
    with connect(fresh) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'epoch'", [secrets.token_hex(4)])
    begun = EventLog(LogFile(fresh), logs.vault(session_id))
    body = {"epoch": before, "missing": list(missing) if missing else None, "actor": actor}
    at_ms = time.time_ns() // 10**6
    begun.append([(secrets.token_hex(8), at_ms, Event("session_restored", body))])
    mark = Mark(begun.epoch, begun.seq, begun.head)
    begun.close()
    sync_file(fresh)
    return mark


def _sound(logs: LogStore, session_id: str) -> bool:
    try:
        return session_id in logs.ids() and logs.is_sound(session_id)
    except (StorageFault, duckdb.Error):
        return False


def _registers(logs: LogStore) -> int:
    found = logs.backups.registers.bring_back(dt.datetime.now(dt.UTC))
    if not found:
        sys.stderr.write("Every register and list is as its backup: they are left as they are.\n")
        return 1
    sys.stdout.write(f"Brought back from their backups: {', '.join(found)}.\n")
    return 0


def main(arguments: list[str], data_dir: Path) -> int:
    if len(arguments) != 1:
        sys.stderr.write("Say which session: python -m data.restore SESSION, or: registers\n")
        return 2
    try:
        held = hold(data_dir)
    except SettingsError as problem:
        sys.stderr.write(f"{problem} A running server restores by the button at the desk.\n")
        return 2
    try:
        logs, session_id = LogStore(data_dir), Path(arguments[0]).name
        if session_id == Registers.FOLDER:
            return _registers(logs)
        if _sound(logs, session_id):
            sys.stderr.write("Nothing is wrong with this session: it is left as it is.\n")
            return 1
        done = restore(logs, session_id, "command", dt.datetime.now(dt.UTC))
    except (DataError, StorageFault, duckdb.Error, OSError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    finally:
        held.close()
    sys.stdout.write(done.sentence() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path(os.environ.get("DATA_DIR") or "var")))
