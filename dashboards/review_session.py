"""One saved workshop: what the stage showed, what people answered, and files to take away."""

from __future__ import annotations

from typing import Any

import dash
from dash import (
    ALL,
    ClientsideFunction,
    Input,
    Output,
    State,
    callback,
    clientside_callback,
    ctx,
    dcc,
    no_update,
)
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboards._doors import Refused, guard, notice
from dashboards._language import current, words
from dashboards._review_damage import damaged
from dashboards._review_groups import panel as groups
from dashboards._review_ids import Id, by_button, keep_button
from dashboards._review_keep import gone, panel
from dashboards._review_moments import told
from dashboards._review_page import bare, missing, page
from dashboards._review_replay import replays
from dashboards._review_results import views
from dashboards._review_texts import held_back
from dashboards._services import services
from workshop.errors import SENTENCES, Rejected
from workshop.language import translator
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
    may_restore = services().doors.may(user, "desk", state.city)
    damage = damaged(session, services().workshop.alarm(session), may_restore)
    return page(state, moments, data, may_raw, ready, damage)


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
    if not clicks:
        raise PreventUpdate
    return held_back(_there(data)), True


def _there(data: Json | None) -> Session:
    """The session that the page shows; it may have been deleted meanwhile."""
    try:
        state, _user = _mine(str((data or {}).get("session")))
    except Rejected as refusal:
        if refusal.code == "unknown_session":
            raise PreventUpdate from None
        raise
    return state


@callback(
    Output(Id.BY, "children"),
    Input(by_button(ALL, ALL), "n_clicks"),
    State(Id.TOLD, "data"),
    prevent_initial_call=True,
)
def show_by_group(clicks: list[int | None], data: Json | None) -> list[Component]:
    """A question's answers by group and district: seen here, they are released."""
    if not any(clicks) or not isinstance(ctx.triggered_id, dict):
        raise PreventUpdate
    return groups(_there(data), str(ctx.triggered_id["round"]))


@callback(
    Output(Id.KEEP, "children"),
    Output(Id.KEEP_FILE, "data"),
    Input(keep_button(ALL), "n_clicks"),
    State(Id.TOLD, "data"),
    prevent_initial_call=True,
)
def keep_or_delete(clicks: list[int | None], data: Json | None) -> tuple[Any, Any]:
    """What an official decides about the keeping of this workshop's answers."""
    if not any(clicks) or not data or not isinstance(ctx.triggered_id, dict):
        raise PreventUpdate
    session_id, act = str(data.get("session")), str(ctx.triggered_id["act"])
    state = services().workshop.state(session_id)
    user = guard("raw", state.city)
    try:
        said, file = _kept(state, user.id, act)
    except Refused as refusal:
        return panel(state, True, notice(refusal)), no_update
    except Rejected as refusal:
        return panel(state, True, _refused(refusal)), no_update
    if not services().workshop.has(session_id):
        return gone(), no_update
    state = services().workshop.state(session_id)
    return panel(state, True, said, ask=act == "ask"), file


def _refused(refusal: Rejected) -> str:
    return translator(current(), "errors")(SENTENCES[refusal.code])


def _kept(state: Session, account: str, act: str) -> tuple[str, Any]:
    """Do it; (a word about it, a file to take away)."""
    keeper, name = services().keeper, state.id
    if act == "make":
        keeper.make_package(name)
        return _("The package is ready."), no_update
    if act == "fetch" and (path := keeper.package_path(name)):
        return "", dcc.send_bytes(path.read_bytes(), path.name)
    if act == "tick":
        keeper.tick(name, account)
        return _("Noted: the archive has the package."), no_update
    if act == "delete":
        guard("raw", state.city, fresh=True)
        keeper.remove(name, account)
    if act.startswith("days-"):
        days = {"days": int(act.removeprefix("days-"))}
        services().workshop.command(name, "set_retention", days, actor=account)
        return _("Noted."), no_update
    return "", no_update
