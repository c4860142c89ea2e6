"""Everything that can happen in a session, as it is stored.

An event is its kind and a JSON body; the envelope around it says when, in which order, by which
operation and by whom. `PERSONAL` says what in each body is about a person: an event that is not
in it cannot be written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# kind → the fields of the body that are personal. The participant id in the envelope is
# pseudonymous in every event that has one.
PERSONAL: dict[str, tuple[str, ...]] = {
    "session_created": (),
    "session_opened": (),
    "session_closed": (),
    "session_restored": (),
    "title_set": (),
    "retention_set": (),
    "agenda_set": (),
    "round_opened": (),
    "round_closed": (),
    "round_reopened": (),
    "revealed": (),
    # Figures of a closed round, none of which is one to four.
    "part_shown": (),
    "hidden": (),
    "blanked": (),
    "timer_started": (),
    "timer_cleared": (),
    "level_set": (),
    "codes_issued": (),
    "code_voided": (),
    # A device that many people share, by its number: nothing says who stood at it.
    "device_shared": (),
    "device_ended": (),
    "count_entered": (),
    "live_set": (),
    "basket_told": (),
    "joined": ("language", "code"),
    "profile_set": ("group", "district", "language"),
    "ballot_cast": ("value", "language"),
    "ballot_withdrawn": (),
    # `finding` says which kind of personal data a text seems to hold, never the data.
    "pin_placed": ("lat", "lon", "place", "text", "finding"),
    # `about` is the option that somebody objects to, where the text is their reason.
    "idea_written": ("text", "finding", "about"),
    "text_corrected": ("text", "finding"),
    # The name of a photo that lies encrypted beside the log, under a key of its own.
    "photo_added": ("photo",),
    "photo_removed": (),
    "photo_refused": (),
    "contribution_deleted": (),
    "text_moderated": ("reason",),
    "text_unmoderated": (),
}

# kind → the fields of the body that the log keeps encrypted beside the text, under a key of their
# own, and not in the chain: destroying the key erases them and breaks no hash.
SEALED: dict[str, tuple[str, ...]] = {
    "pin_placed": ("lat", "lon", "place"),
    "text_corrected": ("lat", "lon", "place"),
    "text_moderated": ("reason",),
}

# What facilitators do: each of these moves the session's `version` on.
FACILITATED = frozenset(PERSONAL) - {
    "joined",
    "profile_set",
    "ballot_cast",
    "ballot_withdrawn",
    "pin_placed",
    "idea_written",
    "text_corrected",
    "photo_added",
    "photo_removed",
    "contribution_deleted",
    "device_shared",
    "basket_told",
}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `text` is a person's own words: it is stored apart and encrypted."""

    kind: str
    body: dict[str, Any]
    participant: str | None = None
    text_id: str | None = None
    text: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in PERSONAL:
            raise ValueError(f"event {self.kind!r} does not say what is personal in it")


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with its place in the log. `recorded_at_ms` is the server's clock, UTC."""

    seq: int
    op_id: str
    recorded_at_ms: int
    event: Event
    hash: str = ""
    v: int = 1
