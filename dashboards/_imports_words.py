"""Findings and refusals of an import, put into words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboards import (
    _imports_building_words,
    _imports_file_words,
    _imports_result_words,
    _imports_row_words,
    _imports_service_words,
    _imports_station_words,
)
from dashboards._imports_columns import part_names
from dashboards._language import current, words
from data.imports.findings import Finding, Refusal
from workshop.language import number, pick, translator

_ = words("imports")


def sentences(language: str) -> dict[str, str]:
    """Every code with its sentence."""
    say = translator(language, "imports")
    rooms = (
        _imports_file_words,
        _imports_row_words,
        _imports_result_words,
        _imports_service_words,
        _imports_building_words,
        _imports_station_words,
    )
    return {code: text for room in rooms for code, text in room.said(say).items()}


def of_refusal(refusal: Refusal) -> str:
    return _filled(refusal.code, refusal.args_told)


def of_finding(finding: Finding) -> str:
    return _filled(finding.code, finding.args)


def _filled(code: str, args: Mapping[str, Any]) -> str:
    """The sentence with its values; a code without one is a mistake of ours, not the reader's."""
    language = current()
    return sentences(language)[code].format(
        **{
            name: part_names()[each] if name == "part" else _value(each, language)
            for name, each in args.items()
        }
    )


def _value(value: Any, language: str) -> str:
    if isinstance(value, Mapping):
        return pick(value, language)
    return number(value, language) if isinstance(value, int) and value > 9999 else str(value) or "–"


def place(finding: Finding) -> str:
    """Where in the file: `row 3, column verdi`, `layer bydeler, area 4`."""
    if finding.code.startswith("import_register"):
        return _("Whose register is this?")
    if finding.code.startswith("import_list"):
        return _("Whose list is this?")
    if finding.code.startswith("import_whose"):
        return _("Whose it is")
    parts = []
    if finding.layer:
        parts.append(_("layer {name}").format(name=finding.layer))
    if finding.feature is not None:
        parts.append(_("area {n}").format(n=finding.feature))
    if finding.row is not None:
        parts.append(_("row {n}").format(n=finding.row))
    if finding.column:
        parts.append(_("column {name}").format(name=finding.column))
    return ", ".join(parts) or _("the whole file")
