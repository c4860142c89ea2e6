"""Words in four languages: which one a person reads, and every sentence, number and date in it.

The English sentence is the message id. Translations are read straight from
``locales/<language>/LC_MESSAGES/<domain>.po``, so there is no compiled file to forget.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

LANGUAGES = ("nb", "nn", "sv", "en")
NAMES = {"nb": "Bokmål", "nn": "Nynorsk", "sv": "Svenska", "en": "English"}
DEFAULT = "nb"
LOCALES = Path(__file__).resolve().parent.parent / "locales"

Text = Mapping[str, str]


def known(language: str | None) -> str | None:
    """The supported language that a tag such as ``no``, ``nb-NO`` or ``sv`` stands for, or None."""
    tag = (language or "").strip().lower().replace("_", "-").split("-")[0]
    tag = "nb" if tag == "no" else tag
    return tag if tag in LANGUAGES else None


def negotiate(asked: str | None, remembered: str | None, accepted: Iterable[str] = ()) -> str:
    """Choose a language: the one asked for in the address, the remembered one, the browser's."""
    for tag in (asked, remembered, *accepted):
        language = known(tag)
        if language:
            return language
    return DEFAULT


@cache
def catalogue(language: str, domain: str) -> NullTranslations:
    """The translations of one domain; an absent file means that English is shown."""
    path = LOCALES / language / "LC_MESSAGES" / f"{domain}.po"
    if not path.exists():
        return NullTranslations()
    from babel.messages import mofile, pofile  # noqa: PLC0415  kept out of the socket path's start

    with path.open("rb") as file:
        messages = pofile.read_po(file, locale=language)
    compiled = io.BytesIO()
    mofile.write_mo(compiled, messages)
    compiled.seek(0)
    return GNUTranslations(compiled)


def translator(language: str, domain: str) -> Callable[[str], str]:
    """A function from the English sentence to the sentence in `language`."""
    return catalogue(language, domain).gettext


def plural(language: str, domain: str) -> Callable[[str, str, int], str]:
    """A function (one, many, n) → the right form in `language`."""
    return catalogue(language, domain).ngettext


def sentences(language: str, domain: str) -> dict[str, str]:
    """Every translated sentence of a domain, for a script in the browser."""
    found = getattr(catalogue(language, domain), "_catalog", {})
    return {key: text for key, text in found.items() if isinstance(key, str) and key and text}


def pick(text: Text | None, language: str) -> str:
    """The text in `language`, or in the nearest language that it has."""
    return picked(text, language)[1]


def picked(text: Text | None, language: str) -> tuple[str, str]:
    """(language of the text found, the text): a fallback must carry its own ``lang`` attribute."""
    for tag in (language, *LANGUAGES):
        found = (text or {}).get(tag)
        if found:
            return tag, found
    return language, ""


def number(value: float, language: str, digits: int | None = None) -> str:
    """A number as people of that language write it, with `digits` decimals or as many as needed."""
    from babel.numbers import format_decimal  # noqa: PLC0415

    pattern = None if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(value, format=pattern, locale=language)


def percent(share: float, language: str) -> str:
    """A share of 0..1 in whole per cent, as people of that language write it."""
    from babel.numbers import format_percent  # noqa: PLC0415

    return format_percent(share, locale=language)


def date(moment: dt.datetime | dt.date, language: str, style: str = "long") -> str:
    """A date, with the time of day when a moment is given."""
    from babel.dates import format_date, format_datetime  # noqa: PLC0415

    # The day before the month and 24 hours, as in the three other languages.
    where = "en_GB" if language == "en" else language
    if isinstance(moment, dt.datetime):
        return format_datetime(moment, style, locale=where)
    return format_date(moment, style, locale=where)
