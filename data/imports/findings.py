"""What is wrong, or worth knowing, about an uploaded file: a code, a place in the file, values.

Nothing here is a sentence: pages put codes into words. A value is a plain text, a number, or one
text a language.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from typing import Any

from data.errors import DataError

LISTED = 200  # findings that are told one by one; of more, only how many
SHORT = 60

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """One thing at one place. `row` and `feature` count as people do: the header is row 1."""

    code: str
    row: int | None = None
    column: str = ""
    layer: str = ""
    feature: int | None = None
    args: Values = field(default_factory=dict)

    @property
    def error(self) -> bool:
        return not self.code.startswith("import_note")

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def of_json(told: Mapping[str, Any]) -> Finding:
        return Finding(**told)


class Refusal(DataError):
    """The file as a whole, or the import of it, is refused; the library is as it was."""

    def __init__(self, code: str, **args: Any) -> None:
        super().__init__(code, code)
        self.args_told: dict[str, Any] = args


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """Text as it may be kept and shown: composed, one line, nothing invisible."""
    composed = unicodedata.normalize("NFC", text)
    seen = "".join(" " if sign.isspace() else sign for sign in composed)
    shown = (sign for sign in seen if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co"))
    return " ".join("".join(shown).split())


def short(text: str, most: int = SHORT) -> str:
    """What was found, cut so that a long cell does not fill the page."""
    tidy = clean(text[: 4 * most])
    return tidy if len(tidy) <= most else tidy[: most - 1] + "…"
