"""Reading GeoJSON with our own hands: every wrong feature can then be named. Child process."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from data.imports import limits
from data.imports.features import Layer
from data.imports.findings import Refusal

_URN = re.compile(r"EPSG:(?:[^:]*:)?(\d{4,6})$")
_DEGREES = ("CRS84", "OGC:CRS84", "4326")
_KINDS = ("Polygon", "MultiPolygon")
_POINTS = ("Point", "MultiPoint")


def read_geojson(path: Path, most: int = limits.FEATURES, points: bool = False) -> Layer:
    """A FeatureCollection, in degrees unless the file says otherwise; of areas, or points too."""
    try:
        held = json.loads(path.read_bytes(), parse_constant=_no_number)
    except (ValueError, UnicodeDecodeError) as problem:
        raise Refusal("import_not_geojson") from problem
    if not isinstance(held, dict) or held.get("type") != "FeatureCollection":
        raise Refusal("import_not_geojson")
    features = held.get("features")
    if not isinstance(features, list) or not features:
        raise Refusal("import_no_features")
    layer = Layer(_crs(held.get("crs")), most=most)
    kinds = (*_KINDS, *_POINTS) if points else _KINDS
    for feature in features:
        layer.add(*_feature(feature, kinds))
    return layer


def _no_number(name: str) -> float:
    raise ValueError(name)


def _crs(said: Any) -> int:
    """The old `crs` member, if there is one; the standard knows degrees only."""
    if said is None:
        return 4326
    try:
        name = str(said["properties"]["name"])
    except (TypeError, KeyError) as problem:
        raise Refusal("import_crs_unknown", found="crs") from problem
    if name.endswith(_DEGREES):
        return 4326
    number = _URN.search(name)
    if number is None:
        raise Refusal("import_crs_unknown", found=name[:60])
    return int(number[1])


def _feature(feature: Any, kinds: tuple[str, ...]) -> tuple[BaseGeometry | None, dict[str, Any]]:
    """Geometry and properties; None for a geometry of another kind, or that cannot be built."""
    if not isinstance(feature, dict):
        return None, {}
    properties = feature.get("properties")
    held = dict(properties) if isinstance(properties, dict) else {}
    if isinstance(feature.get("id"), str | int):
        held.setdefault("id", feature["id"])
    return _geometry(feature.get("geometry"), kinds), held


def _geometry(said: Any, kinds: tuple[str, ...]) -> BaseGeometry | None:
    if not isinstance(said, dict) or said.get("type") not in kinds:
        return None
    try:
        return shapely.force_2d(shapely.geometry.shape(said))
    except (ValueError, TypeError, KeyError, IndexError, shapely.errors.ShapelyError):
        return None
