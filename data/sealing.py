"""What of an event goes into the chain, and what is encrypted beside it so that it can be erased.

An event whose body has fields about a person (`workshop.events.SEALED`) is sealed as one JSON
object: those fields, and the text if there is one. Other events are sealed as their bare text, and
so was everything in version 1 of a kind.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from data.canonical import canonical
from workshop.events import SEALED, Event

SEALED_FROM = 2
OTHERS = "."  # in the name of what holds no words of the contribution's own writer


def parted(event: Event, seq: int) -> tuple[str | None, dict[str, Any], str | None]:
    """(name of the sealed part, body for the chain, what to seal); None where nothing is sealed.

    A name is the contribution's own, or that with a number: when it was written (`text_vault`).
    """
    fields = SEALED.get(event.kind)
    if fields is None:
        return event.text_id, event.body, event.text
    private = {name: event.body[name] for name in fields if event.body.get(name) is not None}
    if event.text is not None:
        private["text"] = event.text
    body = {name: value for name, value in event.body.items() if name not in fields}
    if not private:
        return event.text_id, body, None
    return event.text_id or _name(event, seq), body, canonical(private).decode()


def _name(event: Event, seq: int) -> str:
    if event.kind == "pin_placed":
        return event.body["id"]
    about = event.body.get("text_id") or event.body["id"]
    return f"{about}{OTHERS}{seq}"


def text_of(kind: str, v: int, opened: str | None) -> str | None:
    """The words in what was sealed with an event of that kind and version."""
    if opened is None or kind not in SEALED or v < SEALED_FROM:
        return opened
    return json.loads(opened).get("text")


def unsealed(event: Event, v: int) -> Event:
    """A stored event of version `v` as it was written; what was erased is None."""
    fields = SEALED.get(event.kind)
    if fields is None or v < SEALED_FROM:
        return event
    private: dict[str, Any] = json.loads(event.text) if event.text is not None else {}
    body = event.body | {name: private.get(name) for name in fields}
    text = private.get("text")
    # Whether an erased pin had words nobody knows: it counts as one that had.
    erased = event.text is None and OTHERS not in (event.text_id or "")
    text_id = event.text_id if text is not None or erased else None
    return replace(event, body=body, text=text, text_id=text_id)
