"""What services told, as kept in a snapshot, as the same flat table. Runs in the child process."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from data.imports import limits
from data.imports.features import plain
from data.imports.findings import Refusal

Table = dict[str, Any]
Json = dict[str, Any]
# UN/CEFACT's common codes, as NGSI-LD gives units.
_UNITS = {
    "KWH": "kWh", "MWH": "MWh", "GWH": "GWh", "D32": "TWh", "WTT": "W", "KWT": "kW", "MAW": "MW",
    "KGM": "kg", "TNE": "t", "MTK": "m2", "KMK": "km2", "HAR": "ha", "MTQ": "m3", "LTR": "l",
    "P1": "%", "C62": "1", "GV": "GJ", "CEL": "°C", "2N": "dB",
}  # fmt: skip
_PERCENTILES = ("p10", "p90")
_TIME = re.compile(r"(\d{4})-\d\d")


def flat(held: list[dict[str, str]], layer: str) -> Table:
    """Things with named values as a table; numbers in a map are written with a point."""
    columns = list(dict.fromkeys(name for each in held for name in each))
    rows = [(place, [each.get(name, "") for name in columns]) for place, each in enumerate(held, 1)]
    return {
        "columns": columns, "rows": rows, "by": "feature", "layer": layer, "delimiter": ",",
        "findings": [],
    }  # fmt: skip


def _held(path: Path) -> list[Json]:
    """The things of a snapshot, of which each must be an object."""
    try:
        held = json.loads(path.read_bytes())
    except (ValueError, UnicodeDecodeError) as problem:
        raise Refusal("import_unreadable") from problem
    if not isinstance(held, list) or not all(isinstance(each, dict) for each in held):
        raise Refusal("import_unreadable")
    return cast(list[Json], held)


def sensorthings(path: Path) -> Table:
    """A row for each observation: what was observed of which thing, when, in which unit."""
    rows: list[dict[str, str]] = []
    for stream in _held(path):
        thing, unit = _object(stream, "Thing"), _object(stream, "unitOfMeasurement")
        said = {**_object(thing, "properties"), **_object(stream, "properties")}
        about = {
            "area": said.get("area") or thing.get("name"),
            "output": _object(stream, "ObservedProperty").get("name"),
            "scenario": said.get("scenario", ""),
            "unit": unit.get("symbol"),
            "datastream": stream.get("name"),
        }
        for each in _list(stream, "Observations"):
            seen = {"year": _year(each.get("phenomenonTime")), "value": each.get("result")}
            rows.append(plain({**about, **seen}))
        if len(rows) > limits.RESULT_ROWS:
            raise Refusal("import_rows", most=limits.RESULT_ROWS)
    return flat(rows, "Datastreams")


def ngsi_ld(path: Path) -> Table:
    """A row for each entity, a column for each property; units and years as hints beside them."""
    hints: dict[str, dict[str, str]] = {}
    rows: list[dict[str, str]] = []
    for entity in _held(path):
        row: dict[str, Any] = {"id": _last(entity.get("id"))}
        for name, attribute in entity.items():
            if isinstance(attribute, dict):
                row.update(_attribute(name, attribute, hints))
        rows.append(plain(row))
    return {**flat(rows, "entities"), "hints": hints}


def _attribute(name: str, said: Json, hints: dict[str, dict[str, str]]) -> dict[str, Any]:
    """A property with its percentiles, or the last part of what a relationship points at."""
    if said.get("type") == "Relationship":
        return {name: _last(said.get("object"))}
    if said.get("type") != "Property":
        return {}
    found = {name: said.get("value")}
    for part in _PERCENTILES:
        bound = said.get(part)
        if isinstance(bound, dict):
            found[f"{name}_{part}"] = bound.get("value")
    hint = {
        "unit": _UNITS.get(str(said.get("unitCode")), ""),
        "year": _year(said.get("observedAt")),
    }
    for column in found:
        known = hints.setdefault(column, hint)
        if known != hint:  # what differs from row to row is said of no column
            hints[column] = {key: text for key, text in known.items() if hint.get(key) == text}
    return found


def _year(text: Any) -> str:
    """The year in which a moment or a period begins."""
    found = _TIME.match(text) if isinstance(text, str) else None
    return found[1] if found else ""


def _last(urn: Any) -> str:
    return urn.rsplit(":", 1)[-1] if isinstance(urn, str) else ""


def _object(held: Json, name: str) -> Json:
    found = held.get(name)
    return cast(Json, found) if isinstance(found, dict) else {}


def _list(held: Json, name: str) -> list[Json]:
    found = held.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


READERS: dict[str, Callable[[Path], Table]] = {".sta": sensorthings, ".ngsild": ngsi_ld}
