"""A city's districts, for what stands in them and is drawn on them."""

from __future__ import annotations

import shapely

from data.library import Library

# The shapes are coarse, and a quay lies outside of them: so near still counts, in degrees.
NEAR = 0.01
_CODES = "SELECT area FROM map_areas WHERE city = ? AND layer = 'districts'"
_SHAPES = (
    "SELECT a.id, a.name, st_aswkb(a.geometry) FROM map_areas m JOIN areas a ON a.id = m.area"
    " WHERE m.city = ? AND m.layer = 'districts' ORDER BY a.id"
)


def district_codes(library: Library, city_id: str) -> frozenset[str]:
    """Which districts the city has, without their shapes."""
    return frozenset(code for (code,) in library.rows(_CODES, [city_id]))


def district_shapes(library: Library, city_id: str) -> list[tuple[str, str, bytes]]:
    """Code, name and shape (WKB, degrees) of each."""
    rows = library.rows(_SHAPES, [city_id])
    return [(code, name, bytes(shape)) for code, name, shape in rows]


class Districts:
    def __init__(self, library: Library, city_id: str) -> None:
        held = district_shapes(library, city_id)
        self._codes = [code for code, _, _ in held]
        self._shapes = [shapely.from_wkb(shape) for _, _, shape in held]
        self._tree = shapely.STRtree(self._shapes)

    def middles(self) -> dict[str, tuple[float, float]]:
        """A place inside each district: (latitude, longitude) in degrees (EPSG:4326)."""
        points = shapely.point_on_surface(self._shapes)
        places = zip(shapely.get_y(points).tolist(), shapely.get_x(points).tolist(), strict=True)
        return dict(zip(self._codes, places, strict=True))

    def near(self, lon: float, lat: float) -> str | None:
        """The district at a place, or the nearest one within about a kilometre."""
        found = self._tree.query_nearest(shapely.Point(lon, lat), max_distance=NEAR)
        return self._codes[int(found[0])] if len(found) else None
