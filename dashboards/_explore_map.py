"""The map of the explore page: its choices, its legend, and the card of one area."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards._explore_ids import Ids
from dashboards._explore_state import State, short
from dashboards._explore_values import quality
from dashboards._language import words
from data import queries
from data.cards import load_catalogue
from data.library import Library
from layers import leaflet, subjects
from layers.choropleth import ChoroplethSpec
from workshop.language import pick

_ = words("explore")
Options = Sequence[tuple[str, str]]


def drawn(library: Library, spec: ChoroplethSpec, language: str) -> Component:
    """The map with its areas and the names of the city's own places."""
    city = queries.city(library, spec.city)
    names = leaflet.places_layer(Ids.PLACES, places(library, spec.city))
    return leaflet.base_map(
        Ids.MAP,
        city,
        language,
        version=library.version,
        label=_("Map"),
        children=[leaflet.choropleth_layer(spec, Ids.AREAS), names],
    )


def places(library: Library, city: str) -> dict[str, object]:
    """The towns around, as points to label; districts are named by the map of districts."""
    found = [each for each in queries.places(library, city) if each.kind == "town"]
    own = set(queries.city(library, city).names.values())
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [each.lon, each.lat]},
                "properties": {
                    "id": n,
                    "name": each.name,
                    "rank": each.inside + (each.name in own),
                },
            }
            for n, each in enumerate(found)
        ],
    }


def head(spec: ChoroplethSpec) -> list[Component]:
    """The map's title with its year."""
    year = spec.year or (_("newest value of each area") if spec.years else "")
    return [html.H2(spec.title), html.P(year, className="soft")]


def choices(library: Library, spec: ChoroplethSpec) -> list[Component]:
    """Layer, year and way of showing; a choice of one is no choice and is left out."""
    layers = [(each, _layer_name(each)) for each in subjects.layers_of(library, spec.city)]
    made = [
        select("show", _("Show as"), _ways(spec.indicator), short(spec.indicator)),
        select("layer", _("Areas"), layers, spec.layer),
        select("year", _("Year"), [(each, each) for each in reversed(spec.years)], spec.year or ""),
    ]
    return [each for each in made if each is not None]


def _layer_name(layer: str) -> str:
    return {
        "municipalities": _("Municipalities"),
        "districts": _("Districts"),
        "regions": _("Region that was measured"),
    }[layer]


def _ways(indicator: str) -> list[tuple[str, str]]:
    """The ways in which one industry's electricity can be shown."""
    base, colon, group = indicator.partition(":")
    if base in subjects.PEOPLE:
        return [("population", _("People")), ("population_density", _("People per km²"))]
    if base not in subjects.GROUPS and indicator != subjects.PER_INHABITANT:
        return []
    tail = f"{colon}{group}" if base in subjects.GROUPS else ""
    ways = [(f"electricity{tail}", _("GWh"))]
    if tail:
        ways.append((f"electricity_share{tail}", _("Share of all electricity")))
    ways.append((f"electricity_change{tail}", _("Change since the first year")))
    if not tail:
        ways.append((short(subjects.PER_INHABITANT), _("Per inhabitant")))
    return ways


def select(key: str, label: str, options: Options, value: str) -> Component | None:
    """A native list; assets/explore.js sends its choice on."""
    if len(options) < 2:
        return None
    shown = list(options)
    if all(value != each for each, _text in shown):
        shown.insert(0, (value, _("Newest")))
    name = f"explore-{key}"
    return html.Div(
        [
            html.Label(label, htmlFor=name, className="rs-label"),
            html.Select(
                _options(shown, value),
                id=name,
                className="rs-select",
                **{"data-go": key},
            ),
        ],
        className="explore-choice",
    )


def indicators(library: Library, state: State, language: str) -> Component:
    """Every indicator there is, in the groups of the tree; what we hold no value of says so."""
    held = queries.kpi_values(library, state.city)
    industries = [
        (f"electricity:{each.code}", pick(each.names, language))
        for each in queries.industries(library)
    ]
    groups: list[tuple[str, Options]] = [
        (_("Electricity use"), [("electricity", _("Electricity use, all")), *industries]),
    ]
    if subjects.LAYERS[1] in subjects.layers_of(library, state.city):
        groups.append((_("People"), [("population", _("Inhabitants"))]))
    catalogue = load_catalogue()
    for branch in catalogue.subdimensions:
        cards = [
            (card.slug, card.names[language] + ("" if card.code in held else f" ({_('no value')})"))
            for card in catalogue.cards_in(branch.id)
        ]
        groups.append((branch.names[language], cards))
    value = base_of(state.indicator)
    return html.Div(
        [
            html.Label(_("Indicator"), htmlFor="explore-indicator", className="rs-label"),
            html.Select(
                [html.Optgroup(_options(options, value), label=name) for name, options in groups],
                id="explore-indicator",
                className="rs-select",
                **{"data-go": "indicator"},
            ),
        ],
        className="explore-choice wide",
    )


def _options(options: Options, chosen: str) -> list[Component]:
    return [
        html.Option(text, value=value, selected=value == chosen or None) for value, text in options
    ]


def base_of(indicator: str) -> str:
    """The entry in the list of indicators; the ways of showing one share an entry."""
    base, colon, group = indicator.partition(":")
    if base in subjects.PEOPLE:
        return subjects.PEOPLE[0]
    return f"electricity{colon}{group}" if base in subjects.GROUPS else short(indicator)


def area_card(spec: ChoroplethSpec, library: Library, area: str | None, language: str) -> Component:
    """One area's value with its year, source, quality and note."""
    alone = spec.readings[0].area if len(spec.readings) == 1 else None
    found = spec.reading(area) or spec.reading(spec.own) or spec.reading(alone)
    if found is None:
        return html.P(_("Choose an area on the map to read its value."), className="soft")
    rows = [(_("Year"), found.period or ""), (_("Note"), found.note)]
    if found.source:
        source = {each.id: pick(each.titles, language) for each in queries.sources(library)}
        rows.insert(1, (_("Source"), source.get(found.source, found.source)))
        rows.insert(2, (_("Quality"), quality(found.quality, "", language)))
    return html.Div(
        [
            html.H3(found.name),
            html.P(found.text, className="explore-figure"),
            html.Dl([part for name, text in rows if text for part in _pair(name, text)]),
        ],
        className="explore-area-card",
    )


def _pair(name: str, text: str) -> list[Component]:
    return [html.Dt(name), html.Dd(text)]


def area_table(spec: ChoroplethSpec) -> Component:
    """The same as the map, in rows: areas by name, with their values."""
    rows = [
        html.Tr([
            html.Th(one.name, scope="row"),
            html.Td(one.text, className="number"),
            html.Td(one.period or ""),
        ])
        for one in sorted(spec.readings, key=lambda one: one.name)
    ]  # fmt: skip
    return table((_("Area"), _("Value"), _("Year")), rows, spec.title, (1,))


def table(
    heads: Sequence[str], rows: list[Component], caption: str, figures: Sequence[int] = ()
) -> Component:
    """A plain table in a box that scrolls sideways on its own; `figures` are columns of numbers."""
    titles = [
        html.Th(text, scope="col", className="number" if n in figures else None)
        for n, text in enumerate(heads)
    ]
    return html.Div(
        html.Table(
            [
                html.Caption(caption, className="visually-hidden"),
                html.Thead(html.Tr(titles)),
                html.Tbody(rows),
            ],
            className="rs-table",
        ),
        className="explore-scroll",
        tabIndex=0,
        role="region",
        **{"aria-label": caption},
    )
