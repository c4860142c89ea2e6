"""What was done with people's words: how many were shown and held back, and why."""

from __future__ import annotations

from collections import Counter

from dash import html
from dash.development.base_component import Component

from dashboards._language import current, words
from dashboards._review_ids import Id
from dashboards._review_table import columns, framed
from workshop.ballots import METHODS
from workshop.language import pick
from workshop.model import Contribution, Round, Session

_ = words("review")
STATES = ("approved", "rejected", "merged", "pending")
HELD = ("rejected", "merged", "pending")


def texts(session: Session) -> list[tuple[Round, Contribution]]:
    """Every text of the session, with the round it was written in."""
    found = [(r, c) for r in session.rounds for c in r.contributions.values() if c.text_id]
    return sorted(found, key=lambda pair: pair[1].seq)


def counted(session: Session, may_lead: bool) -> Component:
    """The count, and a button for what was held back: it is not sent before somebody asks."""
    found = texts(session)
    if not found:
        nothing = html.P(_("Nobody wrote anything in this workshop."), className="soft")
        return html.Div([nothing, *_deleting(session, may_lead)])
    held = sum(c.state in HELD for _r, c in found)
    more = [
        html.Button(
            _("Show what was not approved ({n})").format(n=held),
            id=Id.HELD_SHOW,
            type="button",
            className="rs-button",
        ),
        html.Div(id=Id.HELD, className="review-held", role="status"),
    ]
    return html.Div(
        [_table(found), _reasons(found), *(more if held else []), *_deleting(session, may_lead)]
    )


def _deleting(session: Session, may_lead: bool) -> list[Component]:
    """Where a single contribution is deleted, also long after the end."""
    if not may_lead:
        return []
    about = _("To delete a text, a pin or a photo, open the desk: it stands among the texts there.")
    link = html.A(_("Open the desk"), href=f"/desk/{session.id}", className="rs-button")
    return [html.P(about, className="soft"), html.P(link)]


def _state(name: str) -> str:
    names = {
        "approved": _("Approved"),
        "rejected": _("Held back"),
        "merged": _("Merged with another"),
        "pending": _("Never looked at"),
    }
    return names[name]


def _table(found: list[tuple[Round, Contribution]]) -> Component:
    counts = Counter(("reason" if r.step.way in METHODS else c.kind, c.state) for r, c in found)
    kinds = {"pin": _("Texts on pins"), "idea": _("Ideas"), "reason": _("Reasons")}
    head = columns([_("Texts")]) + columns(map(_state, STATES), "number")
    rows = [
        html.Tr(
            [
                html.Th(name, scope="row"),
                *[html.Td(str(counts[kind, state]), className="number") for state in STATES],
            ]
        )
        for kind, name in kinds.items()
        if any(counts[kind, state] for state in STATES)
    ]
    return framed(_("What was done with the texts"), head, rows)


def _reasons(found: list[tuple[Round, Contribution]]) -> Component | None:
    given = Counter(c.reason for _r, c in found if c.state == "rejected" and c.reason)
    if not given:
        return None
    said = "; ".join(f"{reason} ({n})" for reason, n in given.most_common())
    return html.P(_("Reasons given: {reasons}").format(reasons=said), className="soft")


def held_back(session: Session) -> Component:
    """The texts that the stage never showed, each with what was done with it."""
    rows = [
        html.Li(
            [
                html.Span(_state(c.state), className="rs-tag"),
                html.Span(c.text if c.text is not None else _("This text has been erased.")),
                html.Span(pick(r.step.title, current()), className="soft"),
            ]
        )
        for r, c in texts(session)
        if c.state in HELD
    ]
    note = _("These were not shown to anybody. Handle them with care.")
    return html.Div([html.P(note, className="rs-note warn"), html.Ul(rows)])
