"""What the review says of a workshop whose record is damaged, and where it is restored."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards._language import words
from workshop.damage import Alarm

_ = words("review")


def damaged(session_id: str, alarm: Alarm | None, may_restore: bool) -> Component | None:
    """The desk holds the button: there one sees that nobody is in the midst of answering."""
    if alarm is None or alarm.damage is None:
        return None
    told = [html.P(_("The saved record of this workshop is damaged. You see what is left of it."))]
    if alarm.damage.missing is not None:
        first, last = alarm.damage.missing
        missing = _("Missing: events {n} to {m}.").format(n=first, m=last)
        told.append(html.P(missing, className="soft"))
    if may_restore:
        name = _("Restore it at the desk")
        way = html.A(name, href=f"/desk/{session_id}", className="rs-button primary")
    else:
        way = html.P(_("A facilitator of this city can restore it at the desk."))
    return html.Div([html.Div(told), way], className="rs-note warn review-damage")
