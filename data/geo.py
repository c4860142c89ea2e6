"""Boundaries: the 2020 set on today's municipalities, the Haram cut, districts, regions.

Positions are longitude, latitude in EPSG:4326; areas and distances are computed in UTM zone
33 north (EPSG:25833), the projection in which Norway's own area figures are given.
"""

import bz2
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

from data.errors import DataError

_TO_UTM = pyproj.Transformer.from_crs(4326, 25833, always_xy=True)
_TO_DEGREES = pyproj.Transformer.from_crs(25833, 4326, always_xy=True)


@dataclass(frozen=True)
class Boundary:
    """A municipality of the 2020 set, or one half of a cut."""

    code: str
    name: str
    geometry: BaseGeometry
    note: str | None = None


def read_boundaries(path: Path) -> dict[str, Boundary]:
    """The 2020 municipalities by code, every geometry valid."""
    features = json.loads(bz2.decompress(path.read_bytes()))["features"]
    found = {}
    for feature in features:
        code = f"{feature['properties']['kommunenummer']:04d}"
        shape = polygons(shapely.make_valid(shapely.geometry.shape(feature["geometry"])))
        found[code] = Boundary(code, feature["properties"]["navn"], shape)
    return found


def cut_in_two(boundary: Boundary, cut: dict[str, Any]) -> tuple[Boundary, Boundary]:
    """Cut a municipality along a line: the pieces that hold a point are the part."""
    line = shapely.LineString(cut["line"])
    pieces = [p for each in _parts(boundary.geometry) for p in _parts(split(each, line))]
    points = [shapely.Point(point) for point in cut["points_in_part"]]
    inside = [piece for piece in pieces if any(piece.covers(point) for point in points)]
    outside = [piece for piece in pieces if not any(piece.covers(point) for point in points)]
    if len(inside) > len(points) or not outside:
        raise DataError("bad_cut", f"The line does not cut {boundary.code} {boundary.name}.")
    part = Boundary(cut["part"], "", shapely.union_all(inside), cut["note"])
    rest = Boundary(cut["rest"], boundary.name, shapely.union_all(outside), cut["note"])
    return part, rest


def onto_current(
    boundaries: dict[str, Boundary], names: dict[str, str], halves: Iterable[Boundary]
) -> dict[str, Boundary]:
    """Give today's codes the boundaries of 2020.

    A code that was in force in 2020 keeps its boundary. A newer code takes the boundary of
    the same name whose own code is no longer in use; that settles Våler and Herøy, which
    exist twice, by county. The halves of a cut go first.
    """
    retired = defaultdict(list)
    for old in boundaries.values():
        if old.code not in names:
            retired[old.name].append(old)
    given = {half.code: half for half in halves}
    for code, name in names.items():
        if code in given:
            given[code] = Boundary(code, name, given[code].geometry, given[code].note)
            continue
        same = [boundaries[code]] if code in boundaries else retired[name]
        if len(same) != 1:
            raise DataError("no_boundary", f"{code} {name} has {len(same)} boundaries, not one.")
        given[code] = Boundary(code, name, same[0].geometry)
    return dict(sorted(given.items()))


def cells(boundary: BaseGeometry, points: list[tuple[float, float]]) -> list[BaseGeometry]:
    """Cut a boundary into the parts nearest to each point (longitude, latitude), in order."""
    flat = _project(boundary, _TO_UTM)
    seeds = [_project(shapely.Point(point), _TO_UTM) for point in points]
    voronoi = shapely.voronoi_polygons(shapely.union_all(seeds), extend_to=flat)
    found = []
    for seed in seeds:
        cell = next(cell for cell in voronoi.geoms if cell.covers(seed))
        found.append(_project(polygons(shapely.intersection(flat, cell)), _TO_DEGREES))
    return [on_grid(shapely.make_valid(cell)) for cell in found]


def km2(geometry: BaseGeometry) -> float:
    return _project(geometry, _TO_UTM).area / 1e6


def land_and_abroad(
    municipalities: list[BaseGeometry], window: tuple[float, float, float, float], *, abroad: bool
) -> tuple[BaseGeometry, BaseGeometry | None]:
    """The land inside a window, and the land beyond Norway's border at its eastern edge.

    We hold no foreign boundaries. What Norway leaves over of the window is sea, except the
    piece that touches the eastern edge: that is the neighbouring country.
    """
    frame = shapely.box(*window)
    near = [each for each in municipalities if each.intersects(frame)]
    land = on_grid(shapely.intersection(shapely.union_all(near), frame))
    if not abroad:
        return land, None
    edge = shapely.LineString([(window[2], window[1]), (window[2], window[3])])
    beyond = [piece for piece in _parts(frame.difference(land)) if piece.intersects(edge)]
    return land, on_grid(shapely.union_all(beyond))


def places_in(points: np.ndarray, shapes: dict[str, BaseGeometry]) -> list[str | None]:
    """The code of the shape each point lies in, or nearest to within 2 km of the coast."""
    codes, tree = list(shapes), shapely.STRtree(list(shapes.values()))
    nearest = tree.query_nearest(shapely.points(points), max_distance=0.03, all_matches=False)
    found: list[str | None] = [None] * len(points)
    for point, shape in zip(*nearest, strict=True):
        found[point] = codes[shape]
    return found


def on_grid(geometry: BaseGeometry) -> BaseGeometry:
    """Snap to the five decimals that map files have, so that rounding breaks no surface."""
    return polygons(shapely.set_precision(geometry, 1e-5))


def polygons(geometry: BaseGeometry) -> BaseGeometry:
    """Only the surfaces of a geometry: cutting and mending leave stray lines and points."""
    return shapely.union_all([each for each in _parts(geometry) if each.geom_type == "Polygon"])


def _parts(geometry: BaseGeometry) -> list[BaseGeometry]:
    found = []
    for each in shapely.get_parts(geometry):
        found.extend(_parts(each) if hasattr(each, "geoms") else [each])
    return found


def _project(geometry: BaseGeometry, transformer: pyproj.Transformer) -> BaseGeometry:
    def move(points: np.ndarray) -> np.ndarray:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return shapely.transform(geometry, move)
