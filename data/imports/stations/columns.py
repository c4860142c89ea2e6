"""Which column of a list of stations is what: as wished, else our guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from data.imports.buildings import columns
from data.imports.findings import Finding

PARTS = ("name", "east", "north")
_NAMES = (
    "name", "navn", "namn", "station", "stasjon", "stationsnamn", "returpunkt", "returpunktnavn",
    "miljostasjon", "atervinningsstation", "sted", "stad", "plats", "place", "adresse", "adress",
    "address", "lokasjon", "title", "tittel",
)  # fmt: skip
NAMES = {"name": _NAMES, **{part: columns.NAMES[part] for part in ("east", "north")}}


def choose(names: Sequence[str], wished: Mapping[str, Any], placed: bool) -> dict[str, str]:
    """Part → column, empty for none. `placed`: a map, whose points say where the stations are."""
    return columns.guessed(NAMES, names, wished, ("east", "north") if placed else ())


def missing(chosen: Mapping[str, str], placed: bool) -> list[Finding]:
    """What must be chosen before a single row can be read. A station may be without a name."""
    if placed or (chosen["east"] and chosen["north"]):
        return []
    return [Finding("import_station_where")]
