"""What a city is made of for the energy model: collected from the library and NVE's own keys.

Metered electricity by industry (Elhub) says how much of the nation's buildings the city has;
population by district says, until a building register is imported, where in it they stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from data import queries
from data.library import Library
from data.twin import register
from data.twin.city_assumptions import city_assumptions
from twin.energy.inputs import MUNICIPAL, City
from twin.energy.levers import DEPTHS
from twin.energy.use import SEGMENTS
from twin.errors import TwinError
from twin.scenario import Assumption

# Trade and services; farms, factories, power, water and building sites are not buildings' use.
SERVICES = "GHIJKLMNOPQRS"
HOUSEHOLDS = "XX"
UNKNOWN_PLACE = "0000"
HEAT_KEYS, WOOD_KEYS = "data/dh_distribution_keys.xlsx", "data/fuelwood_distribution_keys.xlsx"

_METERED = """
SELECT e.year,
  sum(kwh) FILTER (municipality = $1 AND industry = $2) / 1e6,
  sum(kwh) FILTER (municipality = $1 AND contains($3, industry)) / 1e6,
  sum(kwh) FILTER (industry = $2) / 1e6,
  sum(kwh) FILTER (contains($3, industry)) / 1e6
FROM electricity e WHERE municipality <> $4 GROUP BY ALL ORDER BY 1
"""


def city_tables(
    library: Library, city_id: str, assumptions: Mapping[str, Assumption] | None = None
) -> City:
    """Raises `TwinError("city_without_data", city)` where a table is missing."""
    city = queries.city(library, city_id)
    told = assumptions or city_assumptions(city_id)
    asked = [city.municipality, HOUSEHOLDS, SERVICES, UNKNOWN_PLACE]
    rows = library.rows(_METERED, asked)
    people = library.rows(
        "SELECT year, people FROM populations WHERE area = ? ORDER BY year DESC LIMIT 1",
        [city.municipality],
    )
    municipal = municipal_shares(told)
    weights = district_weights(library, city_id, municipal)
    if not (people and weights and all(home and service for _, home, service, *_ in rows)):
        raise TwinError("city_without_data", city_id)
    year, inhabitants = people[0]
    heat = _keys(HEAT_KEYS).get(city.municipality, (0.0, 0.0))
    return City(
        id=city_id,
        code=city.municipality,
        metered={when: {"dwellings": home, "services": work} for when, home, work, *_ in rows},
        shares={
            "dwellings": sum(row[1] for row in rows) / sum(row[3] for row in rows),
            "services": sum(row[2] for row in rows) / sum(row[4] for row in rows),
        },
        district_heat={"dwellings": heat[0], "services": heat[1]},
        firewood=_keys(WOOD_KEYS).get(city.municipality, (0.0, 0.0))[0],
        people=float(inhabitants),
        people_year=year,
        municipal=municipal,
        depths={each: told[f"depth_{each}"].value for each in DEPTHS},
        ground_efficiency=told["seasonal_ground"].value,
        weights=weights,
    )


def municipal_shares(told: Mapping[str, Assumption]) -> Mapping[str, float]:
    """Use → the municipality's share of such buildings, where no register says it."""
    return {each: told[f"municipal_share_{each}"].value for each in MUNICIPAL}


def district_weights(
    library: Library, city_id: str, municipal: Mapping[str, float]
) -> register.Weights:
    """District → segment → its share of the city's buildings."""
    return register.weights(library, city_id, municipal) or _by_population(library, city_id)


def _by_population(library: Library, city_id: str) -> Mapping[str, Mapping[str, float]]:
    """District → segment → share: everything where people live, for want of better."""
    held = {
        each.id: float(each.population)
        for each in queries.map_areas(library, city_id, "districts")
        if each.population
    }
    total = sum(held.values())
    return {area: dict.fromkeys(SEGMENTS, people / total) for area, people in held.items()}


@lru_cache(maxsize=2)
def _keys(table: str) -> Mapping[str, tuple[float, float]]:
    """NVE's keys: municipality → the share of the nation's that dwellings and others have."""
    import openpyxl  # noqa: PLC0415 - slow to load, and asked once

    with resources.files("ebmgeodist").joinpath(table).open("rb") as stream:
        sheet = openpyxl.load_workbook(stream, read_only=True, data_only=True).worksheets[0]
        rows = list(sheet.iter_rows(min_row=2, max_col=4, values_only=True))
    return {str(code): (_share(home), _share(other)) for code, _, home, other in rows if code}


def _share(cell: object) -> float:
    return float(cell) if isinstance(cell, int | float) else 0.0
