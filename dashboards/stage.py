"""The stage: what the projector shows of one session. Reading only, by a link that carries a key.

Words, turnout and results come over the socket and are drawn by assets/stage.js; only the map is
made here, when the step's view changes.
"""

from __future__ import annotations

from typing import Any

import dash
from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboards._review_stage import replayed, signed_out
from dashboards._services import services
from dashboards._stage_door import enter, wrong_key
from dashboards._stage_ids import Id
from dashboards._stage_map import map_of, pins_layer
from dashboards._stage_screen import screen
from workshop.language import DEFAULT

dash.register_page(__name__, path_template="/stage/<session>", title="Rådslag")


def layout(session: str = "", **asked: str) -> Component:
    """The stage of `session` for whoever holds its key; `lang` and `scheme` may be chosen.

    With `replay` it is the stage as it was, inside a review: fed moment by moment by that page.
    """
    if not session:
        # Nobody sees this one: Dash learns from it which ids there will be.
        return screen("", "", DEFAULT, "dark", [pins_layer()])
    if "replay" in asked:
        return replayed(session)
    return enter(services().workshop, services().doors, session, asked)


def closed(**asked: str) -> Component:
    """What stands there for somebody without the key, or without a right to the review."""
    return signed_out() if "replay" in asked else wrong_key(asked)


@callback(
    Output(Id.MAP_BOX, "children"),
    Output(Id.MAP_BOX, "data-number"),
    Input(Id.VIEW, "data"),
    State(Id.ROOT, "lang"),
    prevent_initial_call=True,
)
def draw_map(wanted: dict[str, Any] | None, language: str) -> tuple[list[Component], str]:
    """The map of a step's view, and which it is of those that this screen has asked for.

    It shows public facts only, so it asks for no key.
    """
    if not wanted:
        raise PreventUpdate
    drawn = map_of(services().library, wanted["view"], language, wanted.get("shown"))
    return drawn, str(wanted.get("number", ""))


# A map that was made anew asks for the pins that are there already.
clientside_callback(
    ClientsideFunction("stage", "pins"),
    Output(Id.MAP_PINS, "data"),
    Input(Id.PINS, "data"),
    Input(Id.MAP_PINS, "id"),
)
