"""What the session asks of the library: the values behind a map, and where a city lies."""

from __future__ import annotations

from collections.abc import Sequence

from data import queries
from data.errors import DataError
from data.library import Library
from data.map_values import values_for_map
from data.models.parts import TwinParts
from data.phone_places import phone_places
from workshop.model import Json, Step


class ShownFacts:
    """`workshop.ports.Facts` over the library of facts."""

    def __init__(self, library: Library, twin: TwinParts | None = None) -> None:
        """Without the twin, sessions are read and led as before it: no scenario can be shown."""
        self._library = library
        self._twin = twin

    def shown(self, view: Json) -> Json:
        """Version, unit and the value of each area of a map; {} when the library cannot say."""
        try:
            values = values_for_map(
                self._library,
                view["city"],
                view["layer"],
                view["indicator"],
                view.get("year") or None,
            )
        except DataError:
            return {}
        held = [value for value in values if value.value is not None]
        return {
            "library": self._library.version,
            "unit": held[0].unit if held else "",
            "period": held[0].period if held else None,
            "values": {value.area: value.value for value in values},
        }

    def exhibits(self, city: str, step: Step) -> Json:
        return self._twin.exhibits.shown(city, step) if self._twin else {}

    def live(self, city: str, step: Step, chosen: list[Json]) -> Json:
        return self._twin.exhibits.live(city, step, chosen) if self._twin else {}

    def basket(self, city: str, step: Step, bought: Sequence[str]) -> Json:
        return self._twin.exhibits.basket(city, step, bought) if self._twin else {}

    def bounds(self, city: str) -> tuple[float, float, float, float] | None:
        """(west, south, east, north) in degrees (EPSG:4326), or None for an unknown city."""
        try:
            (south, west), (north, east) = queries.city(self._library, city).bounds
        except DataError:
            return None
        return west, south, east, north

    def places(self, city: str) -> tuple[list[str], list[str]]:
        """(ids of the city's districts, names of its places), as phones offer them."""
        held = phone_places(self._library, city)
        districts = [district["id"] for district in held.get("districts", [])]
        return districts, [place["name"] for place in held.get("places", [])]
