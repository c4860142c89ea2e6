"""Carry what officials have imported from one version of the library into a new build."""

from pathlib import Path

import duckdb

# Imported rows win over built ones with the same key; an imported set of districts replaces
# the approximate ones of that city, on the map and among its places too.
_STEPS = (
    "INSERT INTO sources BY NAME SELECT * FROM before.sources WHERE origin = 'import'",
    "INSERT OR REPLACE INTO areas BY NAME SELECT * FROM before.areas"
    " WHERE source IN (SELECT id FROM imported)",
    "INSERT OR REPLACE INTO observations BY NAME SELECT * FROM before.observations"
    " WHERE source IN (SELECT id FROM imported)",
    "CREATE TEMP TABLE outdated AS SELECT a.id FROM areas a JOIN areas i"
    " ON i.city = a.city AND i.kind = 'district' AND i.source IN (SELECT id FROM imported)"
    " WHERE a.kind = 'district' AND a.approximate AND a.source NOT IN (SELECT id FROM imported)",
    "DELETE FROM map_areas WHERE area IN (SELECT id FROM outdated)",
    "DELETE FROM areas WHERE id IN (SELECT id FROM outdated)",
    "DELETE FROM places WHERE kind = 'district' AND city IN (SELECT city FROM areas"
    " WHERE kind = 'district' AND source IN (SELECT id FROM imported))",
    "INSERT INTO places BY NAME SELECT * FROM before.places WHERE kind = 'district'"
    " AND city IN (SELECT city FROM areas WHERE kind = 'district'"
    " AND source IN (SELECT id FROM imported))",
    "INSERT OR IGNORE INTO map_areas BY NAME SELECT m.* FROM before.map_areas m"
    " JOIN before.areas a ON a.id = m.area WHERE a.source IN (SELECT id FROM imported)",
)


def carry_imports(con: duckdb.DuckDBPyConnection, before: Path) -> None:
    """Copy imported sources, areas and observations out of the version `before`."""
    place = str(before).replace("'", "''")
    con.execute(f"ATTACH '{place}' AS before (READ_ONLY)")
    con.execute(
        "CREATE TEMP TABLE imported AS SELECT id FROM before.sources WHERE origin = 'import'"
    )
    if con.execute("SELECT count(*) FROM imported").fetchone() != (0,):
        for step in _STEPS:
            con.execute(step)
