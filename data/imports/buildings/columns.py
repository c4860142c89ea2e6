"""Which column of a register is what: as wished, else our guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from data.imports.findings import Finding
from data.imports.results.columns import bare

PARTS = ("use", "built", "floor", "district", "owner", "east", "north")
NEEDED = ("use", "built", "floor")
NONE = "-"
# What becomes of rows with something wrong in them.
WRONG, STOP, LEAVE = "wrong", "stop", "leave"
NAMES = {
    "use": (
        "use", "bruk", "bygningstype", "bygningstypekode", "bygningstypenr", "bygningstypenummer",
        "bygningstypenavn", "bygningskategori", "byggtype", "bygtype", "bygningsbruk",
        "buildingtype", "buildinguse", "category", "kategori", "anvendelse", "anvandning",
        "andamal", "formal", "byggnadstyp", "type", "kode",
    ),
    "built": (
        "year", "yearbuilt", "builtyear", "constructionyear", "yearofconstruction", "built",
        "byggear", "byggeaar", "byggar", "nybyggnadsar", "tattibruk", "tattibrukdato",
        "ibruktakelsesdato", "ferdigattestdato", "ar",
    ),
    "floor": (
        "floorarea", "flooraream2", "grossfloorarea", "bruksareal", "bruksarealm2",
        "bruksarealtotalt", "bruksarealtotal", "bruksarealbra", "bra", "bram2", "bratotalt",
        "bruttoareal", "bta", "bruttoarealtotalt", "golvarea", "golvareal", "gulvareal",
        "bruksarea", "bruttoarea", "areal", "arealm2", "area", "aream2", "m2", "yta",
    ),
    "district": (
        "district", "districtcode", "districtid", "bydel", "bydelsnavn", "bydelsnummer",
        "delomrade", "delomradenavn", "delomradenummer", "delomradekode", "stadsdel", "omrade",
    ),
    "owner": (
        "municipalshare", "kommunalandel", "kommunalandeler", "municipal", "kommunal", "kommunalt",
        "owner", "eier", "eigar", "agare", "eierform", "eigarform", "eierskap", "eierkategori",
        "agarform",
    ),
    "east": (
        "lon", "lng", "long", "longitude", "lengdegrad", "longitud", "east", "easting", "ost",
        "aust", "ostkoordinat", "xkoordinat", "x",
    ),
    "north": (
        "lat", "latitude", "breddegrad", "latitud", "north", "northing", "nord", "norr",
        "nordkoordinat", "ykoordinat", "y",
    ),
}  # fmt: skip


def choose(names: Sequence[str], wished: Mapping[str, Any], placed: bool) -> dict[str, str]:
    """Part → column, empty for none. `placed`: a map, whose shapes say where the buildings are."""
    return guessed(NAMES, names, wished, ("district", "east", "north") if placed else ())


def guessed(
    known: Mapping[str, Sequence[str]],
    names: Sequence[str],
    wished: Mapping[str, Any],
    unasked: Sequence[str] = (),
) -> dict[str, str]:
    """As wished, else the first column with a name that is `known`; no guess of what is unasked."""
    by_bare = {bare(name): name for name in reversed(names)}
    chosen = {}
    for part, usual in known.items():
        guess = next((by_bare[each] for each in usual if each in by_bare), "")
        asked = wished.get(part)
        guess = "" if part in unasked or asked == NONE else guess
        chosen[part] = str(asked) if asked in names else guess
    return chosen


def missing(chosen: Mapping[str, str], placed: bool) -> list[Finding]:
    """What must be chosen before a single row can be read."""
    found = [
        Finding("import_part_missing", args={"part": part}) for part in NEEDED if not chosen[part]
    ]
    if not (placed or chosen["district"] or (chosen["east"] and chosen["north"])):
        found.append(Finding("import_building_where"))
    return found
