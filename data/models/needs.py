"""What a city's fit depends on: its tables, the weather, the measures, and the code itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
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
from data.twin import register
from data.twin.stock import city_tables
from data.twin.tables import load_measures
from twin.energy.local import Local
from twin.energy.surface import Surface
from twin.energy.use import Reference
from twin.scenario import Assumption

PARTS: Mapping[str, type[Part]] = {"reference": Reference, "surface": Surface, "local": Local}
WEATHER = "weather_oslo_2019"
# What a fit is made by; and by what these import.
MADE_BY = ("work", "hours")


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
    stock, held = tables.hash()[:32], register.in_force(library, city)
    told = {"stock": stock, "register": held[0] if held else 0}
    return CityNeeds(tables, stock, Needs(digest(inputs), (tables, weather, place), told))


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
    """Other code may make another fit of the same tables: the energy model's own files, without
    those that only answer by a fit."""
    home = Path(str(twin.energy.__file__)).parent
    found, new = set[str](), set(MADE_BY)
    while new:
        found |= new
        new = {name for each in new for name in _imported(home, each)} - found
    ours = Path(str(data.models.__file__)).parent / "work.py"
    return [sha256_of(path) for path in (*(home / f"{name}.py" for name in sorted(found)), ours)]


def _imported(home: Path, name: str) -> Iterator[str]:
    """The modules beside it that a module imports, by `from twin.energy… import …` alone."""
    package = "twin.energy"
    for node in ast.walk(ast.parse((home / f"{name}.py").read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{each.name}" for each in node.names]
            for each in (node.module, *names):
                found = each.removeprefix(f"{package}.")
                if found != each and (home / f"{found}.py").is_file():
                    yield found
