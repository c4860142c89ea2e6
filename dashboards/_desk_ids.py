"""The ids of the desk's two pages; stylesheet and scripts use some of them too."""

from __future__ import annotations

from enum import StrEnum


class Id(StrEnum):
    # the list of workshops
    CITY = "desk-city"
    AGENDA = "desk-agenda-choice"
    TITLE = "desk-title"
    LANGUAGE = "desk-language"
    LEVEL = "desk-level"
    CREATE = "desk-create"
    GO = "desk-go"
    SAID = "desk-said"
    TEMPLATES = "desk-templates"
    UPLOAD = "desk-upload"
    UPLOADED = "desk-uploaded"
    FILE = "desk-file"
    # one workshop
    LIVE = "desk-live"
    END = "desk-end"
    SESSION = "desk-session"
    REHEARSE = "desk-rehearse"
    REHEARSE_GO = "desk-rehearse-go"
    CROWD = "desk-crowd"
    PACE = "desk-pace"
    CROWD_START = "desk-crowd-start"
    CROWD_STOP = "desk-crowd-stop"
    CROWD_SAID = "desk-crowd-said"
    NAME = "desk-template-name"
    KEEP = "desk-keep"
    KEPT = "desk-kept"
    EXPORT = "desk-export"
    EXPORT_FILE = "desk-export-file"


def template_button(act: str, key: str) -> dict[str, str]:
    """The id of a button that does `act` with the template of that key."""
    return {"type": f"desk-template-{act}", "key": key}
