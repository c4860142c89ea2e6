"""Any file with stations as a list of places in degrees. Runs in the child process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from data.imports import cells, limits
from data.imports.buildings import places
from data.imports.buildings.columns import LEAVE, WRONG
from data.imports.buildings.places import Numbers, Places
from data.imports.buildings.reading import Table, coordinate, table_of
from data.imports.findings import Finding, short
from data.imports.stations import columns

Json = dict[str, Any]
DECIMALS = 5


def read(path: Path, said: Mapping[str, Any]) -> Json:
    """`stations`: name, longitude, latitude, district of each; none where a finding is an error."""
    table = table_of(path, limits.STATIONS)
    names = [name for name in table.held["columns"] if name]
    placed, wished = table.east is not None, said["wished"]
    chosen = columns.choose(names, wished, placed)
    leave = wished.get(WRONG) == LEAVE
    told: Json = {"columns": names, "chosen": chosen, "placed": placed, "leave": leave}
    findings = [*map(Finding.of_json, table.held["findings"]), *columns.missing(chosen, placed)]
    found: list[list[Any]] = []
    if not any(each.error for each in findings):
        found, more = _Rows(table, chosen, Places(said["districts"])).read(leave)
        findings += more
    stations = [] if any(each.error for each in findings) else found
    return told | {"stations": stations, "findings": [each.as_json() for each in findings]}


class _Rows:
    def __init__(self, table: Table, chosen: Mapping[str, str], districts: Places) -> None:
        self._table, self._chosen, self._districts = table, chosen, districts
        held = table.held["columns"]
        self._at = {part: held.index(name) for part, name in chosen.items() if name}
        # A line without anything in it says nothing.
        self._rows = [each for each in table.held["rows"] if any(cell != "" for cell in each[1])]
        self._kept = [any(cell != "" for cell in row) for _, row in table.held["rows"]]

    def read(self, leave: bool) -> tuple[list[list[Any]], list[Finding]]:
        """Each place once, and what is wrong with rows or worth knowing of them."""
        (east, north), areas, notes = self._placed()
        if any(each.error for each in notes):
            return [], notes
        found: dict[tuple[float, float], list[Any]] = {}
        wrong: list[Finding] = []
        for (number, row), lon, lat, area in zip(self._rows, east, north, areas, strict=True):
            name, faults = self._name(number, row)
            if not area:
                faults = [*faults, self._finding("import_station_outside", "east", number)]
            wrong += faults
            if not faults:
                place = round(float(lon), DECIMALS), round(float(lat), DECIMALS)
                found.setdefault(place, [name, *place, area])
        return list(found.values()), [*notes, *self._verdict(wrong, len(found), leave)]

    def _verdict(self, wrong: list[Finding], good: int, leave: bool) -> list[Finding]:
        rows = len({each.row or each.feature for each in wrong})
        args = {"found": rows, "rows": len(self._rows)}
        if not self._rows or (leave and not good):
            return [Finding("import_no_stations")]
        if wrong and not leave:
            return [Finding("import_stations_wrong", args=args), *wrong[: limits.TOLD]]
        left = [Finding("import_note_left", args=args)] if wrong else []
        twice = len(self._rows) - rows - good
        return left + ([Finding("import_note_twice", args={"found": twice})] if twice else [])

    def _placed(self) -> tuple[tuple[Numbers, Numbers], Sequence[str | None], list[Finding]]:
        """Where each row's station stands, in degrees, and in which district."""
        table = self._table
        if table.east is not None and table.north is not None:
            east, north = table.east[self._kept], table.north[self._kept]
            return (east, north), self._districts.at(east, north), []
        east, north = self._column("east"), self._column("north")
        areas, crs = places.placed(self._districts, east, north)
        if not any(areas) and places.swapped(self._districts, east, north):
            known = np.flatnonzero(np.isfinite(east))[0]
            args = {"found": f"{east[known]:.3f}, {north[known]:.3f}"}
            return (east, north), areas, [Finding("import_swapped", args=args)]
        note = [Finding("import_note_system", args={"found": f"EPSG:{crs}"})]
        return places.to_degrees(east, north, crs), areas, note if crs != places.DEGREES else []

    def _column(self, part: str) -> Numbers:
        at = self._at[part]
        return np.array([coordinate(row[at] if at < len(row) else "") for _, row in self._rows])

    def _name(self, number: int, row: Sequence[Any]) -> tuple[str, list[Finding]]:
        at = self._at.get("name")
        found = cells.text(row[at]) if at is not None and at < len(row) else ""
        if isinstance(found, cells.Wrong):
            return "", [self._finding(found.code, "name", number, found=found.found)]
        return short(found), []

    def _finding(self, code: str, part: str, number: int, **args: Any) -> Finding:
        column, layer = short(self._chosen.get(part, "")), short(self._table.held["layer"])
        if self._table.held["by"] == "feature":
            return Finding(code, None, "", layer, number, args)
        return Finding(code, number, column, layer, None, args)
