"""How long the answers of a workshop are kept: what stands, and what officials do about it."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashboards._language import current, plurals, words
from dashboards._review_ids import Id, keep_button
from dashboards._review_words import day
from dashboards._services import services
from workshop.errors import SENTENCES
from workshop.language import translator
from workshop.model import Session

_ = words("review")
_n = plurals("review")
CHOICES = (30, 90, 180, 365)


def section(session: Session, may: bool) -> list[Component]:
    """The whole section: everybody reads what stands, officials and administrators act."""
    return [
        html.Div(panel(session, may), id=Id.KEEP, className="review-keep"),
        dcc.Download(id=Id.KEEP_FILE),
    ]


def panel(session: Session, may: bool, said: Component | str = "", ask: bool = False) -> list:
    """What stands, with a word about what was just done; `ask` asks before deleting."""
    due = day(services().keeper.due_at_ms(session.id))
    days = _n("{n} day", "{n} days", session.retention_days).format(n=session.retention_days)
    told = _(
        "Single answers, texts and places are kept until {date} ({length} after the workshop)."
    )
    after = _("Then only figures about five or more remain, and no phone can be tied to an answer.")
    parts = [html.P(told.format(date=due, length=days)), html.P(after, className="soft")]
    if may:
        parts.append(_lengths(session))
        if session.participants:
            shorter = translator(current(), "errors")(SENTENCES["kept_shorter"])
            parts.append(html.P(shorter, className="soft"))
        parts += [_steps(session), *_deleting(session, ask)]
    return [*parts, html.P(said, className="review-keep-said", role="status")]


def _lengths(session: Session) -> Component:
    buttons = [
        _button(
            f"days-{n}",
            _n("{n} day", "{n} days", n).format(n=n),
            disabled=bool(session.participants) and n > session.retention_days,
            **{"aria-pressed": str(n == session.retention_days).lower()},
        )
        for n in CHOICES
    ]
    label = html.Span(_("Keep for"), className="rs-label")
    named = {"aria-label": _("Keep for")}
    return html.Div([label, *buttons], className="review-row", role="group", **named)


def _steps(session: Session) -> Component:
    """First the package, then the archive's word: the law on archives comes before deletion."""
    entry = services().keeper.entry(session.id)
    if entry.package is None:
        made: list[Component] = [html.Span(_("Not made yet"), className="soft")]
        made.append(_button("make", _("Make the archive package")))
    else:
        made = [html.Span(_("Made {date}").format(date=day(entry.package.at_ms)))]
        made.append(_button("fetch", _("Fetch it (ZIP)")))
    if entry.archived is not None:
        taken: list[Component] = [html.Span(day(entry.archived.at_ms))]
    else:
        taken = [_button("tick", _("The archive has it"), disabled=entry.package is None)]
    about = _("Report (PDF/A), tables, pins and checksums, for the archive or case system")
    return html.Ul(
        [
            html.Li([_told(_("Archive package"), about), *made]),
            html.Li([_told(_("Taken over by the archive"), _("Nothing goes before that")), *taken]),
        ],
        className="review-files",
    )


def _told(name: str, about: str) -> Component:
    return html.Div([html.Strong(name), html.Span(about, className="soft")])


def _deleting(session: Session, ask: bool) -> Sequence[Component]:
    if not services().keeper.may_remove(session.id):
        return [_button("ask", _("Delete this workshop"), disabled=True)]
    if not ask:
        return [_button("ask", _("Delete this workshop"))]
    sure = _("All single answers, texts and places go now and for good. The figures remain.")
    return [
        html.Div(
            [
                html.P(sure),
                html.Div(
                    [_button("delete", _("Delete for good"), "danger"), _button("no", _("Keep"))],
                    className="review-row",
                ),
            ],
            className="rs-note warn",
            role="alert",
        )
    ]


def gone() -> list[Component]:
    """After the deletion: there is nothing more to see on this page."""
    done = _("Deleted. The figures that remain are in the list of workshops.")
    link = html.A(_("All workshops"), href="/review", className="rs-button primary")
    return [html.P(done, role="status"), html.P(link)]


def _button(act: str, text: str, style: str = "", **more: object) -> Component:
    style = f"rs-button {style}".strip()
    return html.Button(text, id=keep_button(act), type="button", className=style, **more)
