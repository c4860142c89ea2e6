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

from dashboards import (
    _explore_card,
    _explore_compare,
    _explore_map,
    _explore_table,
    _explore_told,
)
from dashboards import _explore_trend as trend
from dashboards._drawing import Node
from dashboards._explore_ids import Ids
from dashboards._explore_parts import standing
from dashboards._explore_state import VIEWS, State, read, short
from dashboards._language import current, words
from dashboards._services import services
from data import queries
from data.errors import DataError
from layers import choropleth, leaflet
from workshop.language import pick

_ = words("explore")
Subject = dict[str, Any]
Panel = tuple[Component | None, Node | None, list[Component]]

dash.register_page(__name__, path_template="/explore/<city>")


def _state(subject: Subject, part: str | None = None, view: str | None = None) -> State:
    asked = {**subject, "part": part, "view": view}
    return read(services().library, str(subject.get("city")), asked)


def choose_city(**_rest: Any) -> Component:
    """`/explore` alone: which city?"""
    return html.Main(
        [
            html.H1(_("Where do we stand?")),
            html.P(
                _("Choose a city to see its indicators, its map and where the figures are from.")
            ),
            html.Ul(
                [
                    html.Li(html.A(name, href=f"/explore/{city}", className="rs-card"))
                    for city, name in _cities()
                ],
                className="explore-start",
            ),
        ],
        id="main",
        className="explore",
    )


dash.register_page("dashboards.explore_start", path="/explore", layout=choose_city)


def _cities() -> list[tuple[str, str]]:
    found = queries.cities(services().library)
    return [(each.id, pick(each.names, current())) for each in found]


def layout(city: str | None = None, **asked: Any) -> Component:
    """The page of one city, as the address asks for it."""
    if city is None:
        return _bare()
    library, language = services().library, current()
    try:
        state = read(library, city, asked)
    except DataError:
        return _unknown_city()
    spec = choropleth.spec(library, state.subject, language)
    stand = standing(library, state.city, language)
    name = pick(stand.city.names, language)
    return html.Main(
        [
            dcc.Store(id=Ids.SUBJECT, data=state.subject),
            dcc.Store(id=Ids.PART, data=state.part),
            dcc.Store(id=Ids.VIEW, data=state.view),
            dcc.Store(
                id=Ids.WHEEL_DRAWING,
                data=_explore_told.wheel(stand, state.part, short(state.indicator), language),
            ),
            dcc.Store(id=Ids.CHART_DRAWING),
            _head(name, state),
            html.Div(
                [_explore_map.indicators(library, state, language), _copy()],
                className="explore-bar",
            ),
            html.Div([_wheel_side(), _map_side(spec, language)], className="explore-two"),
            _panel(),
        ],
        id="main",
        className="explore",
    )


def _bare() -> Component:
    """Every id of the page and no data: what Dash checks the callbacks against."""
    stores = (Ids.SUBJECT, Ids.PART, Ids.VIEW, Ids.WHEEL_DRAWING, Ids.CHART_DRAWING)
    boxes = (
        Ids.MESSAGE, Ids.MAP_TITLE, Ids.MAP_CHOICES, Ids.LEGEND, Ids.TABLE, Ids.AREA, Ids.TOLD,
        Ids.HEADING, Ids.PANEL,
    )  # fmt: skip
    return html.Main(
        [
            *[dcc.Store(id=store) for store in stores],
            *[html.Div(id=box) for box in boxes],
            leaflet.bare_layer(Ids.AREAS),
        ],
        id="main",
    )


def _unknown_city() -> Component:
    message = html.P(_("We hold nothing about this city. Choose one of these."), role="alert")
    start = choose_city()
    return html.Main([message, *start.children], id="main", className="explore")


def _head(name: str, state: State) -> Component:
    links = [
        html.Li(
            html.A(
                each,
                href=f"/explore/{city}",
                **{"data-city": city},
                **({"aria-current": "page"} if city == state.city else {}),
            )
        )
        for city, each in _cities()
    ]
    return html.Header(
        [
            html.H1(_("Where does {city} stand?").format(city=name)),
            html.Nav(html.Ul(links), className="explore-cities", **{"aria-label": _("Cities")}),
        ],
        className="explore-head",
    )


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
    library = services().library
    return html.Section(
        [
            html.Div(_explore_map.head(spec), id=Ids.MAP_TITLE, className="explore-map-title"),
            html.Div(
                _explore_map.choices(library, spec), id=Ids.MAP_CHOICES, className="explore-choices"
            ),
            _explore_map.drawn(library, spec, language),
            html.Div(
                [
                    html.Div(leaflet.legend(spec, language), id=Ids.LEGEND),
                    html.Div(id=Ids.AREA, **{"aria-live": "polite"}),
                ],
                className="explore-under",
            ),
            html.Div(_explore_map.area_table(spec, language), id=Ids.TABLE),
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
    Output(Ids.MAP_TITLE, "children"),
    Output(Ids.MAP_CHOICES, "children"),
    Output(Ids.LEGEND, "children"),
    Output(Ids.TABLE, "children"),
    Input(Ids.SUBJECT, "data"),
    prevent_initial_call=True,
)
def say(subject: Subject) -> tuple[Any, ...]:
    library, language = services().library, current()
    spec = choropleth.spec(library, _state(subject).subject, language)
    return (
        _explore_map.head(spec),
        _explore_map.choices(library, spec),
        leaflet.legend(spec, language),
        _explore_map.area_table(spec, language),
    )


@callback(
    Output(Ids.AREA, "children"),
    Input(Ids.SUBJECT, "data"),
    Input(Ids.AREAS, "clickData"),
)
def area(subject: Subject, clicked: dict[str, Any] | None) -> Component:
    library, language = services().library, current()
    spec = choropleth.spec(library, _state(subject).subject, language)
    chosen = str(((clicked or {}).get("properties") or {}).get("id", ""))
    return _explore_map.area_card(spec, library, chosen, language)


@callback(
    Output(Ids.WHEEL_DRAWING, "data"),
    Input(Ids.PART, "data"),
    Known(Ids.SUBJECT, "data"),
    prevent_initial_call=True,
)
def turn(part: str, subject: Subject) -> Node:
    state, language = _state(subject, part), current()
    stand = standing(services().library, state.city, language)
    return _explore_told.wheel(stand, state.part, short(state.indicator), language)


@callback(Output(Ids.TOLD, "children"), Input(Ids.PART, "data"), Known(Ids.SUBJECT, "data"))
def tell(part: str, subject: Subject) -> list[Component]:
    state, language = _state(subject, part), current()
    return _explore_told.told(standing(services().library, state.city, language), part, language)


@callback(
    Output(Ids.HEADING, "children"),
    Output(Ids.CHART_DRAWING, "data"),
    Output(Ids.PANEL, "children"),
    Input(Ids.VIEW, "data"),
    Input(Ids.SUBJECT, "data"),
    Input(Ids.PART, "data"),
)
def panel(view: str, subject: Subject, part: str) -> Panel:
    state, language = _state(subject, part, view), current()
    return _PANELS[state.view](state, language)


def _card_panel(state: State, language: str) -> Panel:
    library = services().library
    stand = standing(library, state.city, language)
    made = _explore_card.card(library, stand, state, language)
    return None, None, [html.Div(made, className="explore-card")]


def _table_panel(state: State, language: str) -> Panel:
    stand = standing(services().library, state.city, language)
    return None, None, _explore_table.rows(stand, state.part, language)


def _trend_panel(state: State, language: str) -> Panel:
    library = services().library
    spec = choropleth.spec(library, state.subject, language)
    found = trend.stretches(library, state, language)
    heading = _("{indicator} over time").format(indicator=spec.title)
    if not found:
        return html.H2(heading), None, [html.P(_("Not reported"))]
    drawn = trend.chart(found, spec.unit, language, heading)
    return html.H2(heading), drawn, [trend.rows(found, heading)]


def _compare_panel(state: State, language: str) -> Panel:
    library = services().library
    title = choropleth.spec(library, state.subject, language).title
    found = _explore_compare.lines(library, state, language)
    heading = _("{indicator} in every city").format(indicator=title)
    said = [
        *_explore_compare.notes(found),
        _explore_compare.rows(found, heading),
        *_explore_compare.part_table(library, state, language),
    ]
    return html.H2(heading), _explore_compare.chart(found, heading), said


_PANELS = {
    "card": _card_panel,
    "trend": _trend_panel,
    "compare": _compare_panel,
    "table": _table_panel,
}

for _store in (Ids.WHEEL_DRAWING, Ids.CHART_DRAWING):
    clientside_callback(
        ClientsideFunction("drawing", "show"),
        Output(_store, "id"),
        Input(_store, "data"),
        Known(_store, "id"),
    )

clientside_callback(
    ClientsideFunction("explore", "settle"),
    Output(Ids.MESSAGE, "id"),
    Input(Ids.SUBJECT, "data"),
    Input(Ids.PART, "data"),
    Input(Ids.VIEW, "data"),
    Input(Ids.MAP_CHOICES, "children"),
    Known(Ids.MESSAGE, "id"),
)
