"""What a city's fit depends on: its tables, the weather, the measures, and the code itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import data.models
import twin.energy
from data import queries
from data.library import Library
from data.models.fits import Needs, Part
from data.scenarios.plain import digest
from data.sources.fetch import read_pins, sha256_of
from data.twin.stock import city_tables
from data.twin.tables import load_measures
from twin.energy.local import Local
from twin.energy.surface import Surface
from twin.energy.use import Reference
from twin.scenario import Assumption

PARTS: Mapping[str, type[Part]] = {"reference": Reference, "surface": Surface, "local": Local}
WEATHER = "weather_oslo_2019"


@dataclass(frozen=True)
class CityNeeds:
    """`tables` are what the energy model is made of; `stock` is their digest."""

    tables: Any
    stock: str
    fit: Needs


def needs_of(library: Library, city: str, assumptions: Mapping[str, Assumption]) -> CityNeeds:
    """Raises `TwinError("city_without_data")` where there is nothing to fit."""
    tables = city_tables(library, city, assumptions)
    weather = _weather(library.data_dir)
    place = queries.city(library, city).centre
    inputs = [tables.hash(), weather.name, list(place), _measures(), _code()]
    return CityNeeds(tables, tables.hash()[:32], Needs(digest(inputs), (tables, weather, place)))


def _weather(data_dir: Path) -> Path:
    """Where the build put the weather file; whether it is there is seen when it is read."""
    for package in read_pins():
        for each in package.files:
            if each.id == WEATHER:
                folder = data_dir / "sources" / f"{package.id}-{package.version}"
                return folder / Path(each.path).name
    raise LookupError(WEATHER)


@cache
def _measures() -> list[list[Any]]:
    measures = load_measures().values()
    return [[each.id, each.highest, each.ramp] for each in measures if each.theme == "energy"]


@cache
def _code() -> list[str]:
    """Other code may make another fit of the same tables."""
    home = Path(str(twin.energy.__file__)).parent
    ours = Path(str(data.models.__file__)).parent / "work.py"
    return [sha256_of(path) for path in (*sorted(home.glob("*.py")), ours)]
