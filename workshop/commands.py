"""What facilitators and participants can ask a session to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Command:
    """A facilitator's wish. `expected_version` None means: whatever the state is."""

    op_id: str
    name: str
    args: dict[str, Any] = field(default_factory=lambda: {})
    expected_version: int | None = None
    actor: str = ""
    # Facts that the server adds: what a step shows at the moment of opening, by step; and under
    # "live" what the model answers to the sliders, under "basket" what it says of a basket, under
    # "baskets" of those that nobody has kept when the workshop closes.
    shown: dict[str, Any] = field(default_factory=lambda: {})


@dataclass(frozen=True, slots=True)
class Operation:
    """A participant's act. `rev` grows per phone and item, so that the latest wish wins."""

    op_id: str
    do: Literal[
        "join", "ballot", "withdraw", "pin", "idea", "support", "correct", "delete", "profile",
        "photo", "unphoto",
    ]  # fmt: skip
    participant: str
    round: str | None = None
    item: str = ""
    value: Any = None
    rev: int = 0
    seen_seq: int = 0
    body: dict[str, Any] = field(default_factory=lambda: {})
    text: str | None = None
    # What the detector saw in the text, so that it is held back: see `workshop.detector`.
    finding: tuple[str, ...] = ()
    language: str = "nb"
    # Made on a shared device, or by the rehearsal: said in the event.
    source: str = "phone"
    # The keyed digest of the entry code that was shown, where the session's level asks for one.
    entry: str = ""


# What a desk may ask for. `issue_codes` is not among them: the server makes the codes itself; nor
# is `share_device`: a device becomes a shared one by following the link; nor `keep_basket`: the
# server keeps what the model said.
COMMANDS = (
    "open_session",
    "open_step",
    "next",
    "close_round",
    "reopen_round",
    "reveal",
    "show_part",
    "hide",
    "blank",
    "timer",
    "clear_timer",
    "moderate",
    "refuse_photo",
    "undo_moderation",
    "delete",
    "set_agenda",
    "set_title",
    "close_session",
    "set_level",
    "void_code",
    "end_device",
    "enter_count",
    "set_live",
)
OPERATIONS = (
    "join",
    "ballot",
    "withdraw",
    "pin",
    "idea",
    "support",
    "correct",
    "delete",
    "profile",
    "photo",
    "unphoto",
)
# Not sent over a socket: joining gives a cookie, and a photo is a file.
POSTED = ("join", "photo")
