"""Carry what officials have imported from one version of the library into a new build."""

from pathlib import Path

import duckdb

_SOURCES = "SELECT id FROM before.sources WHERE origin = 'import'"

# Imported rows win over built ones with the same key; an imported set of districts replaces
# the approximate ones of that city, on the map too.
_STEPS = (
    "INSERT INTO sources BY NAME SELECT * FROM before.sources WHERE origin = 'import'",
    f"INSERT OR REPLACE INTO areas BY NAME SELECT * FROM before.areas WHERE source IN ({_SOURCES})",
    f"INSERT OR REPLACE INTO observations BY NAME SELECT * FROM before.observations"
    f" WHERE source IN ({_SOURCES})",
    "DELETE FROM map_areas m USING areas a, areas i WHERE m.area = a.id AND a.approximate"
    f" AND a.kind = 'district' AND i.city = a.city AND i.kind = 'district'"
    f" AND i.source IN ({_SOURCES})",
    "DELETE FROM areas a USING areas i WHERE a.approximate AND a.kind = 'district'"
    f" AND i.city = a.city AND i.kind = 'district' AND i.source IN ({_SOURCES})",
    "INSERT OR IGNORE INTO map_areas SELECT m.* FROM before.map_areas m"
    f" JOIN before.areas a ON a.id = m.area WHERE a.source IN ({_SOURCES})",
)


def carry_imports(con: duckdb.DuckDBPyConnection, before: Path) -> None:
    """Copy imported sources, areas and observations out of the version `before`."""
    place = str(before).replace("'", "''")
    con.execute(f"ATTACH '{place}' AS before (READ_ONLY)")
    if con.execute(f"SELECT count(*) FROM ({_SOURCES})").fetchone() != (0,):  # noqa: S608
        for step in _STEPS:
            con.execute(step)
