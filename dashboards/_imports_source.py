"""Where something to import comes from: what it is, a file or a service, and whose results."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboards._imports_ids import Id
from dashboards._language import words
from data.imports import limits
from data.imports.buildings.look import WHOSE
from data.imports.results.provenance import FIELDS
from data.imports.stations.look import WHOSE as WHOSE_LIST

_ = words("imports")

STANDARDS = {
    "ogc": "OGC API Features",
    "wfs": "WFS 2.0",
    "sensorthings": "SensorThings API",
    "ngsild": "NGSI-LD",
}


def choices() -> tuple[Component, Component]:
    """What is brought, and from where; assets/import.js shows what belongs to the answer."""
    kinds = {
        "": _("KPI values or districts"),
        "buildings": _("A building register"),
        "stations": _("Today's recycling stations"),
        "results": _("Results of another model"),
    }
    sources = {"file": _("A file"), "service": _("A service")}
    return chosen(Id.KIND, _("What you bring"), kinds), chosen(Id.SOURCE, _("From"), sources)


def chosen(id_: str, name: str, options: dict[str, str]) -> Component:
    listed = [html.Option(text, value=value) for value, text in options.items()]
    field = html.Select(listed, id=id_, className="rs-select")
    return html.Div([html.Label(name, htmlFor=id_, className="rs-label"), field])


def drop() -> Component:
    """assets/import.js puts a file field in here, which Dash has no component for."""
    most = limits.LARGEST_FILE // limits.MEGABYTE
    return html.Div(
        id=Id.DROP,
        className="import-drop",
        **{
            "data-say-choose": _("Choose a file"),
            "data-say-drop": _("or drop it here"),
            "data-say-most": _("At most {most} MB").format(most=most),
            "data-say-large": _("The file is too large. It can be at most {most} MB.").format(
                most=most
            ),
            "data-say-sending": _("Sending …"),
            "data-say-reading": _("Reading and checking …"),
            "data-say-lost": _("The file did not arrive. Check the network and try again."),
            "data-most": str(limits.LARGEST_FILE),
        },
    )


def registers() -> Component:
    """The registers or lists that are kept; assets/import_registers.js fills it in."""
    return html.Section(
        [
            html.H2(_("Kept versions")),
            html.P(className="rs-note warn", role="status", hidden=True),
            html.Ul(),
        ],
        id=Id.REGISTERS,
        className="import-registers",
        hidden=True,
        **{
            "data-say-now": _("In force"),
            "data-say-use": _("Use this one"),
            "data-say-lost": _("The server did not answer. Check the network and try again."),
        },
    )


def service(hosts: tuple[str, ...]) -> Component:
    """Out of sight until a service is what it comes from."""
    if not hosts:
        said = _(
            "No services are allowed yet. An administrator names their addresses in"
            " MODEL_SERVICES; see the guide."
        )
        return html.Div(html.P(said, className="rs-note warn"), id=Id.SERVICE, hidden=True)
    address = dcc.Input(
        id=Id.ADDRESS, type="url", className="rs-input", autoComplete="off", maxLength=2000
    )
    allowed = _("Allowed: {hosts}").format(hosts=", ".join(hosts))
    return html.Div(
        [
            chosen(Id.STANDARD, _("Kind of service"), STANDARDS),
            html.Div([html.Label(_("Address"), htmlFor=Id.ADDRESS, className="rs-label"), address]),
            html.P(allowed, className="soft import-hosts"),
            html.Button(_("Fetch"), id=Id.FETCH, className="rs-button primary", type="button"),
            html.P(id=Id.FETCHING, role="status", className="import-fetching"),
            html.Section(
                [html.H2(_("Fetched before")), html.Ul(id=Id.FETCHED)],
                className="import-fetched",
                hidden=True,
            ),
        ],
        id=Id.SERVICE,
        hidden=True,
        className="import-service",
        **{
            "data-say-again": _("Fetch again"),
            "data-say-kept": _("Use the kept copy"),
            "data-say-fetching": _("Fetching …"),
            "data-say-lost": _("The server did not answer. Check the network and try again."),
        },
    )


def whose() -> list[Component]:
    """Provenance, of results, a register or a list: without it nothing is imported."""
    of_results = (_("Made by"), _("Model"), _("Version"), _("Computed on"), _("Licence"))
    of_register = (_("Whose it is"), _("As of"), _("Terms of use"))
    return [
        _whose(Id.WHOSE, _("Whose results are these?"), FIELDS, of_results),
        _whose(Id.WHOSE_REGISTER, _("Whose register is this?"), tuple(WHOSE), of_register),
        _whose(Id.WHOSE_STATIONS, _("Whose list is this?"), tuple(WHOSE_LIST), of_register),
    ]


def _whose(id_: str, legend: str, fields: tuple[str, ...], names: tuple[str, ...]) -> Component:
    """assets/import.js shows the one that belongs to what is brought."""
    listed = [_whose_field(id_, *each) for each in zip(fields, names, strict=True)]
    return html.Fieldset(
        [html.Legend(legend), html.Div(listed, className="import-columns")],
        id=id_,
        className="import-whose",
        hidden=True,
    )


def _whose_field(of: str, name: str, text: str) -> Component:
    id_ = f"{of}-{name}"
    hint = {"date": {"placeholder": _("yyyy-mm-dd")}, "licence": {"placeholder": "CC BY 4.0"}}
    field = dcc.Input(
        id=id_, className="rs-input", maxLength=200, autoComplete="off", **hint.get(name, {})
    )
    label = html.Label(text, htmlFor=id_, className="rs-label")
    return html.Div([label, field], **{"data-whose": name})
