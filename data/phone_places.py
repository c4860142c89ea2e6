"""What a resident's phone needs to know of a city: its districts, places, extent, and who asks."""

from __future__ import annotations

from typing import Any

from data import queries
from data.errors import DataError
from data.library import Library
from data.notices import notice

KINDS = ("town", "district")


def phone_places(library: Library, city_id: str) -> dict[str, Any]:
    """Names, districts, places and [south-west, north-east] bounds; {} for an unknown city."""
    try:
        city = queries.city(library, city_id)
        districts = queries.areas(library, city_id, "district")
        places = queries.places(library, city_id, inside=True)
        land = f"/geo/{library.version}/land-{city_id}.geojson"
        sources = queries.attribution(library, "land", "places")
    except DataError:
        return {}
    # A name stands for one place: the city first, a town before the district of its name.
    own = city.names["nb"]
    ranked = sorted(
        places, key=lambda p: (p.name != own, _rank(p.kind), -(p.population or 0), p.name)
    )
    named = {place.name: place for place in reversed(ranked)}
    return {
        "names": city.names,
        "bounds": [list(corner) for corner in city.bounds],
        "districts": [{"id": area.id, "name": area.name} for area in districts],
        "places": [
            {"name": p.name, "lat": p.lat, "lon": p.lon} for p in ranked if named[p.name] is p
        ],
        "notice": notice(library.data_dir, city_id),
        "land_url": land,
        "sources": list(sources),
    }


def _rank(kind: str) -> int:
    return KINDS.index(kind) if kind in KINDS else len(KINDS)
