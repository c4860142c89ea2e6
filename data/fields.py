"""Reading a hand-written YAML file field by field, naming whatever is missing or wrong."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from data.errors import DataError

LANGUAGES = ("nb", "nn", "sv", "en")


class FieldError(DataError):
    """A file of ours lacks a field or holds a wrong value; the sentence says where and what."""

    def __init__(self, file: str, field: str, expected: str, found: str = "nothing") -> None:
        sentence = f"{file}: field '{field}' must be {expected}; found {found}."
        super().__init__("card_field", sentence)
        self.file, self.field, self.expected = file, field, expected


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in the four languages; `text["nn"]`, or `text.as_dict()` for the wire."""

    nb: str
    nn: str
    sv: str
    en: str

    def __getitem__(self, language: str) -> str:
        if language not in LANGUAGES:
            raise KeyError(language)
        return getattr(self, language)

    def as_dict(self) -> dict[str, str]:
        return {language: self[language] for language in LANGUAGES}

    def values(self) -> tuple[str, ...]:
        return tuple(self[language] for language in LANGUAGES)


def read_yaml(path: Path, error: type[FieldError]) -> Any:
    """The file's content, read by the C parser: 92 cards must not slow the start down."""
    try:
        return yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)  # noqa: S506
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        reason = " ".join(str(problem).split())
        raise error(path.name, "(file)", "readable YAML in UTF-8", reason) from problem


class Fields:
    """A mapping from a file, read by name; every read checks and every complaint is exact."""

    def __init__(
        self, raw: Any, file: str, error: type[FieldError] = FieldError, inside: str = ""
    ) -> None:
        self._file, self._error, self._inside = file, error, inside
        if not isinstance(raw, Mapping):
            raise error(file, inside or "(file)", "a mapping of fields", _shown(raw))
        self._raw: Mapping[str, Any] = raw

    def wrong(self, name: str, expected: str) -> FieldError:
        """The error for this field, for the caller to raise."""
        return self._error(self._file, self._path(name), expected, _shown(self._raw.get(name)))

    def only(self, names: Collection[str]) -> None:
        """Refuse a field that nobody reads: it is a slip of the pen."""
        for name in self._raw:
            if name not in names:
                raise self.wrong(str(name), "left out, for no such field is known")

    def has(self, name: str) -> bool:
        return self._raw.get(name) is not None

    def string(self, name: str, pattern: str = r".*\S.*", expected: str = "a text") -> str:
        value = self._given(name, expected)
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise self.wrong(name, expected)
        return value

    def choice(self, name: str, allowed: Collection[str]) -> str:
        value = self._given(name, _one_of(allowed))
        if not isinstance(value, str) or value not in allowed:
            raise self.wrong(name, _one_of(allowed))
        return value

    def number(self, name: str) -> float:
        value = self._given(name, "a number")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(name, "a number")
        return value

    def whole(self, name: str, lowest: int = 0) -> int:
        value = self._given(name, f"a whole number from {lowest}")
        if isinstance(value, bool) or not isinstance(value, int) or value < lowest:
            raise self.wrong(name, f"a whole number from {lowest}")
        return value

    def flag(self, name: str) -> bool:
        value = self._given(name, "true or false")
        if not isinstance(value, bool):
            raise self.wrong(name, "true or false")
        return value

    def year(self, name: str) -> int:
        value = self._given(name, "a year")
        if isinstance(value, bool) or not isinstance(value, int) or not 1900 <= value <= 2100:
            raise self.wrong(name, "a year")
        return value

    def text(self, name: str) -> Text:
        inner = self.inner(name, "a text in nb, nn, sv and en")
        inner.only(LANGUAGES)
        return Text(*(inner.string(language) for language in LANGUAGES))

    def inner(self, name: str, expected: str = "a mapping of fields") -> "Fields":
        value = self._given(name, expected)
        return Fields(value, self._file, self._error, self._path(name))

    def strings(self, name: str, allowed: Callable[[str], bool], expected: str) -> tuple[str, ...]:
        """A list, possibly empty, of texts that are all different and all allowed."""
        value = self._given(name, expected)
        if not isinstance(value, list) or len(set(map(str, value))) != len(value):
            raise self.wrong(name, expected)
        if not all(isinstance(item, str) and allowed(item) for item in value):
            raise self.wrong(name, expected)
        return tuple(value)

    def listed(self, name: str, expected: str = "a list") -> list[Any]:
        value = self._given(name, expected)
        if not isinstance(value, list):
            raise self.wrong(name, expected)
        return value

    def records(self, name: str, expected: str = "a list of mappings") -> list["Fields"]:
        path = self._path(name)
        return [
            Fields(item, self._file, self._error, f"{path}[{number}]")
            for number, item in enumerate(self.listed(name, expected))
        ]

    def _given(self, name: str, expected: str) -> Any:
        if self._raw.get(name) is None:
            raise self.wrong(name, expected)
        return self._raw[name]

    def _path(self, name: str) -> str:
        return f"{self._inside}.{name}" if self._inside else name

    def present(self, name: str) -> None:
        """A field that may be null must still be written down, so that null is a statement."""
        if name not in self._raw:
            raise self.wrong(name, "present, if only as null")


def _one_of(allowed: Collection[str]) -> str:
    return "one of " + ", ".join(sorted(allowed))


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
