"""Whose results these are: without it nothing is imported."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.imports.findings import Finding, clean, short

# What must be filled in, and what is said where it is not.
MISSING = {
    "by": "import_whose_by",
    "model": "import_whose_model",
    "version": "import_whose_version",
    "date": "import_whose_date",
    "licence": "import_whose_licence",
}
FIELDS = tuple(MISSING)
_LONGEST = 120


@dataclass(frozen=True)
class Provenance:
    """Who made it, with which model in which version, when (yyyy-mm-dd), under which licence."""

    by: str
    model: str
    version: str
    date: str
    licence: str


def checked(
    wished: Mapping[str, Any], today: dt.date, fields: Mapping[str, str] = MISSING
) -> tuple[dict[str, str] | None, tuple[Finding, ...]]:
    """What was filled in, or one finding for each thing that is missing or cannot be.

    `fields`: what has to be said → the code for where it is not; the day is called "date".
    """
    given = {name: clean(str(wished.get(name) or "")) for name in fields}
    findings = []
    for name, text in given.items():
        if not re.search(r"\w", text):
            findings.append(Finding(fields[name]))
        elif len(text) > _LONGEST:
            args = {"most": _LONGEST, "found": short(text)}
            findings.append(Finding("import_whose_long", args=args))
    if given["date"] and not _is_day(given["date"], today):
        findings.append(Finding("import_whose_day", args={"found": short(given["date"])}))
    return (None if findings else given), tuple(findings)


def _is_day(text: str, today: dt.date) -> bool:
    try:
        return len(text) == 10 and dt.date.fromisoformat(text) <= today
    except ValueError:
        return False
