"""Files as officials bring them, good and bad, made on the spot."""

from __future__ import annotations

import copy
import io
import json
import random
import sqlite3
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import openpyxl
import shapely

HEAD = "area;period;kpi_code;data_point;value;unit;quality_grade;source;note"
CENTRE = (10.52, 59.92)  # in Bærum
Json = dict[str, Any]


def csv(*rows: str, head: str = HEAD, encoding: str = "utf-8") -> bytes:
    return "\n".join((head, *rows, "")).encode(encoding)


def xlsx(*rows: list[Any], formats: dict[str, str] | None = None) -> bytes:
    """A workbook whose first sheet has the usual head."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD.split(";"))
    for row in rows:
        sheet.append(row)
    for cell, shown in (formats or {}).items():
        sheet[cell].number_format = shown
    return saved(book.save)


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


def square(east: float = 0.0, north: float = 0.0, size: float = 0.01) -> list[list[float]]:
    """A closed ring inside Bærum, moved by degrees."""
    lon, lat = CENTRE[0] + east, CENTRE[1] + north
    steps = [(0, 0), (size, 0), (size, size), (0, size), (0, 0)]
    return [[lon + x, lat + y] for x, y in steps]


def feature(ring: list[list[float]], **properties: Any) -> Json:
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def two_districts() -> list[Json]:
    return [
        feature(square(), navn="Solvik", bydelsnr="101", innbyggere=1200),
        feature(square(east=0.02), navn="Fjordby", bydelsnr="102", innbyggere=2 * 10**3),
    ]


def geojson(features: list[Json], **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def frame(crs: int | None = 25833) -> geopandas.GeoDataFrame:
    """The two districts as a table with geometry, in the projection asked for."""
    features = two_districts()
    shapes = [shapely.geometry.shape(each["geometry"]) for each in features]
    held = [each["properties"] for each in features]
    table = geopandas.GeoDataFrame(held, geometry=shapes, crs=4326).to_crs(crs or 25833)
    return table if crs else geopandas.GeoDataFrame(held, geometry=list(table.geometry))


def written(folder: Path, name: str, driver: str, crs: int | None = 25833) -> bytes:
    path = folder / name
    frame(crs).to_file(path, driver=driver)
    return path.read_bytes()


def shapefile_zip(folder: Path, crs: int | None = 25833, without: str = "") -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about the missing projection, which is the point
        frame(crs).to_file(folder / "bydeler.shp", driver="ESRI Shapefile", encoding="UTF-8")
    parts = sorted(folder.glob("bydeler.*"))
    return zipped({path.name: path.read_bytes() for path in parts if path.suffix != without})


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in files.items():
            pack.writestr(name, content)
    return out.getvalue()


def with_symlink() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        entry = zipfile.ZipInfo("bydeler.shp")
        entry.external_attr = 0o120777 << 16
        pack.writestr(entry, "/etc/passwd")
    return out.getvalue()


def encrypted() -> bytes:
    """A zip whose entry says, in both of its headers, that it needs a password."""
    raw = bytearray(zipped({"bydeler.shp": b"secret"}))
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    return bytes(raw)


def overlapping() -> bytes:
    """A zip of 100 entries that are all the same 900 KB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("a.shp", bytes(random.Random(1).randbytes(900_000)))  # noqa: S311  no secret
        for number in range(99):
            entry = copy.copy(pack.filelist[0])
            entry.filename = f"{number}.dbf"
            pack.filelist.append(entry)
    return out.getvalue()


def zip_of_zips() -> bytes:
    """42-style: each file in it is a zip that bursts."""
    inner = zipped({"0.dll": b"\0" * 5_000_000})
    return zipped({f"lib {n}.zip": inner for n in range(16)})


def changed_geopackage(folder: Path, *statements: str) -> bytes:
    """A real GeoPackage after somebody has been at it with SQL."""
    written(folder, "bydeler.gpkg", "GPKG")
    con = sqlite3.connect(folder / "bydeler.gpkg")
    for statement in statements:
        con.execute(statement)
    con.commit()
    con.close()
    return (folder / "bydeler.gpkg").read_bytes()


ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS fid, NULL AS geom"
    " FROM n"
)


def endless_geopackage(folder: Path) -> bytes:
    """The layer is a view that never ends; so is the list of layers."""
    return changed_geopackage(
        folder,
        "DROP TABLE bydeler",
        f"CREATE VIEW bydeler AS {ENDLESS}",
        "ALTER TABLE gpkg_contents RENAME TO kept",
        f"CREATE VIEW gpkg_contents AS SELECT kept.* FROM kept, ({ENDLESS})",  # noqa: S608
    )
