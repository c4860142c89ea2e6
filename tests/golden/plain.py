"""A session as plain JSON, without what is as it always was: for comparing across versions.

Fields that have their default are left out, so that a model that has learned a new field still
gives old sessions the digest that they had.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from immutables import Map


def plain(value: Any) -> Any:
    if is_dataclass(value):
        held = {field.name: getattr(value, field.name) for field in fields(value)}
        usual = {field.name: _default(field) for field in fields(value)}
        return {name: plain(it) for name, it in held.items() if it != usual[name]}
    if isinstance(value, Map):
        return sorted([plain(key), plain(it)] for key, it in value.items())
    if isinstance(value, dict):
        return {name: plain(it) for name, it in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(it) for it in value]
    return sorted(value) if isinstance(value, frozenset) else value


def _default(field: Any) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


def digest(session: Any) -> str:
    written = json.dumps(plain(session), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()
