"""Pins on a map: what is drawn where, as GeoJSON that a layer takes as its data.

The same collection is made in the browser by ``radslag.map.pins`` (assets/map.js) for a stage
that follows live; this one is for pages that are built on the server.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from workshop.language import pick

COLOURS = ("teal", "orange", "blue", "purple")
SHAPES = {"teal": "circle", "orange": "square", "blue": "triangle", "purple": "diamond"}

Pin = Mapping[str, Any]
Category = Mapping[str, Any]
GeoJson = dict[str, Any]


def collection(
    pins: Iterable[Pin], categories: Iterable[Category], language: str
) -> dict[str, Any]:
    """GeoJSON of pins ({id, lat, lon, category, text}), coloured and shaped by their category."""
    known = {category["id"]: category for category in categories}
    return {
        "type": "FeatureCollection",
        "features": [_feature(pin, known.get(pin.get("category")), language) for pin in pins],
    }


def _feature(pin: Pin, category: Category | None, language: str) -> GeoJson:
    colour = (category or {}).get("colour")
    colour = colour if colour in COLOURS else COLOURS[0]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [pin["lon"], pin["lat"]]},
        "properties": {
            "id": pin["id"],
            "colour": colour,
            "shape": SHAPES[colour],
            "category": pick((category or {}).get("text"), language),
            "text": pin.get("text") or "",
        },
    }
