"""Reading a card from its file; what is missing or wrong is refused by name."""

import re
from pathlib import Path

from data.card import Card, DataPoint, Edition, Ks, Provenance, Unit
from data.fields import FieldError, Fields, read_yaml
from data.taxonomy import Taxonomy

CODE = r"(EC|EN|SC): [A-Z]+: [A-Z]+: [1-9][AC]"
SDG_TARGET = re.compile(r"(1[0-7]|[1-9])(\.([0-9]{1,2}|[a-d]))?")
SDG_INDICATOR = re.compile(r"(1[0-7]|[1-9])\.([0-9]{1,2}|[a-d])\.[0-9]")
DIRECTIONS = ("higher", "lower", "none", "unknown")
LEVELS = {"C": "core", "A": "advanced"}
KINDS = ("Smart", "Structural", "Sustainable", "unknown")
THEMES = ("energy", "circular")
CONFIDENCES = ("verified", "secondary", "inferred")
CHECKABLE = ("unit", "formula", "direction", "kind", "sdg_targets")
UNITS = (
    "air_quality_value", "count", "gj_per_capita_year", "ha_per_100k_inhabitants",
    "interruptions_per_customer_year", "km_per_100k_inhabitants", "kwh_per_capita_year",
    "kwh_per_m2_year", "l_per_capita_day", "m2_per_100k_inhabitants", "min_per_interruption",
    "minutes", "per_100k_inhabitants", "per_100k_live_births", "percent", "ratio", "scale_0_1",
    "t_co2e_per_capita_year", "years", "yes_no",
)  # fmt: skip
FIELDS = (
    "code", "code_aliases", "editions", "names", "explanation", "formula", "unit", "unit_label",
    "unit_aliases", "data_points", "direction", "level", "kind", "dimension", "subdimension",
    "category", "sdg_targets", "sdg_indicators", "themes", "provenance", "ks",
)  # fmt: skip


class CardError(FieldError):
    """A card, or the tree they hang on, that cannot be used as it is written."""


def read_card(path: Path, taxonomy: Taxonomy) -> Card:
    """The card in a file, or a CardError with file, field and what was expected."""
    fields = Fields(read_yaml(path, CardError), path.name, CardError)
    fields.only(FIELDS)
    card = _card(fields, path.stem)
    _check_code(fields, card)
    _check_place(fields, card, taxonomy)
    return card


def _card(fields: Fields, slug: str) -> Card:
    unit = _unit(fields)
    direction = fields.choice("direction", DIRECTIONS)
    return Card(
        code=fields.string("code", CODE, "a code such as 'EN: E: E: 2C'"),
        slug=slug,
        code_aliases=fields.strings(
            "code_aliases", lambda text: bool(re.fullmatch(CODE, text)), "a list of codes"
        ),
        editions=_editions(fields),
        names=fields.text("names"),
        explanation=fields.text("explanation"),
        formula=fields.text("formula"),
        unit=unit,
        data_points=_data_points(fields, unit, direction),
        direction=direction,
        level=fields.choice("level", LEVELS.values()),
        kind=fields.choice("kind", KINDS),
        dimension=fields.string("dimension"),
        subdimension=fields.string("subdimension"),
        category=fields.string("category"),
        sdg_targets=_matching(fields, "sdg_targets", SDG_TARGET, "SDG targets such as '11.6'"),
        sdg_indicators=_matching(
            fields, "sdg_indicators", SDG_INDICATOR, "SDG indicators such as '11.6.1'"
        ),
        themes=fields.strings("themes", THEMES.__contains__, f"a list from {', '.join(THEMES)}"),
        provenance=_provenance(fields),
        ks=_ks(fields.inner("ks")),
    )


def _unit(fields: Fields) -> Unit:
    return Unit(
        fields.choice("unit", UNITS),
        fields.text("unit_label"),
        fields.strings("unit_aliases", lambda text: bool(text.strip()), "a list of spellings"),
    )


def _matching(
    fields: Fields, name: str, pattern: re.Pattern[str], expected: str
) -> tuple[str, ...]:
    return fields.strings(name, lambda text: bool(pattern.fullmatch(text)), f"a list of {expected}")


def _editions(fields: Fields) -> tuple[Edition, ...]:
    records = fields.records("editions")
    if not records:
        raise fields.wrong("editions", "at least one edition")
    for record in records:
        record.only({"year", "kind"})
    return tuple(Edition(record.year("year"), record.choice("kind", KINDS)) for record in records)


def _data_points(fields: Fields, unit: Unit, direction: str) -> tuple[DataPoint, ...]:
    points = tuple(_data_point(record, unit, direction) for record in fields.records("data_points"))
    if len({point.id.casefold() for point in points}) != len(points):
        raise fields.wrong("data_points", "a list of data points with different ids")
    return points


def _data_point(fields: Fields, unit: Unit, direction: str) -> DataPoint:
    """A data point has the unit and direction of its card unless it says otherwise."""
    fields.only({"id", "names", "unit", "unit_label", "unit_aliases", "direction"})
    return DataPoint(
        fields.string("id", r"[A-Za-z0-9_]{1,24}", "a short id"),
        fields.text("names"),
        _unit(fields) if fields.has("unit") else unit,
        fields.choice("direction", DIRECTIONS) if fields.has("direction") else direction,
    )


def _provenance(card: Fields) -> Provenance:
    fields = card.inner("provenance")
    fields.only({"confidence", "sources", "to_verify", "inferred", "note"})
    fields.present("note")
    open_fields = f"a list from {', '.join(CHECKABLE)}"
    found = Provenance(
        confidence=fields.choice("confidence", CONFIDENCES),
        sources=fields.strings(
            "sources", lambda text: text.startswith("https://"), "a list of URLs"
        ),
        to_verify=fields.strings("to_verify", CHECKABLE.__contains__, open_fields),
        inferred=fields.strings("inferred", CHECKABLE.__contains__, open_fields),
        note=fields.text("note") if fields.has("note") else None,
    )
    if not found.sources:
        raise fields.wrong("sources", "at least one URL")
    weakest = "inferred" if found.inferred else "secondary" if found.to_verify else "verified"
    if found.confidence != weakest:
        raise fields.wrong("confidence", f"'{weakest}', that of the weakest field")
    return found


def _ks(fields: Fields) -> Ks:
    names = ("goal", "perspective", "quality")
    fields.only(names)
    for name in names:
        fields.present(name)
    return Ks(*(fields.string(name) if fields.has(name) else None for name in names))


def _check_code(fields: Fields, card: Card) -> None:
    """The file's name and the level both follow from the code."""
    slug = re.sub(r"[: ]+", "_", card.code).lower()
    if slug != card.slug:
        raise fields.wrong("code", f"the code that the file's name says ({card.slug})")
    if LEVELS[card.code[-1]] != card.level:
        raise fields.wrong(
            "level", f"'{LEVELS[card.code[-1]]}', as the code ends in {card.code[-1]}"
        )


def _check_place(fields: Fields, card: Card, taxonomy: Taxonomy) -> None:
    """The three ids must name a place of the tree, on the branch that the code begins with."""
    branches = {branch.id: branch for branch in taxonomy.subdimensions}
    branch = branches.get(card.subdimension)
    if branch is None:
        raise fields.wrong("subdimension", "one of " + ", ".join(branches))
    if not card.code.startswith(branch.prefix + ":"):
        raise fields.wrong("subdimension", f"the branch of {card.code}")
    if card.dimension != branch.dimension:
        raise fields.wrong("dimension", f"'{branch.dimension}', the dimension of {branch.id}")
    if card.place not in {place.id for place in taxonomy.places}:
        known = [place.category for place in taxonomy.places if place.subdimension == branch.id]
        raise fields.wrong("category", "one of " + ", ".join(known))
