"""Features as every reader hands them on, and the properties that may come with them.

Runs in the child process.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from shapely.geometry.base import BaseGeometry

from data.imports import limits
from data.imports.findings import Refusal, clean

# What map libraries take as instructions, and what JavaScript takes as its own.
_NEVER = {
    "popup", "tooltip", "style", "icon", "onclick", "html", "__proto__", "constructor",
    "prototype", "tostring", "valueof",
}  # fmt: skip
_LONGEST = 200


@dataclass
class Layer:
    """All features of one layer, in its own coordinates; `crs` is an EPSG number."""

    crs: int
    name: str = ""
    most: int = limits.FEATURES
    geometries: list[BaseGeometry | None] = field(default_factory=list)
    properties: list[dict[str, str]] = field(default_factory=list)

    def add(self, geometry: BaseGeometry | None, properties: dict[str, Any]) -> None:
        if len(self.geometries) >= self.most:
            raise Refusal("import_features", most=self.most)
        self.geometries.append(geometry)
        self.properties.append(plain(properties))


def plain(properties: dict[str, Any]) -> dict[str, str]:
    """Names and values as short texts; nested things and instructions are left behind."""
    kept: dict[str, str] = {}
    for name, value in properties.items():
        key = clean(str(name))[:60]
        if not key or key.casefold() in _NEVER or len(kept) >= limits.PROPERTIES:
            continue
        text = _text(value)
        if text is not None:
            kept[key] = text
    return kept


def _text(value: Any) -> str | None:
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    if isinstance(value, str | int | float):
        return clean(str(value)[: 2 * _LONGEST])[:_LONGEST]
    return None
