"""Import: officials bring their city's own values and districts, see what changes, and say yes."""

from __future__ import annotations

from typing import Any

import dash
from dash import Input, Output, callback, ctx, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from dashboards import _imports_registers, _imports_routes
from dashboards._doors import guard
from dashboards._imports_buildings import buildings_done
from dashboards._imports_form import page
from dashboards._imports_ids import Id
from dashboards._imports_preview import done_shown, preview_shown, summary
from dashboards._imports_results import results_done
from dashboards._imports_stations import stations_done
from dashboards._imports_words import of_refusal
from dashboards._services import services
from data.imports.buildings import keeping
from data.imports.commit import carry_out
from data.imports.findings import Refusal
from data.imports.pending import Waiting
from data.imports.preview import Preview, preview
from data.imports.results.keeping import keep
from data.imports.stations import keeping as station_keeping
from workshop.accounts import User

ROUTES = (_imports_routes.routes, _imports_registers.routes)

Shown = tuple[Component, bool, str]


def layout(city: str = "", **_rest: str) -> Component:
    return page(city)


dash.register_page(__name__, path="/import", title="Rådslag", layout=layout)


@callback(
    Output(Id.RESULT, "children"),
    Output(Id.CONFIRM_BOX, "hidden"),
    Output(Id.ABOUT, "children"),
    Input(Id.ASKED, "data"),
    Input(Id.CONFIRM, "n_clicks"),
    running=[(Output(Id.CONFIRM, "disabled"), True, False)],
    prevent_initial_call=True,
)
def go_on(asked: dict[str, Any] | None, _clicks: int | None) -> Shown:
    """Shows what a file would change; after a yes, does it and says so.

    `asked` is the file's token and the number of the question, with which column is what and whose
    it is as far as that is said; None when the person has left the file.
    """
    user = guard("import")
    if not asked:
        raise PreventUpdate
    wished = dict(asked)
    token, number = wished.pop("token", ""), wished.pop("number", 0)
    try:
        if ctx.triggered_id == Id.CONFIRM:
            return _answer(number, _do(user, token, wished)), True, ""
        shown = _look(user, token, wished)
    except Refusal as refusal:
        said = html.P(of_refusal(refusal), className="rs-note danger", role="alert")
        return _answer(number, [said]), True, ""
    return _answer(number, preview_shown(shown)), shown.writes == 0, summary(shown)


def _answer(number: int, parts: list[Component]) -> Component:
    """Says which question it answers, so that the page knows what it has chosen since."""
    return html.Div(parts, className="import-result", **{"data-answers": number})


def _look(user: User, token: str, wished: dict[str, str]) -> Preview:
    shown = preview(services().library, token, user.id, wished)
    guard("import", shown.upload.city)
    return shown


def _do(user: User, token: str, wished: dict[str, Any]) -> list[Component]:
    shown = _look(user, token, wished)
    library, role = services().library, str(user.role)
    if shown.results:
        scenarios = keep(library, services().twin.scenarios, shown, role)
        Waiting(library.data_dir).drop(token)
        return results_done(shown, scenarios)
    if shown.buildings:
        version, _made = keeping.keep(library, shown.upload, shown.buildings, role)
        return _renewed(shown, buildings_done(shown, version))
    if shown.stations:
        version = station_keeping.keep(library, shown.upload, shown.stations, role)
        return _renewed(shown, stations_done(shown, version))
    version, shown = carry_out(library, token, user.id, role, wished)
    return done_shown(shown, version)


def _renewed(shown: Preview, said: list[Component]) -> list[Component]:
    """What the city's models rest on is another now: in the background they are made anew."""
    Waiting(services().library.data_dir).drop(shown.upload.token)
    services().twin.renew(shown.upload.city)
    return said
