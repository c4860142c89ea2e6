"""The import page before a file is chosen: the city, what can be brought, and where to drop it."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboards._doors import current_user
from dashboards._imports_ids import Id
from dashboards._imports_source import choices, chosen, drop, registers, service, whose
from dashboards._language import current, words
from dashboards._services import services
from data import queries
from workshop.accounts import may
from workshop.language import pick

_ = words("imports")


def page(wished: str = "") -> Component:
    """The whole page; without a person it holds no data."""
    cities = my_cities()
    cities.sort(key=lambda city: city[0] != wished)
    return html.Main(
        [
            html.H1(_("Import to the library")),
            html.P(
                _(
                    "Bring in your city's own figures, districts and buildings. Nothing changes"
                    " until you have seen what it changes, and said yes."
                ),
                className="import-lead",
            ),
            html.Div([_choose(cities), _kinds(cities)], className="import-top"),
            html.P(id=Id.SAID, className="import-said", role="alert"),
            html.Div(id=Id.RESULT),
            _confirm(),
            dcc.Store(id=Id.ASKED),
        ],
        id="main",
        className="import",
    )


def my_cities() -> list[tuple[str, str]]:
    """The cities that the person may import for, by name in their language."""
    user = current_user()
    if user is None:
        return []
    found = [each for each in queries.cities(services().library) if may(user, "import", each.id)]
    return sorted(((each.id, pick(each.names, current())) for each in found), key=lambda c: c[1])


def _choose(cities: list[tuple[str, str]]) -> Component:
    # What is drawn for nobody holds no data.
    settings = services().settings if cities else None
    hosts = (*settings.services, *settings.services_inside) if settings else ()
    return html.Section(
        [
            chosen(Id.CITY, _("City"), dict(cities)),
            *choices(),
            *whose(),
            drop(),
            service(hosts),
            registers(),
        ],
        className="rs-card import-choose",
    )


def _kinds(cities: list[tuple[str, str]]) -> Component:
    """What can be brought, with the tables to fill in."""
    city = cities[0][0] if cities else ""
    templates = [
        _template("xlsx", _("Template for Excel"), city),
        _template("csv", _("Template as CSV"), city),
    ]
    told = [
        _kind(
            _("KPI values"),
            _(
                "A table as Excel workbook or CSV: one row for each value. Take a template: it has"
                " a row for every indicator, and you fill in those you know."
            ),
            html.P(templates, className="import-templates"),
        ),
        _kind(
            _("Districts"),
            _(
                "The municipality's own districts, instead of the approximate ones: GeoJSON,"
                " GeoPackage, FlatGeobuf, or a shapefile packed as zip. Names are needed; numbers"
                " and inhabitants are welcome."
            ),
        ),
        _kind(_("A building register"), *_of_buildings()),
        _kind(
            _("Today's recycling stations"),
            _(
                "A row for each station with its name and coordinates: CSV, Excel workbook,"
                " Parquet, GeoPackage or GeoJSON. Then scenarios tell who has one near today, and"
                " stations can be taken away or moved."
            ),
        ),
        _kind(
            _("Results of another model"),
            _(
                "A table with a row for each value (area, year, output, scenario, value, unit, and"
                " p10 and p90 where the model has them), as CSV, Excel workbook or Parquet; or a"
                " map with figures as properties. They become scenarios like our own."
            ),
        ),
    ]
    return html.Div(told, className="import-kinds")


def _of_buildings() -> tuple[str, Component]:
    return _(
        "A row for each building with its use, the year it was built, its floor area, and its"
        " district or coordinates: CSV, Excel workbook, Parquet, GeoPackage or GeoJSON. It says"
        " what part of the city's energy use each district has, in place of where people live."
    ), html.P(
        _(
            "Addresses and owners' names need not be in it, and are never kept: only sums by"
            " district and use are. The file itself is deleted as soon as you say yes, and"
            " otherwise after half an hour."
        ),
        className="soft",
    )


def _kind(name: str, about: str, *more: Component) -> Component:
    return html.Section([html.H2(name), html.P(about), *more])


def _template(suffix: str, name: str, city: str) -> Component:
    path = f"/template/kpi.{suffix}"
    href = f"{path}?city={city}" if city else path
    return html.A(name, href=href, className="rs-button", **{"data-template": path})


def _confirm() -> Component:
    """Kept out of sight until there is something to say yes to."""
    buttons = [
        html.Button(_("Import"), id=Id.CONFIRM, className="rs-button primary", type="button"),
        html.Button(
            _("Leave it"), className="rs-button quiet", type="button", **{"data-import-leave": ""}
        ),
    ]
    return html.Div(
        [html.P(id=Id.ABOUT, className="import-about"), html.Div(buttons)],
        id=Id.CONFIRM_BOX,
        className="import-confirm",
        hidden=True,
    )
