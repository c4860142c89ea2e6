"""CSV and XLSX as rows of plain cells. Runs in the child process.

A cell is a text, or {"n": number, "p": shown as a percentage}, or {"f": formula},
{"d": date}, {"b": true or false}, {"e": an error such as #DIV/0!}.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from data.imports import archive, limits
from data.imports.findings import Finding, Refusal

Cell = Any
Table = dict[str, Any]
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_TIMES = (dt.date, dt.time, dt.timedelta)
_BINARY = (b"PK\x03\x04", b"SQLite format 3\x00", b"\xd0\xcf\x11\xe0", b"%PDF", b"fgb\x03")


def read_csv(path: Path, most: int = limits.ROWS) -> Table:
    """A table of text; the delimiter is the one that the first line holds most of."""
    raw = path.read_bytes()
    if raw.startswith(_BINARY):
        raise Refusal("import_not_csv")
    text, notes = _decoded(raw)
    lines = io.StringIO(text, newline="")
    delimiter = _delimiter(text)
    csv.field_size_limit(1_000_000)
    reader = csv.reader(lines, delimiter=delimiter)
    rows: list[tuple[int, list[Cell]]] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                add(rows, reader.line_num, cells, most)
    except csv.Error as problem:
        raise Refusal("import_unreadable") from problem
    return {"rows": rows, "delimiter": delimiter, "sheet": "", "findings": notes}


def _decoded(raw: bytes) -> tuple[str, list[dict[str, Any]]]:
    """The text, and a note when it came in an old encoding."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding), []
            except UnicodeDecodeError as problem:
                raise Refusal("import_encoding") from problem
    if b"\x00" in raw:
        raise Refusal("import_not_csv")
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("cp1252"), [Finding("import_note_windows1252").as_json()]
    except UnicodeDecodeError as problem:
        raise Refusal("import_encoding") from problem


def _delimiter(text: str) -> str:
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(";\t,", key=head.count)


def add(rows: list[tuple[int, list[Cell]]], number: int, cells: list[Cell], most: int) -> None:
    """One row more, within the limits; the header is a row too."""
    if len(rows) > most:
        raise Refusal("import_rows", most=most)
    if len(cells) > limits.COLUMNS:
        raise Refusal("import_columns", row=number, found=len(cells), most=limits.COLUMNS)
    for place, cell in enumerate(cells):
        if isinstance(cell, str) and len(cell) > limits.CELL:
            raise Refusal("import_cell_long", row=number, column=place + 1, most=limits.CELL)
    rows.append((number, cells))


def read_xlsx(path: Path, most: int = limits.ROWS) -> Table:
    """The first sheet of a workbook; formulas are told as formulas, never computed."""
    _look_into(path)
    from openpyxl import load_workbook  # noqa: PLC0415  only here, and only under the limits

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        rows: list[tuple[int, list[Cell]]] = []
        for number, cells in _filled(sheet.iter_rows(max_col=limits.COLUMNS + 1)):
            add(rows, number, cells, most)
    return {"rows": rows, "delimiter": "", "sheet": sheet.title, "findings": []}


def _look_into(path: Path) -> None:
    """A workbook is a zip of XML; a document type is where XML hides its bombs."""
    if not path.read_bytes()[:4] == b"PK\x03\x04":
        raise Refusal("import_not_xlsx")
    with archive.opened(path) as pack:
        names = {entry.filename for entry in pack.infolist()}
        if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
            raise Refusal("import_not_xlsx")
        for entry in pack.infolist():
            if b"<!DOCTYPE" in archive.content(pack, entry, 2048).upper():
                raise Refusal("import_unreadable")


def _filled(sheet: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, list[Cell]]]:
    """Rows that hold something; a thousand empty ones in a row are the end."""
    empty = 0
    for number, row in enumerate(sheet, start=1):
        cells = [_cell(each) for each in row]
        while cells and cells[-1] == "":
            cells.pop()
        empty = 0 if cells else empty + 1
        if empty > 1000:
            return
        if cells:
            yield number, cells


def _cell(cell: Any) -> Cell:
    value, kind = cell.value, getattr(cell, "data_type", "n")
    if value is None:
        return ""
    if kind in ("f", "e"):
        return {kind: str(value)[:80]}
    if isinstance(value, bool):
        return {"b": value}
    if isinstance(value, int | float):
        return {"n": value, "p": "%" in (cell.number_format or "")}
    return {"d": str(value)} if isinstance(value, _TIMES) else str(value)
