"""Canonical JSON (RFC 8785), as events are hashed and stored.

Numbers with a fraction are the one thing that Python's own encoder writes differently (1e-07 where
the standard has 1e-7); values without them go through it, since it is five times as fast.
"""

from __future__ import annotations

import json
from typing import Any, cast

import rfc8785

_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode
LARGEST = 2**53 - 1


def canonical(value: Any) -> bytes:
    """`value` in the one form that every implementation of RFC 8785 writes."""
    return _encode(value).encode() if _plain(value) else rfc8785.dumps(value)


def _plain(value: object) -> bool:
    """No fractions, no numbers beyond what the standard takes, and only names in ASCII."""
    if value is None or isinstance(value, (str, bool)):
        return True
    if isinstance(value, int):
        return -LARGEST <= value <= LARGEST
    if isinstance(value, dict):
        fields = cast(dict[object, object], value)
        return all(
            isinstance(name, str) and name.isascii() and _plain(each)
            for name, each in fields.items()
        )
    return isinstance(value, list) and all(_plain(each) for each in cast(list[object], value))
