"""Numbers as people type them: a comma or a point, spaces between thousands, a percent sign.

`1,234` may be one and a bit or more than a thousand. Only what the rest of the file shows decides
it; otherwise it is refused, for nobody sees a wrong factor of a thousand in a chart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

COMMA, POINT = ",", "."
_SPACES = re.compile(r"(?<=\d)[\s\u00a0\u2009\u202f'’](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"([-+]?)(\d[\d.,]*|[.,]\d+)(?:[eE]([-+]?\d{1,2}))?", re.ASCII)
_LONGEST = 40


@dataclass(frozen=True)
class Typed:
    """A number in pieces; `style` is its decimal sign, None where it shows none."""

    sign: str
    body: str
    exponent: str
    percent: bool
    style: str | None
    unclear: bool


def read(text: str) -> Typed | None:
    """What a text says as a number; None when it is none."""
    bare = text.strip().replace("\u2212", "-")
    percent = bare.endswith("%")
    bare = _SPACES.sub("", bare.removesuffix("%").rstrip())
    found = _NUMBER.fullmatch(bare)
    if found is None or len(bare) > _LONGEST:
        return None
    sign, body, exponent = found.groups()
    if not _grouped(body):
        return None
    return Typed(sign, body, exponent or "", percent, _style(body), _unclear(body))


def value(typed: Typed, style: str | None) -> Decimal:
    """The number, read with the decimal sign of the file where its own is unclear."""
    decimal = style if typed.unclear else typed.style
    grouping = POINT if decimal == COMMA else COMMA
    body = typed.body.replace(grouping, "").replace(COMMA, POINT)
    return Decimal(f"{typed.sign}{body}e{typed.exponent or 0}")


def styles(numbers: Iterable[Typed]) -> set[str]:
    """The decimal signs that are surely meant in these numbers."""
    return {each.style for each in numbers if each.style is not None and not each.unclear}


def _style(body: str) -> str | None:
    """The decimal sign of a body: the separator that stands last and once."""
    commas, points = body.count(COMMA), body.count(POINT)
    if commas and points:
        return COMMA if body.rfind(COMMA) > body.rfind(POINT) else POINT
    if commas + points == 1:
        return COMMA if commas else POINT
    if commas + points == 0:
        return None
    # The same sign several times stands between thousands; the other one is the decimal sign.
    return POINT if commas else COMMA


def _unclear(body: str) -> bool:
    """One separator before exactly three digits, after one to three that do not begin with 0."""
    return re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", body) is not None


def _grouped(body: str) -> bool:
    """Whether the separators stand where they can: thousands in threes, one decimal sign."""
    pattern = r"\d*[.,]?\d+|\d+[.,]|\d{1,3}(,\d{3})+(\.\d+)?|\d{1,3}(\.\d{3})+(,\d+)?"
    return re.fullmatch(pattern, body) is not None
