"""The columns of a table of KPI values, under the names that people give them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from data.imports.findings import Finding, clean, short

# The first name of each language is the one in the template.
HEADINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "area": {
        "nb": ("område", "by", "kommune", "kommunenummer", "bydel"),
        "nn": ("område",), "sv": ("område", "stad"), "en": ("area", "city", "city/area"),
    },
    "period": {"nb": ("år", "periode"), "nn": ("år",), "sv": ("år",), "en": ("period", "year")},
    "code": {
        "nb": ("kpi-kode", "kode"), "nn": ("kpi-kode",), "sv": ("kpi-kod", "kod"),
        "en": ("kpi_code", "code", "indicator", "kpi"),
    },
    "point": {
        "nb": ("datapunkt",), "nn": ("datapunkt",), "sv": ("datapunkt",), "en": ("data_point",),
    },
    "value": {"nb": ("verdi",), "nn": ("verdi",), "sv": ("värde",), "en": ("value",)},
    "unit": {"nb": ("enhet",), "nn": ("eining",), "sv": ("enhet",), "en": ("unit",)},
    "grade": {
        "nb": ("datakvalitet", "kvalitet"), "nn": ("datakvalitet",), "sv": ("datakvalitet",),
        "en": ("quality_grade", "grade", "quality"),
    },
    "source": {"nb": ("kilde",), "nn": ("kjelde",), "sv": ("källa",), "en": ("source",)},
    "note": {
        "nb": ("merknad", "notat"), "nn": ("merknad",), "sv": ("anmärkning",), "en": ("note",),
    },
    # Only for the eye: what the code stands for.
    "name": {"nb": ("navn",), "nn": ("namn",), "sv": ("namn",), "en": ("name",)},
}  # fmt: skip
REQUIRED = ("area", "period", "code", "value")

_KNOWN = {
    "".join(filter(str.isalnum, name)): column
    for column, languages in HEADINGS.items() for names in languages.values() for name in names
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """A table whose columns are known: the rows below the header, each with its number."""

    places: dict[str, int]
    headings: dict[str, str]
    rows: Sequence[tuple[int, Sequence[Any]]]
    delimiter: str
    name: str


def heading(column: str, language: str) -> str:
    return HEADINGS[column][language][0]


def headings(language: str) -> tuple[str, ...]:
    return tuple(heading(column, language) for column in HEADINGS)


def find_columns(table: dict[str, Any]) -> tuple[Sheet, list[Finding]]:
    """The table by column; a finding for each column that is missing or there twice."""
    rows = [(int(number), cells) for number, cells in table["rows"]]
    number, header = rows[0] if rows else (1, [])
    places: dict[str, int] = {}
    named: dict[str, str] = {}
    findings = []
    for place, cell in enumerate(header):
        text = clean(cell) if isinstance(cell, str) else ""
        column = _KNOWN.get("".join(filter(str.isalnum, text.casefold())))
        if column in places:
            findings.append(Finding("import_column_twice", row=number, column=short(text)))
        elif column is None and text:
            findings.append(Finding("import_note_column", row=number, column=short(text)))
        elif column is not None:
            places[column], named[column] = place, short(text)
    for column in REQUIRED:
        if column not in places:
            expected = {tag: heading(column, tag) for tag in HEADINGS[column]}
            args = {"expected": expected, "found": _seen(header)}
            findings.append(Finding("import_column_missing", row=number, args=args))
    sheet = Sheet(places, named, rows[1:], table["delimiter"], short(table["sheet"]))
    return sheet, findings


def _seen(header: Sequence[Any]) -> str:
    return short(", ".join(cell for cell in header if isinstance(cell, str)), 120)
