"""Questions to the library. Every function takes the handle first and is safe from any thread."""

import json
from typing import Any

from data import notes
from data.errors import DataError
from data.library import Library
from data.records import (
    Area,
    City,
    CodePeriod,
    Electricity,
    Industry,
    Observation,
    Place,
    Segment,
    Source,
)
from data.tidy import kpi_code

Row = tuple[Any, ...]

# Whose data each map layer is; indicators add the sources of their values.
LAYER_SOURCES = {
    "land": ("kartverket",),
    "municipalities": ("kartverket",),
    "boundary": ("kartverket",),
    "regions": ("kartverket",),
    "districts": ("kartverket", "ssb-districts"),
    "places": ("geonames",),
    "electricity": ("elhub",),
    "population": ("ssb-districts",),
}

# Layers that are the districts' own: an import brings them and is credited for them.
BY_DISTRICT = ("districts", "population", "population_density")

_CITY = (
    "SELECT c.id, c.names, c.municipality, c.languages, c.lat, c.lon, c.zoom, c.south, c.west,"
    " c.north, c.east, a.population, a.population_date, a.population_source, c.neighbours,"
    " c.history FROM cities c JOIN areas a ON a.id = c.municipality"
)
_AREA = (
    "SELECT id, kind, name, names, parent, city, population, population_date,"
    " population_source, area_km2, approximate, valid_from, valid_to, note, source FROM areas"
)
_OBSERVATION = (
    "SELECT o.indicator, o.area, o.period, o.data_point, o.value, o.text_value, o.unit,"
    " o.quality, o.grade, o.source, s.title, s.attribution, o.note, o.break_before, o.geography"
    " FROM observations o JOIN areas a ON a.id = o.area JOIN sources s ON s.id = o.source"
)
_IN_ORDER = " ORDER BY o.period, a.valid_from NULLS FIRST, o.area, o.data_point"


def cities(library: Library) -> tuple[City, ...]:
    """The cities we hold a folder for, by name."""
    found = [_city(row) for row in library.rows(_CITY)]
    return tuple(sorted(found, key=lambda city: city.names["nb"]))


def city(library: Library, id_: str) -> City:
    rows = library.rows(f"{_CITY} WHERE c.id = ?", [id_])
    if not rows:
        known = ", ".join(each.id for each in cities(library))
        raise DataError("unknown_city", f"There is no city {id_!r}; we hold {known}.")
    return _city(rows[0])


def areas(library: Library, city_id: str, kind: str | None = None) -> tuple[Area, ...]:
    """The areas of a city, past ones too; `kind` keeps one kind."""
    sql = f"{_AREA} WHERE city = ? AND (? IS NULL OR kind = ?) ORDER BY kind, id"
    return tuple(_area(row) for row in library.rows(sql, [city_id, kind, kind]))


def area(library: Library, id_: str) -> Area:
    rows = library.rows(f"{_AREA} WHERE id = ?", [id_])
    if not rows:
        raise DataError("unknown_area", f"There is no area {id_!r}.")
    return _area(rows[0])


def map_areas(library: Library, city_id: str, layer: str) -> tuple[Area, ...]:
    """The areas drawn on a city's map: municipalities, districts, regions or boundary."""
    on_map = " WHERE id IN (SELECT area FROM map_areas WHERE city = ? AND layer = ?) ORDER BY id"
    return tuple(_area(row) for row in library.rows(_AREA + on_map, [city_id, layer]))


def observations(library: Library, where: str, code: str | None = None) -> tuple[Observation, ...]:
    """Every observation of an area, or of a city (its districts left out), in order of time."""
    asked = (
        " WHERE (o.area = ? OR (a.city = ? AND a.kind <> 'district'))"
        " AND (? IS NULL OR o.indicator = ?)"
    )
    wanted = kpi_code(code) if code else None
    values = [where, where, wanted, wanted]
    rows = library.rows(_OBSERVATION + asked + _IN_ORDER, values)
    return tuple(_observation(row) for row in rows)


def latest(library: Library, where: str, code: str) -> tuple[Observation, ...]:
    """The newest observation of each data point; empty when nothing is held."""
    newest: dict[str, Observation] = {}
    for each in observations(library, where, code):
        if each.reported or each.data_point not in newest:
            newest[each.data_point] = each
    return tuple(newest[point] for point in sorted(newest))


def kpi_values(library: Library, city_id: str) -> dict[str, tuple[Observation, ...]]:
    """The newest reported values of every KPI the city has any of, for the wheel."""
    newest: dict[str, dict[str, Observation]] = {}
    for each in observations(library, city_id):
        if each.reported:
            newest.setdefault(each.indicator, {})[each.data_point] = each
    return {code: tuple(by[point] for point in sorted(by)) for code, by in newest.items()}


def kpi_status(library: Library, city_id: str, code: str) -> str:
    """`reported`, `derived` (only our own calculation is held) or `not_reported`."""
    held = [each for each in observations(library, city_id, code) if each.reported]
    if not held:
        return "not_reported"
    return "derived" if all(each.quality == "derived" for each in held) else "reported"


def series(library: Library, where: str, code: str) -> tuple[Segment, ...]:
    """An indicator in time, one segment per geography and data point: never joined."""
    stretches: dict[tuple[str, str], list[Observation]] = {}
    for each in observations(library, where, code):
        stretches.setdefault((each.data_point, each.geography), []).append(each)
    return tuple(
        Segment(geography, held[0].area, area(library, held[0].area).names, point, tuple(held))
        for (point, geography), held in stretches.items()
    )


def compare(
    library: Library, codes: list[str], places: list[str]
) -> dict[tuple[str, str], tuple[Observation, ...]]:
    """The newest values by (code, city or area); an empty tuple means not reported."""
    return {
        (kpi_code(code), place): tuple(
            each for each in latest(library, place, code) if each.reported
        )
        for code in codes
        for place in places
    }


def electricity(
    library: Library, municipality: str, year: int | None = None, industry: str | None = None
) -> tuple[Electricity, ...]:
    """Metered use by year; without `industry` the total of all industries.

    `kwh_per_capita` is given only for years that a held population is nearest to.
    """
    sql = (
        "SELECT e.municipality, e.year, sum(e.kwh), any_value(p.people) FROM electricity e"
        " LEFT JOIN populations p ON p.area = e.municipality AND p.year = e.year"
        " WHERE e.municipality = ? AND (? IS NULL OR e.year = ?)"
        " AND (? IS NULL OR e.industry = ?) GROUP BY ALL ORDER BY e.year"
    )
    rows = library.rows(sql, [municipality, year, year, industry, industry])
    return tuple(
        Electricity(code, when, industry, kwh, kwh / people if people else None)
        for code, when, kwh, people in rows
    )


def electricity_by_industry(
    library: Library, municipality: str, year: int
) -> tuple[Electricity, ...]:
    """Metered use in one year, one row an industry, the largest first."""
    sql = (
        "SELECT e.municipality, e.year, e.industry, e.kwh, p.people FROM electricity e"
        " LEFT JOIN populations p ON p.area = e.municipality AND p.year = e.year"
        " WHERE e.municipality = ? AND e.year = ? ORDER BY e.kwh DESC"
    )
    return tuple(
        Electricity(code, when, industry, kwh, kwh / people if people else None)
        for code, when, industry, kwh, people in library.rows(sql, [municipality, year])
    )


def industries(library: Library) -> tuple[Industry, ...]:
    rows = library.rows("SELECT code, nb, nn, sv, en FROM industries ORDER BY sort")
    return tuple(
        Industry(code, dict(zip(notes.LANGUAGES, names, strict=True))) for code, *names in rows
    )


def places(library: Library, city_id: str, *, inside: bool = False) -> tuple[Place, ...]:
    """Named points on a city's map; `inside` keeps those in the city itself."""
    sql = (
        "SELECT city, name, kind, lat, lon, population, municipality, inside FROM places"
        " WHERE city = ? AND (inside OR NOT ?) ORDER BY kind, name"
    )
    return tuple(Place(*row) for row in library.rows(sql, [city_id, inside]))


def sources(library: Library) -> tuple[Source, ...]:
    rows = library.rows(
        "SELECT id, title, licence, attribution, package, file, sha256, fetched_at, origin"
        " FROM sources ORDER BY id"
    )
    return tuple(Source(row[0], notes.from_column(row[1]), *row[2:]) for row in rows)


def attribution(library: Library, *layers: str, city: str | None = None) -> tuple[str, ...]:
    """Whom to name beside a map or figure made of these layers and indicators, each once.

    With `city` the districts of its map are credited to whoever they are from: the build's own
    are approximate, an import's are the municipality's.
    """
    wanted: list[str] = []
    for layer in layers:
        if city is not None and layer in BY_DISTRICT:
            wanted += _sources_of_districts(library, city)
            continue
        base = layer.split(":")[0] if layer.startswith("electricity") else layer
        wanted += LAYER_SOURCES.get(base.split("_")[0], ())
        found = library.rows(
            "SELECT DISTINCT source FROM observations WHERE indicator = ? ORDER BY 1",
            [kpi_code(layer)],
        )
        wanted += [source for (source,) in found]
    by_id = {each.id: each.attribution for each in sources(library)}
    return tuple(dict.fromkeys(by_id[source] for source in wanted))


def _sources_of_districts(library: Library, city: str) -> list[str]:
    rows = library.rows(
        "SELECT DISTINCT unnest([a.source, a.population_source]) FROM map_areas m"
        " JOIN areas a ON a.id = m.area WHERE m.city = ? AND m.layer = 'districts' ORDER BY 1",
        [city],
    )
    return ["kartverket", *(source for (source,) in rows if source is not None)]


def _city(row: Row) -> City:
    id_, names, municipality, languages, lat, lon, zoom, south, west, north, east = row[:11]
    people, date, source, neighbours, history = row[11:]
    spells = [CodePeriod(each["code"], each["from"], each["to"]) for each in json.loads(history)]
    return City(
        id_, json.loads(names), municipality, tuple(languages), (lat, lon), zoom,
        ((south, west), (north, east)), people, notes.from_column(date), source,
        tuple(neighbours), tuple(spells),
    )  # fmt: skip


def _area(row: Row) -> Area:
    """A row of `_AREA`, whose columns stand in the order of the record's fields."""
    fields = list(row)
    fields[3] = notes.from_column(row[3]) or notes.from_column(row[2])
    fields[7] = notes.from_column(row[7])
    fields[13] = notes.from_column(row[13])
    return Area(*fields)


def _observation(row: Row) -> Observation:
    """A row of `_OBSERVATION`, likewise."""
    fields = list(row)
    fields[10] = notes.from_column(row[10])
    fields[12] = notes.from_column(row[12])
    return Observation(*fields)
