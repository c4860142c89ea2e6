"""Where a municipality's recycling stations stand today, as far as anybody has said.

`DATA_DIR/stations/` holds the lists that were imported; a city's folder may come with one of its
own, `stations.csv` (name, lat, lon). Without either they are not reported, and never taken as none.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.errors import DataError
from data.twin.kept import Given, Kept

CITIES = Path(__file__).parents[1] / "cities"
Position = tuple[float, float]
DECIMALS = 5  # as places are shown and kept: about a metre


@dataclass(frozen=True)
class Station:
    """`lon` and `lat` in degrees (EPSG:4326). A name may be empty."""

    name: str
    lon: float
    lat: float

    @property
    def place(self) -> Position:
        return self.lon, self.lat


@dataclass(frozen=True)
class StationList(Given):
    """What is kept of a list: each station once."""

    stations: tuple[Station, ...]


class StationLists(Kept[StationList]):
    """Every version of every city's list. Safe from any thread and process."""

    FOLDER, NAME = "stations", "stations"

    @classmethod
    def made(cls, told: Any) -> StationList:
        listed = tuple(Station(**each) for each in told["stations"])
        return StationList(**told | {"stations": listed})


def standing(data_dir: Path, city: str, folder: Path = CITIES) -> tuple[Station, ...] | None:
    """Today's stations: those of the list in force, or those that came with the city's folder.

    None where they are not reported.
    """
    held = StationLists(data_dir)
    number = held.number(city)
    found = held.version(city, number) if number else None
    return found.stations if found else shipped(city, folder)


def stations(data_dir: Path, city: str, folder: Path = CITIES) -> tuple[Position, ...] | None:
    """Where today's stations stand; None where they are not reported."""
    found = standing(data_dir, city, folder)
    return None if found is None else tuple(each.place for each in found)


def shipped(city: str, folder: Path = CITIES) -> tuple[Station, ...] | None:
    path = folder / city / "stations.csv"
    if not path.is_file():
        return None
    with path.open(encoding="utf-8", newline="") as stream:
        found = {each.place: each for each in _read(csv.DictReader(stream), path.name)}
    return tuple(found.values())


def _read(rows: csv.DictReader[str], file: str) -> Iterator[Station]:
    for number, row in enumerate(rows, start=2):
        try:
            lat, lon = float(row["lat"]), float(row["lon"])
        except (KeyError, TypeError, ValueError):
            lat = lon = math.nan
        if not (abs(lat) <= 90 and abs(lon) <= 180):
            sentence = f"{file}, row {number}: lat and lon must be degrees, as in 62.47, 6.15."
            raise DataError("stations_file", sentence)
        yield Station(row.get("name") or "", round(lon, DECIMALS), round(lat, DECIMALS))
