"""Reading a GeoPackage as the SQLite file that it is, trusting nothing in it. Child process.

Only plain tables are read: no view, no virtual table and no trigger of the file is ever followed,
and SQLite stops by itself when a query takes too long.
"""

from __future__ import annotations

import sqlite3
import struct
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyproj
import shapely
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from data.imports import limits
from data.imports.features import Layer
from data.imports.findings import Refusal, short

_SECONDS = 6.0
_OPERATIONS = 20_000
_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_AREAS = ("POLYGON", "MULTIPOLYGON", "CURVEPOLYGON", "MULTISURFACE", "SURFACE", "GEOMETRY")
_POINTS = ("POINT", "MULTIPOINT")
_LAYERS = (
    "SELECT g.table_name, g.column_name, s.organization, s.organization_coordsys_id, s.definition"
    " FROM gpkg_geometry_columns g JOIN gpkg_contents c ON c.table_name = g.table_name"
    " LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id"
    " WHERE c.data_type = 'features' AND upper(g.geometry_type_name) IN"
)
_READING = {
    sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_PRAGMA,
}  # fmt: skip


def read_geopackage(path: Path, most: int = limits.FEATURES, points: bool = False) -> Layer:
    """The one layer of areas in the file, or of points too."""
    if not path.read_bytes()[:16] == b"SQLite format 3\x00":
        raise Refusal("import_not_geopackage")
    try:
        con = _opened(path)
        return _layer(con, most, (*_AREAS, *_POINTS) if points else _AREAS)
    except sqlite3.Error as problem:
        raise Refusal("import_unreadable") from problem


def _opened(path: Path) -> sqlite3.Connection:
    """Read-only, and cut off after a few seconds whatever it is doing."""
    con = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
    end = time.monotonic() + _SECONDS
    con.set_progress_handler(lambda: time.monotonic() > end, _OPERATIONS)
    con.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, limits.LARGEST_FILE)
    con.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    con.execute("PRAGMA trusted_schema = OFF")
    con.execute("PRAGMA cell_size_check = ON")
    if con.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise Refusal("import_unreadable")
    con.set_authorizer(
        lambda action, *_: sqlite3.SQLITE_OK if action in _READING else sqlite3.SQLITE_DENY
    )
    return con


def _layer(con: sqlite3.Connection, most: int, kinds: tuple[str, ...]) -> Layer:
    tables = _plain_tables(con)
    if not {"gpkg_geometry_columns", "gpkg_contents", "gpkg_spatial_ref_sys"} <= tables:
        raise Refusal("import_not_geopackage")
    asked = f"{_LAYERS} ({', '.join('?' * len(kinds))})"
    found = [row for row in con.execute(asked, kinds).fetchall() if row[0] in tables]
    if not found:
        raise Refusal("import_no_features")
    if len(found) > 1:
        raise Refusal("import_layers", found=", ".join(short(row[0], 30) for row in found[:6]))
    name, column, *reference = found[0]
    layer = Layer(_crs(*reference), short(name), most)
    cursor = con.execute(f"SELECT * FROM {_quoted(name)}")  # noqa: S608  a plain table, quoted
    names = [str(each[0]) for each in cursor.description]
    # What is done with each takes longer than reading them, and is not SQLite's time.
    for row in cursor.fetchmany(most + 1):
        held = dict(zip(names, row, strict=True))
        layer.add(_geometry(held.pop(column, None)), held)
    if not layer.geometries:
        raise Refusal("import_no_features")
    return layer


def _plain_tables(con: sqlite3.Connection) -> set[str]:
    rows = con.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name for name, sql in rows if not str(sql).upper().startswith("CREATE VIRTUAL")}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _crs(organization: Any, number: Any, definition: Any) -> int:
    """An EPSG number; a definition counts only when it is that of a known system."""
    if str(organization).upper() == "EPSG" and isinstance(number, int) and number > 0:
        return number
    return known_crs(str(definition or ""))


def known_crs(text: str) -> int:
    """The EPSG number of a system written as WKT, or a refusal.

    What is not in the register is refused and not tried: such a text may hold instructions.
    """
    if not text.strip():
        raise Refusal("import_crs_missing")
    try:
        found = pyproj.CRS.from_user_input(text)
        number = found.to_epsg(min_confidence=60)
    except CRSError as problem:
        raise Refusal("import_crs_unknown", found=short(text)) from problem
    if number is None:
        raise Refusal("import_crs_unknown", found=short(found.name))
    return number


def _geometry(blob: Any) -> BaseGeometry | None:
    """The WKB behind GeoPackage's header; None when there is no area in it."""
    if not isinstance(blob, bytes) or len(blob) < 8 or blob[:2] != b"GP":
        return None
    (flags,) = struct.unpack_from("B", blob, 3)
    start = 8 + _ENVELOPES.get((flags >> 1) & 0x07, len(blob))
    try:
        return shapely.force_2d(shapely.from_wkb(blob[start:]))
    except shapely.errors.ShapelyError:
        return None
