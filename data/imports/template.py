"""The table that officials fill in: a row for each indicator, as CSV or as a workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill

from data.card import Card, DataPoint
from data.cards import load_catalogue
from data.imports.columns import headings
from data.records import Area

Row = Sequence[str]
_TRIGGERS = tuple("=+-@\t\r\0")
_SHEETS = {
    "nb": ("Verdier", "Koder", "Områder"), "nn": ("Verdiar", "Kodar", "Område"),
    "sv": ("Värden", "Koder", "Områden"), "en": ("Values", "Codes", "Areas"),
}  # fmt: skip
_CODES = {
    "nb": ("kpi-kode", "navn", "datapunkt", "enhet", "forklaring"),
    "nn": ("kpi-kode", "namn", "datapunkt", "eining", "forklaring"),
    "sv": ("kpi-kod", "namn", "datapunkt", "enhet", "förklaring"),
    "en": ("kpi_code", "name", "data_point", "unit", "explanation"),
}
_AREAS = {
    "nb": ("område", "navn", "fra", "til"), "nn": ("område", "namn", "frå", "til"),
    "sv": ("område", "namn", "från", "till"), "en": ("area", "name", "from", "to"),
}  # fmt: skip
_WIDTHS = (18, 8, 16, 18, 12, 30, 18, 28, 40, 44)


def as_csv(language: str, area: str) -> bytes:
    """With a mark that makes spreadsheets read it as UTF-8; semicolons where they expect them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="," if language == "en" else ";")
    writer.writerow(headings(language))
    writer.writerows([harmless(cell) for cell in row] for row in _rows(language, area))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(language: str, area: str, areas: Sequence[Area]) -> bytes:
    """Three sheets: the values to fill in, what every code means, and the areas of the city."""
    book = Workbook(write_only=True)
    values, codes, places = _SHEETS[language]
    _fill(book.create_sheet(values), headings(language), _rows(language, area), _WIDTHS)
    told = [(card.code, *_point(card, point, language)) for card, point in _points()]
    _fill(book.create_sheet(codes), _CODES[language], told, (16, 44, 18, 34, 90))
    listed = [
        (each.id, each.names.get(language, each.name), each.valid_from or "", each.valid_to or "")
        for each in areas
    ]
    _fill(book.create_sheet(places), _AREAS[language], listed, (18, 40, 14, 14))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_TRIGGERS) else text


def _points() -> list[tuple[Card, DataPoint]]:
    return [(card, point) for card in load_catalogue().cards for point in card.values]


def _rows(language: str, area: str) -> list[Row]:
    return [
        (area, "", card.code, point.id, "", point.unit.label[language], "", "", "",
         _name(card, point, language))
        for card, point in _points()
    ]  # fmt: skip


def _point(card: Card, point: DataPoint, language: str) -> Row:
    name, unit = _name(card, point, language), point.unit.label[language]
    return name, point.id, unit, card.explanation[language]


def _name(card: Card, point: DataPoint, language: str) -> str:
    name = card.names[language]
    return f"{name}: {point.names[language]}" if card.data_points else name


def _fill(sheet: Any, head: Row, rows: Sequence[Row], widths: Sequence[int]) -> None:
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + place)].width = width
    sheet.append([_cell(sheet, text, head=True) for text in head])
    for row in rows:
        sheet.append([_cell(sheet, text) for text in row])


def _cell(sheet: Any, text: str, head: bool = False) -> Cell:
    cell = WriteOnlyCell(sheet, harmless(text))
    cell.data_type = "s"
    cell.alignment = Alignment(vertical="top", wrap_text=head)
    if head:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="D9E8E8")
    return cell
