"""How the desk's first page looks: the form for a new workshop beside the list of workshops."""

from __future__ import annotations

import datetime as dt

from dash import dcc, html
from dash.development.base_component import Component

from dashboards._desk_choices import Choice, choices, my_cities
from dashboards._desk_ids import Id, template_button
from dashboards._desk_pick import Pick, picker
from dashboards._language import current, plurals, words
from dashboards._services import services
from dashboards._unopened import unopened
from data import agendas
from workshop.language import LANGUAGES, NAMES, date, pick
from workshop.summary import Summary

_ = words("desk")
_n = plurals("desk")
INLINE = "desk-inline"
ORDER = {"open": 0, "lobby": 1, "closed": 2}


def home() -> Component:
    """The whole page; without a person it holds no data."""
    cities = my_cities()
    first = choices(cities[0][0]) if cities else []
    return html.Main(
        [
            html.Header([html.H1(_("Workshops"))], className="desk-home-head"),
            html.Div(
                [_new(cities, first), _list(cities), _templates()],
                className="desk-home-body",
            ),
            dcc.Location(id=Id.GO, refresh=True),
            dcc.Download(id=Id.FILE),
        ],
        id="main",
        className="desk-home",
    )


def picks(found: list[Choice]) -> list[Pick]:
    return [Pick(each.key, each.name, each.told) for each in found]


def languages() -> list[Pick]:
    return [Pick(tag, NAMES[tag], lang=tag) for tag in LANGUAGES]


def levels() -> list[Pick]:
    """How people are let in: each with what it promises, and what it does not."""
    return [
        Pick(
            "device",
            _("Everybody with the code"),
            _("One answer from each phone. Quickest, but a guide: phones are counted, not people."),
        ),
        Pick(
            "table",
            _("A code for each table"),
            _("Each table's code lets in as many phones as you say. You print cards at the desk."),
        ),
        Pick(
            "codes",
            _("A code for each person"),
            _("Printed codes, each for one person, once. Not a secret ballot or an election."),
        ),
    ]


def _new(cities: list[tuple[str, str]], first: list[Choice]) -> Component:
    begun = first[0] if first else None
    return html.Section(
        [
            html.H2(_("New workshop")),
            picker(Id.CITY, _("City"), [Pick(*city) for city in cities], _first(cities), INLINE),
            picker(Id.AGENDA, _("Agenda"), picks(first), begun.key if begun else None),
            html.Label(_("Title"), htmlFor=Id.TITLE, className="rs-label"),
            dcc.Input(
                id=Id.TITLE,
                value=pick(begun.title, current()) if begun else "",
                maxLength=140,
                debounce=False,
                className="rs-input",
                autoComplete="off",
            ),
            picker(
                Id.LANGUAGE,
                _("Language on the stage"),
                languages(),
                begun.language if begun else None,
                INLINE,
            ),
            picker(Id.LEVEL, _("Who can answer"), levels(), "device"),
            html.Button(
                _("Create the workshop"),
                id=Id.CREATE,
                className="rs-button primary desk-create",
                type="button",
            ),
            html.P(id=Id.SAID, className="desk-said", role="alert"),
        ],
        className="rs-card desk-new",
    )


def _first(cities: list[tuple[str, str]]) -> str | None:
    return cities[0][0] if cities else None


def _list(cities: list[tuple[str, str]]) -> Component:
    names = dict(cities)
    rows = [row for row in services().workshop.sessions() if row.city in names] if cities else []
    rows.sort(key=lambda row: (ORDER[row.phase], row.rehearsal, -row.created_at_ms))
    nothing = html.P(_("No workshops yet. Make the first one."), className="soft")
    return html.Section(
        [
            html.H2(_("Your workshops")),
            html.Ul([_row(row, names[row.city]) for row in rows], className="desk-sessions")
            if rows
            else nothing,
            unopened() if cities else None,
        ],
        className="desk-mine",
    )


def _row(row: Summary, city: str) -> Component:
    phase = {"open": _("Open"), "lobby": _("Doors closed"), "closed": _("Over")}[row.phase]
    when = dt.datetime.fromtimestamp(row.created_at_ms / 1000, tz=dt.UTC).date()
    people = _n("{n} person", "{n} people", row.participants).format(n=row.participants)
    tags = [html.Span(phase, className=f"rs-tag desk-phase-{row.phase}")]
    if row.rehearsal:
        tags.append(html.Span(_("Rehearsal"), className="rs-tag desk-rehearsal"))
    if row.phase != "closed":
        tags.append(html.Span(row.code, className="desk-row-code figures"))
    told = f"{city} · {date(when, current(), 'medium')} · {people}"
    link = html.A(pick(row.title, current()), href=f"/desk/{row.id}", className="desk-row-title")
    return html.Li(
        [html.Div([link, html.P(told, className="soft")]), html.Div(tags, className="desk-tags")],
        className="rs-card desk-session",
    )


def _templates() -> Component:
    return html.Details(
        [
            html.Summary(_("Templates as files")),
            html.Div(template_list() if my_cities() else [], id=Id.TEMPLATES),
            dcc.Upload(
                html.Span(_("Take in a template from a file"), className="rs-button"),
                id=Id.UPLOAD,
                accept=".yml,.yaml",
                max_size=agendas.LONGEST_FILE,
                className="desk-upload",
            ),
            html.P(id=Id.UPLOADED, className="desk-said", role="status"),
        ],
        className="desk-files",
    )


def template_list() -> list[Component]:
    """The templates of one's cities, each with a download; one's own can be removed."""
    mine = {city for city, _name in my_cities()}
    found = [t for t in agendas.templates(services().settings.data_dir) if t.city in mine]
    return [html.Ul([_template(template) for template in found], className="desk-template-list")]


def _template(template: agendas.Template) -> Component:
    name = pick(template.name, current())
    buttons = [_act("download", template.key, _("Download"), name)]
    if not template.built_in:
        buttons.append(_act("remove", template.key, _("Remove"), name))
    return html.Li([html.Span(name), html.Span(buttons, className="desk-row")])


def _act(act: str, key: str, says: str, name: str) -> Component:
    return html.Button(
        says,
        id=template_button(act, key),
        type="button",
        className="rs-button quiet",
        **{"aria-label": f"{says}: {name}"},
    )
