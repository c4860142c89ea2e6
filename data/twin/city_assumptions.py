"""Assumptions as they stand for one city: the national table, with the city's own triangles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from data.fields import Fields, read_yaml
from data.twin.tables import HERE, TableError, load_assumptions
from twin.errors import TwinError
from twin.scenario import Assumption

CITIES = HERE / "cities.yml"


@lru_cache(maxsize=16)
def city_assumptions(city: str, path: Path = CITIES) -> Mapping[str, Assumption]:
    """Every assumption by id, in the order of the draws. A city without its own has the table's."""
    shared = dict(load_assumptions())
    top = Fields(read_yaml(path, TableError), path.name, TableError)
    if not top.has(city):
        return shared
    own = top.inner(city, "a mapping of assumptions")
    own.only(shared)
    return {id_: _own(own, each) if own.has(id_) else each for id_, each in shared.items()}


def _own(fields: Fields, shared: Assumption) -> Assumption:
    told = fields.inner(shared.id, "value, low and high")
    told.only({"value", "low", "high"})
    value, low, high = (told.number(name) for name in ("value", "low", "high"))
    try:
        return replace(shared, value=value, low=low, high=high)
    except TwinError as problem:
        expected = "a number with low <= value <= high, none of them infinite"
        raise told.wrong("value", expected) from problem
