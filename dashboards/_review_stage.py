"""The stage inside a review: the same screen, fed with saved views instead of a live line."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboards._doors import guard
from dashboards._language import words
from dashboards._services import services
from dashboards._stage_screen import refused, screen
from workshop.errors import Rejected
from workshop.gate import Refused
from workshop.language import DEFAULT, known

_ = words("review")


def replayed(session: str) -> Component:
    """An empty stage that waits for the page around it; for those who may review the session."""
    try:
        state = services().workshop.state(session)
        guard("review", state.city)
    except Refused:
        return signed_out()
    except Rejected:
        return refused(_("This workshop is not here."))
    drawn = screen(session, "", known(state.language) or DEFAULT, "dark")
    setattr(drawn, "data-replay", "true")
    return drawn


def signed_out() -> Component:
    return refused(_("Sign in to see what the stage showed."))
