"""Units: how sources write them, and the few conversions that are exact.

`MWh per inhabitant and year` becomes kWh per inhabitant and year; a value a day never becomes one
a year, because years differ. What is not in these tables is refused, not guessed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from data.card import Unit

_ONE = Fraction(1)
# What is counted or measured: dimension and size in its smallest unit here.
_SIZES: dict[str, tuple[str, Fraction]] = {
    **{f"{prefix}wh": ("energy", Fraction(3600) * factor) for prefix, factor in (
        ("", 1), ("k", 10**3), ("m", 10**6), ("g", 10**9), ("t", 10**12))},
    **{f"{prefix}j": ("energy", Fraction(factor)) for prefix, factor in (
        ("", 1), ("k", 10**3), ("m", 10**6), ("g", 10**9), ("t", 10**12))},
    "g": ("mass", _ONE), "kg": ("mass", Fraction(1000)), "t": ("mass", Fraction(10**6)),
    "kt": ("mass", Fraction(10**9)),
    "ml": ("volume", _ONE), "l": ("volume", Fraction(1000)), "m3": ("volume", Fraction(10**6)),
    "m2": ("area", _ONE), "daa": ("area", Fraction(1000)), "ha": ("area", Fraction(10**4)),
    "km2": ("area", Fraction(10**6)),
    "m": ("length", _ONE), "km": ("length", Fraction(1000)), "mil": ("length", Fraction(10**4)),
    "s": ("time", _ONE), "min": ("time", Fraction(60)), "h": ("time", Fraction(3600)),
    **{f"{prefix}w": ("power", Fraction(factor)) for prefix, factor in (
        ("", 1), ("k", 10**3), ("m", 10**6), ("g", 10**9))},
    # Kroner of one country only: `kr` may be another's.
    "nok": ("nok", _ONE), "knok": ("nok", Fraction(1000)), "mnok": ("nok", Fraction(10**6)),
    "%": ("share", Fraction(1, 100)), "‰": ("share", Fraction(1, 1000)), "share": ("share", _ONE),
}  # fmt: skip
_SPELLED = {
    "t": "tonn tonne tonnes tonnar ton tonner", "kg": "kilo kilogram", "l": "liter litre litres",
    "m2": "kvm sqm kvadratmeter", "km2": "kvadratkilometer", "m3": "kubikkmeter kubikmeter",
    "daa": "dekar", "ha": "hektar hectare hectares", "km": "kilometer kilometre kilometres",
    "m": "meter metre metres", "s": "sec sekund sekunder seconds",
    "min": "minutt minutter minuttar minut minute minutes",
    "h": "hour hours time timer timar timme timmar",
    "%": "percent prosent procent pct", "‰": "promille permille",
    "share": "andel del brøkdel fraction 0-1",
}  # fmt: skip
_PEOPLE = (
    "capita inhabitant inhabitants resident residents innbygger innbyggere innbyggar innbyggarar"
    " invånare person personer people"
)
_PER = {
    **dict.fromkeys(_PEOPLE.split(), "people"),
    **dict.fromkeys(("year", "years", "år", "annum", "a", "yr"), "year"),
    **dict.fromkeys(("day", "days", "dag", "døgn", "dygn"), "day"),
    **dict.fromkeys(("live births", "levendefødte", "levandefødde", "levande födda"), "births"),
    **dict.fromkeys(("interruption", "avbrudd", "avbrot", "avbrott"), "interruption"),
}  # fmt: skip
_TOKENS = {word: token for token, words in _SPELLED.items() for word in words.split()}

# Our units in the same grammar.
_TARGETS = {
    "percent": "%",
    "scale_0_1": "share",
    "kwh_per_capita_year": "kwh/capita/year",
    "gj_per_capita_year": "gj/capita/year",
    "t_co2e_per_capita_year": "t co2e/capita/year",
    "l_per_capita_day": "l/capita/day",
    "kwh_per_m2_year": "kwh/m2/year",
    "km_per_100k_inhabitants": "km/100000 inhabitants",
    "m2_per_100k_inhabitants": "m2/100000 inhabitants",
    "ha_per_100k_inhabitants": "ha/100000 inhabitants",
    "minutes": "min",
    "min_per_interruption": "min/interruption",
}


@dataclass(frozen=True)
class _Quantity:
    what: str
    per: tuple[str, ...]
    size: Fraction


def factor(spelling: str, unit: Unit) -> Fraction | None:
    """What a value in `spelling` is multiplied by to be in `unit`; None when nothing is exact."""
    if unit.knows(spelling):
        return _ONE
    given = _quantity(_tidy(spelling))
    for wanted in _wanted(unit):
        if given is not None and (given.what, given.per) == (wanted.what, wanted.per):
            return given.size / wanted.size
    return None


@lru_cache(maxsize=256)
def between(given: str, wanted: str) -> Fraction | None:
    """What a value in one spelled unit is multiplied by to be in another; None when not exact."""
    one, other = _tidy(given), _tidy(wanted)
    if one == other:
        return _ONE
    have, want = _quantity(one), _quantity(other)
    if have is None or want is None or (have.what, have.per) != (want.what, want.per):
        return None
    return have.size / want.size


def stored(unit: Unit) -> str:
    """How the library spells a unit: the words of its sources."""
    return unit.aliases[0] if "_" in unit.id and unit.aliases else unit.id


def _wanted(unit: Unit) -> list[_Quantity]:
    """Our unit as a quantity, once for each way in which sources write it."""
    texts = [_TARGETS[unit.id]] if unit.id in _TARGETS else [_tidy(each) for each in unit.aliases]
    if unit.id == "per_100k_inhabitants":
        texts.append("/100000 inhabitants")
    return [found for found in map(_quantity, texts) if found is not None]


def _tidy(spelling: str) -> str:
    """One way of writing: `MWh pr. innbygger i året` becomes `mwh/innbygger/year`."""
    text = unicodedata.normalize("NFKC", spelling).casefold().strip()
    text = re.sub(r"(?<=\d)[\s,.](?=\d{3})", "", text)
    text = re.sub(r"\s+(?:i året|om året|och år|og år|a year|and year|per år)$", "/year", text)
    text = re.sub(r"\s*/\s*|\s*\b(?:per|pr|for each|for kvar|for hver)\b\.?\s*", "/", text)
    text = re.sub(
        r"\bco2[- ]?(?:e|eq|ekv|ekvivalenter|ekvivalentar|equivalents?)\b\.?", "co2e", text
    )
    text = re.sub(r"\b(?:mill\.?|millions?|millioner|millionar|miljoner)\s+(?=nok\b)", "m", text)
    return re.sub(r"\s+", " ", text)


def _quantity(text: str) -> _Quantity | None:
    what, *divisors = text.split("/")
    name, size = _measure(what.strip())
    per = []
    for divisor in divisors:
        found = _divisor(divisor.strip())
        if found is None:
            return None
        per.append(found[0])
        size /= found[1]
    return _Quantity(name, tuple(sorted(per)), size)


def _measure(text: str) -> tuple[str, Fraction]:
    """The dimension and size of what stands above the line; other words name what is counted."""
    word, _, substance = text.partition(" ")
    token = _TOKENS.get(word, word)
    if token in _SIZES:
        dimension, size = _SIZES[token]
        return f"{dimension} {substance}".strip(), size
    return f"count {text}".strip(), _ONE


def _divisor(text: str) -> tuple[str, Fraction] | None:
    found = re.fullmatch(r"(\d+)?\s*(.+)", text)
    if found is None:
        return None
    many, word = Fraction(found[1] or 1), found[2]
    if word in _PER:
        return _PER[word], many
    token = _TOKENS.get(word, word)
    if token in _SIZES:
        dimension, size = _SIZES[token]
        return dimension, many * size
    return None
