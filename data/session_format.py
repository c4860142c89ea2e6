"""Which session files this version writes, which it can read, and which it leaves alone.

Format 1 lay in the storage that DuckDB 2.0 writes by default and numbers 999, a number that its own
documents do not know. Format 2 has the same tables in storage v1.0.0 (number 64), which every
DuckDB from 1.0 on reads: see docs/decisions/0006.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.log_file import connect
from workshop.ports import NewerVersion, StorageFault

FORMAT = 2
NEWEST, UNNAMED = 68, 999
_MAGIC = slice(8, 12)
_NUMBER = slice(12, 20)


def format_of(path: Path) -> int:
    """The format of a session's file, found without touching it. Newer ones are refused."""
    refuse_newer_storage(path)
    try:
        with connect(path, read_only=True) as connection:
            rows = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchall()
            found = int(rows[0][0])
    except (duckdb.Error, IndexError, ValueError) as fault:
        raise StorageFault(f"{path.name} does not say its format: {fault}") from fault
    refuse_newer_format(path, found)
    return found


def refuse_newer_storage(path: Path) -> None:
    """Raise `NewerVersion` for a file that only a newer DuckDB can read."""
    number = storage_number(path)
    if number > NEWEST and number != UNNAMED:
        raise NewerVersion(
            f"{path.name} was written by a newer DuckDB (storage {number}): it is left as it is,"
            " and opens again with the version that wrote it."
        )


def refuse_newer_format(path: Path, found: int) -> None:
    """Raise `NewerVersion` for a file whose tables only a newer version of ours knows."""
    if found > FORMAT:
        raise NewerVersion(
            f"{path.name} was written by a newer version (format {found}, and this one reads up to"
            f" {FORMAT}): it is left as it is, and opens again with the version that wrote it."
        )


def storage_number(path: Path) -> int:
    """The number of DuckDB's storage version, from the file's first bytes."""
    with path.open("rb") as file:
        head = file.read(_NUMBER.stop)
    if len(head) < _NUMBER.stop or head[_MAGIC] != b"DUCK":
        raise StorageFault(f"{path.name} is no DuckDB file")
    return int.from_bytes(head[_NUMBER], "little")
