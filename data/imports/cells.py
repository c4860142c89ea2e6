"""Plain cells of a table, as the child tells them (see `tables`), as texts and as numbers.

What cannot be read is answered with the code of its finding, never with a guess.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from data.imports import numbers
from data.imports.findings import Finding, clean, short

_TRIGGERS = tuple("=+-@\t\r")
_NOT_READ = {"f": "import_formula", "e": "import_cell_error", "d": "import_cell_date"}


@dataclass(frozen=True)
class Wrong:
    """A cell that cannot be read: the code of its finding, and what stands there."""

    code: str
    found: str


def text(cell: Any) -> str | Wrong:
    """A cell as text; formulas, errors and dates are not read as anything."""
    if isinstance(cell, str):
        # A spreadsheet's protection against formulas is not part of the text.
        return clean(cell[1:] if cell[:1] == "'" and cell[1:2] in _TRIGGERS else cell)
    if "n" in cell:
        return f"{cell['n']:.10g}"
    if "b" in cell:
        return "yes" if cell["b"] else "no"
    kind = next(iter(cell))
    return Wrong(_NOT_READ[kind], short(str(cell[kind])))


def number(cell: Any, said: str, style: str | None) -> tuple[Decimal, bool] | Wrong:
    """The number as it stands in the file, and whether it stands there in per cent."""
    if isinstance(cell, dict) and "n" in cell:
        held = Decimal(repr(cell["n"]))
        if not held.is_finite():
            return Wrong("import_number", short(said))
        return (held * 100, True) if cell["p"] else (held, False)
    typed = numbers.read(said)
    if typed is None:
        return Wrong("import_number" if said else "import_value_missing", short(said))
    if typed.unclear and style is None:
        return Wrong("import_number_unclear", short(said))
    return numbers.value(typed, style), typed.percent


def style_of(
    held: Iterable[tuple[int, Any]], delimiter: str, column: str
) -> tuple[str | None, list[Finding]]:
    """The decimal sign of numbered cells, and a finding when they use both."""
    seen: dict[str, int] = {}
    for row, cell in held:
        typed = numbers.read(cell) if isinstance(cell, str) else None
        for style in numbers.styles([typed] if typed else []):
            seen.setdefault(style, row)
    if len(seen) > 1:
        args = {"comma": seen[","], "point": seen["."]}
        return None, [Finding("import_decimal_mixed", max(seen.values()), column, args=args)]
    # A file with commas between its columns comes from where the point is the decimal sign.
    usual = "." if delimiter == "," else None
    return next(iter(seen), usual), []
