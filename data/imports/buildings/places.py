"""Where buildings stand: by name or number of a district, or by coordinates. Child process."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from data.imports.findings import clean

DEGREES = 4326
# Coordinates in metres are tried as each of these: UTM as Norway uses it, and SWEREF 99 TM.
METRES = (25832, 25833, 25835, 3006)
_NEAR = 0.002  # degrees, one to two hundred metres
_AWAY = 180  # what is beyond it is no degree
Numbers = NDArray[np.float64]


class Places:
    """The districts of a city: code, name and shape of each."""

    def __init__(self, told: Sequence[tuple[str, str, str]]) -> None:
        self.codes = [code for code, _, _ in told]
        self._by_text = {clean(name).casefold(): code for code, name, _ in told}
        self._by_text |= {code: code for code in self.codes}
        self._names = {name: code for code, name, _ in told}
        self._tree = shapely.STRtree([shapely.from_wkb(shape) for _, _, shape in told])

    def named(self, text: str) -> str | None:
        return self._by_text.get(text.casefold())

    def nearest(self, text: str) -> str:
        """Our best guess at what was meant: `Emblem (15080900)`."""
        close = get_close_matches(text[:80], list(self._names), 1, 0.6)
        name = close[0] if close else next(iter(self._names), "")
        return f"{name} ({self._names[name]})" if name else ""

    def at(self, east: Numbers, north: Numbers) -> list[str | None]:
        """The district at each place in degrees; None outside, and where there is no number.

        A quay or a boathouse may lie just off the shore as it is drawn: the nearest counts.
        """
        found: list[str | None] = [None] * len(east)
        known = np.flatnonzero(np.isfinite(east) & np.isfinite(north))
        points = shapely.points(east[known], north[known])
        near = self._tree.query_nearest(points, max_distance=_NEAR, all_matches=False)
        for point, area in zip(*near, strict=True):
            found[known[point]] = self.codes[int(area)]
        return found


def to_degrees(east: Numbers, north: Numbers, crs: int) -> tuple[Numbers, Numbers]:
    if crs == DEGREES:
        return east, north
    move = pyproj.Transformer.from_crs(crs, DEGREES, always_xy=True)
    lon, lat = move.transform(east, north)
    return np.asarray(lon), np.asarray(lat)


def placed(districts: Places, east: Numbers, north: Numbers) -> tuple[list[str | None], int]:
    """The district of each place, in the system of coordinates in which most lie in the city."""
    known = np.isfinite(east) & np.isfinite(north)
    far = bool((np.abs(np.concatenate([east[known], north[known]])) > _AWAY).any())
    tried = [
        (districts.at(*to_degrees(east, north, crs)), crs)
        for crs in (METRES if far else (DEGREES,))
    ]
    return max(tried, key=lambda each: sum(code is not None for code in each[0]))


def swapped(districts: Places, east: Numbers, north: Numbers) -> bool:
    """Whether the places would lie in the city if the two coordinates changed places."""
    return any(code is not None for code in placed(districts, north, east)[0])
