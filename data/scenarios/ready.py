"""Scenarios that come with the product: `data/cities/<city>/scenarios/*.yml`.

    version: 1                  # a new number when the measures change; 1 unless it says so
    names: {nb: …, nn: …, sv: …, en: …}
    about: {nb: …, nn: …, sv: …, en: …}
    chosen:
      - measure: food_waste_sorting
        level: 0.4
        start: 2027
        areas: []               # left out: the whole city
        places: []              # [longitude, latitude] in degrees, for what stands somewhere
        closed: []              # those of today's that are taken away, in the same way

A scenario's id is its city, a dash and the file's name. It is checked whole when it is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from data.fields import FieldError, Fields, read_yaml
from data.scenarios.records import READY, Draft, Scenario, Version
from data.twin.tables import load_measures
from twin.errors import TwinError
from twin.scenario import EARLIEST, Chosen, Measure, checked

CITIES = Path(__file__).parents[1] / "cities"


class ReadyError(FieldError):
    """A ready scenario that cannot be used as it is written."""


@lru_cache(maxsize=4)
def load_ready(folder: Path = CITIES) -> Mapping[str, Scenario]:
    """Every ready scenario by its id."""
    found = [_scenario(path) for path in sorted(folder.glob("*/scenarios/*.yml"))]
    return {each.id: each for each in found}


def _scenario(path: Path) -> Scenario:
    city = path.parents[1].name
    fields = Fields(read_yaml(path, ReadyError), path.name, ReadyError)
    fields.only({"version", "names", "about", "chosen"})
    draft = Draft(fields.text("names").as_dict(), fields.text("about").as_dict(), _chosen(fields))
    number = fields.whole("version", lowest=1) if fields.has("version") else 1
    version = Version(number, 0, draft, READY, None, "", bound=False)
    return Scenario(f"{city}-{path.stem}", city, True, (version,))


def _chosen(fields: Fields) -> tuple[Chosen, ...]:
    measures = load_measures()
    chosen = tuple(_one(each, measures) for each in fields.records("chosen"))
    named = frozenset(area for each in chosen for area in each.areas)
    try:
        # Which areas there are is known to the library; the store asks it before a run.
        return checked(chosen, measures, named)
    except TwinError as problem:
        expected = f"measures at levels that they can have ({problem.code}: {problem.about})"
        raise fields.wrong("chosen", expected) from problem


def _one(fields: Fields, measures: Mapping[str, Measure]) -> Chosen:
    fields.only({"measure", "level", "start", "areas", "places", "closed"})
    return Chosen(
        measure=fields.choice("measure", measures),
        level=fields.number("level"),
        start=fields.year("start") if fields.has("start") else EARLIEST,
        areas=_areas(fields),
        places=_places(fields, "places"),
        closed=_places(fields, "closed"),
    )


def _areas(fields: Fields) -> tuple[str, ...]:
    if not fields.has("areas"):
        return ()
    code = re.compile(r"\d{4,8}")
    return fields.strings("areas", lambda text: bool(code.fullmatch(text)), "a list of area codes")


def _places(fields: Fields, name: str) -> tuple[tuple[float, float], ...]:
    if not fields.has(name):
        return ()
    expected = "a list of [longitude, latitude]"
    found: Any = fields.listed(name, expected)
    if not all(isinstance(each, list) and len(each) == 2 for each in found):
        raise fields.wrong(name, expected)
    return tuple((float(lon), float(lat)) for lon, lat in found)
