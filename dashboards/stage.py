"""The stage: what the projector shows of one session. Reading only, by a link that carries a key.

Words, turnout and results come over the socket and are drawn by assets/stage.js; only the map is
made here, when the step's view changes.
"""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output, State, callback, clientside_callback
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboards._services import services
from dashboards._stage_ids import Id
from dashboards._stage_map import map_of, pins_layer
from dashboards._stage_screen import refused, screen
from workshop.language import DEFAULT, known, translator

dash.register_page(__name__, path_template="/stage/<session>", title="Rådslag")


def layout(
    session: str = "", key: str = "", lang: str = "", scheme: str = "", **_rest: str
) -> Component:
    """The stage of `session` for whoever holds its key; `lang` and `scheme` may be chosen."""
    colours = "light" if scheme == "light" else "dark"
    if not session:
        # Nobody sees this one: Dash learns from it which ids there will be.
        return screen("", "", DEFAULT, colours, [pins_layer()])
    workshop, doors = services().workshop, services().doors
    if not (workshop.has(session) and doors.is_stage_key(key, session)):
        _ = translator(known(lang) or DEFAULT, "stage")
        return refused(_("This link does not open a stage. Take it from the desk once more."))
    language = known(lang) or known(workshop.state(session).language) or DEFAULT
    return screen(session, key, language, colours)


@callback(
    Output(Id.MAP_BOX, "children"),
    Input(Id.VIEW, "data"),
    State(Id.ROOT, "lang"),
    prevent_initial_call=True,
)
def draw_map(wanted: dict[str, Any] | None, language: str) -> list[Component]:
    """The map of a step's view. It shows public facts only, so it asks for no key."""
    if not wanted:
        raise PreventUpdate
    return map_of(services().library, wanted["view"], language)


# A map that was made anew asks for the pins that are there already.
clientside_callback(
    """function (pins) { return pins || {type: "FeatureCollection", features: []}; }""",
    Output(Id.MAP_PINS, "data"),
    Input(Id.PINS, "data"),
    Input(Id.MAP_PINS, "id"),
)
