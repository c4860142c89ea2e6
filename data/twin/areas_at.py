"""A city's districts: by code, by name, or by what lies where."""

from __future__ import annotations

import shapely

from data.library import Library

# The shapes are coarse, and a quay lies outside of them: so near still counts, in degrees.
NEAR = 0.01
_DISTRICTS = (
    "SELECT a.id, a.name, st_aswkb(a.geometry) FROM map_areas m JOIN areas a ON a.id = m.area"
    " WHERE m.city = ? AND m.layer = 'districts' ORDER BY a.id"
)


class Districts:
    def __init__(self, library: Library, city_id: str) -> None:
        rows = library.rows(_DISTRICTS, [city_id])
        self._by_name = {name.casefold(): code for code, name, _ in rows}
        self._codes = [code for code, _, _ in rows]
        self._shapes = [shapely.from_wkb(bytes(shape)) for _, _, shape in rows]
        self._tree = shapely.STRtree(self._shapes)

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(self._codes)

    def middles(self) -> dict[str, tuple[float, float]]:
        """A place inside each district: (latitude, longitude) in degrees (EPSG:4326)."""
        points = shapely.point_on_surface(self._shapes)
        places = zip(shapely.get_y(points).tolist(), shapely.get_x(points).tolist(), strict=True)
        return dict(zip(self._codes, places, strict=True))

    def named(self, told: str) -> str | None:
        """The district of this code or name."""
        return told if told in self._codes else self._by_name.get(told.casefold())

    def at(self, lon: float, lat: float) -> str | None:
        """The district at a place, in degrees."""
        found = self._tree.query(shapely.Point(lon, lat), predicate="intersects")
        return self._codes[int(found[0])] if len(found) else None

    def near(self, lon: float, lat: float) -> str | None:
        """The district at a place, or the nearest one within about a kilometre."""
        found = self._tree.query_nearest(shapely.Point(lon, lat), max_distance=NEAR)
        return self._codes[int(found[0])] if len(found) else None
