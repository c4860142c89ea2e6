"""Scenarios: what could the city become? Sliders, map, indicators and one plain sentence.

What is chosen stands in the address. assets/scenarios*.js draw everything but the map from the
JSON of `_scenarios_routes`; the map's shapes are sent once and recoloured through `hideout`.
"""

from __future__ import annotations

from typing import Any

import dash
from dash import html
from dash.development.base_component import Component

from dashboards import _cities
from dashboards._language import current, words
from dashboards._scenarios_ids import Ids
from dashboards._scenarios_places import place_routes
from dashboards._scenarios_routes import routes
from dashboards._services import services
from data import queries
from data.errors import DataError
from data.records import City
from layers import leaflet, subjects
from workshop.language import pick

_ = words("scenarios")

HERE = "/scenarios"
ROUTES = [routes, place_routes]
LAYERS = (Ids.AREAS, Ids.OTHER, Ids.PLACES)
dash.register_page(__name__, path_template="/scenarios/<city>")


def choose_city(**_rest: Any) -> Component:
    """`/scenarios` alone: which city?"""
    return html.Main(_start(), id="main", className="scenarios")


dash.register_page("dashboards.scenarios_start", path="/scenarios", layout=choose_city)


def _start() -> list[Component]:
    advice = _("Choose a city, and try what it could do about energy and waste.")
    return _cities.choice(HERE, _("What could we become?"), advice)


def layout(city: str | None = None, **_asked: Any) -> Component:
    """The page of one city; what is chosen is read from the address by the scripts."""
    if city is None:
        return _bare()
    try:
        found = queries.city(services().library, city)
    except DataError:
        return html.Main([_cities.unknown(), *_start()], id="main", className="scenarios")
    name = pick(found.names, current())
    return html.Main(
        [
            html.Div(id=Ids.ROOT, **{"data-city": found.id, "data-lang": current()}),
            _cities.head(HERE, _("What could {city} become?").format(city=name), found.id),
            html.Div(id=Ids.STATE, role="status"),
            html.Div(id=Ids.TOLD, className="rs-card"),
            html.Div([html.Div(id=Ids.MIX), _answers(found)], className="scenarios-two"),
        ],
        id="main",
        className="scenarios",
    )


def _bare() -> Component:
    """Every id of the page and no data: what Dash checks the page against."""
    return html.Main(
        [html.Div(id=Ids.ROOT), *[leaflet.bare_layer(each) for each in LAYERS]],
        id="main",
    )


def _answers(city: City) -> Component:
    return html.Div(
        [
            html.Section(
                [
                    html.Div(id=Ids.BAR),
                    html.Div(
                        [
                            html.Div(
                                [_map(city), html.Div(id=Ids.SWIPE)], className="scenarios-map-box"
                            ),
                            html.Div(id=Ids.LEGEND),
                        ],
                        className="scenarios-map-row",
                    ),
                    html.Div(id=Ids.UNDER),
                    html.P(id=Ids.WHENCE, className="soft"),
                ],
                className="rs-card scenarios-map-side",
            ),
            html.Section(html.Div(id=Ids.MORE), className="rs-card scenarios-more"),
        ],
        className="scenarios-answers",
    )


def _map(city: City) -> Component:
    """Two layers of the same shapes, which the browser fetches once; swiping shows the second."""
    library, language = services().library, current()
    layer = area_layer(city.id)
    url = subjects.geo_address(library.version, f"{layer}-{city.id}")
    credit = " · ".join(queries.attribution(library, layer, city=city.id))
    return leaflet.base_map(
        Ids.MAP,
        city,
        language,
        version=library.version,
        label=_("Map"),
        tapped=True,
        children=[
            leaflet.recoloured_layer(Ids.AREAS, url, credit),
            leaflet.second_layer(Ids.OTHER, url),
            leaflet.circles_layer(Ids.CIRCLES),
            leaflet.stations_layer(Ids.PLACES),
        ],
    )


def area_layer(city: str) -> str:
    """Districts where the city has them, otherwise the municipality itself."""
    held = subjects.layers_of(services().library, city)
    return subjects.LAYERS[1] if subjects.LAYERS[1] in held else subjects.LAYERS[0]
