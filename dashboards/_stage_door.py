"""The door of the stage: its key opens one session, to look at and nothing else."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboards._stage_screen import refused, screen
from workshop.access import Doors
from workshop.language import DEFAULT, known, translator
from workshop.service import Workshop

SCHEMES = ("dark", "light")


def enter(workshop: Workshop, doors: Doors, session: str, asked: dict[str, str]) -> Component:
    """The stage of `session` when `asked` holds its key; one calm sentence when it does not.

    `asked` is what the address says: `key`, and perhaps `lang` and `scheme`.
    """
    if not (workshop.has(session) and doors.is_stage_key(asked.get("key", ""), session)):
        return wrong_key(asked)
    language = known(asked.get("lang")) or known(workshop.state(session).language) or DEFAULT
    return screen(session, asked["key"], language, colours(asked.get("scheme")))


def wrong_key(asked: dict[str, str]) -> Component:
    _ = translator(known(asked.get("lang")) or DEFAULT, "stage")
    return refused(_("This link does not open a stage. Take it from the desk once more."))


def colours(asked: str | None) -> str:
    """Dark, unless light is asked for: halls are dark when something is projected."""
    return asked if asked in SCHEMES else SCHEMES[0]
