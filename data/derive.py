"""Figures that we compute ourselves, each with a note that names its inputs."""

from pathlib import Path
from typing import Any

import duckdb

from data import notes, tidy
from data.tables import insert


def fill_populations(
    con: duckdb.DuckDBPyConnection, national: Path, cities: list[dict[str, Any]]
) -> None:
    """Populations with the year they are nearest to: only that year may be divided by them."""
    rows = [
        (
            city["municipality"], people["nearest_year"], people["people"],
            notes.to_column(notes.make(people["date"])), people["source"],
        )
        for city in cities if (people := city.get("population"))
    ]  # fmt: skip
    found = con.execute(
        "SELECT year, population FROM read_csv(?) WHERE year BETWEEN 2020 AND 2024 ORDER BY year",
        [str(national)],
    ).fetchall()
    for year, people in found:
        date = notes.to_column(notes.make("year_no_day", year=year))
        rows.append(("NO", year, people, date, "nve-population"))
    insert(con, "populations", ("area", "year", "people", "date", "source"), rows)


SOURCE = "own-electricity-per-inhabitant"
PAIRS = """
SELECT p.area, p.year, p.people, p.date, s.attribution, sum(e.kwh) AS kwh
FROM populations p
JOIN electricity e ON e.year = p.year AND (e.municipality = p.area OR p.area = 'NO')
JOIN sources s ON s.id = p.source
GROUP BY ALL ORDER BY p.area, p.year
"""


def electricity_per_inhabitant(con: duckdb.DuckDBPyConnection) -> None:
    """The KPI for every area and year of which both the kWh and the people are held."""
    rows = []
    for area, year, people, date, attribution, kwh in con.execute(PAIRS).fetchall():
        note = notes.make(
            "per_inhabitant", gwh=notes.figure(kwh / 1e6, 1), year=year,
            people=notes.figure(people), source=attribution, date=notes.from_column(date),
        )  # fmt: skip
        rows.append((
            tidy.ELECTRICITY_KPI, area, str(year), "", kwh / people, None, tidy.ELECTRICITY_UNIT,
            "derived", SOURCE, notes.to_column(note), area,
        ))  # fmt: skip
    insert(con, "observations", tidy.OBSERVATION_COLUMNS, rows)
