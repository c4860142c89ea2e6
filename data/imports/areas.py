"""Features of a map file as districts of a city: which property is name, number and people.

Pure: what the child told and what the library knows go in, districts and findings come out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.imports import numbers
from data.imports.findings import Finding, short
from data.records import Area, City

PARTS = ("name", "id", "population")
_GUESSES = {
    "name": (
        "name", "navn", "namn", "bydel", "bydelsnavn", "delomradenavn", "delomrade",
        "grunnkretsnavn", "district", "omrade", "tekst",
    ),
    # A feature's own id is often just its place in the file, so it comes last.
    "id": (
        "kode", "code", "nummer", "nr", "bydelsnummer", "delomradenummer", "delomradekode",
        "grunnkretsnummer", "bydelnr", "bydelsnr", "districtid", "id",
    ),
    "population": (
        "population", "people", "befolkning", "folkemengde", "folketal", "innbyggere",
        "innbyggarar", "invanare", "antall", "inhabitants",
    ),
}  # fmt: skip
_LONGEST_NAME = 80
_NONE = "-"


@dataclass(frozen=True)
class District:
    """One area that can be imported; `wkb` is in degrees."""

    id: str
    name: str
    population: int | None
    km2: float
    centre: tuple[float, float]
    wkb: bytes
    feature: int


def properties(told: Mapping[str, Any]) -> tuple[str, ...]:
    """The properties that the features have, in the order in which they are met."""
    names: dict[str, None] = {}
    for feature in told["features"]:
        names.update(dict.fromkeys(feature["properties"]))
    return tuple(names)


def choose(told: Mapping[str, Any], wished: Mapping[str, str] | None = None) -> dict[str, str]:
    """Which property is what: as wished, else our guess; empty where there is none."""
    held = properties(told)
    by_bare = {_bare(name): name for name in reversed(held)}
    chosen = {}
    for part in PARTS:
        # A shapefile cuts the names of its columns after ten letters.
        spelled = [cut for name in _GUESSES[part] for cut in (name, name[:10])]
        guess = next((by_bare[name] for name in spelled if name in by_bare), "")
        asked = (wished or {}).get(part, guess)
        chosen[part] = asked if asked in held else ("" if asked == _NONE else guess)
    return chosen


def check_areas(
    told: Mapping[str, Any], city: City, areas: Sequence[Area], chosen: Mapping[str, str]
) -> tuple[tuple[District, ...], tuple[Finding, ...]]:
    """Every district and every finding."""
    findings = list(map(Finding.of_json, told["findings"]))
    layer = told["layer"]
    if not chosen["name"]:
        findings.append(Finding("import_name_column", layer=layer, args={"found": _seen(told)}))
        return (), tuple(findings)
    taken = {area.id for area in areas if area.kind != "district"}
    found: dict[str, District] = {}
    names: dict[str, int] = {}
    for place, feature in enumerate(told["features"], start=1):
        reader = _Feature(feature["properties"], place, layer, chosen, findings)
        name, people = reader.name(), reader.people()
        id_ = reader.id(city.municipality, name, taken)
        reader.once(id_, found[id_].feature if id_ in found else None, "import_id_twice")
        reader.once(name, names.setdefault(name.casefold(), place), "import_name_twice")
        if feature["wkb"] is not None and id_ not in found:
            found[id_] = District(
                id_, name, people, feature["km2"], tuple(feature["centre"]),
                bytes.fromhex(feature["wkb"]), place,
            )  # fmt: skip
    return tuple(found.values()), tuple(findings)


class _Feature:
    """One feature's properties while they are read."""

    def __init__(
        self,
        held: Mapping[str, str],
        place: int,
        layer: str,
        chosen: Mapping[str, str],
        findings: list[Finding],
    ) -> None:
        self.held, self.place, self.layer = held, place, layer
        self.chosen, self.findings = chosen, findings

    def name(self) -> str:
        text = self._text("name")
        if not text or len(text) > _LONGEST_NAME:
            self._say("import_name", "name", found=short(text), most=_LONGEST_NAME)
        return text[:_LONGEST_NAME]

    def people(self) -> int | None:
        """How many people live there; None when the file does not say."""
        text = self._text("population")
        if not text:
            return None
        typed = numbers.read(text)
        # A number of people is whole, so one separator before three digits parts thousands.
        value = typed and numbers.value(typed, "," if "." in typed.body else ".")
        if value is None or value < 0 or value != int(value) or value > 10_000_000:
            self._say("import_people", "population", found=short(text))
            return None
        return int(value)

    def id(self, municipality: str, name: str, taken: set[str]) -> str:
        """A number that is the district's own everywhere: it begins with the municipality's."""
        text = self._text("id") if self.chosen["id"] else name
        slug = re.sub(r"[^a-z0-9]+", "-", _bare(text, spaced=True)).strip("-")[:40]
        if not slug and text:
            self._say("import_id", "id", found=short(text))
        if not slug:
            return f"{municipality}-{self.place}"
        if slug.startswith(municipality) and slug not in taken:
            return slug
        return f"{municipality}-{slug}"

    def once(self, found: str, first: int | None, code: str) -> None:
        if first is not None and first != self.place and found:
            self._say(code, code.split("_")[1], found=short(found), first=first)

    def _text(self, part: str) -> str:
        return self.held.get(self.chosen[part], "") if self.chosen[part] else ""

    def _say(self, code: str, part: str, **args: Any) -> None:
        column = self.chosen[part]
        self.findings.append(Finding(code, None, column, self.layer, self.place, args))


def _bare(text: str, spaced: bool = False) -> str:
    """A name without case, accents and signs, for comparing: `Delområdenavn` → delomradenavn."""
    folded = text.casefold().replace("ø", "o").replace("æ", "ae").replace("å", "a")
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return plain if spaced else re.sub(r"[^a-z0-9]", "", plain)


def _seen(told: Mapping[str, Any]) -> str:
    return short(", ".join(properties(told)), 120)
