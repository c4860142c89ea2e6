"""Areas of any format, checked and brought to degrees (EPSG:4326). Runs in the child process."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely
from pyproj.exceptions import ProjError
from shapely.geometry.base import BaseGeometry

from data.imports import limits
from data.imports.features import Layer
from data.imports.findings import Finding, Refusal
from data.imports.gdal_files import read_flatgeobuf, read_shapefile
from data.imports.geojson import read_geojson
from data.imports.geopackage import read_geopackage

READERS = {
    ".geojson": read_geojson,
    ".json": read_geojson,
    ".gpkg": read_geopackage,
    ".zip": read_shapefile,
    ".fgb": read_flatgeobuf,
}
_UTM = 25833
_EXACT = 1e-6
_OVERLAP = 0.001
_STRAY = 0.02
_COVERED = 0.95


def read(path: Path, context: dict[str, Any]) -> dict[str, Any]:
    """Every area with its properties, its shape as WKB and its size, and what was wrong."""
    layer = READERS[path.suffix](path)
    _refuse_large(layer)
    degrees = _to_degrees(layer)
    own = shapely.from_wkb(context["own"])
    others = shapely.from_wkb(context["others"])
    _refuse_elsewhere(layer, degrees, shapely.box(*context["window"]))
    findings: list[Finding] = []
    shapes = [
        _whole(shape, place, layer.name, findings) for place, shape in enumerate(degrees, start=1)
    ]
    held = {place: shape for place, shape in enumerate(shapes, start=1) if shape is not None}
    for place, shape in held.items():
        findings += _position(shape, own, others, Finding("", layer=layer.name, feature=place))
    findings += _together(held, own)
    return {
        "layer": layer.name,
        "crs": layer.crs,
        "features": [
            {"properties": properties, "wkb": shape and shapely.to_wkb(shape, hex=True),
             "km2": shape and round(_km2(shape), 3), "centre": shape and _centre(shape)}
            for properties, shape in zip(layer.properties, shapes, strict=True)
        ],
        "findings": [finding.as_json() for finding in findings],
    }  # fmt: skip


def _refuse_large(layer: Layer) -> None:
    held = [shape for shape in layer.geometries if shape is not None]
    total = int(shapely.get_num_coordinates(held).sum()) if held else 0
    if total > limits.VERTICES:
        raise Refusal("import_vertices", found=total, most=limits.VERTICES)
    for place, shape in enumerate(layer.geometries, start=1):
        if shape is not None and not np.isfinite(shapely.get_coordinates(shape)).all():
            layer.geometries[place - 1] = None


def _to_degrees(layer: Layer) -> list[BaseGeometry | None]:
    move = _transformer(layer.crs)

    def moved(points: np.ndarray) -> np.ndarray:
        return np.column_stack(move.transform(points[:, 0], points[:, 1]))

    return [None if each is None else shapely.transform(each, moved) for each in layer.geometries]


def _transformer(crs: int) -> pyproj.Transformer:
    try:
        return pyproj.Transformer.from_crs(crs, 4326, always_xy=True)
    except ProjError as problem:
        raise Refusal("import_crs_unknown", found=f"EPSG:{crs}") from problem


def _refuse_elsewhere(
    layer: Layer, degrees: list[BaseGeometry | None], window: BaseGeometry
) -> None:
    """A whole layer that lies elsewhere: swapped coordinates, metres taken for degrees, or far."""
    shapes = [shape for shape in degrees if shape is not None]
    if not shapes or _lies_in(shapely.total_bounds(shapes), window):
        return
    held = [shape for shape in layer.geometries if shape is not None]
    west, south, east, north = shapely.total_bounds(held)
    xs, ys = _transformer(layer.crs).transform([south, north], [west, east])
    if _lies_in(np.array([xs[0], ys[0], xs[1], ys[1]]), window):
        raise Refusal("import_swapped", found=f"{west:.3f}, {south:.3f}")
    if layer.crs == 4326 and max(abs(west), abs(east), abs(south), abs(north)) > 180:
        raise Refusal("import_crs_missing")
    raise Refusal("import_outside")


def _lies_in(bounds: np.ndarray, window: BaseGeometry) -> bool:
    return bool(np.isfinite(bounds).all()) and shapely.box(*bounds).intersects(window)


def _whole(
    shape: BaseGeometry | None, place: int, layer: str, findings: list[Finding]
) -> BaseGeometry | None:
    """The area as it may be kept: valid, or mended where that changes nothing of its surface."""
    if shape is None or shape.geom_type not in ("Polygon", "MultiPolygon") or shape.is_empty:
        findings.append(Finding("import_geometry_kind", layer=layer, feature=place))
        return None
    if shape.is_valid:
        return shape
    mended = _surfaces(shapely.make_valid(shape))
    if mended.is_empty or abs(mended.area - shape.area) > _EXACT * max(mended.area, shape.area):
        args = {"found": _where_broken(shape)}
        findings.append(Finding("import_geometry_invalid", layer=layer, feature=place, args=args))
        return None
    findings.append(Finding("import_note_repaired", layer=layer, feature=place))
    return mended


def _where_broken(shape: BaseGeometry) -> str:
    """Latitude and longitude of the first flaw: GEOS says `Self-intersection[6.1 62.4]`."""
    point = re.search(r"\[(\S+) (\S+)\]", shapely.is_valid_reason(shape))
    return f"{float(point[2]):.5f}, {float(point[1]):.5f}" if point else ""


def _surfaces(shape: BaseGeometry) -> BaseGeometry:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon",)]
    nested = [part for part in shapely.get_parts(shape) if part.geom_type == "MultiPolygon"]
    return shapely.union_all([*parts, *nested])


def _position(
    shape: BaseGeometry, own: BaseGeometry, others: BaseGeometry, where: Finding
) -> list[Finding]:
    """An area must lie in the municipality; its sea is nobody's, its neighbours' land is not."""
    inside = shape.intersection(own).area
    astray = shape.intersection(others).area
    if inside == 0 or astray > inside:
        return [Finding("import_area_outside", layer=where.layer, feature=where.feature)]
    if astray > _STRAY * shape.area:
        args = {"percent": round(100 * astray / shape.area)}
        return [Finding("import_note_astray", layer=where.layer, feature=where.feature, args=args)]
    return []


def _together(shapes: dict[int, BaseGeometry], own: BaseGeometry) -> list[Finding]:
    """Areas that lie over each other, and how much of the municipality they cover."""
    found = []
    places, held = list(shapes), list(shapes.values())
    tree = shapely.STRtree(held)
    for one, other in zip(*tree.query(held, predicate="intersects"), strict=True):
        if one < other:
            share = held[one].intersection(held[other]).area
            if share > _OVERLAP * min(held[one].area, held[other].area):
                args = {"other": places[other]}
                found.append(Finding("import_note_overlap", feature=places[one], args=args))
    covered = shapely.union_all(held).intersection(own).area / own.area if held else 1.0
    if covered < _COVERED:
        found.append(Finding("import_note_cover", args={"percent": round(100 * covered)}))
    return found


def _km2(shape: BaseGeometry) -> float:
    move = pyproj.Transformer.from_crs(4326, _UTM, always_xy=True)

    def moved(points: np.ndarray) -> np.ndarray:
        return np.column_stack(move.transform(points[:, 0], points[:, 1]))

    return float(shapely.transform(shape, moved).area) / 1e6


def _centre(shape: BaseGeometry) -> list[float]:
    point = shape.representative_point()
    return [round(point.x, 5), round(point.y, 5)]
