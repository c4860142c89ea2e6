"""The desk of one workshop: a frame for the live remote, and the forms beside it.

What is live is drawn by assets/desk_*.js from the socket's view; this page decides who may come in
and does what is not a command of the session: rehearse, keep the agenda, hand it over.
"""

from __future__ import annotations

import json
from typing import Any

import dash
from dash import Input, Output, State, callback, dcc, html
from dash.development.base_component import Component

from dashboards._desk_choices import sentence_of
from dashboards._desk_crowd import places, rehearsals
from dashboards._desk_ids import Id
from dashboards._desk_more import PACES, more, told
from dashboards._desk_pick import follow
from dashboards._desk_routes import routes
from dashboards._doors import guard
from dashboards._language import current, words
from dashboards._services import services
from data import agendas
from data.agendas import Template, TemplateError
from workshop.accounts import User
from workshop.agenda import step_json
from workshop.borrowed import own
from workshop.errors import SENTENCES, Rejected
from workshop.language import LANGUAGES, pick, translator
from workshop.model import Session

_ = words("desk")


def layout(session: str = "", **_rest: str) -> Component:
    if not session:
        return _desk("", more(False, None, ""))
    if not services().workshop.has(session):
        return _missing()
    state = services().workshop.state(session)
    guard("desk", state.city)
    name = pick(state.title, current())
    return _desk(session, more(state.rehearsal, rehearsals().status(session), name))


ROUTES = [routes]
dash.register_page(__name__, path_template="/desk/<session>", title="Rådslag", layout=layout)


follow(Id.PACE)


def _desk(session: str, beside: Component) -> Component:
    told_to_script = {
        "data-session": session,
        "data-lang": current(),
        "data-errors": json.dumps(_errors(), ensure_ascii=False) if session else "{}",
        "data-today": json.dumps(_as_today(), ensure_ascii=False),
    }
    return html.Main(
        [html.Div(id=Id.LIVE, **told_to_script), beside, dcc.Store(id=Id.SESSION, data=session)],
        id="main",
        className="desk",
    )


def _errors() -> dict[str, str]:
    """Every refusal that the script may have to put into words, by code."""
    say = translator(current(), "errors")
    return {code: say(sentence) for code, sentence in SENTENCES.items()}


def _as_today() -> dict[str, str]:
    """That nothing changes, in every language: an option of each question about resistance."""
    sentence = "Everything stays as it is today"
    return {tag: translator(tag, "desk")(sentence) for tag in LANGUAGES}


def _missing() -> Component:
    return html.Main(
        [
            html.H1(_("This workshop is not here")),
            html.P(_("Perhaps the address is cut off. Look for it in the list.")),
            html.P(html.A(_("Workshops"), href="/desk", className="rs-button primary")),
        ],
        id="main",
        className="plain-page",
    )


def _mine(session: str) -> tuple[User, Session]:
    """The person and the session of a callback; refused when it is not theirs."""
    user = guard("desk")
    state = services().workshop.state(session)
    guard("desk", state.city)
    return user, state


@callback(
    Output(Id.REHEARSE_GO, "href"),
    Input(Id.REHEARSE, "n_clicks"),
    State(Id.SESSION, "data"),
    running=[(Output(Id.REHEARSE, "disabled"), True, False)],
    prevent_initial_call=True,
)
def rehearse(_clicks: int, session: str) -> str:
    """A session of its own with a copy of the agenda, where only simulated people count."""
    user, state = _mine(session)
    created = services().workshop.create(
        state.city,
        dict(state.title),
        [step_json(step) for step in own(state.agenda)],
        state.language,
        user.id,
        rehearsal=True,
    )
    rehearsals().start(created, 42, PACES["8"], places(state.city))
    return f"/desk/{created}"


@callback(
    Output(Id.CROWD_SAID, "children"),
    Input(Id.CROWD_START, "n_clicks"),
    State(Id.SESSION, "data"),
    State(Id.CROWD, "value"),
    State(Id.PACE, "data"),
    prevent_initial_call=True,
)
def let_in(_clicks: int, session: str, people: int | None, pace: str) -> str:
    """Let the simulated people in, let them go on, or change their number and pace."""
    _user, state = _mine(session)
    if people is None:
        return _("Choose a number from 5 to 300.")
    wished = PACES.get(pace, PACES["8"])
    return told(rehearsals().start(session, people, wished, places(state.city)))


@callback(
    Output(Id.CROWD_SAID, "children", allow_duplicate=True),
    Input(Id.CROWD_STOP, "n_clicks"),
    State(Id.SESSION, "data"),
    prevent_initial_call=True,
)
def hold_back(_clicks: int, session: str) -> str:
    _mine(session)
    return told(rehearsals().stop(session))


@callback(
    Output(Id.KEPT, "children"),
    Input(Id.KEEP, "n_clicks"),
    State(Id.SESSION, "data"),
    State(Id.NAME, "value"),
    prevent_initial_call=True,
)
def keep(_clicks: int, session: str, name: str | None) -> str:
    """Save the agenda as it stands now among one's own templates."""
    _user, state = _mine(session)
    try:
        agendas.save(services().settings.data_dir, _template(state, name))
    except (TemplateError, Rejected) as refusal:
        return sentence_of(refusal)
    return _("Saved. You find it under “New workshop”.")


@callback(
    Output(Id.EXPORT_FILE, "data"),
    Input(Id.EXPORT, "n_clicks"),
    State(Id.SESSION, "data"),
    State(Id.NAME, "value"),
    prevent_initial_call=True,
)
def hand_over(_clicks: int, session: str, name: str | None) -> Any:
    """The agenda as a template file."""
    _user, state = _mine(session)
    return dcc.send_string(agendas.as_text(_template(state, name)), f"agenda-{state.city}.yml")


def _template(state: Session, name: str | None) -> Template:
    named = (name or "").strip()
    return Template(
        key="",
        built_in=False,
        city=state.city,
        language=state.language,
        name={tag: named for tag in LANGUAGES} if named else {},
        about={},
        steps=own(state.agenda),
    )
