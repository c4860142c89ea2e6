"""Explore: where do we stand? The wheel, the map, and what both know about one indicator.

The keys of what is looked at stand in the address and in three stores; assets/explore.js changes
them and keeps address and history in step. Every callback here takes keys and returns what a
builder made of them.
"""

from __future__ import annotations

from typing import Any

import dash
from dash import (
    ClientsideFunction,
    Input,
    Output,
    callback,
    clientside_callback,
    dcc,
    html,
)
from dash import (
    State as Known,
)
from dash.development.base_component import Component

from dashboards import _cities, _explore_map
from dashboards import _explore_drawn as drawn
from dashboards._explore_drawn import Drawn
from dashboards._explore_ids import Ids
from dashboards._explore_state import VIEWS, State, read
from dashboards._language import current, words
from dashboards._services import services
from data import queries
from data.errors import DataError
from layers import choropleth, leaflet
from workshop.language import pick

_ = words("explore")
HERE = "/explore"
Subject = dict[str, Any]
Clicked = dict[str, Any] | None

dash.register_page(__name__, path_template="/explore/<city>")


def _state(subject: Subject, part: str | None = None, view: str | None = None) -> State:
    asked = {**subject, "part": part, "view": view}
    return read(services().library, str(subject.get("city")), asked)


def choose_city(**_rest: Any) -> Component:
    """`/explore` alone: which city?"""
    return html.Main(_start(), id="main", className="explore")


def _start() -> list[Component]:
    advice = _("Choose a city to see its indicators, its map and where the figures are from.")
    return _cities.choice(HERE, _("Where do we stand?"), advice)


dash.register_page("dashboards.explore_start", path="/explore", layout=choose_city)


def layout(city: str | None = None, **asked: Any) -> Component:
    """The page of one city, as the address asks for it."""
    if city is None:
        return _bare()
    library, language = services().library, current()
    try:
        state = read(library, city, asked)
    except DataError:
        return html.Main([_cities.unknown(), *_start()], id="main", className="explore")
    name = pick(queries.city(library, state.city).names, language)
    spec = choropleth.spec(library, state.subject, language)
    return html.Main(
        [
            dcc.Store(id=Ids.SUBJECT, data=state.subject),
            dcc.Store(id=Ids.PART, data=state.part),
            dcc.Store(id=Ids.VIEW, data=state.view),
            dcc.Store(id=Ids.DRAWN_WHEEL, data=drawn.wheel(library, state, language, first=True)),
            dcc.Store(id=Ids.DRAWN_MAP, data=drawn.map_words(library, state, language)),
            dcc.Store(id=Ids.DRAWN_AREA, data=drawn.area_card(library, state, language, None)),
            dcc.Store(id=Ids.DRAWN_PANEL, data=drawn.panel(library, state, language)),
            _cities.head(HERE, _("Where does {city} stand?").format(city=name), state.city),
            html.Div([html.Div(id=Ids.INDICATORS), _copy()], className="explore-bar"),
            html.Div([_wheel_side(), _map_side(spec, language)], className="explore-two"),
            _panel(),
        ],
        id="main",
        className="explore",
    )


def _bare() -> Component:
    """Every id of the page and no data: what Dash checks the callbacks against."""
    stores = (
        Ids.SUBJECT, Ids.PART, Ids.VIEW, Ids.DRAWN_WHEEL, Ids.DRAWN_MAP, Ids.DRAWN_AREA,
        Ids.DRAWN_PANEL,
    )  # fmt: skip
    made = [dcc.Store(id=store) for store in stores]
    return html.Main([*made, html.Div(id=Ids.MESSAGE), leaflet.bare_layer(Ids.AREAS)], id="main")


def _copy() -> Component:
    said = {"data-copied": _("The link is copied."), "data-failed": _("Copy the address above.")}
    button = html.Button(
        _("Copy link to this view"), type="button", className="rs-button", **{"data-copy": "link"}
    )
    return html.Div(
        [button, html.Span(id=Ids.MESSAGE, role="status", **said)], className="explore-copy"
    )


def _wheel_side() -> Component:
    return html.Section(
        [
            html.H2(_("91 indicators in one wheel")),
            html.Div(id=Ids.WHEEL, className="wheel-box"),
            html.Div(id=Ids.TOLD, className="explore-told"),
        ],
        className="rs-card explore-wheel-side",
    )


def _map_side(spec: choropleth.ChoroplethSpec, language: str) -> Component:
    return html.Section(
        [
            html.Div(id=Ids.MAP_TITLE, className="explore-map-title"),
            html.Div(id=Ids.MAP_CHOICES, className="explore-choices"),
            _explore_map.drawn(services().library, spec, language),
            html.Div(
                [html.Div(id=Ids.LEGEND), html.Div(id=Ids.AREA, **{"aria-live": "polite"})],
                className="explore-under",
            ),
            html.Details([html.Summary(_("The map as a table")), html.Div(id=Ids.TABLE)]),
        ],
        className="rs-card explore-map-side",
    )


def _panel() -> Component:
    names = {
        "card": _("About the indicator"),
        "trend": _("Over time"),
        "compare": _("Compare cities"),
        "table": _("The wheel as a table"),
    }
    tabs = [html.Button(names[view], type="button", **{"data-go-view": view}) for view in VIEWS]
    return html.Section(
        [
            html.Div(
                tabs, id=Ids.TABS, className="explore-tabs", role="group",
                **{"aria-label": _("More about what is chosen")},
            ),
            html.Div(id=Ids.HEADING),
            html.Div(id=Ids.CHART, className="chart-box", tabIndex=0),
            html.Div(id=Ids.PANEL, className="explore-panel-body"),
        ],
        className="rs-card explore-panel",
    )  # fmt: skip


@callback(
    Output(Ids.AREAS, "url"),
    Output(Ids.AREAS, "hideout"),
    Input(Ids.SUBJECT, "data"),
    prevent_initial_call=True,
)
def paint(subject: Subject) -> tuple[str, dict[str, Any]]:
    spec = choropleth.spec(services().library, _state(subject).subject, current())
    return spec.outlines, spec.hideout()


@callback(
    Output(Ids.DRAWN_MAP, "data"),
    Output(Ids.DRAWN_AREA, "data", allow_duplicate=True),
    Input(Ids.SUBJECT, "data"),
    Known(Ids.AREAS, "clickData"),
    prevent_initial_call=True,
)
def say(subject: Subject, clicked: Clicked) -> tuple[Drawn, Drawn]:
    told = (services().library, _state(subject), current())
    return drawn.map_words(*told), drawn.area_card(*told, _clicked_area(clicked))


@callback(
    Output(Ids.DRAWN_AREA, "data"),
    Input(Ids.AREAS, "clickData"),
    Known(Ids.SUBJECT, "data"),
    prevent_initial_call=True,
)
def area(clicked: Clicked, subject: Subject) -> Drawn:
    told = (services().library, _state(subject), current())
    return drawn.area_card(*told, _clicked_area(clicked))


def _clicked_area(clicked: Clicked) -> str:
    return str(((clicked or {}).get("properties") or {}).get("id", ""))


@callback(
    Output(Ids.DRAWN_WHEEL, "data"),
    Input(Ids.PART, "data"),
    Known(Ids.SUBJECT, "data"),
    prevent_initial_call=True,
)
def turn(part: str, subject: Subject) -> Drawn:
    return drawn.wheel(services().library, _state(subject, part), current())


@callback(
    Output(Ids.DRAWN_PANEL, "data"),
    Input(Ids.VIEW, "data"),
    Input(Ids.SUBJECT, "data"),
    Input(Ids.PART, "data"),
    prevent_initial_call=True,
)
def panel(view: str, subject: Subject, part: str) -> Drawn:
    return drawn.panel(services().library, _state(subject, part, view), current())


for _store in (Ids.DRAWN_WHEEL, Ids.DRAWN_MAP, Ids.DRAWN_AREA, Ids.DRAWN_PANEL):
    clientside_callback(
        ClientsideFunction("drawing", "show"), Output(_store, "id"), Input(_store, "data")
    )

clientside_callback(
    ClientsideFunction("explore", "settle"),
    Output(Ids.MESSAGE, "id"),
    Input(Ids.SUBJECT, "data"),
    Input(Ids.PART, "data"),
    Input(Ids.VIEW, "data"),
)
