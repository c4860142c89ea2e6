"""Which column of a foreign table is what: as wished, else our guess.

A table is *long* (a row for each value) or *wide* (a column for each value). The choices are plain
texts by key, as a page sends them: `shape`, a key for each part of a long table, and for a column
of a wide one `use:`, `unit:`, `year:`, `scenario:` and `what:` with its name behind.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.imports import cells, limits
from data.imports.findings import short

LONG, WIDE = "long", "wide"
PARTS = ("area", "year", "output", "scenario", "value", "unit", "p10", "p90")
NEEDED = ("area", "year", "output", "value")
KINDS = ("value", "p10", "p90")
NONE, OWN = "-", "own"
_LONGEST = 60
_NAMES = {
    "area": (
        "area", "areacode", "areaid", "areaname", "kommunenummer", "kommune", "omrade", "bydel",
        "delomrade", "delomradenummer", "stadsdel", "district", "zone", "place", "sted", "navn",
        "namn", "name", "kode", "code", "nummer", "id",
    ),
    "year": ("year", "ar", "arstall", "period", "periode"),
    "output": ("output", "resultat", "variable", "variabel", "indicator", "indikator"),
    "scenario": ("scenario", "scenarium", "scenarie", "case", "run"),
    "value": ("value", "verdi", "varde", "p50", "median", "result"),
    "unit": ("unit", "enhet", "eining", "uom"),
    "p10": ("p10", "q10"),
    "p90": ("p90", "q90"),
}  # fmt: skip
_YEAR = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")
_BASELINE = (
    "baseline", "base", "reference", "ref", "referanse", "referens", "grunnlinje", "baslinje",
    "bau", "nullalternativ", "nullalternativet", "businessasusual",
)  # fmt: skip


@dataclass(frozen=True)
class ValueColumn:
    """One column of a wide table: what its numbers are. `use` is an output's id, or `own`."""

    name: str
    use: str
    unit: str
    year: str
    scenario: str
    what: str


@dataclass(frozen=True)
class Chosen:
    """Every choice. `columns` holds each numeric column of a wide table, used or not."""

    shape: str
    parts: Mapping[str, str]
    columns: tuple[ValueColumn, ...]


def choose(told: Mapping[str, Any], wished: Mapping[str, Any], known: Mapping[str, str]) -> Chosen:
    """`known`: the bare names of our outputs → their ids."""
    names = [name for name in told["columns"] if name]
    guess = _guess(names)
    shape = wished.get("shape", "")
    if shape not in (LONG, WIDE):
        shape = LONG if guess["value"] and guess["output"] else WIDE
    parts = {part: _wished(wished.get(part), names, guess[part]) for part in PARTS}
    taken = {parts["area"], parts["year"], parts["scenario"]}
    held = [each for each in _numeric(told) if each not in taken] if shape == WIDE else []
    columns = tuple(_value_column(name, told, wished, known) for name in held)
    return Chosen(shape, parts, columns)


def is_baseline(scenario: str) -> bool:
    """Whether this is how people name what happens when nothing is done."""
    return bare(scenario) in ("", *_BASELINE)


def bare(text: str) -> str:
    """A name without case, accents and signs: `CO₂-utslipp` → co2utslipp."""
    folded = text.casefold().replace("ø", "o").replace("æ", "ae")
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain)


def _guess(names: Sequence[str]) -> dict[str, str]:
    by_bare = {bare(name): name for name in reversed(names)}
    return {
        part: next((by_bare[each] for each in known if each in by_bare), "")
        for part, known in _NAMES.items()
    }


def _wished(asked: Any, names: Sequence[str], guess: str) -> str:
    if asked in names:
        return str(asked)
    return "" if asked == NONE else guess


def _numeric(told: Mapping[str, Any]) -> list[str]:
    """The columns in which there are numbers and nothing else."""
    found = []
    for place, name in enumerate(told["columns"]):
        held = [row[place] for _, row in told["rows"] if place < len(row) and row[place] != ""]
        if name and held and all(_is_number(each) for each in held):
            found.append(name)
    return found[: limits.PROPERTIES]


def _is_number(cell: Any) -> bool:
    said = cells.text(cell)
    return isinstance(said, str) and not isinstance(cells.number(cell, said, "."), cells.Wrong)


def _value_column(
    name: str, told: Mapping[str, Any], wished: Mapping[str, Any], known: Mapping[str, str]
) -> ValueColumn:
    hint = told.get("hints", {}).get(name, {})
    guessed = _from_name(name, known)
    use = str(wished.get(f"use:{name}", guessed["use"]))
    what = str(wished.get(f"what:{name}", guessed["what"]))
    return ValueColumn(
        name,
        use if use in (OWN, *known.values()) else "",
        _text(wished, f"unit:{name}", hint.get("unit", "")),
        _text(wished, f"year:{name}", hint.get("year", guessed["year"])),
        _text(wished, f"scenario:{name}", guessed["scenario"]),
        what if what in KINDS else "value",
    )


def _text(wished: Mapping[str, Any], key: str, guess: str) -> str:
    return short(str(wished.get(key, guess)), _LONGEST)


def _from_name(name: str, known: Mapping[str, str]) -> dict[str, str]:
    """`energy_total_2030_p10` → the output, the year and what of it, as far as the name says it."""
    year = _YEAR.search(name)
    words = [word for word in re.split(r"[^0-9a-zæøåäöA-ZÆØÅÄÖ]+", name) if word]
    rest = [word for word in words if year is None or word != year[0]]
    what = next((word.casefold() for word in rest if word.casefold() in ("p10", "p90")), "value")
    scenario = next((word for word in rest if word.casefold() in _BASELINE), "")
    left = [word for word in rest if word.casefold() != what and word != scenario]
    return {
        "use": known.get(bare("".join(left)), ""),
        "year": year[0] if year else "",
        "what": what,
        "scenario": scenario,
    }


def own_name(name: str) -> str:
    """What a column without an output of ours is called: its name without year and percentile."""
    year = _YEAR.sub("", name)
    words = [word for word in re.split(r"[\s_\-.]+", year) if bare(word) not in ("p10", "p90")]
    return short(" ".join(word for word in words if bare(word) not in ("", *_BASELINE)), _LONGEST)
