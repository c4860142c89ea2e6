"""Reading the fields of an agenda that a person wrote: what is wrong is named by its place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from workshop.errors import Rejected
from workshop.model import Option

LANGUAGES = ("nb", "nn", "sv", "en")
COLOURS = ("teal", "orange", "blue", "purple")
OPTION, MAX_OPTIONS = 200, 40
_WORDS = re.compile(r"c[1-9][0-9]{0,9}(\.[1-9][0-9]{0,9})?\Z")
_ID = re.compile(r"[a-z0-9_-]{1,24}\Z")


def mapping(value: object, code: str, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Rejected(code, where)
    return cast(Mapping[str, Any], value)


def whole(value: object, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def name(value: object, where: str, allowed: re.Pattern[str] = _ID) -> str:
    if not isinstance(value, str) or not allowed.match(value):
        raise Rejected("agenda_id", where)
    return value


def distinct(ids: Sequence[str], where: str) -> None:
    if len(set(ids)) != len(ids):
        raise Rejected("agenda_duplicate", where)


def text(
    value: object, longest: int, where: str, code: str = "agenda_text", needed: bool = False
) -> dict[str, str]:
    texts = mapping(value if value is not None else {}, code, where)
    out: dict[str, str] = {}
    for language, words in texts.items():
        if language not in LANGUAGES or not isinstance(words, str) or len(words) > longest:
            raise Rejected(code, f"{where}.{language}")
        if words.strip():
            out[language] = words.strip()
    if needed and not out:
        raise Rejected(code, where)
    return out


def option_list(
    value: object, where: str, code: str, allowed: re.Pattern[str] = _ID
) -> tuple[Option, ...]:
    """Statements, options or categories, each with a name of its own and a text, or an idea's."""
    if not isinstance(value, list) or len(cast(list[object], value)) > MAX_OPTIONS:
        raise Rejected(code, where)
    options: list[Option] = []
    for i, item in enumerate(cast(list[object], value)):
        at = f"{where}[{i}]"
        option = mapping(item, code, at)
        colour = option.get("colour", "")
        if colour not in ("", *COLOURS):
            raise Rejected("agenda_settings", f"{at}.colour")
        named = name(option.get("id"), f"{at}.id", allowed)
        idea = _idea(option.get("idea", ""), named, f"{at}.idea")
        told = None if idea else option.get("text")
        words = text(told, OPTION, f"{at}.text", code=code, needed=not idea)
        options.append(Option(named, words, colour, idea))
    distinct([o.id for o in options], where)
    return tuple(options)


def _idea(value: object, named: str, where: str) -> str:
    """Which words of an idea an option borrows; the option has the idea's own name."""
    if value == "":
        return ""
    if not isinstance(value, str) or not _WORDS.match(value) or value.split(".")[0] != named:
        raise Rejected("agenda_id", where)
    return value


def setting(settings: Mapping[str, Any], key: str, default: int, low: int, high: int) -> int:
    value = settings.get(key, default)
    if not whole(value, low, high):
        raise Rejected("agenda_settings", key)
    return value
