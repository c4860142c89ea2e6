"""The stage's skeleton: a place for each thing; assets/stage.js fills them from the socket."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboards._stage_ids import Id


def screen(
    session: str, key: str, language: str, scheme: str, map_parts: list[Component] | None = None
) -> html.Main:
    """The empty stage of one session. `scheme` is "dark" or "light"."""
    told = {"session": session, "key": key, "lang": language, "scheme": scheme, "scene": "wait"}
    return html.Main(
        [
            _words(Id.REHEARSAL, "stage-ribbon"),
            html.Section([_head(), _content(map_parts or [])], id=Id.MAIN, className="stage-main"),
            _rail(),
            _words(Id.DOT, "stage-dot"),
            _words(Id.BANNER, "stage-banner"),
            html.P(id=Id.VOICE, className="visually-hidden", **{"aria-live": "polite"}),
            dcc.Store(id=Id.VIEW),
            dcc.Store(id=Id.PINS),
        ],
        id=Id.ROOT,
        className="stage",
        lang=language,
        **{f"data-{name}": value for name, value in told.items()},
    )


def refused(sentence: str) -> html.Main:
    """What somebody sees who does not hold the key of this stage."""
    return html.Main([html.H1("Rådslag"), html.P(sentence)], className="stage-refused")


def _words(id_: Id, css: str) -> html.P:
    return html.P(id=id_, className=css, hidden=True)


def _head() -> html.Header:
    return html.Header(
        [
            html.P(id=Id.WHERE, className="stage-where"),
            html.H1(id=Id.QUESTION, className="stage-question"),
            html.P(id=Id.TEXT, className="stage-text"),
            _words(Id.LATER, "stage-later"),
            _words(Id.SEAL, "stage-seal"),
        ],
        id=Id.HEAD,
        className="stage-head",
    )


def _content(map_parts: list[Component]) -> html.Div:
    card: list[Component] = [
        html.H2(id=Id.CARD_TITLE),
        html.P(id=Id.CARD_TEXT),
        html.Ul(id=Id.CARD_POINTS),
    ]
    side: list[Component] = [
        _words(Id.HIDDEN, "stage-hidden"),
        html.Div(id=Id.EXHIBIT, className="stage-exhibit", hidden=True),
        html.Div(id=Id.RESULTS, className="stage-answers"),
        html.Div(card, id=Id.CARD, className="stage-card", hidden=True),
    ]
    return html.Div(
        [
            html.Div(map_parts, id=Id.MAP_BOX, className="stage-map-box"),
            html.Div(side, id=Id.SIDE, className="stage-side"),
        ],
        className="stage-content",
    )


def _rail() -> html.Section:
    join = [
        html.Img(id=Id.QR, className="stage-qr", alt=""),
        html.Div(
            [
                html.P(id=Id.GO, className="stage-go"),
                html.P(id=Id.HOST, className="stage-host"),
                html.P(id=Id.CODE, className="stage-code"),
            ],
            className="stage-join-text",
        ),
    ]
    turnout = [
        html.P(id=Id.PEOPLE, className="stage-people"),
        html.P(id=Id.PEOPLE_WORDS, className="stage-people-words"),
        html.Div(html.Span(), id=Id.METER, className="stage-meter", hidden=True),
    ]
    return html.Section(
        [
            html.Div(join, className="stage-join"),
            html.Div(turnout, className="stage-turnout"),
            _words(Id.TIMER, "stage-timer"),
            _words(Id.LEVEL, "stage-level"),
        ],
        id=Id.RAIL,
        className="stage-rail",
    )
