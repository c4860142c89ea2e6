"""What a map is about: an indicator of a city in a year, with its name, unit and sources.

An indicator is a KPI code or one of the library's own layers (``electricity``,
``electricity:XX``, ``population`` …, see `data.map_values`). A view that names something we do
not hold is answered with the nearest thing that we do hold, never with an empty page.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from data import queries
from data.cards import Card, DataPoint, UnknownCode, load_catalogue
from data.library import Library
from data.map_values import is_indicator, years
from layers.kept import kept
from workshop.language import pick, translator

LAYERS = ("municipalities", "districts", "regions")
DEFAULT = "electricity"
GROUPS = ("electricity", "electricity_share", "electricity_change")
PEOPLE = ("population", "population_density")
PER_INHABITANT = "EN: E: E: 2C"
TOTAL = "total"


@dataclass(frozen=True)
class Choice:
    """What is mapped: everything in it exists."""

    city: str
    layer: str
    indicator: str
    year: str | None
    years: tuple[str, ...]
    own: str


@dataclass(frozen=True)
class Subject(Choice):
    """A choice with its words in one language, and whose data it is."""

    title: str
    version: int
    approximate: bool
    attribution: str

    @property
    def outlines(self) -> str:
        return geo_address(self.version, f"{self.layer}-{self.city}")


def geo_address(version: int, name: str) -> str:
    """Where the browser fetches a map file; the version in it lets it be kept for ever."""
    return f"/geo/{version}/{name}.geojson"


def choose(library: Library, view: Mapping[str, str | None]) -> Choice:
    """The nearest thing that we hold to a view {"city", "layer", "indicator", "year"}."""
    wished = (view.get("layer"), known(view.get("indicator")), view.get("year"))
    return _choose(library, view.get("city") or "", *wished)


@kept
def _choose(
    library: Library, city_id: str, wished: str | None, indicator: str, year: str | None
) -> Choice:
    city = queries.city(library, city_id)
    layer = _layer(library, city.id, indicator, wished)
    held = years(library, city.id, layer, indicator)
    return Choice(
        city=city.id,
        layer=layer,
        indicator=indicator,
        year=year if year in held else _newest(indicator, held),
        years=held,
        own=city.municipality if layer == LAYERS[0] else "",
    )


def find(library: Library, view: Mapping[str, str | None], language: str) -> Subject:
    """The subject of a view, in words."""
    choice = choose(library, view)
    return Subject(
        **asdict(choice),
        title=name(library, choice.indicator, language),
        version=library.version,
        approximate=any(
            area.approximate for area in queries.map_areas(library, choice.city, choice.layer)
        ),
        attribution=" · ".join(
            queries.attribution(library, choice.layer, choice.indicator, city=choice.city)
        ),
    )


def _newest(indicator: str, held: tuple[str, ...]) -> str | None:
    """Metered years are one series; of published values each area shows its own newest."""
    return held[-1] if held and card_of(indicator) is None else None


def known(indicator: str | None) -> str:
    """The canonical name of an indicator, or the default one when there is no such thing."""
    text = (indicator or "").strip()
    base, _, group = text.partition(":")
    if base in GROUPS and group.strip().lower() == TOTAL:
        return "electricity" if base == "electricity_share" else base
    if base in (*GROUPS, *PEOPLE):
        return text if is_indicator(text) else DEFAULT
    card = card_of(text)
    return card.code if card else DEFAULT


def card_of(indicator: str) -> Card | None:
    """The card when the indicator is a KPI."""
    try:
        return load_catalogue().card(indicator)
    except UnknownCode:
        return None


@kept
def layers_of(library: Library, city: str) -> tuple[str, ...]:
    """The layers that a city has areas for."""
    return tuple(layer for layer in LAYERS if queries.map_areas(library, city, layer))


def _layer(library: Library, city: str, indicator: str, wished: str | None) -> str:
    """The wished layer if the city has it, else the first on which there is a value."""
    held = layers_of(library, city)
    if wished in held:
        return wished
    valued = (layer for layer in held if years(library, city, layer, indicator))
    if indicator in PEOPLE:
        valued = (layer for layer in held if layer == LAYERS[1])
    return next(valued, LAYERS[0])


def name(library: Library, indicator: str, language: str) -> str:
    """What an indicator is called."""
    card = card_of(indicator)
    if card:
        return card.names[language]
    base, _, group = indicator.partition(":")
    title = _titles(translator(language, "explore"))[base]
    if not group:
        return title
    return f"{title}: {_group_name(library, group, language)}"


def _group_name(library: Library, group: str, language: str) -> str:
    names = {each.code: each.names for each in queries.industries(library)}
    return pick(names.get(group), language) or group


def _titles(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "electricity": _("Electricity use"),
        "electricity_share": _("Share of electricity use"),
        "electricity_change": _("Change in electricity use"),
        "population": _("Inhabitants"),
        "population_density": _("Inhabitants per km²"),
    }


def point_of(card: Card, spelling: str) -> DataPoint:
    """Which of a card's values is measured in this unit; the first when none says so."""
    return next((each for each in card.values if each.unit.knows(spelling)), card.values[0])


def unit(indicator: str, spelling: str, language: str) -> str:
    """The unit as people read it; `spelling` is how the source of the value wrote it."""
    card = card_of(indicator)
    if card:
        return point_of(card, spelling).unit.label[language]
    _ = translator(language, "explore")
    units = {
        "electricity": "GWh",
        "electricity_share": "%",
        "electricity_change": "%",
        "population": _("inhabitants"),
        "population_density": _("inhabitants per km²"),
    }
    return units[indicator.partition(":")[0]]
