"""What a twin knows of a basket's options: an option may stand for one of its measures.

A measure stands behind one option only: of two levels of the same nobody could say what both
together are. Which measures there are, and how high their levels go, only the twin knows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from workshop.agenda_fields import mapping, setting, whole
from workshop.errors import Rejected
from workshop.model import Json, Option, Step

_MEASURE = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
_AREA = re.compile(r"[A-Za-z0-9_-]{1,40}\Z")
STARTS, MOST_LEVEL, MOST_AREAS = (2025, 2045), 1000, 60
YEARS, YEAR = (2025, 2050), 2040


def settings(given: Mapping[str, Any], options: Iterable[Option], where: str) -> Json:
    """The measures by option, and the year in which their effect is told; {} without any."""
    named = mapping(given.get("measures") or {}, "agenda_measures", f"{where}.measures")
    known = [option.id for option in options]
    if any(option not in known for option in named):
        raise Rejected("agenda_measures", f"{where}.measures")
    measures = {o: _measure(named[o], f"{where}.measures.{o}") for o in known if o in named}
    if len({each["measure"] for each in measures.values()}) < len(measures):
        raise Rejected("agenda_measures", f"{where}.measures")
    return {"measures": measures, "year": setting(given, "year", YEAR, *YEARS)} if measures else {}


def _measure(value: object, where: str) -> Json:
    told = mapping(value, "agenda_measures", where)
    name, level, start = told.get("measure"), told.get("level"), told.get("start", STARTS[0])
    areas = told.get("areas", [])
    sound = (
        isinstance(name, str)
        and _MEASURE.match(name)
        and isinstance(level, (int, float))
        and not isinstance(level, bool)
        and math.isfinite(level)
        and 0 < level <= MOST_LEVEL
        and whole(start, *STARTS)
        and isinstance(areas, list)
        and len(areas) <= MOST_AREAS  # pyright: ignore[reportUnknownArgumentType]
        and all(isinstance(each, str) and _AREA.match(each) for each in areas)  # pyright: ignore[reportUnknownVariableType]
    )
    if not sound:
        raise Rejected("agenda_measures", where)
    reach = {"areas": sorted(areas)} if areas else {}  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return {"measure": name, "level": level, "start": start} | reach


def carried(step: Step) -> Mapping[str, Json]:
    """Option → the measure that it stands for; {} for a step without any."""
    return step.settings.get("measures", {}) if step.way == "budget" else {}


def bought(found: Json | None) -> dict[str, tuple[str, ...]]:
    """What each rule buys, in the order of the options; {} where no result is told."""
    if found is None or "rules" not in found:
        return {}
    return {
        rule: tuple(row["id"] for row in found["options"] if row[rule])
        for rule in ("greedy", "equal")
    }
