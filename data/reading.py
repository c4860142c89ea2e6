"""Opens a session's file, or a copy of one, for the commands that look and never write."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from data.log_file import LogFile

IN_USE = "{file} is in use by a running server; what follows is about its newest backup, {backup}."


class CannotRead(Exception):
    """`str()` is the sentence to say."""


def for_reading(path: Path) -> LogFile:
    """The file, opened for reading only; for one that a server holds, its newest backup."""
    if not path.is_file():
        raise CannotRead(f"There is no file {path}.")
    file = LogFile(path, read_only=True)
    try:
        with file.lock:
            file.handle()
        return file
    except duckdb.Error as fault:
        if "lock" not in str(fault):
            raise CannotRead(f"{path} cannot be opened as a session: {fault}") from fault
    backup = _newest_backup(path)
    if backup is None:
        raise CannotRead(f"{path} is in use by a running server, and has no backup yet.")
    sys.stderr.write(IN_USE.format(file=path, backup=backup) + "\n")
    return LogFile(backup, read_only=True)


def _newest_backup(path: Path) -> Path | None:
    folder = path.resolve().parents[1] / "backups" / path.stem
    return max(folder.glob("*.duckdb"), default=None)
