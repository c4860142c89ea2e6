"""Who is missing: where those who came live, beside where the city's people live."""

from __future__ import annotations

from collections import Counter

from dash import html
from dash.development.base_component import Component

from dashboards._language import current, plurals, words
from dashboards._services import services
from data import queries
from data.errors import DataError
from data.records import Area
from workshop.language import number
from workshop.missing import compared
from workshop.model import WHOLE_ROOM_MINIMUM, Json, Session

_ = words("review")
_n = plurals("review")


def missing(session: Session) -> list[Component]:
    """Told once, when nobody can join any more: two looks would tell who came between them."""
    if session.phase != "closed":
        return [html.P(_("It comes here when the workshop is finished."), className="rs-note")]
    districts = _districts(session)
    came = Counter(person.district for person in session.participants.values())
    living = {area.id: area.population or 0 for area in districts.values()}
    found = compared(came, living)
    if found is None:
        none = _("How many live in each district is not known here.")
        return [html.P(none, className="soft")]
    if not any(len(row["ids"]) == 1 for row in found["rows"]):
        few = _("Too few to say: fewer than {n} came from each of the districts.")
        return [html.P(few.format(n=WHOLE_ROOM_MINIMUM), className="rs-note")]
    names = {id_: area.name for id_, area in districts.items()}
    return [html.P(said, className="rs-note") for said in _sentences(found, names)] + [
        html.P(_about(found), className="soft"),
        _bars(found, names),
    ]


def _districts(session: Session) -> dict[str, Area]:
    try:
        found = queries.areas(services().library, session.city, "district")
    except DataError:
        return {}
    return {area.id: area for area in found}


def _sentences(found: Json, names: dict[str, str]) -> list[str]:
    """What is certain enough to be said, or that nothing is."""
    told = {
        "fewer": _("Fewer came than one would expect from where people live: {names}."),
        "more": _("More came than one would expect from where people live: {names}."),
    }
    said: list[str] = []
    for verdict, sentence in told.items():
        places = [_name(row, names) for row in found["rows"] if row["verdict"] == verdict]
        if places:
            said.append(sentence.format(names="; ".join(places)))
    return said or [_("Too few to say whether any district is missing.")]


def _about(found: Json) -> str:
    n = found["people"]
    said = _n("{n} person said where they live.", "{n} people said where they live.", n)
    came = _n("{n} person joined.", "{n} people joined.", n)
    bars = _("The bar is their share, the line its uncertainty (95 %), the mark the share of all"
             " who live there.")  # fmt: skip
    return f"{(came if found['mixed'] else said).format(n=n)} {bars}"


def _name(row: Json, names: dict[str, str]) -> str:
    if len(row["ids"]) == 1:
        return names[row["ids"][0]]
    if not row["verdict"]:
        return _("all other districts, and those who did not say")
    return _("all other districts together")


def _bars(found: Json, names: dict[str, str]) -> Component:
    """One table that is also the drawing: its bars say what its figures say."""
    heads = [
        _("District"),
        _("Came"),
        _("Share of those who came"),
        _("Share of all who live in the city"),
    ]
    head = html.Tr([html.Th(each, scope="col") for each in heads])
    rows = [_line(row, names) for row in found["rows"]]
    table = html.Table(
        [html.Caption(_("Who is missing"), className="visually-hidden"),
         html.Thead(head), html.Tbody(rows)],
        className="rs-table missing-table",
    )  # fmt: skip
    named = {"tabIndex": "0", "role": "group", "aria-label": _("Who is missing")}
    return html.Div(table, className="review-scroll", **named)


def _line(row: Json, names: dict[str, str]) -> Component:
    name = _name(row, names)
    bar = html.Div(
        [
            html.Span(className="missing-bar", style={"width": _css(row["share"])}),
            html.Span(
                className="missing-range",
                style={"left": _css(row["low"]), "width": _css(row["high"] - row["low"])},
            ),
            html.Span(className="missing-mark", style={"left": _css(row["living"])}),
        ],
        className="missing-track",
        **{"aria-hidden": "true"},
    )
    low, high = (number(100 * row[end], current(), 0) for end in ("low", "high"))
    share = f"{_share(row['share'])} ({low}–{high})"
    living = _share(row["living"])
    return html.Tr(
        [
            html.Th(name[0].upper() + name[1:], scope="row"),
            html.Td(str(row["people"]), className="number figures"),
            html.Td([bar, html.Span(share, className="figures")]),
            html.Td(living, className="number figures"),
        ]
    )


def _css(share: float) -> str:
    return f"{100 * share:.1f}%"


def _share(share: float) -> str:
    figure = number(100 * share, current(), 0)
    return f"{figure}%" if current() == "en" else f"{figure}\u00a0%"
