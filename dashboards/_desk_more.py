"""Beside the live desk: rehearse, keep the agenda, and end the workshop."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboards._desk_ids import Id
from dashboards._desk_pick import Pick, picker
from dashboards._language import words
from workshop.rehearsal import PEOPLE, Status

_ = words("desk")

PACES = {"2": 2.0, "8": 8.0, "25": 25.0}


def more(rehearsal: bool, status: Status | None, name: str) -> Component:
    """The last part of the desk; what is live in it is filled in by assets/desk_end.js."""
    parts = [
        html.Div(html.H2(_("More")), className="desk-panel-head"),
        _crowd(rehearsal, status),
        _rehearse(rehearsal),
        _keep(name),
        html.Div(id=Id.END),
        dcc.Location(id=Id.REHEARSE_GO, refresh=True),
        dcc.Download(id=Id.EXPORT_FILE),
    ]
    return html.Section(
        parts,
        className="desk-panel desk-more",
        **{"data-panel": "more", "aria-label": _("More")},
    )


def _rehearse(rehearsal: bool) -> Component:
    return html.Div(
        [
            html.H3(_("Rehearse")),
            html.P(
                _(
                    "A rehearsal is a workshop of its own with a copy of this agenda and simulated"
                    " people. It can never become the real one."
                ),
                className="soft",
            ),
            html.Button(
                _("Start a rehearsal"), id=Id.REHEARSE, className="rs-button", type="button"
            ),
        ],
        className="desk-block",
        hidden=rehearsal,
    )


def _crowd(rehearsal: bool, status: Status | None) -> Component:
    pace = next((key for key, each in PACES.items() if status and each == status.pace_per_s), "8")
    return html.Div(
        [
            html.H3(_("Simulated people")),
            html.Label(_("How many"), htmlFor=Id.CROWD, className="rs-label"),
            dcc.Input(
                id=Id.CROWD,
                type="number",
                min=PEOPLE[0],
                max=PEOPLE[1],
                step=1,
                value=status.people if status else 42,
                className="rs-input desk-number-field",
            ),
            picker(
                Id.PACE,
                _("Pace"),
                [Pick("2", _("Calm")), Pick("8", _("Lively")), Pick("25", _("Fast"))],
                pace,
                "desk-inline",
            ),
            html.Div(
                [
                    html.Button(
                        _("Let them in"),
                        id=Id.CROWD_START,
                        className="rs-button primary",
                        type="button",
                    ),
                    html.Button(
                        _("Stop them"), id=Id.CROWD_STOP, className="rs-button", type="button"
                    ),
                ],
                className="desk-row",
            ),
            html.P(told(status), id=Id.CROWD_SAID, className="desk-said", role="status"),
        ],
        className="desk-block desk-while-open",
        hidden=not rehearsal,
    )


def told(status: Status | None) -> str:
    """How the simulated people are doing."""
    if status is None:
        return _("Nobody has been let in yet.")
    if status.running:
        return _("{n} simulated people are taking part.").format(n=status.people)
    return _("The simulated people are standing still.")


def _keep(name: str) -> Component:
    return html.Div(
        [
            html.H3(_("Keep this agenda")),
            html.Label(_("Name of the template"), htmlFor=Id.NAME, className="rs-label"),
            dcc.Input(id=Id.NAME, value=name, maxLength=140, className="rs-input"),
            html.Div(
                [
                    html.Button(
                        _("Save as a template"), id=Id.KEEP, className="rs-button", type="button"
                    ),
                    html.Button(
                        _("Download as a file"),
                        id=Id.EXPORT,
                        className="rs-button quiet",
                        type="button",
                    ),
                ],
                className="desk-row",
            ),
            html.P(id=Id.KEPT, className="desk-said", role="status"),
        ],
        className="desk-block",
    )
