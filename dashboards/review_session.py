"""One saved workshop: what the stage showed, what people answered, and files to take away."""

from __future__ import annotations

from typing import Any

import dash
from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboards._doors import guard
from dashboards._language import current, words
from dashboards._review_ids import Id
from dashboards._review_moments import told
from dashboards._review_page import bare, missing, page
from dashboards._review_replay import replays
from dashboards._review_results import views
from dashboards._review_texts import held_back
from dashboards._services import services
from workshop.errors import Rejected
from workshop.model import Json, Session

_ = words("review")


def layout(session: str = "", raw: str = "", **_rest: str) -> Component:
    if not session:
        return bare()
    if not services().workshop.has(session):
        return missing()
    state, user = _mine(session)
    moments = replays().moments(session)
    may_raw = services().doors.may(user, "raw", state.city)
    ready = raw == "ready" and services().doors.fresh(user)
    data = {
        "session": session,
        "lang": current(),
        "moments": told(moments),
        "rounds": views(state),
        "words": _words(),
        "ready": ready,
    }
    return page(state, moments, data, may_raw, ready)


dash.register_page(__name__, path_template="/review/<session>", title="Rådslag", layout=layout)


def _mine(session: str) -> tuple[Session, Any]:
    """The session and the person who may review it; refused when it is not theirs."""
    guard("review")
    state = services().workshop.state(session)
    return state, guard("review", state.city)


def _words() -> Json:
    """What the script says by itself."""
    return {
        "before": _("Previous moment"),
        "after": _("Next moment"),
        "slider": _("Moment of the workshop"),
        "list": _("All moments"),
        "table": _("Results"),
        "lost": _("This picture could not be fetched. Are you still signed in?"),
    }


# The picture of the stage, its slider and the drawings of results: assets/review.js.
clientside_callback(
    ClientsideFunction("review", "begin"),
    Output(Id.SESSION, "data-ready"),
    Input(Id.TOLD, "data"),
)


@callback(
    Output(Id.HELD, "children"),
    Output(Id.HELD_SHOW, "hidden"),
    Input(Id.HELD_SHOW, "n_clicks"),
    State(Id.TOLD, "data"),
    prevent_initial_call=True,
)
def show_held_back(clicks: int | None, data: Json | None) -> tuple[Component, bool]:
    """The texts that were held back, for who asks for them."""
    if not clicks or not data:
        raise PreventUpdate
    try:
        state, _user = _mine(str(data.get("session")))
    except Rejected as refusal:
        if refusal.code == "unknown_session":
            raise PreventUpdate from None
        raise
    return held_back(state), True
