"""Put a version of the library together: areas, observations, electricity, places, maps."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import geopandas
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data import geo, notes, tidy
from data.carry import carry_imports
from data.derive import electricity_per_inhabitant, fill_populations
from data.geofiles import write_area_files, write_features
from data.library import Draft, current_number, write_next
from data.sources.fetch import Say, read_pins
from data.tables import insert, mark_breaks

AREA_COLUMNS = (
    "id", "kind", "name", "names", "parent", "city", "population", "population_date",
    "population_source", "area_km2", "approximate", "valid_from", "valid_to", "note", "source",
    "geometry",
)  # fmt: skip
REFORM = "2024-01-01"
# A municipality stands on a city's map when at least this share of it lies in the window.
SMALLEST_SHARE = 0.02
Row = dict[str, Any]


def assemble(data_dir: Path, files: dict[str, Path], fingerprint: str, say: Say) -> int:
    """Write the next version from the fetched files; returns its number."""
    before = current_number(data_dir)

    def fill(draft: Draft) -> None:
        cities = tidy.read_cities()
        fill_sources(draft.con, files)
        fill_electricity(draft.con, files["electricity"])
        say("areas: joining the boundaries of 2020 to today's municipalities")
        shapes = fill_areas(draft.con, files, cities)
        fill_cities(draft.con, cities)
        fill_map_areas(draft.con, cities, shapes)
        say("observations: published values and electricity per inhabitant")
        fill_populations(draft.con, files["national_population"], cities)
        insert(draft.con, "observations", tidy.OBSERVATION_COLUMNS, tidy.read_observations())
        electricity_per_inhabitant(draft.con)
        fill_places(draft.con, files["places"], cities, shapes)
        if before is not None:
            carry_imports(draft.con, data_dir / "library" / f"library-{before}.duckdb")
        mark_breaks(draft.con)
        say("maps: writing GeoJSON and GeoParquet")
        write_maps(draft, cities, shapes)
        insert(draft.con, "meta", ("key", "value"), [("fingerprint", fingerprint)])

    return write_next(data_dir, fill, from_current=False)


def fill_sources(con: duckdb.DuckDBPyConnection, files: dict[str, Path]) -> None:
    """Every source, with the pins and the time of fetching of those that are files."""
    pinned = {
        each.id: (package.label, each.path, each.sha256, _fetched_at(files[each.id]))
        for package in read_pins() for each in package.files
    }  # fmt: skip
    rows = [
        (
            source["id"], notes.to_column(source["title"]), source["licence"],
            source["attribution"], *pinned.get(source.get("file", ""), (None,) * 4), "build",
        )
        for source in tidy.read_sources()
    ]  # fmt: skip
    columns = ("id", "title", "licence", "attribution", "package", "file", "sha256",
               "fetched_at", "origin")  # fmt: skip
    insert(con, "sources", columns, rows)


def _fetched_at(path: Path) -> str:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat("T", "seconds")


def fill_electricity(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Sum the metered kWh by municipality, year and main industry. `0000` is unknown place."""
    con.execute(
        "INSERT INTO electricity SELECT kommune_nr, year(lokal_dato_tid_start)::INTEGER,"
        " naeringshovedomraade_kode, sum(forbruk_kwh)::DOUBLE FROM read_parquet(?)"
        " GROUP BY ALL ORDER BY ALL",
        [str(path)],
    )
    con.execute(
        "CREATE TEMP TABLE municipality_names AS SELECT DISTINCT kommune_nr AS code,"
        " kommune_navn AS name FROM read_parquet(?) WHERE kommune_nr <> '0000'",
        [str(path)],
    )
    columns = ("code", "sort", "nb", "nn", "sv", "en")
    named = [tuple(row[column] for column in columns) for row in tidy.read_industries()]
    insert(con, "industries", columns, named)


def fill_areas(
    con: duckdb.DuckDBPyConnection, files: dict[str, Path], cities: list[Row]
) -> dict[str, BaseGeometry]:
    """Every area with its geometry; returns the geometries by id."""
    old = geo.read_boundaries(files["boundaries"])
    names = dict(con.execute("SELECT code, name FROM municipality_names").fetchall())
    cut = tidy.read_cut()
    now = geo.onto_current(old, names, geo.cut_in_two(old[cut["of"]], cut))
    rows = [_country()]
    rows += [_municipality(each, each.code in old, cities) for each in now.values()]
    rows += list(_former(old[cut["of"]], cities))
    shapes = {row["id"]: row["geometry"] for row in rows}
    for city in cities:
        rows += _districts(city, shapes[city["municipality"]])
        rows += _regions(city, shapes)
    insert(con, "areas", AREA_COLUMNS, (_area_values(row) for row in rows))
    return {row["id"]: row["geometry"] for row in rows if row["geometry"] is not None}


def _area_values(row: Row) -> list[Any]:
    shape = row.get("geometry")
    defaults = {"approximate": False, "area_km2": shape and round(geo.km2(shape), 2)}
    full = {**defaults, **row, "geometry": shape and shapely.to_wkb(shape)}
    for column in ("note", "population_date"):
        full[column] = notes.to_column(notes.make(full[column])) if full.get(column) else None
    full["names"] = notes.to_column(full.get("names", {}))
    return [full.get(column) for column in AREA_COLUMNS]


def _country() -> Row:
    names = {"nb": "Norge", "nn": "Noreg", "sv": "Norge", "en": "Norway"}
    return {"id": "NO", "kind": "country", "name": "Norge", "names": names,
            "source": "nve-population", "area_km2": None, "geometry": None}  # fmt: skip


def _municipality(boundary: geo.Boundary, since_2020: bool, cities: list[Row]) -> Row:
    city = next((each for each in cities if each["municipality"] == boundary.code), {})
    people = city.get("population") or {}
    return {
        "id": boundary.code, "kind": "municipality", "name": boundary.name, "parent": "NO",
        "city": city.get("id"), "population": people.get("people"),
        "population_date": people.get("date"), "population_source": people.get("source"),
        "approximate": boundary.note is not None, "note": boundary.note,
        "valid_from": "2020-01-01" if since_2020 else REFORM, "source": "kartverket",
        "geometry": boundary.geometry,
    }  # fmt: skip


def _former(boundary: geo.Boundary, cities: list[Row]) -> Iterable[Row]:
    """The undivided Ålesund of 2020–2023, for values that were measured on it."""
    city = next(each for each in cities if each["id"] == "alesund")
    spell = next(each for each in city["history"] if each["code"] == boundary.code)
    yield {
        "id": boundary.code, "kind": "municipality", "name": f"{boundary.name} (2020–2023)",
        "parent": "NO", "city": city["id"], "valid_from": spell["from"],
        "valid_to": spell["to"], "note": "undivided_alesund", "source": "kartverket",
        "geometry": boundary.geometry,
    }  # fmt: skip


def _districts(city: Row, boundary: BaseGeometry) -> list[Row]:
    listed = city["districts"]
    if not listed:
        return []
    points = [(float(each["lon"]), float(each["lat"])) for each in listed]
    people = city["population"]
    return [
        {
            "id": each["code"], "kind": "district", "name": each["name"],
            "parent": city["municipality"], "city": city["id"],
            "population": int(each["population"]), "population_date": people["date"],
            "population_source": people["source"], "approximate": True,
            "valid_from": REFORM, "source": "ssb-districts", "geometry": cell,
            "note": "district_cell",
        }
        for each, cell in zip(listed, geo.cells(boundary, points), strict=True)
    ]  # fmt: skip


def _regions(city: Row, shapes: dict[str, BaseGeometry]) -> list[Row]:
    return [
        {
            "id": region["id"], "kind": "functional_region", "name": region["names"]["nb"],
            "names": region["names"], "parent": "NO", "city": city["id"],
            "valid_from": "2020-01-01", "valid_to": "2023-12-31", "note": region["note"],
            "source": "kartverket",
            "geometry": geo.on_grid(shapely.union_all([shapes[code] for code in region["of"]])),
        }
        for region in city.get("regions", [])
    ]  # fmt: skip


def fill_cities(con: duckdb.DuckDBPyConnection, cities: list[Row]) -> None:
    columns = ("id", "names", "municipality", "languages", "lat", "lon", "zoom", "south", "west",
               "north", "east", "neighbours", "history")  # fmt: skip
    rows = [
        (
            city["id"], json.dumps(city["names"], ensure_ascii=False), city["municipality"],
            city["languages"], *city["centre"], city["zoom"], *city["bounds"][0],
            *city["bounds"][1], city["neighbours"],
            json.dumps(city["history"], ensure_ascii=False),
        )
        for city in cities
    ]  # fmt: skip
    insert(con, "cities", columns, rows)


def fill_map_areas(
    con: duckdb.DuckDBPyConnection, cities: list[Row], shapes: dict[str, BaseGeometry]
) -> None:
    """Which areas stand on which map of a city."""
    today = _todays_municipalities(con)
    for city in cities:
        frame = shapely.box(*city["window"])
        rows: list[Sequence[Any]] = [(city["id"], "boundary", city["municipality"], None)]
        rows += [(city["id"], "districts", each["code"], None) for each in city["districts"]]
        rows += [(city["id"], "regions", each["id"], None) for each in city.get("regions", [])]
        for code in today:
            inside = geo.on_grid(shapes[code].intersection(frame))
            if inside.area >= SMALLEST_SHARE * shapes[code].area:
                whole = frame.covers(shapes[code])
                clipped = None if whole else shapely.to_wkb(inside)
                rows.append((city["id"], "municipalities", code, clipped))
        insert(con, "map_areas", ("city", "layer", "area", "clipped"), rows)


def _todays_municipalities(con: duckdb.DuckDBPyConnection) -> list[str]:
    found = con.execute(
        "SELECT id FROM areas WHERE kind = 'municipality' AND valid_to IS NULL ORDER BY id"
    ).fetchall()
    return [code for (code,) in found]


def fill_places(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    cities: list[Row],
    shapes: dict[str, BaseGeometry],
) -> None:
    """Towns and villages in each city's window, and the centres of its districts.

    The municipality of a place is found by where it lies: some codes in the list are stale.
    """
    listed = [each for each in json.loads(path.read_bytes()) if each["country"] == "NO"]
    listed.sort(key=lambda each: (each["name"], each["lat"]))
    points = np.array([(float(each["lng"]), float(each["lat"])) for each in listed])
    today = {code: shapes[code] for code in _todays_municipalities(con)}
    home = geo.places_in(points, today)
    rows = []
    for city in cities:
        west, south, east, north = city["window"]
        for each, (lon, lat), code in zip(listed, points.tolist(), home, strict=True):
            if west < lon < east and south < lat < north:
                inside = code == city["municipality"]
                rows.append((city["id"], each["name"], "town", lat, lon, None, code, inside))
        rows += [
            (city["id"], each["name"], "district", float(each["lat"]), float(each["lon"]),
             int(each["population"]), city["municipality"], True)
            for each in city["districts"]
        ]  # fmt: skip
    columns = ("city", "name", "kind", "lat", "lon", "population", "municipality", "inside")
    insert(con, "places", columns, rows)


def write_maps(draft: Draft, cities: list[Row], shapes: dict[str, BaseGeometry]) -> None:
    today = [shapes[code] for code in _todays_municipalities(draft.con)]
    for city in cities:
        write_area_files(draft.con, draft.geo, city["id"])
        land, abroad = geo.land_and_abroad(today, city["window"], abroad="abroad" in city)
        features = [("land", "Norge", land.__geo_interface__)]
        if abroad is not None:
            features.append(("abroad", city["abroad"]["nb"], abroad.__geo_interface__))
        write_features(draft.geo / f"land-{city['id']}.geojson", features)
    write_parquet(draft)


def write_parquet(draft: Draft) -> None:
    """Every area that has a shape, for other programs."""
    rows = draft.con.execute(
        "SELECT id, kind, name, parent, city, approximate, source, st_aswkb(geometry)"
        " FROM areas WHERE geometry IS NOT NULL ORDER BY id"
    ).fetchall()
    columns = ["id", "kind", "name", "parent", "city", "approximate", "source"]
    table = {column: [row[place] for row in rows] for place, column in enumerate(columns)}
    shapes = shapely.from_wkb([row[-1] for row in rows])
    frame = geopandas.GeoDataFrame(table, geometry=shapes, crs=4326)
    frame.to_parquet(draft.geo / "areas.parquet", index=False)
