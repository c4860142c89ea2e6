"""The list of saved workshops, for those who work with what came out of them."""

from __future__ import annotations

import dash
from dash import ClientsideFunction, Input, Output, clientside_callback
from dash.development.base_component import Component

from dashboards._doors import current_user
from dashboards._review_api import routes as analyses
from dashboards._review_ids import Id
from dashboards._review_list import page
from dashboards._review_routes import routes
from dashboards._services import services
from dashboards._unopened import unopened

ROUTES = [routes, analyses]


def layout(**_rest: str) -> Component:
    user = current_user()
    if user is None:
        return page([])
    doors, workshop = services().doors, services().workshop
    removed = [entry.kept for entry in services().keeper.book.removed() if entry.kept]
    return page(
        [row for row in workshop.sessions() if doors.may(user, "review", row.city)],
        [kept for kept in removed if doors.may(user, "review", kept["city"])],
        unopened(),
    )


dash.register_page(__name__, path="/review", title="Rådslag", layout=layout)

# The list is all there: assets/review_list.js shows and hides its lines.
clientside_callback(
    ClientsideFunction("review", "list"),
    Output(Id.LIST, "data-ready"),
    Input(Id.LIST, "id"),
)
