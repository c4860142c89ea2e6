"""The lines of a foreign table: one for each value, whether it is long or wide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.imports.findings import Finding, short
from data.imports.results.columns import LONG, NEEDED, OWN, Chosen, ValueColumn, own_name

# What a wide table may say once a row, for all of its values.
SHARED = ("area", "year", "scenario")


@dataclass(frozen=True)
class Line:
    """A value with all that is said of it; `named` is the column of each part, for findings."""

    place: int
    cells: Mapping[str, Any]
    named: Mapping[str, str]


def lines(told: Mapping[str, Any], chosen: Chosen) -> Iterator[Line]:
    return _long(told, chosen) if chosen.shape == LONG else _wide(told, chosen)


def missing(chosen: Chosen) -> list[Finding]:
    """What must be chosen before a single line can be read."""
    needed = [*NEEDED, "unit"] if chosen.shape == LONG else ["area"]
    found = [
        Finding("import_part_missing", args={"part": part})
        for part in needed if not chosen.parts[part]
    ]  # fmt: skip
    return found if chosen.shape == LONG else [*found, *_missing_wide(chosen)]


def _missing_wide(chosen: Chosen) -> Iterator[Finding]:
    used = [each for each in chosen.columns if each.use]
    if not used:
        yield Finding("import_no_value_column")
    middles = {_group(each) for each in used if each.what == "value"}
    for each in used:
        column = short(each.name)
        if not each.year and not chosen.parts["year"]:
            yield Finding("import_column_year", column=column)
        if not each.unit:
            yield Finding("import_unit_needed", column=column)
        if _group(each) not in middles:
            yield Finding("import_range_alone", column=column)


def _long(told: Mapping[str, Any], chosen: Chosen) -> Iterator[Line]:
    places = {name: place for place, name in reversed(list(enumerate(told["columns"])))}
    used = {part: places[name] for part, name in chosen.parts.items() if name}
    named = _short(chosen.parts)
    for place, row in told["rows"]:
        held = {part: _cell(row, at) for part, at in used.items()}
        if any(cell != "" for cell in held.values()):
            yield Line(place, held, named)


def _wide(told: Mapping[str, Any], chosen: Chosen) -> Iterator[Line]:
    places = {name: place for place, name in reversed(list(enumerate(told["columns"])))}
    groups = _grouped(chosen)
    shared = {part: chosen.parts[part] for part in SHARED if chosen.parts[part]}
    for place, row in told["rows"]:
        held = {part: _cell(row, places[name]) for part, name in shared.items()}
        for group in groups:
            first = next(iter(group.values()))
            own = {"year": first.year, "scenario": first.scenario, "unit": first.unit}
            cells = {
                **held, **{part: text for part, text in own.items() if text},
                "output": _output(first),
                **{what: _cell(row, places[each.name]) for what, each in group.items()},
            }  # fmt: skip
            named = {what: short(each.name) for what, each in group.items()}
            said = dict.fromkeys(("year", "scenario", "unit", "output"), named["value"])
            if any(cells[what] != "" for what in group):
                yield Line(place, cells, {**said, **_short(shared), **named})


def _cell(row: Sequence[Any], at: int) -> Any:
    return row[at] if at < len(row) else ""


def _short(names: Mapping[str, str]) -> dict[str, str]:
    return {part: short(name) for part, name in names.items()}


def _output(column: ValueColumn) -> str:
    return own_name(column.name) if column.use == OWN else column.use


def _group(column: ValueColumn) -> tuple[str, ...]:
    return (_output(column), column.year, column.scenario.casefold())


def _grouped(chosen: Chosen) -> list[dict[str, ValueColumn]]:
    """The columns that tell of one thing: its value, and its range where there is one."""
    found: dict[tuple[Any, ...], dict[str, ValueColumn]] = {}
    for each in chosen.columns:
        if each.use:
            group = found.setdefault(_group(each), {})
            # A second column that says the same is a line of its own, and told as a duplicate.
            key = found.setdefault((*_group(each), each.name), {}) if each.what in group else group
            key[each.what] = each
    return [each for each in found.values() if "value" in each]
