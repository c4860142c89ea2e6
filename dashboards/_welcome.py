"""What the terminal says once everything is up: the addresses, the code and its QR square."""

from __future__ import annotations

import io

import segno

from dashboards._services import Services
from data import agendas
from workshop.agenda import step_json

EXAMPLE = "energy-alesund"


def welcome(services: Services, example: bool) -> str:
    """The addresses of this server; with `example`, of an opened example workshop as well."""
    settings, accounts = services.settings, services.accounts
    lines = ["", f"Rådslag is up at {settings.public_url}", ""]
    if example:
        session_id = open_example(services)
        session = services.workshop.state(session_id)
        links = services.doors.links(session_id, session.code)
        desk = accounts.one_time_link(
            accounts.local_administrator(), f"/desk/{session_id}", settings.public_url
        )
        lines += [
            f"  Desk   {desk}",
            "         (signs you in, once)",
            f"  Stage  {links.stage_url}",
            f"  Phone  {links.join_url}   code {session.code}",
            "",
            square(links.qr_url),
        ]
    else:
        first = accounts.first_link(settings.public_url)
        lines += [f"  First administrator (works once)  {first}", ""] if first else []
    if not settings.secure_cookies:
        lines += ["Plain http: for this machine and private networks only.", ""]
    return "\n".join([*lines, "Stop with Ctrl-C.", ""])


def open_example(services: Services) -> str:
    """The newest workshop that is under way, or a new one from the first template, opened."""
    workshop = services.workshop
    for summary in workshop.sessions():
        if summary.phase == "open" and not summary.rehearsal:
            return summary.id
    template = agendas.load(services.settings.data_dir, EXAMPLE)
    session_id = workshop.create(
        template.city,
        dict(template.name),
        [step_json(step) for step in template.steps],
        template.language,
        "example",
    )
    workshop.command(session_id, "open_session", actor="example")
    return session_id


def square(address: str) -> str:
    """The address as a QR code in half-height characters."""
    drawn = io.StringIO()
    segno.make(address, error="m").terminal(out=drawn, border=2, compact=True)
    return drawn.getvalue()
