"""Who is missing: where those who came live, beside where the city's people live."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards._language import current, plurals, words
from dashboards._review_table import columns, framed
from dashboards._services import services
from data.export.missing import UNKNOWN, districts, row_name, why_none
from data.export.missing import missing as compared
from workshop.language import number
from workshop.model import Json, Session

_ = words("review")
_n = plurals("review")


def missing(session: Session) -> list[Component]:
    """What is told when nobody can join any more, or why nothing is."""
    known = districts(session, services().library)
    found = compared(session, known)
    why = why_none(found["why"], current())
    if why:
        return [html.P(why, className="soft" if found["why"] == UNKNOWN else "rs-note")]
    names = {id_: area.name for id_, area in known.items()}
    return [html.P(said, className="rs-note") for said in _sentences(found, names)] + [
        html.P(_about(found), className="soft"),
        _bars(found, names),
    ]


def _sentences(found: Json, names: dict[str, str]) -> list[str]:
    """What is certain enough to be said, or that nothing is."""
    told = {
        "fewer": _("Fewer came than one would expect from where people live: {names}."),
        "more": _("More came than one would expect from where people live: {names}."),
    }
    said: list[str] = []
    for verdict, sentence in told.items():
        places = [
            row_name(row, names, current()) for row in found["rows"] if row["verdict"] == verdict
        ]
        if places:
            said.append(sentence.format(names="; ".join(places)))
    return said or [_("Too few to say whether any district is missing.")]


def _about(found: Json) -> str:
    n = found["people"]
    said = _n("{n} person said where they live.", "{n} people said where they live.", n)
    came = _n("{n} person joined.", "{n} people joined.", n)
    bars = _("The bar is their share, the line its uncertainty (95%), the mark the share of all"
             " who live there.")  # fmt: skip
    return f"{(came if found['mixed'] else said).format(n=n)} {bars}"


def _bars(found: Json, names: dict[str, str]) -> Component:
    """One table that is also the drawing: its bars say what its figures say."""
    heads = [
        _("District"),
        _("Came"),
        _("Share of those who came"),
        _("Share of all who live in the city"),
    ]
    rows = [_line(row, names) for row in found["rows"]]
    return framed(_("Who is missing"), columns(heads), rows, "missing-table")


def _line(row: Json, names: dict[str, str]) -> Component:
    name = row_name(row, names, current())
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
