"""From an older session file to one of today's format: a new file, checked, then put in its place.

The old file is never changed, and is kept beside for a while. A crash at any moment leaves the old
file or the new one under the session's name, each complete; the next start goes on from there.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from data.canonical import canonical
from data.durable import sync_file, sync_folder
from data.log_file import SETTINGS, connect, quoted
from data.session_format import FORMAT, format_of
from workshop.ports import StorageFault

CHUNK = 2000
OLD = "old"
# The columns that a chain is made of, in every format so far; `hash` is over all the others.
COLUMNS = (
    "seq", "op_id", "v", "recorded_at", "participant", "kind", "body", "text_id", "text_hmac",
    "prev_hash", "hash",
)  # fmt: skip
GENESIS = "0" * 64
Connection = duckdb.DuckDBPyConnection

# The tables as format 2 has them. A later format gets a text of its own: this one stays.
_TABLES_2 = """
CREATE TABLE fresh.events (
    seq UBIGINT NOT NULL, op_id VARCHAR NOT NULL, v UTINYINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    participant VARCHAR, kind VARCHAR NOT NULL, body VARCHAR NOT NULL,
    text_id VARCHAR, text_hmac VARCHAR, prev_hash VARCHAR NOT NULL, hash VARCHAR NOT NULL);
CREATE TABLE fresh.texts (text_id VARCHAR NOT NULL, sealed BLOB NOT NULL);
CREATE TABLE fresh.meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL);
"""


def _to_2(connection: Connection) -> None:
    """The same rows, in a storage that many versions of DuckDB can read."""
    connection.execute(_TABLES_2)
    for table, order in (("events", "seq"), ("texts", "text_id"), ("meta", "key")):
        # The names are ours.
        connection.execute(
            f"INSERT INTO fresh.{table} SELECT * FROM old.{table} ORDER BY {order}"  # noqa: S608
        )
    connection.execute("UPDATE fresh.meta SET value = '2' WHERE key = 'format'")


# From each format to the next: `old` is attached for reading, `fresh` is empty.
STEPS: dict[int, Callable[[Connection], None]] = {1: _to_2}


def bring_up_to_date(path: Path) -> bool:
    """Make the file one of today's format; True when it was an older one."""
    try:
        before = found = format_of(path)
        while found < FORMAT:
            _migrate(path, found)
            found = format_of(path)
        return found != before
    except (duckdb.Error, OSError) as fault:
        raise StorageFault(f"{path.name} could not be migrated: {fault}") from fault


def kept_from(folder: Path, session_id: str, format_: int) -> Path:
    """Where a session's file of an older format is kept."""
    return folder / OLD / f"{session_id}.format-{format_}.duckdb"


def _migrate(path: Path, found: int) -> None:
    fresh = path.with_name(f"{path.stem}.migrating")
    _settle(path)
    _copy(path, fresh, STEPS[found])
    _keep(path, kept_from(path.parent, path.stem, found))
    _swap(fresh, path)


def _settle(path: Path) -> None:
    """Let DuckDB write what waits in the old file's log into it: the file must stand alone.

    Two files cannot be swapped in one step, and a log beside the wrong file would be lost or worse.
    """
    if not path.with_name(f"{path.name}.wal").exists():
        return
    with connect(path) as connection:
        connection.execute("CHECKPOINT")
    sync_file(path)


def _copy(path: Path, fresh: Path, step: Callable[[Connection], None]) -> None:
    for left in (fresh, fresh.with_name(f"{fresh.name}.wal")):
        left.unlink(missing_ok=True)
    with duckdb.connect(config={**SETTINGS}) as connection:
        connection.execute(f"ATTACH {quoted(path)} AS old (READ_ONLY)")
        connection.execute(f"ATTACH {quoted(fresh)} AS fresh")
        connection.execute("SET enable_external_access = false")
        step(connection)
        _check(connection)
        connection.execute("DETACH fresh")
    # Sessions are listed by their last word: a migration is none.
    os.utime(fresh, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    sync_file(fresh)


def _check(connection: Connection) -> None:
    """As many rows as before, every link of the chain, and the same head; or nothing happens."""
    for table in ("events", "texts"):
        counts = [
            connection.execute(f"SELECT count(*) FROM {side}.{table}").fetchone()  # noqa: S608
            for side in ("old", "fresh")
        ]
        if counts[0] != counts[1]:
            raise StorageFault(f"the migrated file has {counts[1]} {table}, not {counts[0]}")
    _check_chain(connection)


def _check_chain(connection: Connection) -> None:
    """Read side by side: the names of the columns and of the two files are ours."""
    old = connection.cursor().execute("SELECT hash FROM old.events ORDER BY seq")
    columns = ", ".join(COLUMNS)
    fresh = connection.cursor().execute(f"SELECT {columns} FROM fresh.events ORDER BY seq")  # noqa: S608
    previous, count = GENESIS, 0
    while rows := fresh.fetchmany(CHUNK):
        for values, (before,) in zip(rows, old.fetchmany(CHUNK), strict=True):
            count += 1
            row: dict[str, Any] = dict(zip(COLUMNS, values, strict=True))
            now = row.pop("hash")
            right = _hash(row) == now == before
            if not right or (row["seq"], row["prev_hash"]) != (count, previous):
                raise StorageFault(f"event {count} is not what it was before the migration")
            previous = now


def _hash(row: dict[str, Any]) -> str:
    row["body"] = json.loads(row["body"])
    return hashlib.sha256(canonical(row)).hexdigest()


def _keep(path: Path, kept: Path) -> None:
    kept.parent.mkdir(exist_ok=True)
    kept.unlink(missing_ok=True)
    os.link(path, kept)
    sync_folder(kept.parent)


def _swap(fresh: Path, path: Path) -> None:
    fresh.replace(path)
    sync_folder(path.parent)
