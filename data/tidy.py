"""From the files of this folder to clean rows; a wrong row is named by file and number."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from data import notes
from data.errors import DataError

HERE = Path(__file__).parent
CITIES = HERE / "cities"
OBSERVATIONS = HERE / "observations" / "u4ssc.csv"
INDUSTRIES = HERE / "sources" / "industries.csv"
SOURCES = HERE / "sources" / "catalogue.yml"

# Electricity consumption per inhabitant, the one KPI that we compute ourselves.
ELECTRICITY_KPI = "EN: E: E: 2C"
ELECTRICITY_UNIT = "kWh per capita per year"

QUALITIES = {"published", "verified", "measured", "derived", "not_reported"}
OBSERVATION_COLUMNS = (
    "indicator", "area", "period", "data_point", "value", "text_value",
    "unit", "quality", "source", "note", "geography",
)  # fmt: skip


def kpi_code(text: str) -> str:
    """One spelling for a KPI code: official pages print it with irregular spaces.

    `EN:E:E:2c` and `EN: E:  E:2C` both become `EN: E: E: 2C`.
    """
    parts = [" ".join(part.split()) for part in text.strip().upper().split(":")]
    return ": ".join(parts)


def is_kpi_code(text: str) -> bool:
    return re.fullmatch(r"[A-Z]+: [A-Z]+: [A-Z]+: \d+[AC]", text) is not None


def read_cities(folder: Path = CITIES) -> list[dict[str, Any]]:
    """The city folders, each with its districts, in order of id."""
    cities = []
    for path in sorted(folder.glob("*/city.yml")):
        city = yaml.safe_load(path.read_text("utf-8"))
        districts = path.with_name("districts.csv")
        city["districts"] = list(_rows(districts)) if districts.is_file() else []
        cities.append(city)
    return cities


def read_cut(folder: Path = CITIES) -> dict[str, Any]:
    """How Haram is cut out of the Ålesund of 2020."""
    return yaml.safe_load((folder / "alesund" / "cut.yml").read_text("utf-8"))


def read_sources(path: Path = SOURCES) -> list[dict[str, Any]]:
    return yaml.safe_load(path.read_text("utf-8"))


def read_industries(path: Path = INDUSTRIES) -> list[dict[str, str]]:
    return list(_rows(path))


def read_observations(path: Path = OBSERVATIONS) -> list[tuple[Any, ...]]:
    """Published values as rows in the order of OBSERVATION_COLUMNS."""
    return [_observation(path, number, row) for number, row in enumerate(_rows(path), start=2)]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)


def _observation(path: Path, number: int, row: dict[str, str]) -> tuple[Any, ...]:
    where = f"{path.name}, row {number}"
    code = kpi_code(row["indicator"])
    if not is_kpi_code(code):
        raise DataError("bad_row", f"{where}: {row['indicator']!r} is not a KPI code.")
    if row["quality"] not in QUALITIES:
        raise DataError("bad_row", f"{where}: the quality {row['quality']!r} is not known.")
    value = _number(where, row["value"])
    text = row["text_value"] or None
    if (value is None and text is None) != (row["quality"] == "not_reported"):
        raise DataError("bad_row", f"{where}: a value and 'not_reported' exclude each other.")
    page = notes.make("page", page=row["page"]) if row["page"] else None
    note = notes.to_column(notes.join(page, notes.make(row["note"]) if row["note"] else None))
    return (
        code, row["area"], row["period"], row["data_point"], value, text,
        row["unit"], row["quality"], row["source"], note, row["area"],
    )  # fmt: skip


def _number(where: str, text: str) -> float | None:
    if not text:
        return None
    try:
        return float(text)
    except ValueError as problem:
        raise DataError("bad_row", f"{where}: {text!r} is not a number.") from problem
