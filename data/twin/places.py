"""Where people are, and where participants want a recycling station.

No package holds homes by municipality. People are therefore spread evenly over their district.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from data import queries
from data.export.pins import pins_geojson
from data.library import Library
from data.twin.station_file import DECIMALS, Position
from twin.circular.access import Demand
from twin.errors import TwinError
from workshop.model import Session

MEASURE = "recycling_stations"

# Enough for a walk to mean something, and few enough for the best places to be found in seconds.
POINTS, LEAST = 200, 3
NOWHERE = 0.01  # degrees


def demand(library: Library, city: str) -> Demand | None:
    """The people of a city at points of its districts; None where districts are not known."""
    people = {
        each.id: each.population
        for each in queries.map_areas(library, city, "districts")
        if each.population
    }
    if not people:
        return None
    shapes = _shapes(library.geo_path(f"districts-{city}.geojson"))
    whole = sum(people.values())
    positions: list[Position] = []
    stands_for: list[float] = []
    areas: list[str] = []
    for area, lives in people.items():
        points = spread(shapes[area], max(LEAST, round(POINTS * lives / whole)))
        positions += points
        stands_for += [lives / len(points)] * len(points)
        areas += [area] * len(points)
    return Demand(tuple(positions), tuple(stands_for), tuple(areas))


def spread(shape: BaseGeometry, count: int) -> list[Position]:
    """`count` points, evenly over a shape in degrees; the same ones each time."""
    west, south, east, north = shape.bounds
    narrow = float(np.cos(np.radians((south + north) / 2)))
    side = float(np.sqrt(shape.area / count))
    shapely.prepare(shape)
    while True:
        lon = np.arange(west + side / narrow / 2, east, side / narrow)
        lat = np.arange(south + side / 2, north, side)
        across, up = (each.ravel() for each in np.meshgrid(lon, lat))
        inside = shapely.contains_xy(shape, across, up)
        if inside.sum() >= count:
            break
        side *= 0.9
    found = np.column_stack([across[inside], up[inside]])
    chosen = found[np.linspace(0, len(found) - 1, count).round().astype(int)]
    return [(float(x), float(y)) for x, y in chosen]


def candidates(session: Session, category: str, step: int = 0) -> tuple[Position, ...]:
    """Where the released pins of a category lie, each place once.

    With the number of a step, those of it alone; of all its categories where none is named.

    As in every file that leaves: a pin that lies alone is in the middle of its square. One whose
    place was erased with its words lies nowhere, which that file writes as 0, 0 degrees.
    """
    found = pins_geojson(session, "en")["features"]
    about = [each["properties"] for each in found]
    wanted = [
        each
        for each, told in zip(found, about, strict=True)
        if (told["step"] == step or not step)
        and (told["category"] == category or (step and not category))
    ]
    places = dict.fromkeys(tuple(each["geometry"]["coordinates"]) for each in wanted)
    return tuple(each for each in places if max(map(abs, each)) > NOWHERE)


def rounded(places: Iterable[Position]) -> tuple[Position, ...]:
    """Each place once, as finely as it is shown. TwinError `place_range` for one on no map."""
    told = tuple(places)
    if not all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in told):  # nor what is no number
        raise TwinError("place_range", MEASURE)
    return tuple(dict.fromkeys((round(lon, DECIMALS), round(lat, DECIMALS)) for lon, lat in told))


def _shapes(path: Path) -> dict[str, BaseGeometry]:
    features = json.loads(path.read_text("utf-8"))["features"]
    return {
        each["properties"]["id"]: shapely.make_valid(shapely.geometry.shape(each["geometry"]))
        for each in features
    }
