"""A session's file written anew, without the encrypted texts whose keys were destroyed.

DELETE leaves the bytes in a DuckDB file; a fresh file never held them.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from data.durable import sync_folder
from data.log_file import connect, quoted
from workshop.ports import StorageFault

_STANDING = "SELECT count(*), max(seq), max_by(hash, seq), min_by(prev_hash, seq) FROM {}events"


def rewrite(path: Path, readable: set[str]) -> None:
    """Take the place of the file at `path`, which nobody has open, by a copy of what may remain.

    The log is the same, event by event; of the texts those in `readable` are kept.
    """
    fresh = path.with_name(f"{path.name}.rewritten")
    fresh.unlink(missing_ok=True)
    try:
        _copy(path, fresh, readable)
    except duckdb.Error as fault:
        fresh.unlink(missing_ok=True)
        raise StorageFault(str(fault)) from fault
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    fresh.replace(path)
    sync_folder(path.parent)


def _copy(path: Path, fresh: Path, readable: set[str]) -> None:
    with connect(path, write_to=path.parent) as connection:
        connection.execute(f"ATTACH {quoted(fresh)} AS fresh")
        own = connection.execute("SELECT current_database()").fetchall()[0][0]
        connection.execute(f'COPY FROM DATABASE "{own}" TO fresh (SCHEMA)')
        tables = "SELECT table_name FROM duckdb_tables() WHERE database_name = ?"
        for (table,) in connection.execute(tables, [own]).fetchall():
            kept, values = ("WHERE text_id IN (SELECT unnest(?::VARCHAR[]))", [sorted(readable)])
            if table != "texts":
                kept, values = "", []
            # Names of tables are our own, from the schema.
            connection.execute(f'INSERT INTO fresh."{table}" FROM "{table}" {kept}', values)  # noqa: S608
        was, now = (connection.execute(_STANDING.format(d)).fetchall() for d in ("", "fresh."))
        if was != now:
            raise StorageFault(f"the copy of {path.name} is not what it is a copy of")
        connection.execute("DETACH fresh")
