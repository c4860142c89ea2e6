"""The opinion groups of the round on screen, in one sentence for the facilitator."""

from __future__ import annotations

from typing import cast

from flask import current_app

from dashboards._language import current, words
from data.export.opinions import why_none
from workshop.model import Session
from workshop.opinion.live import LiveGroups

_ = words("desk")


def said(session: Session) -> str:
    """How large the groups are so far, or why there are none; "" for another question."""
    found = _live().told(session)
    if found is None:
        return ""
    if found["why"]:
        return why_none(found, current())
    sizes = ", ".join(f"{group['id']} {group['people']}" for group in found["groups"])
    return _("Opinion groups so far: {groups}.").format(groups=sizes)


def _live() -> LiveGroups:
    """The one of the app that answers this request."""
    return cast(LiveGroups, current_app.extensions.setdefault("radslag.opinion", LiveGroups()))
