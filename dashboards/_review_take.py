"""The files to take away, each with a line about what is in it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards._language import plurals, words
from data.export.pins import released
from data.export.preflib import WAYS as PREFLIB
from data.export.rounds import settled
from workshop.model import Session

_ = words("review")
_n = plurals("review")


def files(session: Session, may_raw: bool, ready: bool) -> list[Component]:
    """Downloads for everybody who may review, and the raw ballots for those who answer for them."""
    rehearsal = html.P(
        _("This is a rehearsal: every file says that its participants are simulated."),
        className="rs-note warn",
    )
    return [
        *([rehearsal] if session.rehearsal else []),
        html.Ul(_released(session), className="review-files"),
        html.H3(_("Raw ballots")),
        *_raw(session, may_raw, ready),
    ]


def _released(session: Session) -> list[Component]:
    pins = sum(len(released(r)) for r in settled(session) if r.step.kind == "pins")
    told = _n("{n} released pin with category and text", "{n} released pins with category and text",
              pins)  # fmt: skip
    found = [
        _file(
            session, "results-excel.csv", _("Results for Excel"),
            _("Every figure by step and round, one line each"), "CSV",
        ),
        _file(
            session, "results-plain.csv", _("Results for other programs"),
            _("The same, with commas and decimal points"), "CSV",
        ),
        _file(
            session, "groups.csv", _("Results by group and district"),
            _("Fewer than five are never told apart; what would show them is withheld."), "CSV",
        ),
        _file(
            session, "missing.csv", _("Who is missing"),
            _("Where those who came live, beside where the city's people live"), "CSV",
        ),
        _file(session, "pins.geojson", _("Pins for a map program"), told.format(n=pins), "GeoJSON"),
        _file(
            session, "manifest.json", _("About the files"),
            _("Counts, sources, checksums and the seal of the record"), "JSON",
        ),
    ]  # fmt: skip
    return found if pins else [each for at, each in enumerate(found) if at != 4]


def _file(session: Session, what: str, name: str, about: str, kind: str) -> Component:
    """A link that the browser turns into a download; the server gives the file its name."""
    link = html.A(name, href=f"/export/{session.id}/{what}", className="review-file")
    mark = html.Span(kind, className="rs-tag")
    return html.Li([html.Div([link, html.Span(about, className="soft")]), mark])


def _raw(session: Session, may_raw: bool, ready: bool) -> list[Component]:
    what = _("Each answer by itself, without group, district and time.")
    numbers = _("People get a random number that is new for every round and every file.")
    logged = _("The log says who took them.")
    about = html.P(f"{what} {numbers} {logged}")
    if not may_raw:
        return [about, html.P(_("They are for officials of the city."), className="soft")]
    again = _("You type your password once more first.")
    done = _("You have shown who you are. You can take them for five minutes.")
    return [
        about,
        html.P(done if ready else again, className="rs-note" if ready else "soft"),
        html.Div(
            [
                html.A(name, href=f"/export/{session.id}/{file}", className="rs-button")
                for file, name in _raw_files(session)
            ],
            className="review-row",
        ),
    ]


def _raw_files(session: Session) -> list[tuple[str, str]]:
    """The tables of all questions, and the formats that fit what was asked here."""
    asked = {round_.step.way for round_ in settled(session)}
    tables = [
        ("ballots.csv", _("Raw ballots (CSV)")),
        ("ballots.jsonl", _("Raw ballots (JSON lines)")),
    ]
    formats = [
        ("ballots-polis.zip", _("Statements (Polis CSV)"), {"statements"}),
        ("ballots-preflib.zip", _("Rankings, grades, points, choices (PrefLib)"), set(PREFLIB)),
        ("ballots-pabulib.zip", _("Baskets (Pabulib)"), {"budget"}),
    ]
    return tables + [(file, name) for file, name, ways in formats if asked & ways]
