"""A page of one city at a time: where one is chosen, and the bar that leads to the others."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards._language import current, words
from dashboards._services import services
from data import queries
from workshop.language import pick

_ = words("shared")


def choice(page: str, title: str, advice: str) -> list[Component]:
    """Which city? Each leads to its own `page`, such as `/explore`."""
    links = [
        html.Li(html.A(name, href=f"{page}/{city}", className="rs-card")) for city, name in _all()
    ]
    return [html.H1(title), html.P(advice), html.Ul(links, className="cities-start")]


def unknown() -> Component:
    """What stands before the choice when an address names a city that we do not hold."""
    return html.P(_("We hold nothing about this city. Choose one of these."), role="alert")


def head(page: str, title: str, chosen: str) -> Component:
    links = [
        html.Li(
            html.A(
                name,
                href=f"{page}/{city}",
                **{"data-city": city},
                **({"aria-current": "page"} if city == chosen else {}),
            )
        )
        for city, name in _all()
    ]
    bar = html.Nav(html.Ul(links), className="cities", **{"aria-label": _("Cities")})
    return html.Header([html.H1(title), bar], className="cities-head")


def _all() -> list[tuple[str, str]]:
    found = queries.cities(services().library)
    return [(each.id, pick(each.names, current())) for each in found]
