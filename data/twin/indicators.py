"""The table of links from outputs to indicators, checked against both as it is read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from data.card import Card
from data.cards import UnknownCode, load_catalogue
from data.fields import Fields, read_yaml
from data.twin.tables import HERE, TableError, load_outputs
from twin.errors import TwinError
from twin.indicators import Link
from twin.units import by_person, factor

COVERS = ("whole", "part")
# Units of the cards, as the twin writes them.
UNITS: Mapping[str, str] = {
    "gj_per_capita_year": "GJ/inhabitant/a",
    "kwh_per_capita_year": "kWh/inhabitant/a",
    "kwh_per_m2_year": "kWh/m2/a",
    "percent": "%",
    "t_co2e_per_capita_year": "t/inhabitant/a",
}


@lru_cache(maxsize=4)
def load_links(folder: Path = HERE) -> tuple[Link, ...]:
    """Every link, in the order of the table."""
    path = folder / "indicators.yml"
    top = Fields({"indicators": read_yaml(path, TableError)}, path.name, TableError)
    found: dict[tuple[str, str], Link] = {}
    for fields in top.records("indicators", "a list of indicators"):
        link = _link(fields)
        if found.setdefault((link.code, link.data_point), link) is not link:
            raise fields.wrong("code", "a value of an indicator that no other output moves")
    return tuple(found.values())


def _link(fields: Fields) -> Link:
    fields.only({"output", "code", "data_point", "decimals", "covers", "assumption"})
    card = _card(fields)
    point = fields.string("data_point") if fields.has("data_point") else ""
    units = {each.id: each.unit.id for each in card.values}
    if point not in units:
        raise fields.wrong("data_point", "one of " + ", ".join(id or "(none)" for id in units))
    link = Link(
        output=fields.choice("output", load_outputs()),
        code=card.code,
        data_point=point,
        unit=UNITS.get(units[point], units[point]),
        decimals=fields.whole("decimals"),
        covers=cast(Any, fields.choice("covers", COVERS)),
        assumption=fields.text("assumption").as_dict(),
    )
    _check_units(fields, link)
    return link


def _card(fields: Fields) -> Card:
    try:
        return load_catalogue().card(fields.string("code"))
    except UnknownCode as unknown:
        raise fields.wrong("code", "the code of an indicator") from unknown


def _check_units(fields: Fields, link: Link) -> None:
    unit = load_outputs()[link.output].unit
    try:
        if not by_person(unit, link.unit):
            factor(unit, link.unit)
    except TwinError as problem:
        expected = f"an output whose unit ({unit}) converts to the card's ({link.unit})"
        raise fields.wrong("output", expected) from problem
