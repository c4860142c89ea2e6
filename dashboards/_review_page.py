"""How the page of one saved workshop is put together."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboards._doors import current_user
from dashboards._language import current, plurals, words
from dashboards._review_groups import section as groups
from dashboards._review_ids import Id
from dashboards._review_keep import section
from dashboards._review_missing import missing as missing_people
from dashboards._review_replay import Moment
from dashboards._review_results import by_step, used_minutes
from dashboards._review_take import files
from dashboards._review_texts import counted
from dashboards._review_words import city_name, clock, day, kind, let_in, minutes, people, phase
from dashboards._services import services
from workshop.language import pick, picked
from workshop.model import Json, Session, Step

_ = words("review")
_n = plurals("review")


def bare() -> Component:
    """The page without a workshop: Dash learns from it which ids there will be."""
    told = dcc.Store(id=Id.TOLD)
    held = [html.Button(id=Id.HELD_SHOW), html.Div(id=Id.HELD)]
    held += [html.Div(id=Id.BY), html.Div(id=Id.KEEP), dcc.Download(id=Id.KEEP_FILE)]
    return html.Main([told, *held], id=Id.SESSION)


def missing() -> Component:
    return html.Main(
        [
            html.H1(_("This workshop is not here")),
            html.P(_("Perhaps the address is cut off. Look for it in the list.")),
            html.P(html.A(_("All workshops"), href="/review", className="rs-button primary")),
        ],
        id="main",
        className="plain-page",
    )


def page(
    session: Session,
    moments: Sequence[Moment],
    data: Json,
    may_raw: bool,
    ready: bool,
    damage: Component | None = None,
) -> Component:
    sections = [
        ("stage", _("What the stage showed"), [_stage()]),
        ("results", _("Results"), by_step(session, _looks(moments))),
        ("by", _("Opinion groups, groups and districts"), groups(session)),
        ("missing", _("Who is missing"), missing_people(session)),
        ("texts", _("Texts that were looked through"), [counted(session, _may_lead(session))]),
        ("agenda", _("Agenda and notes"), [_agenda(session)]),
        ("take", _("Take it with you"), files(session, may_raw, ready)),
        ("keep", _("Keeping and deleting"), section(session, may_raw)),
    ]
    return html.Main(
        [
            _head(session, moments),
            damage,
            _jump([(f"review-{name}", title) for name, title, _parts in sections]),
            html.Div([_section(*one) for one in sections], id=Id.SESSION),
            dcc.Store(id=Id.TOLD, data=data),
        ],
        id="main",
        className="review-page",
    )


def _may_lead(session: Session) -> bool:
    return services().doors.may(current_user(), "desk", session.city)


def _section(name: str, title: str, parts: Sequence[Component]) -> Component:
    heading = html.H2(title, id=f"review-{name}-title")
    return html.Section(
        [heading, *parts],
        id=f"review-{name}",
        className=f"review-section review-section-{name}",
        **{"aria-labelledby": f"review-{name}-title"},
    )


def _head(session: Session, moments: Sequence[Moment]) -> Component:
    language, title = picked(session.title, current())
    tags = [html.Span(phase(session.phase), className=f"rs-tag review-phase-{session.phase}")]
    if session.rehearsal:
        tags.append(html.Span(_("Rehearsal: simulated"), className="rs-tag review-rehearsal"))
    over = _("The join code is no longer needed: the workshop is finished.")
    return html.Header(
        [
            html.A(_("All workshops"), href="/review", className="review-back"),
            html.Div([html.H1(title, lang=language), *tags], className="review-heading"),
            html.Ul([html.Li(fact) for fact in _facts(session, moments)], className="review-facts"),
            _seal(session, over if session.phase == "closed" else ""),
        ],
        className="review-head",
    )


def _facts(session: Session, moments: Sequence[Moment]) -> list[str]:
    begun = next((m.at_ms for m in moments if m.session.phase == "open"), None)
    end = session.closed_at_ms
    facts = [city_name(session.city), day(begun or session.created_at_ms)]
    if begun is not None and end is not None:
        length = minutes(max(1, round((end - begun) / 60_000)))
        facts.append(f"{clock(begun)}–{clock(end)} ({length})")
    rounds = len(session.rounds)
    return [
        *facts,
        people(len(session.participants)),
        let_in(session),
        _("{n} of {m} steps opened").format(n=len(session.used_steps()), m=len(session.agenda)),
        _n("{n} round", "{n} rounds", rounds).format(n=rounds),
    ]


def _seal(session: Session, over: str) -> Component:
    """The head of the chain: the stage showed its beginning when the workshop ended."""
    text = _("Seal of the record: {hash}").format(hash=session.head[:12])
    seal = html.Span(text, className="figures", title=session.head)
    return html.P([seal, html.Span(over)], className="soft review-seal")


def _jump(links: list[tuple[str, str]]) -> Component:
    items = [html.Li(html.A(title, href=f"#{name}")) for name, title in links]
    return html.Nav(html.Ul(items), className="review-jump", **{"aria-label": _("On this page")})


def _stage() -> Component:
    """Room for the picture, the slider and the list; the script fills them in."""
    note = _("How many phones were connected is not saved: “here now” is how many had joined.")
    frame = html.Iframe(id=Id.FRAME, className="review-frame", title=_("What the stage showed"))
    return html.Div(
        [
            html.Div(
                [
                    html.Div(frame, id=Id.PICTURE, className="review-picture"),
                    html.Div(id=Id.CONTROLS, className="review-controls"),
                    html.P(note, className="soft review-note"),
                ],
                className="review-view",
            ),
            html.Div(id=Id.MOMENTS, className="review-moments"),
        ],
        className="review-stage",
    )


def _looks(moments: Sequence[Moment]) -> dict[str, int]:
    """Round → the moment at which to look at it: when it was revealed, else when it opened."""
    found: dict[str, int] = {}
    for moment in moments:
        round_ = moment.session.current_round()
        if round_ is not None and moment.kind in ("round_opened", "revealed"):
            found[round_.id] = moment.seq
    return found


def _agenda(session: Session) -> Component:
    return html.Ol([_point(session, step) for step in session.agenda], className="review-agenda")


def _point(session: Session, step: Step) -> Component:
    language, title = picked(step.title, current())
    rounds = session.rounds_of(step.id)
    planned = _("planned: {length}").format(length=minutes(step.minutes))
    took = [
        _("took: {length}").format(length=used)
        for r in rounds
        if (used := used_minutes(session, r))
    ]
    opened = [clock(r.opened_at_ms) for r in rounds] or [_("not opened")]
    told = " · ".join([kind(step.kind), ", ".join(opened), planned, *took])
    notes = pick(step.notes, current())
    fold = html.Details(
        [html.Summary(_("Speaker's notes")), html.P(notes)], className="review-fold"
    )
    return html.Li(
        [
            html.Span(title, lang=language, className="review-point"),
            html.Span(told, className="soft figures"),
            fold if notes else None,
        ]
    )
