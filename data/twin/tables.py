"""The twin's tables in this folder: measures, outputs, and assumptions.

Every file is read whole and checked; what is missing or wrong is refused by file and field.
Assumptions are an entry each in any `assumptions*.yml`, so that every model keeps its own:

    - id: price_electricity        # stands in stored runs: never reused for something else
      value: 1.2                   # the most likely figure, low <= value <= high
      low: 0.7
      high: 2.0
      unit: NOK/kWh
      source: ""                   # empty where none can be named: shown as "assumption"
      confidence: low              # high | medium | low
      names: {nb: …, nn: …, sv: …, en: …}
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from data.fields import FieldError, Fields, read_yaml
from twin.errors import TwinError
from twin.scenario import Assumption, Measure, Output, Theme

HERE = Path(__file__).parent
THEMES = ("energy", "circular")
LEVELS = ("share", "count")
CONFIDENCES = ("high", "medium", "low")
BETTER = {"lower": "lower", "higher": "higher", "none": ""}
ID = r"[a-z][a-z0-9_]*"

Entry = TypeVar("Entry", Measure, Output, Assumption)


class TableError(FieldError):
    """A table of the twin that cannot be used as it is written."""


@lru_cache(maxsize=4)
def load_measures(folder: Path = HERE) -> Mapping[str, Measure]:
    """Every measure by its id, in the order in which people see them."""
    return _by_id([folder / "measures.yml"], "measures", _measure)


@lru_cache(maxsize=4)
def load_outputs(folder: Path = HERE) -> Mapping[str, Output]:
    """Every output by its id, in the order in which people see them."""
    return _by_id([folder / "outputs.yml"], "outputs", _output)


@lru_cache(maxsize=4)
def load_assumptions(folder: Path = HERE) -> Mapping[str, Assumption]:
    """Every assumption of every model by its id; the order is the order of the draws."""
    return _by_id(sorted(folder.glob("assumptions*.yml")), "assumptions", _assumption)


def _by_id(
    paths: Iterable[Path], what: str, read: Callable[[Fields], Entry]
) -> Mapping[str, Entry]:
    found: dict[str, Entry] = {}
    for path in paths:
        for fields in _entries(path, what):
            entry = read(fields)
            if entry.id in found:
                raise fields.wrong("id", "an id that no other entry has")
            found[entry.id] = entry
    return found


def _entries(path: Path, what: str) -> list[Fields]:
    raw: Any = read_yaml(path, TableError)
    top = Fields({what: raw or []}, path.name, TableError)
    return top.records(what, f"a list of {what}")


def _measure(fields: Fields) -> Measure:
    fields.only({"id", "theme", "unit", "highest", "step", "ramp", "by_area", "names", "about"})
    entry = Measure(
        id=fields.string("id", ID, "small letters, digits and _"),
        theme=cast(Theme, fields.choice("theme", THEMES)),
        unit=fields.choice("unit", LEVELS),
        highest=fields.number("highest"),
        step=fields.number("step"),
        ramp=fields.whole("ramp", lowest=1),
        by_area=fields.flag("by_area"),
        names=fields.text("names").as_dict(),
        about=fields.text("about").as_dict(),
    )
    _check_levels(fields, entry)
    return entry


def _check_levels(fields: Fields, entry: Measure) -> None:
    if not (math.isfinite(entry.highest) and entry.highest > 0):
        raise fields.wrong("highest", "a number above zero")
    if entry.unit == "share" and entry.highest > 1:
        raise fields.wrong("highest", "at most 1, since it is a share")
    notches = entry.highest / entry.step if 0 < entry.step <= entry.highest else 0.5
    if abs(notches - round(notches)) > 1e-9:
        raise fields.wrong("step", "above zero and such that whole steps reach the highest level")


def _output(fields: Fields) -> Output:
    fields.only({"id", "theme", "unit", "decimals", "better", "by_area", "names", "about"})
    return Output(
        id=fields.string("id", ID, "small letters, digits and _"),
        theme=cast(Theme, fields.choice("theme", THEMES)),
        unit=fields.string("unit"),
        decimals=fields.whole("decimals"),
        better=cast(Any, BETTER[fields.choice("better", BETTER)]),
        by_area=fields.flag("by_area"),
        names=fields.text("names").as_dict(),
        about=fields.text("about").as_dict(),
    )


def _assumption(fields: Fields) -> Assumption:
    fields.only({"id", "value", "low", "high", "unit", "source", "confidence", "names"})
    try:
        return Assumption(
            id=fields.string("id", ID, "small letters, digits and _"),
            value=fields.number("value"),
            low=fields.number("low"),
            high=fields.number("high"),
            unit=fields.string("unit"),
            source=fields.string("source", r".*", "a source, or empty where none can be named"),
            confidence=cast(Any, fields.choice("confidence", CONFIDENCES)),
            names=fields.text("names").as_dict(),
        )
    except TwinError as problem:
        expected = "a number with low <= value <= high, none of them infinite"
        raise fields.wrong("value", expected) from problem
