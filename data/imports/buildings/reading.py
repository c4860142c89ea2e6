"""Any file with buildings as sums by district and use. Runs in the child process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from data.imports import cells, limits
from data.imports.buildings import columns, places
from data.imports.buildings.places import Numbers, Places
from data.imports.buildings.rows import Reader, Row
from data.imports.features import Layer
from data.imports.findings import Finding, short
from data.imports.results import reading, told

Json = dict[str, Any]
_MOST_LEFT = 0.2


@dataclass(frozen=True)
class Table:
    """`held`: columns and rows. `east` and `north` in degrees where the file is a map."""

    held: Mapping[str, Any]
    east: Numbers | None = None
    north: Numbers | None = None


def read(path: Path, said: Mapping[str, Any]) -> Json:
    """What the file comes to with these choices; sums only where no finding is an error."""
    table = table_of(path, limits.BUILDING_ROWS)
    names = [name for name in table.held["columns"] if name]
    placed = table.east is not None
    wished = said["wished"]
    chosen = columns.choose(names, wished, placed)
    leave = wished.get(columns.WRONG) == columns.LEAVE
    told = {"columns": names, "chosen": chosen, "placed": placed, "leave": leave}
    findings = [*map(Finding.of_json, table.held["findings"]), *columns.missing(chosen, placed)]
    if any(each.error for each in findings):
        return told | {"sums": [], "findings": [each.as_json() for each in findings]}
    found = _Rows(table, chosen, said)
    findings += found.gathered(leave)
    sums = [[*key, *values] for key, values in sorted(found.reader.found.sums.items())]
    return told | {"sums": sums, "findings": [each.as_json() for each in findings]}


def table_of(path: Path, most: int) -> Table:
    """Any file as one table of at most so many rows."""
    if path.suffix not in limits.MAPS:
        return Table(reading.read(path, most))
    layer = reading.map_reader(path.suffix)(path, most, True)
    return Table(told.flat(layer.properties, layer.name), *_middles(layer))


def _middles(layer: Layer) -> tuple[Numbers, Numbers]:
    """A place in each building, in degrees; not a number where it has none."""
    held = np.array(layer.geometries, dtype=object)
    points = shapely.centroid(held)
    return places.to_degrees(shapely.get_x(points), shapely.get_y(points), layer.crs)


class _Rows:
    """Every row of a table, with the district that it is in."""

    def __init__(self, table: Table, chosen: Mapping[str, str], said: Mapping[str, Any]) -> None:
        self._table, self._chosen = table, chosen
        self._districts = Places(said["districts"])
        self._city = said["city"]
        held = table.held
        at = {name: place for place, name in reversed(list(enumerate(held["columns"])))}
        self._at = {part: at[name] for part, name in chosen.items() if name}
        style, self._mixed = cells.style_of(
            self._column("floor"), held["delimiter"], short(chosen["floor"])
        )
        self.reader = Reader(chosen, short(held["layer"]), style, said["year"])

    def gathered(self, leave: bool) -> list[Finding]:
        """Reads all rows; what is wrong with them, or worth knowing."""
        by_place, notes = self._by_place()
        for (place, row), spot in zip(self._table.held["rows"], by_place, strict=True):
            held = {part: row[at] if at < len(row) else "" for part, at in self._at.items()}
            if any(cell != "" for cell in held.values()):
                district, where = self._where(place, held, spot)
                self.reader.read(Row(place, held, district), where)
        return [*self._mixed, *notes, *self._verdict(leave), *self._notes()]

    def _column(self, part: str) -> Iterator[tuple[int, Any]]:
        at = self._at[part]
        return ((place, row[at]) for place, row in self._table.held["rows"] if at < len(row))

    def _by_place(self) -> tuple[Sequence[str | None], list[Finding]]:
        """The district at each row's coordinates, where those are what says it."""
        table, count = self._table, len(self._table.held["rows"])
        if "district" in self._at:
            return [None] * count, []
        if table.east is not None and table.north is not None:
            return self._districts.at(table.east, table.north), []
        east, north = (self._coordinates(part, count) for part in ("east", "north"))
        found, crs = places.placed(self._districts, east, north)
        if not any(found) and places.swapped(self._districts, east, north):
            known = np.flatnonzero(np.isfinite(east))[0]
            args = {"found": f"{east[known]:.3f}, {north[known]:.3f}"}
            return found, [Finding("import_swapped", args=args)]
        note = Finding("import_note_system", args={"found": f"EPSG:{crs}"})
        return found, [note] if crs != places.DEGREES else []

    def _coordinates(self, part: str, count: int) -> Numbers:
        found = np.full(count, np.nan)
        at = self._at[part]
        for place, (_, row) in enumerate(self._table.held["rows"]):
            found[place] = coordinate(row[at] if at < len(row) else "")
        return found

    def _where(
        self, place: int, held: Mapping[str, Any], spot: str | None
    ) -> tuple[str | None, list[Finding]]:
        say = self.reader.finding
        if "district" not in self._at:
            part = "" if self._table.east is not None else "east"
            return spot, [] if spot else [say("import_building_outside", part, place)]
        text = cells.text(held["district"])
        if isinstance(text, cells.Wrong):
            return None, [say(text.code, "district", place, found=text.found)]
        found = self._districts.named(text)
        if found:
            return found, []
        args = {"found": short(text), "city": self._city, "nearest": self._districts.nearest(text)}
        return None, [say("import_area", "district", place, **args)]

    def _verdict(self, leave: bool) -> list[Finding]:
        """What is wrong: row by row, or as one number where such rows are to be left out."""
        found, counts = self.reader.found, self.reader.found.counts
        wrong, args = counts["wrong"], {"found": counts["wrong"], "rows": counts["rows"]}
        if not counts["rows"]:
            return [Finding("import_no_rows")]
        if not wrong:
            return []
        if not leave:
            return [Finding("import_buildings_wrong", args=args), *found.findings[: limits.TOLD]]
        if wrong > _MOST_LEFT * counts["rows"]:
            return [Finding("import_buildings_left", args=args)]
        return [Finding("import_note_left", args=args)]

    def _notes(self) -> list[Finding]:
        counts = self.reader.found.counts
        codes = {"passed": "import_note_passed", "undated": "import_note_undated"}
        if "owner" in self._at:
            codes["unowned"] = "import_note_unowned"
        return [
            Finding(code, args={"found": counts[what]})
            for what, code in codes.items() if counts[what]
        ]  # fmt: skip


def coordinate(cell: Any) -> float:
    """Degrees or metres; never with signs between thousands."""
    if isinstance(cell, dict):
        return float(cell["n"]) if "n" in cell else np.nan
    try:
        return float(str(cell).strip().replace(",", "."))
    except ValueError:
        return np.nan
