"""Which output a foreign model means, and how its unit becomes ours; others get their own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from hashlib import sha256

from data.imports import units
from data.imports.findings import short
from data.imports.results.columns import bare
from data.notes import LANGUAGES
from data.scenario_cards import FOREIGN
from data.twin.tables import load_outputs
from twin.scenario import Output

_CARBON = "co2e"
_DECIMALS = 1
_LONGEST_ID = 40  # as an agenda names outputs


def ours() -> list[Output]:
    """Our outputs, for a person to choose from."""
    return list(load_outputs().values())


def by_bare_name() -> dict[str, str]:
    """Our outputs by id and by their names in every language, without case and signs."""
    found: dict[str, str] = {}
    for output in load_outputs().values():
        for name in (*output.names.values(), output.id):
            found[bare(name)] = output.id
    return found


class Outputs:
    """The outputs that one file tells of, gathered while it is read."""

    def __init__(self) -> None:
        self.known: Mapping[str, Output] = load_outputs()
        self._named = by_bare_name()
        self.own: dict[str, Output] = {}

    def meant(self, name: str, unit: str) -> Output | None:
        """The output of a name; one that is not ours is made, in the unit that it first has."""
        if name in self.known:
            return self.known[name]
        known = self._named.get(bare(name))
        return self.known[known] if known else self._make(name, unit)

    def factor(self, unit: str, output: Output) -> Fraction | None:
        """None when nothing is exact."""
        found = units.between(unit, output.unit)
        if found is None and _CARBON in output.id:
            return units.between(unit, output.unit.replace("t/", "t CO2e/"))
        return found

    def _make(self, name: str, unit: str) -> Output | None:
        slug = _slug(name)
        if not slug:
            return None
        if slug not in self.own:
            id_ = _named(slug, unit)
            names = {tag: short(name) for tag in LANGUAGES}
            about = {tag: "" for tag in LANGUAGES}
            self.own[slug] = Output(id_, "energy", unit, _DECIMALS, "", True, names, about)
        return self.own[slug]


def _named(slug: str, unit: str) -> str:
    """The unit is part of it: two models that tell one thing in two units differ."""
    whole = f"{FOREIGN}{slug}_{_slug(unit)}"
    if _slug(unit) and len(whole) <= _LONGEST_ID:
        return whole
    mark = sha256(f"{slug} {unit}".encode()).hexdigest()[:6]
    return f"{whole[: _LONGEST_ID - 7].rstrip('_')}_{mark}"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.casefold().translate(_LETTERS)).strip("_")


_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o", "é": "e"})
