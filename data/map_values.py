"""What a map shows: one value for every area of a layer, or an honest gap.

An indicator is a KPI code, `population`, `population_density`, `electricity` (all industries),
`electricity:XX` (one industry), `electricity_share:XX` (of the municipality's total) or
`electricity_change` and `electricity_change:XX` (since the first year held).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from data import notes
from data.errors import DataError
from data.library import Library
from data.queries import map_areas
from data.records import Area, MapValue
from data.tidy import is_kpi_code, kpi_code

GWH = "GWh"
PERCENT = "percent"
NOT_REPORTED = "not_reported"


@dataclass(frozen=True)
class _Asked:
    """A question about a map, its indicator taken apart."""

    city: str
    layer: str
    base: str
    industry: str | None
    year: str | None


def values_for_map(
    library: Library, city: str, layer: str, indicator: str, year: str | int | None = None
) -> tuple[MapValue, ...]:
    """A value for every area of a layer; without a year the newest that is held."""
    base, industry = _taken_apart(indicator)
    asked = _Asked(city, layer, base, industry, str(year) if year else None)
    found = {value.area: value for value in _HOW.get(base, _kpi)(library, asked)}
    return tuple(found.get(each.id) or _gap(each) for each in map_areas(library, city, layer))


def years(library: Library, city: str, layer: str, indicator: str) -> tuple[str, ...]:
    """The years of which at least one area of the layer has a value."""
    base, industry = _taken_apart(indicator)
    if base in ("population", "population_density"):
        return ()
    if base.startswith("electricity"):
        sql = (
            "SELECT DISTINCT year::VARCHAR FROM electricity e JOIN map_areas m"
            " ON m.area = e.municipality WHERE m.city = ? AND m.layer = ?"
            " AND (? IS NULL OR industry = ?) ORDER BY 1"
        )
        found = [year for (year,) in library.rows(sql, [city, layer, industry, industry])]
        return tuple(found[1:] if base == "electricity_change" else found)
    sql = (
        "SELECT DISTINCT o.period FROM observations o JOIN map_areas m ON m.area = o.area"
        " WHERE m.city = ? AND m.layer = ? AND o.indicator = ?"
        " AND (o.value IS NOT NULL OR o.text_value IS NOT NULL) ORDER BY 1"
    )
    return tuple(year for (year,) in library.rows(sql, [city, layer, base]))


def is_indicator(indicator: str) -> bool:
    """Whether a map can be asked for this at all."""
    try:
        _taken_apart(indicator)
    except DataError:
        return False
    return True


def _taken_apart(indicator: str) -> tuple[str, str | None]:
    base, _, industry = indicator.partition(":")
    if base in _HOW and (base != "electricity_share" or industry):
        return base, industry or None
    code = kpi_code(indicator)
    if is_kpi_code(code):
        return code, None
    raise DataError("unknown_indicator", f"There is no indicator {indicator!r}.")


def _gap(area: Area) -> MapValue:
    return MapValue(area.id, area.names, None, "", NOT_REPORTED, "", {}, None)


_KPI = """
SELECT o.area, o.value, o.unit, o.quality, o.source, o.note, o.period
FROM observations o JOIN map_areas m ON m.area = o.area
WHERE m.city = ? AND m.layer = ? AND o.indicator = ? AND o.value IS NOT NULL
  AND (? IS NULL OR o.period = ?)
QUALIFY row_number() OVER (PARTITION BY o.area ORDER BY o.period DESC, o.data_point) = 1
"""


def _kpi(library: Library, asked: _Asked) -> list[MapValue]:
    named = _names(library, asked)
    rows = library.rows(_KPI, [asked.city, asked.layer, asked.base, asked.year, asked.year])
    return [
        MapValue(area, named[area], value, unit, quality, source, notes.from_column(note), period)
        for area, value, unit, quality, source, note, period in rows
    ]


# kWh of the asked industry, of the same in the first year held, and of all industries.
_KWH = """
WITH near AS (
  SELECT e.* FROM electricity e JOIN map_areas m ON m.area = e.municipality
  WHERE m.city = $1 AND m.layer = $2),
wanted AS (SELECT coalesce($4::INTEGER, max(year)) AS year FROM near)
SELECT e.municipality, any_value(w.year), (SELECT min(year) FROM near),
  sum(kwh) FILTER (e.year = w.year AND ($3 IS NULL OR industry = $3)),
  sum(kwh) FILTER (e.year = (SELECT min(year) FROM near) AND ($3 IS NULL OR industry = $3)),
  sum(kwh) FILTER (e.year = w.year)
FROM near e, wanted w GROUP BY e.municipality
"""


def _kwh_rows(library: Library, asked: _Asked) -> list[tuple[Any, ...]]:
    if asked.year is not None and not asked.year.isdecimal():
        return []
    return library.rows(_KWH, [asked.city, asked.layer, asked.industry, asked.year])


def _electricity(library: Library, asked: _Asked) -> list[MapValue]:
    named = _names(library, asked)
    return [
        MapValue(area, named[area], kwh / 1e6, GWH, "measured", "elhub", {}, str(year))
        for area, year, _, kwh, _, _ in _kwh_rows(library, asked)
        if kwh is not None
    ]


def _share(library: Library, asked: _Asked) -> list[MapValue]:
    named = _names(library, asked)
    found = []
    for area, year, _, kwh, _, total in _kwh_rows(library, asked):
        if kwh is not None and total:
            note = notes.make("share", year=year)
            value = 100 * kwh / total
            found.append(
                MapValue(area, named[area], value, PERCENT, "derived", "elhub", note, str(year))
            )
    return found


def _change(library: Library, asked: _Asked) -> list[MapValue]:
    named = _names(library, asked)
    found = []
    for area, year, first, kwh, before, _ in _kwh_rows(library, asked):
        # A change from nothing, or from a meter that ran backwards, has no percentage.
        if kwh is not None and before is not None and before > 0 and year != first:
            note = notes.make("change", first=first, year=year)
            value = 100 * (kwh - before) / before
            found.append(
                MapValue(area, named[area], value, PERCENT, "derived", "elhub", note, str(year))
            )
    return found


def _population(library: Library, asked: _Asked) -> list[MapValue]:
    return [
        MapValue(
            each.id, each.names, float(each.population), "people", "published",
            each.population_source or "", each.population_date, None,
        )
        for each in map_areas(library, asked.city, asked.layer) if each.population is not None
    ]  # fmt: skip


def _density(library: Library, asked: _Asked) -> list[MapValue]:
    found = []
    for each in map_areas(library, asked.city, asked.layer):
        if each.population is not None and each.area_km2:
            note = notes.join(notes.make("density"), each.population_date, each.notes)
            value = each.population / each.area_km2
            source = each.population_source or ""
            unit = "people per km2"
            found.append(MapValue(each.id, each.names, value, unit, "derived", source, note, None))
    return found


def _names(library: Library, asked: _Asked) -> dict[str, dict[str, str]]:
    return {each.id: each.names for each in map_areas(library, asked.city, asked.layer)}


_HOW: dict[str, Callable[[Library, _Asked], list[MapValue]]] = {
    "population": _population,
    "population_density": _density,
    "electricity": _electricity,
    "electricity_share": _share,
    "electricity_change": _change,
}
