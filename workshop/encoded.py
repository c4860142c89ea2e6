"""JSON that is made once and sent many times, off the event loop."""

from __future__ import annotations

import json
from typing import Any

import orjson

# In the place of what cannot be read: an event that nobody knows, so that it is answered `invalid`.
UNREADABLE = "unreadable"
RESERVED = ("connect", "disconnect", "connect_error")


def loads(text: str) -> Any:
    """What a client said: an event's list with its name first, or a handshake's object."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return [UNREADABLE]
    if isinstance(said, dict):
        return said
    named = isinstance(said, list) and said and isinstance(said[0], str)
    return said if named and said[0] not in RESERVED else [UNREADABLE]


class Encoded(str):
    """A text that is JSON already: `dumps` puts it in as it is."""

    __slots__ = ()


def encoded(value: Any) -> Encoded:
    """`value` as JSON, by the fast encoder; for the publisher's thread."""
    return Encoded(orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode())


def dumps(value: Any, **options: Any) -> str:
    """As json.dumps, for Socket.IO: a packet ``[event, Encoded]`` is only put together."""
    if isinstance(value, list) and any(isinstance(item, Encoded) for item in value):
        parts = (item if isinstance(item, Encoded) else dumps(item) for item in value)
        return f"[{','.join(parts)}]"
    options.pop("separators", None)
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()
