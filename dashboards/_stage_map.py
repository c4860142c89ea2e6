"""The map that a step shows on the stage, with its legend, and a table for those who listen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboards._stage_ids import Id
from data import queries
from data.library import Library
from layers import choropleth, leaflet, recorded
from workshop.language import pick, translator


def map_of(
    library: Library, view: Mapping[str, str], language: str, shown: recorded.Shown | None = None
) -> list[Component]:
    """The map box's content. A view without an indicator is land and places only, for pins.

    `shown` is what the round recorded when it opened: these values are drawn, whatever the library
    has learned since.
    """
    city = queries.city(library, view["city"])
    spec = recorded.spec(library, view, language, shown) if view.get("indicator") else None
    coloured = [leaflet.choropleth_layer(spec, Id.MAP_AREAS)] if spec else []
    kind = "town" if spec and spec.layer == "municipalities" else "district"
    names = leaflet.places_layer(Id.MAP_PLACES, _names(library, city.id, kind))
    drawn = leaflet.base_map(
        Id.MAP,
        city,
        language,
        version=library.version,
        label=spec.title if spec else pick(city.names, language),
        gestures=False,
        children=[*coloured, names, pins_layer()],
    )
    return [drawn, _beside(spec, language)] if spec else [drawn]


def _names(library: Library, city: str, kind: str) -> dict[str, Any]:
    """The names that people find their way by, as GeoJSON: a city's districts or the towns."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
            "properties": {"id": number, "name": place.name, "rank": int(place.inside)},
        }
        for number, place in enumerate(queries.places(library, city, inside=kind == "district"))
        if place.kind == kind
    ]
    return {"type": "FeatureCollection", "features": features}


def pins_layer() -> Component:
    """The pins, which the browser fills in as they come."""
    return leaflet.points_layer(Id.MAP_PINS)


def _beside(spec: choropleth.ChoroplethSpec, language: str) -> html.Div:
    title = f"{spec.title}, {spec.year}" if spec.year else spec.title
    heading = html.H2(title, className="stage-map-title")
    return html.Div(
        [heading, *leaflet.legend(spec, language), _table(spec, title, language)],
        className="stage-legend",
    )


def _table(spec: choropleth.ChoroplethSpec, title: str, language: str) -> html.Div:
    _ = translator(language, "stage")
    head = html.Tr([html.Th(_("Place"), scope="col"), html.Th(_("Value"), scope="col")])
    rows = [html.Tr([html.Th(r.name, scope="row"), html.Td(r.text)]) for r in spec.readings]
    table = html.Table([html.Caption(title), html.Thead(head), html.Tbody(rows)])
    return html.Div(table, className="visually-hidden")
