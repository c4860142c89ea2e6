"""Map files: small GeoJSON for the browser, written from the library's own geometry.

A feature carries its id and its name and nothing else; values travel separately.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

# Five decimals are about one metre, finer than any boundary we hold.
DECIMALS = 5

LAYERS = ("boundary", "municipalities", "districts", "regions")


def write_area_files(con: duckdb.DuckDBPyConnection, folder: Path, city: str) -> None:
    """Write every area layer of a city from the tables; an empty layer has no file."""
    for layer in LAYERS:
        rows = con.execute(
            "SELECT a.id, a.name, st_asgeojson(coalesce(m.clipped, a.geometry)) FROM map_areas m"
            " JOIN areas a ON a.id = m.area"
            " WHERE m.city = ? AND m.layer = ? ORDER BY a.id",
            [city, layer],
        ).fetchall()
        path = folder / f"{layer}-{city}.geojson"
        if rows:
            write_features(path, ((id_, name, json.loads(shape)) for id_, name, shape in rows))
        else:
            path.unlink(missing_ok=True)


def write_features(path: Path, features: Iterable[tuple[str, str, dict[str, Any]]]) -> None:
    """Write (id, name, geometry) as one compact FeatureCollection."""
    listed = [
        {
            "type": "Feature",
            "id": id_,
            "properties": {"id": id_, "name": name},
            "geometry": {**shape, "coordinates": _rounded(shape["coordinates"])},
        }
        for id_, name, shape in features
    ]
    collection = {"type": "FeatureCollection", "features": listed}
    text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, encoding="utf-8")


def _rounded(value: Any) -> Any:
    if isinstance(value, (int, float)):
        return round(value, DECIMALS)
    return [_rounded(each) for each in value]
