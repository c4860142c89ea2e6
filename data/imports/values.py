"""A table of KPI values, row by row: what each row means, or exactly what is wrong with it.

Pure: a table of plain cells and what the library knows go in, values and findings come out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from data.card import Card, DataPoint
from data.cards import Catalogue
from data.imports import cells, units
from data.imports.columns import Sheet, find_columns, heading
from data.imports.findings import Finding, short
from data.imports.grades import GRADES, NOT_REPORTED, YES_NO
from data.imports.places import Places
from data.records import Area

Key = tuple[str, str, str, str]
_FIRST_YEAR = 1990
_TEXT_LENGTHS = {"source": 200, "note": 500}


@dataclass(frozen=True)
class Value:
    """One row that is right. `value` and `text` both None is not reported, said on purpose."""

    row: int
    indicator: str
    area: str
    period: str
    data_point: str
    value: float | None
    text: str | None
    unit: str
    grade: str
    source: str
    note: str
    converted: str = ""

    @property
    def key(self) -> Key:
        return self.indicator, self.area, self.period, self.data_point


@dataclass(frozen=True)
class _Measured:
    value: float | None
    text: str | None
    converted: str = ""


@dataclass(frozen=True)
class Known:
    """What rows are checked against."""

    places: Places
    catalogue: Catalogue
    year: int


def check_values(
    table: dict[str, Any], known: Known
) -> tuple[tuple[Value, ...], tuple[Finding, ...]]:
    """Every right row and every finding of a table."""
    sheet, findings = find_columns(table)
    findings = [*map(Finding.of_json, table["findings"]), *findings]
    if any(finding.error for finding in findings):
        return (), tuple(findings)
    if all(_Row(sheet, *row, known, None).unfilled() for row in sheet.rows):
        return (), (*findings, Finding("import_no_rows"))
    style, mixed = _style_of(sheet)
    findings += mixed
    values: dict[Key, Value] = {}
    for number, held in sheet.rows:
        row = _Row(sheet, number, held, known, style)
        if row.unfilled():
            continue
        value = row.read()
        if value is not None and value.key in values:
            first = values[value.key].row
            row.say("import_duplicate", "code", first=first, found=value.indicator)
        elif value is not None:
            values[value.key] = value
        findings += row.findings
    return tuple(values.values()), tuple(findings)


def _style_of(sheet: Sheet) -> tuple[str | None, list[Finding]]:
    """The decimal sign of the file, and a finding when it uses both."""
    place = sheet.places["value"]
    held = ((row, each[place] if place < len(each) else "") for row, each in sheet.rows)
    return cells.style_of(held, sheet.delimiter, sheet.headings["value"])


class _Row:
    """One row while it is read; `read` is None when anything in it is wrong."""

    def __init__(
        self, sheet: Sheet, number: int, held: Sequence[Any], known: Known, style: str | None
    ) -> None:
        self.sheet, self.number, self.held = sheet, number, held
        self.known, self.style = known, style
        self.findings: list[Finding] = []

    def say(self, what: str, column: str, **args: Any) -> None:
        name = self.sheet.headings.get(column) or heading(column, "en")
        self.findings.append(Finding(what, self.number, name, self.sheet.name, args=args))

    def cell(self, column: str) -> Any:
        place = self.sheet.places.get(column)
        return self.held[place] if place is not None and place < len(self.held) else ""

    def text(self, column: str) -> str:
        """A cell as text; empty when it cannot be read, which has then been said."""
        found = cells.text(self.cell(column))
        if isinstance(found, cells.Wrong):
            self.say(found.code, column, found=found.found)
            return ""
        return found

    def unfilled(self) -> bool:
        """A row of the template in which nobody has written anything."""
        return not any(self.cell(each) for each in ("period", "value", "grade", "source", "note"))

    def read(self) -> Value | None:
        """Every cell is looked at even when another is wrong: one asks once, not five times."""
        area, period, card = self._area(), self._period(), self._card()
        point = self._point(card) if card else None
        grade, source, note = self._grade(), self._words("source"), self._words("note")
        measured = self._measured(point) if point else None
        if self.findings or not (area and period and card and point and measured):
            return None
        instead = self.known.places.valid_instead(area, period)
        if instead is not None:
            args = {"found": _told(area), "year": period, "other": _told(instead)}
            self.say("import_area_year", "area", **args)
            return None
        return Value(
            self.number, card.code, area.id, period, point.id, measured.value, measured.text,
            units.stored(point.unit), grade, source, note, measured.converted,
        )  # fmt: skip

    def _area(self) -> Area | None:
        text = self.text("area")
        found = self.known.places.find(text)
        other = self.known.places.other_city(text)
        if found is None and not self.findings:
            city = self.known.places.city.names
            if other is not None:
                self.say("import_area_other_city", "area", found=short(text), city=city)
            else:
                nearest = self.known.places.nearest(text)
                self.say("import_area", "area", found=short(text), city=city, nearest=nearest)
        return found

    def _period(self) -> str | None:
        before = len(self.findings)
        text = self.text("period")
        if len(self.findings) > before:
            return None
        right = re.fullmatch(r"\d{4}", text, re.ASCII)
        if right and _FIRST_YEAR <= int(text) <= self.known.year:
            return text
        self.say("import_period", "period", found=short(text), latest=self.known.year)
        return None

    def _card(self) -> Card | None:
        text, catalogue = self.text("code"), self.known.catalogue
        if catalogue.knows(text):
            return catalogue.card(text)
        codes = {_bare(card.code): card for card in catalogue.cards}
        close = get_close_matches(_bare(text)[:40], list(codes), 1, 0.6)
        if close:
            card = codes[close[0]]
            names = card.names.as_dict()
            self.say("import_code_near", "code", found=short(text), nearest=card.code, name=names)
        else:
            self.say("import_code", "code", found=short(text))
        return None

    def _point(self, card: Card) -> DataPoint | None:
        """Which of the card's values is meant: by id or by name."""
        text = self.text("point").casefold()
        for point in card.values:
            names = (point.id, *point.names.values()) if card.data_points else ("",)
            if text in {name.casefold() for name in names}:
                return point
        listed = ", ".join(point.id for point in card.data_points)
        code = "import_point" if card.data_points else "import_point_none"
        self.say(code, "point", found=short(text), expected=listed, code=card.code)
        return None

    def _grade(self) -> str:
        text = self.text("grade").casefold()
        if text and text not in GRADES:
            self.say("import_grade", "grade", found=short(text))
        return GRADES.get(text, "ungraded")

    def _words(self, column: str) -> str:
        text, most = self.text(column), _TEXT_LENGTHS[column]
        if len(text) > most:
            self.say("import_text_long", column, found=short(text), most=most)
        return text

    def _measured(self, point: DataPoint) -> _Measured | None:
        """The value in the card's unit; None when it is wrong, which has then been said."""
        before = len(self.findings)
        text, unit = self.text("value"), self.text("unit")
        if len(self.findings) > before:
            return None
        if text.casefold() in NOT_REPORTED:
            return _Measured(None, None)
        if point.unit.id == "yes_no":
            return self._answered(text)
        typed, percent = self._typed(self.cell("value"), text)
        factor = self._factor(point, unit, percent)
        if typed is None or factor is None:
            return None
        return _Measured(float(Fraction(typed) * factor), None, unit if factor != 1 else "")

    def _answered(self, text: str) -> _Measured | None:
        answer = YES_NO.get(text.casefold())
        if answer is None:
            self.say("import_yes_no", "value", found=short(text))
            return None
        return _Measured(None, answer)

    def _typed(self, cell: Any, text: str) -> tuple[Decimal | None, bool]:
        found = cells.number(cell, text, self.style)
        if isinstance(found, cells.Wrong):
            self.say(found.code, "value", found=found.found)
            return None, False
        return found

    def _factor(self, point: DataPoint, text: str, percent: bool) -> Fraction | None:
        """What the value is multiplied by; without a unit it is taken to be in the card's."""
        spelled = "%" if percent else text
        label = point.unit.label.as_dict()
        if percent and text and units.factor(text, point.unit) != units.factor("%", point.unit):
            self.say("import_unit_twice", "unit", found=short(text), expected=label)
            return None
        if not spelled:
            return Fraction(1)
        found = units.factor(spelled, point.unit)
        if found is None:
            self.say("import_unit", "unit", found=short(spelled), expected=label)
        return found


def _bare(code: str) -> str:
    return re.sub(r"[\s:_.]+", " ", code).strip().upper()


def _told(area: Area) -> str:
    return f"{area.name} ({area.id})"
