"""The desk's first page: workshops of one's own cities, and from nothing to a new one."""

from __future__ import annotations

import base64
import binascii
from typing import Any

import dash
from dash import ALL, Input, Output, State, callback, ctx, dcc
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboards._desk_choices import choice, choices, sentence_of
from dashboards._desk_home import home, languages, picks, template_list
from dashboards._desk_ids import Id, template_button
from dashboards._desk_pick import buttons, follow
from dashboards._doors import guard
from dashboards._language import current, words
from dashboards._services import services
from data import agendas
from data.agendas import TemplateError
from workshop.errors import Rejected
from workshop.language import LANGUAGES, known, pick

_ = words("desk")


def layout(**_rest: str) -> Component:
    return home()


dash.register_page(__name__, path="/desk", title="Rådslag", layout=layout)


for group in (Id.CITY, Id.AGENDA, Id.LANGUAGE, Id.LEVEL):
    follow(group)


@callback(
    Output(f"{Id.AGENDA}-picks", "children"),
    Output(Id.AGENDA, "data"),
    Input(Id.CITY, "data"),
    prevent_initial_call=True,
)
def offer(city: str) -> tuple[list[Component], str]:
    """What can be begun with in the chosen city."""
    guard("desk", city)
    found = choices(city)
    return buttons(Id.AGENDA, picks(found), found[0].key), found[0].key


@callback(
    Output(Id.TITLE, "value"),
    Output(Id.LANGUAGE, "data"),
    Output(f"{Id.LANGUAGE}-picks", "children"),
    Input(Id.AGENDA, "data"),
    State(Id.CITY, "data"),
    prevent_initial_call=True,
)
def suggest(key: str, city: str) -> tuple[str, str, list[Component]]:
    """The title and language that go with the choice; both can be changed."""
    guard("desk", city)
    begun = choice(city, key)
    spoken = buttons(Id.LANGUAGE, languages(), begun.language)
    return pick(begun.title, current()), begun.language, spoken


@callback(
    Output(Id.GO, "href"),
    Output(Id.SAID, "children"),
    Input(Id.CREATE, "n_clicks"),
    State(Id.CITY, "data"),
    State(Id.AGENDA, "data"),
    State(Id.TITLE, "value"),
    State(Id.LANGUAGE, "data"),
    State(Id.LEVEL, "data"),
    running=[(Output(Id.CREATE, "disabled"), True, False)],
    prevent_initial_call=True,
)
def create(
    _clicks: int, city: str, key: str, title: str | None, language: str, level: str
) -> tuple[Any, str]:
    """Make the workshop and go to its desk."""
    user = guard("desk", city)
    begun = choice(city, key)
    spoken = known(language) or begun.language
    try:
        session_id = services().workshop.create(
            city, _titles(begun.title, title), begun.steps, spoken, user.id
        )
    except Rejected as refusal:
        return dash.no_update, sentence_of(refusal)
    # An unknown level is refused, and leaves the one that asks least.
    services().workshop.command(session_id, "set_level", {"level": level}, actor=user.id)
    return f"/desk/{session_id}", ""


def _titles(known_titles: dict[str, str], typed: str | None) -> dict[str, str]:
    """The title in every language, unless somebody typed one: that one counts everywhere."""
    words_typed = (typed or "").strip()
    if words_typed in ("", pick(known_titles, current())):
        return known_titles
    return {tag: words_typed for tag in LANGUAGES}


@callback(
    Output(Id.TEMPLATES, "children"),
    Output(Id.UPLOADED, "children"),
    Output(f"{Id.AGENDA}-picks", "children", allow_duplicate=True),
    Output(Id.AGENDA, "data", allow_duplicate=True),
    Input(Id.UPLOAD, "contents"),
    Input(template_button("remove", ALL), "n_clicks"),
    State(Id.UPLOAD, "filename"),
    State(Id.CITY, "data"),
    State(Id.AGENDA, "data"),
    prevent_initial_call=True,
)
def change_templates(
    contents: str | None, _clicks: list[int | None], filename: str | None, city: str, key: str
) -> tuple[Any, str, Any, Any]:
    """A template is taken in from a file, or one of one's own is taken away."""
    guard("desk", city)
    try:
        said = _change(contents, filename)
    except TemplateError as refusal:
        return dash.no_update, sentence_of(refusal), dash.no_update, dash.no_update
    found = choices(city)
    chosen = choice(city, key).key
    return template_list(), said, buttons(Id.AGENDA, picks(found), chosen), chosen


def _change(contents: str | None, filename: str | None) -> str:
    folder = services().settings.data_dir
    if isinstance(ctx.triggered_id, dict):
        if not ctx.triggered[0]["value"]:
            raise PreventUpdate
        found = agendas.load(folder, ctx.triggered_id["key"])
        guard("desk", found.city)
        agendas.remove(folder, found.key)
        return _("Removed: {name}").format(name=pick(found.name, current()))
    template = agendas.parse_text(_text_of(contents or ""), filename or "")
    guard("desk", template.city)
    agendas.save(folder, template)
    return _("Taken in: {name}").format(name=pick(template.name, current()))


def _text_of(contents: str) -> str:
    """The text of an uploaded file, which the browser sends as a data address."""
    if len(contents) > 2 * agendas.LONGEST_FILE:
        raise TemplateError("template_large", "")
    try:
        return base64.b64decode(contents.partition(",")[2], validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        raise TemplateError("template_unreadable", "") from None


@callback(
    Output(Id.FILE, "data"),
    Input(template_button("download", ALL), "n_clicks"),
    prevent_initial_call=True,
)
def hand_over(clicks: list[int | None]) -> Any:
    """A template as a file, to give to a colleague."""
    if not any(clicks) or not isinstance(ctx.triggered_id, dict):
        raise PreventUpdate
    found = agendas.load(services().settings.data_dir, ctx.triggered_id["key"])
    guard("desk", found.city)
    return dcc.send_string(agendas.as_text(found), f"{found.key}.yml")
