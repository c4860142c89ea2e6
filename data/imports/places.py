"""Which area a row is about: by number or by name, among the areas of one city."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from data import queries
from data.imports.findings import clean
from data.library import Library
from data.records import Area, City


class Places:
    """The areas of a city, and the names of the other cities so that a mix-up can be named."""

    def __init__(self, library: Library, city_id: str) -> None:
        self.city = queries.city(library, city_id)
        self.areas = queries.areas(library, city_id)
        self._by_id = {area.id: area for area in self.areas}
        self._by_name = _named(self.city, self.areas, self._by_id)
        self._elsewhere = _elsewhere(library, city_id)

    def find(self, text: str) -> Area | None:
        """The area of a number or a name, whatever its case."""
        return self._by_id.get(text) or self._by_name.get(clean(text).casefold())

    def other_city(self, text: str) -> dict[str, str] | None:
        """The names of another city that the text stands for."""
        return self._elsewhere.get(clean(text).casefold())

    def nearest(self, text: str) -> str:
        """Our best guess at what was meant: `Emblem (15080900)`, or the city itself."""
        close = get_close_matches(clean(text).casefold()[:80], list(self._by_name), 1, 0.6)
        area = self._by_name[close[0]] if close else self._by_id[self.city.municipality]
        return f"{area.name} ({area.id})"

    def valid_instead(self, area: Area, year: str) -> Area | None:
        """The area of the same kind that was in force that year, when this one was not."""
        if _in_force(area, year):
            return None
        others = (each for each in self.areas if each.kind == area.kind == "municipality")
        return next((each for each in others if each.id != area.id and _in_force(each, year)), None)


def _in_force(area: Area, year: str) -> bool:
    begun = (area.valid_from or "")[:4] <= year
    return begun and year <= (area.valid_to or "9999")[:4]


def _named(city: City, areas: Iterable[Area], by_id: dict[str, Area]) -> dict[str, Area]:
    """Areas by name; the city's own name means its municipality of today."""
    named: dict[str, Area] = {}
    for area in areas:
        for name in (area.name, *area.names.values()):
            named.setdefault(name.casefold(), area)
    for name in (*city.names.values(), city.id):
        named[name.casefold()] = by_id[city.municipality]
    return named


def _elsewhere(library: Library, city_id: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for city in queries.cities(library):
        if city.id != city_id:
            for name in (city.municipality, city.id, *city.names.values()):
                found[name.casefold()] = city.names
    return found
