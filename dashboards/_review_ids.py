"""The ids of the review pages; assets/review.js finds its places by the same names."""

from __future__ import annotations

from enum import StrEnum


class Id(StrEnum):
    LIST = "review-list"
    CITY = "review-city"
    SEARCH = "review-search"
    REHEARSALS = "review-rehearsals"
    COUNT = "review-count"
    NOTHING = "review-nothing"
    SESSION = "review-session"
    TOLD = "review-told"
    PICTURE = "review-picture"
    FRAME = "review-frame"
    CONTROLS = "review-controls"
    MOMENTS = "review-moments"
    HELD_SHOW = "review-held-show"
    HELD = "review-held"
    BY = "review-groups"
    KEEP = "review-keeping"
    KEEP_FILE = "review-keep-file"
    PINS_MAP = "review-pins-map"
    PINS = "review-pins"


def results_id(round_id: str) -> str:
    """Where the drawing of a round's results goes."""
    return f"review-results-{round_id}"


def keep_button(act: object) -> dict[str, object]:
    """A button about the keeping; Dash takes ALL for any of them."""
    return {"type": "review-keep-act", "act": act}


def by_button(round_id: object, of: object) -> dict[str, object]:
    """A button that shows a round by group and district: the newest one of a question, or one of
    the rounds of the question that was chosen."""
    return {"type": "review-by", "round": round_id, "of": of}


def pins_map_id(round_id: str) -> str:
    return f"{Id.PINS_MAP}-{round_id}"
