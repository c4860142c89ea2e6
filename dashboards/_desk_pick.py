"""One of several: buttons of which one is pressed, usable by mouse, finger, keyboard and ear.

The value lies in a store named after the group; assets/desk_pick.js moves it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import ALL, ClientsideFunction, Input, Output, State, clientside_callback, dcc, html
from dash.development.base_component import Component


@dataclass(frozen=True)
class Pick:
    """One button: the value it stands for, its name, and perhaps a line about it."""

    key: str
    name: str
    about: str = ""
    lang: str | None = None


def picker(
    group: str, name: str, picks: Sequence[Pick], value: str | None, css: str = ""
) -> Component:
    """The whole group with its heading; `group` is the id of its store."""
    return html.Div(
        [
            html.P(name, className="rs-label", id=f"{group}-name"),
            html.Div(
                buttons(group, picks, value), id=f"{group}-picks", className=f"desk-picks {css}"
            ),
            dcc.Store(id=group, data=value),
        ],
        role="group",
        className="desk-group",
        **{"aria-labelledby": f"{group}-name"},
    )


def buttons(group: str, picks: Sequence[Pick], value: str | None) -> list[Component]:
    return [_button(group, pick, pick.key == value) for pick in picks]


def _button(group: str, pick: Pick, pressed: bool) -> Component:
    about = [html.Span(pick.about, className="desk-choice-about soft")] if pick.about else []
    return html.Button(
        [html.Span(pick.name, className="desk-choice-name", lang=pick.lang), *about],
        id={"type": f"{group}-pick", "key": pick.key},
        type="button",
        className="desk-choice",
        **{"aria-pressed": "true" if pressed else "false"},
    )


def follow(group: str) -> None:
    """Let the store follow the buttons; once for each group, when the page is imported."""
    pattern = {"type": f"{group}-pick", "key": ALL}
    clientside_callback(
        ClientsideFunction("desk", "pick"),
        Output(group, "data", allow_duplicate=True),
        Output(pattern, "aria-pressed"),
        Input(pattern, "n_clicks"),
        State(pattern, "id"),
        prevent_initial_call=True,
    )
