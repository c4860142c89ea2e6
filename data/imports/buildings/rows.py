"""What each row of a register means, or exactly what is wrong with it. Child process."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from data.imports import cells, numbers
from data.imports.buildings.uses import PASSED, category_of
from data.imports.findings import Finding, short
from data.imports.grades import YES_NO
from twin.energy.inputs import MUNICIPAL

OLDEST, LARGEST_M2 = 1000, 1_000_000
_DATE = re.compile(r"(?:\d{1,2}\.\d{1,2}\.)?(\d{4})(?:-\d\d-\d\d.*|[.]0)?", re.ASCII)
_MUNICIPAL = re.compile(r"\b(kommun(e|en|al|ale|alt|ala|ens)?|municipal(ity)?)\b", re.IGNORECASE)
_COUNTY = re.compile(r"fylkes?kommun|landsting|county", re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """One building: its place in the file, and its cells by what they are."""

    place: int
    cells: Mapping[str, Any]
    district: str | None


@dataclass
class Gathered:
    """What the rows come to. `sums`: (district, use) → buildings, m², municipal m², unknown m²."""

    sums: defaultdict[tuple[str, str], list[float]] = field(
        default_factory=lambda: defaultdict(lambda: [0, 0.0, 0.0, 0.0])
    )
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


class Reader:
    """Reads row by row; every cell is looked at even when another is wrong."""

    def __init__(
        self, named: Mapping[str, str], layer: str, style: str | None, latest: int
    ) -> None:
        self._named, self._layer = named, layer
        self._style, self._latest = style, latest
        self._row: list[Finding] = []
        self._place = 0
        self.found = Gathered()

    def read(self, row: Row, where: Sequence[Finding]) -> None:
        """`where`: what is wrong with the place of the building."""
        self._row, self._place = [], row.place
        category, year = self._use(row), self._year(row)
        floor, owner = self._floor(row), self._owner(row)
        counts = self.found.counts
        counts["rows"] += 1
        if category == PASSED and not self._row:
            counts["passed"] += 1
            return
        self._row += where
        if self._row or category is None or floor is None or row.district is None:
            counts["wrong"] += 1
            self.found.findings += self._row
            return
        counts["undated"] += year is None
        counts["unowned"] += owner is None and category in MUNICIPAL
        held = self.found.sums[row.district, category]
        held[0] += 1
        held[1] += floor
        held[2] += floor * (owner or 0)
        held[3] += floor if owner is None else 0

    def finding(self, code: str, part: str, place: int, **args: Any) -> Finding:
        return Finding(code, place, short(self._named.get(part, "")), self._layer, None, args)

    def _say(self, code: str, part: str, **args: Any) -> None:
        self._row.append(self.finding(code, part, self._place, **args))

    def _text(self, row: Row, part: str) -> str:
        found = cells.text(row.cells.get(part, ""))
        if isinstance(found, cells.Wrong):
            self._say(found.code, part, found=found.found)
            return ""
        return found

    def _use(self, row: Row) -> str | None:
        before = len(self._row)
        told = self._text(row, "use")
        found = category_of(told)
        if found is None and len(self._row) == before:
            self._say("import_building_use", "use", found=short(told))
        return found

    def _year(self, row: Row) -> int | None:
        """None where nobody knows it. A date is read for its year."""
        cell = row.cells.get("built", "")
        told = (
            str(cell["d"]) if isinstance(cell, dict) and "d" in cell else self._text(row, "built")
        )
        if not told:
            return None
        found = _DATE.fullmatch(told)
        if found and OLDEST <= int(found[1]) <= self._latest:
            return int(found[1])
        self._say("import_building_year", "built", found=short(told), latest=self._latest)
        return None

    def _floor(self, row: Row) -> float | None:
        before = len(self._row)
        told = self._text(row, "floor")
        if len(self._row) > before:
            return None
        found = cells.number(row.cells.get("floor", ""), told, self._style)
        if isinstance(found, cells.Wrong) and found.code == "import_number_unclear":
            self._say(found.code, "floor", found=found.found)
        elif isinstance(found, cells.Wrong) or found[1] or not 0 < found[0] <= LARGEST_M2:
            self._say("import_building_floor", "floor", found=short(told), most=LARGEST_M2)
        else:
            return float(found[0])
        return None

    def _owner(self, row: Row) -> float | None:
        """The municipality's share, from 0 to 1; None where nobody says whose it is."""
        told = self._text(row, "owner")
        if not told:
            return None
        if told.casefold() in YES_NO and not told[:1].isdecimal():
            return float(YES_NO[told.casefold()] == "yes")
        typed = numbers.read(told)
        if typed is None:
            return float(bool(_MUNICIPAL.search(told)) and not _COUNTY.search(told))
        found = cells.number(row.cells["owner"], told, self._style or ".")
        share, percent = (-1, False) if isinstance(found, cells.Wrong) else found
        share = share / 100 if percent or share > 1 else share
        if 0 <= share <= 1:
            return float(share)
        self._say("import_building_owner", "owner", found=short(told))
        return None
