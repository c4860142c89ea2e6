"""Tables as text that a spreadsheet opens as text: no cell of ours is ever a formula.

A text that begins with a character that starts a formula gets an apostrophe in front, and so does
one that begins with an apostrophe, so that taking one away gives back what was written.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# OWASP ASVS 1.2.10, with the wide forms that some spreadsheets read in the same way.
TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
MARK = "'"

Cell = str | int | float | None


@dataclass(frozen=True)
class Dialect:
    """How a table is written: for programs, or for the spreadsheets of our countries."""

    name: str
    separator: str
    decimal: str
    start: str


PLAIN = Dialect("plain", ",", ".", "")
# A Norwegian or Swedish Excel splits at semicolons, wants a decimal comma and needs the mark.
EXCEL = Dialect("excel", ";", ",", "\ufeff")
DIALECTS = {dialect.name: dialect for dialect in (PLAIN, EXCEL)}


def neutral(text: str) -> str:
    """The text, harmless as a cell: one that begins like a formula gets a mark."""
    return MARK + text if text.startswith((*TRIGGERS, MARK)) else text


def table(head: Sequence[str], rows: Iterable[Sequence[Cell]], dialect: Dialect) -> str:
    """A CSV (RFC 4180) with a head; numbers are written as numbers, texts are made harmless."""
    written = io.StringIO()
    written.write(dialect.start)
    lines = csv.writer(written, delimiter=dialect.separator, lineterminator="\r\n")
    lines.writerow([neutral(name) for name in head])
    lines.writerows([_cell(cell, dialect) for cell in row] for row in rows)
    return written.getvalue()


def _cell(cell: Cell, dialect: Dialect) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return neutral(cell.replace("\0", ""))
    if isinstance(cell, float):
        return f"{cell:.4f}".rstrip("0").rstrip(".").replace(".", dialect.decimal)
    return str(cell)
