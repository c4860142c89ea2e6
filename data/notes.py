"""Notes beside figures, in four languages, kept in one column.

A note in the library is plain text (what an official wrote in an import) or a JSON object
with one text a language (what the build writes).
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PATH = Path(__file__).parent / "sources" / "notes.yml"
LANGUAGES = ("nb", "nn", "sv", "en")


@cache
def _texts() -> dict[str, dict[str, str]]:
    return yaml.safe_load(PATH.read_text("utf-8"))


def make(key: str, **values: Any) -> dict[str, str]:
    """The note `key` in every language; a value may itself be one text a language."""
    return {
        language: text.format(**{name: _in(value, language) for name, value in values.items()})
        for language, text in _texts()[key].items()
    }


def join(*parts: dict[str, str] | None) -> dict[str, str]:
    """Several notes as one, with a semicolon between."""
    held = [part for part in parts if part]
    return {lang: "; ".join(part[lang] for part in held) for lang in LANGUAGES} if held else {}


def figure(value: float, digits: int = 0) -> dict[str, str]:
    """A number written as each language writes it."""
    english = f"{value:,.{digits}f}"
    nordic = english.translate({ord(","): "\u00a0", ord("."): ","})
    return {"nb": nordic, "nn": nordic, "sv": nordic, "en": english}


def to_column(note: dict[str, str]) -> str | None:
    return json.dumps(note, ensure_ascii=False) if note else None


def from_column(text: str | None) -> dict[str, str]:
    """A note as one text a language; plain text is the same in all."""
    if not text:
        return {}
    if text.startswith("{"):
        return json.loads(text)
    return dict.fromkeys(LANGUAGES, text)


def _in(value: Any, language: str) -> Any:
    return value[language] if isinstance(value, dict) else value
