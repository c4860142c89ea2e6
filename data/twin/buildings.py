"""A municipality's buildings, read from a table: every row is right, or none is taken.

The columns are told in `data.twin.register`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from data.errors import DataError
from data.twin.areas_at import Districts
from twin.energy.sums import CATEGORIES

NEEDED = ("use", "year", "floor_area_m2")
OLDEST, LARGEST_M2 = 1000, 1_000_000.0
# The first digits of a building type (NS 3457-3) → NVE's category; the longest that fits counts.
TYPES = {
    "1": "house", "14": "apartment_block", "15": "apartment_block", "2": "storage_repairs",
    "3": "office", "32": "retail", "33": "retail", "4": "storage_repairs", "5": "hotel",
    "6": "culture", "61": "school", "612": "kindergarten", "62": "university",
    "65": "sports", "7": "nursing_home", "71": "hospital", "8": "office",
}  # fmt: skip


class RegisterError(DataError):
    """A register that is not taken; `rows` are sentences, one for each row that is wrong."""

    def __init__(self, sentence: str, rows: Sequence[str] = ()) -> None:
        super().__init__("bad_register", sentence)
        self.rows = tuple(rows)


@dataclass(frozen=True)
class Building:
    category: str
    area: str
    floor_m2: float
    municipal: bool | None


def read(file: Path, districts: Districts) -> list[Building]:
    """Every building; RegisterError with a sentence for each row that is wrong."""
    rows = _table(file)
    found, wrong = [], []
    for number, row in enumerate(rows, 2):  # the header is row 1
        try:
            found.append(_building(row, districts))
        except ValueError as problem:
            wrong.append(f"row {number}: {problem}")
    if wrong:
        raise RegisterError(f"{file.name}: {len(wrong)} of {len(rows)} rows are wrong.", wrong)
    if not found:
        raise RegisterError(f"{file.name} holds no buildings.")
    return found


def _table(file: Path) -> list[dict[str, str]]:
    import pandas as pd  # noqa: PLC0415 - half a second to import, for this command alone

    readers = {
        ".csv": lambda: pd.read_csv(file, dtype=str, sep=None, engine="python"),
        ".xlsx": lambda: pd.read_excel(file, dtype=str),
        ".parquet": lambda: pd.read_parquet(file),
    }
    if file.suffix.lower() not in readers:
        raise RegisterError(f"{file.name} is neither .csv, .xlsx nor .parquet.")
    try:
        table = readers[file.suffix.lower()]()
    except (OSError, ValueError, KeyError) as problem:
        raise RegisterError(f"{file.name} cannot be read as a table.") from problem
    table = table.astype(object).where(table.notna(), "")
    table.columns = [str(column).strip().lower() for column in table.columns]
    if missing := [column for column in NEEDED if column not in table.columns]:
        raise RegisterError(f"{file.name} has no column {missing[0]!r}.")
    if "district" not in table.columns and not {"lon", "lat"} <= set(table.columns):
        raise RegisterError(f"{file.name} says of no building where it is.")
    return [{column: str(cell) for column, cell in row.items()} for row in table.to_dict("records")]


def _building(row: Mapping[str, str], districts: Districts) -> Building:
    year = _number(row, "year")
    if not OLDEST <= year <= datetime.now(UTC).year:
        raise ValueError(f"year {row['year']!r} is not a year of building")
    floor = _number(row, "floor_area_m2")
    if not 0 < floor <= LARGEST_M2:
        raise ValueError(f"floor_area_m2 {row['floor_area_m2']!r} is not a floor area")
    owner = row.get("owner", "").strip().lower()
    return Building(_category(row["use"]), _area(row, districts), floor,
                    owner == "municipal" if owner else None)  # fmt: skip


def _category(use: str) -> str:
    told = use.strip().lower().removesuffix(".0")
    if told in CATEGORIES:
        return told
    if len(told) == 3 and told.isdecimal():
        for length in (3, 2, 1):
            if found := TYPES.get(told[:length]):
                return found
    raise ValueError(f"use {use!r} is neither a building category nor a building type")


def _area(row: Mapping[str, str], districts: Districts) -> str:
    told = row.get("district", "").strip()
    found = (
        districts.named(told) if told else districts.at(_number(row, "lon"), _number(row, "lat"))
    )
    if found is None:
        where = f"district {told!r}" if told else "the point"
        raise ValueError(f"{where} is not in the city")
    return found


def _number(row: Mapping[str, str], column: str) -> float:
    told = row.get(column, "").strip()
    try:
        value = float(told.replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f"{column} {told!r} is not a number")
    return value
