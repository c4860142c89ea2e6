"""Saved workshops of which nothing can be shown: said on the lists, so that nobody searches."""

from __future__ import annotations

import datetime as dt

from dash import html
from dash.development.base_component import Component

from dashboards._language import current, words
from dashboards._services import services
from workshop.language import date

_ = words("shared")


def unopened() -> Component | None:
    """Told to everybody with a list: whose they are stands in the files that cannot be read."""
    logs = services().logs
    found = [(i, why, logs.saved_at(i)) for i, why in services().workshop.unreadable().items()]
    rows = [_row(each, why, at) for each, why, at in found if at]
    if not rows:
        return None
    return html.Section(
        [html.H2(_("Cannot be opened"), id="unopened"), html.Ul(rows)],
        className="house-unopened",
        **{"aria-labelledby": "unopened"},
    )


def _row(session_id: str, why: str, saved_at: float) -> Component:
    when = date(dt.datetime.fromtimestamp(saved_at, tz=dt.UTC).date(), current(), "medium")
    told = {
        "newer": _(
            "A newer version of Rådslag saved this workshop. Nothing is lost: ask the person who"
            " runs the server to start that version again."
        ),
        "lost": _(
            "The saved record cannot be read, and there is no sound backup. Nothing was deleted:"
            " the person who runs the server finds the files and the reason in the log."
        ),
    }
    name = _("Workshop {id}, last saved {date}").format(id=session_id, date=when)
    return html.Li([html.Strong(name), html.P(told[why])], className="rs-note warn")
