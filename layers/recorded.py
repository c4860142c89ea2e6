"""A map as it was recorded: the values that a round showed, whatever the library holds today.

A round keeps the version of the library and every value that its map showed. The outlines and
names are taken from that version as long as it is there, the values always from the record.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from data.library import Library
from data.map_values import values_for_map
from data.records import MapValue
from layers import choropleth, subjects
from layers.choropleth import ChoroplethSpec

Shown = Mapping[str, Any]


def spec(
    library: Library, view: Mapping[str, str], language: str, shown: Shown | None
) -> ChoroplethSpec:
    """The map of a view with the values in `shown`; as the library has them when it is empty."""
    values = _numbers((shown or {}).get("values"))
    if not shown or not values:
        return choropleth.spec(library, view, language)
    then = as_shown(library, shown)
    subject = subjects.find(then, view, language)
    held = values_for_map(then, subject.city, subject.layer, subject.indicator, subject.year)
    unit = str(shown.get("unit") or "")
    return choropleth.paint(subject, [_as(one, values, unit) for one in held], language)


def as_shown(library: Library, shown: Shown | None) -> Library:
    """The library in the version that was shown."""
    version = (shown or {}).get("library")
    return library.at(version) if isinstance(version, int) and version > 0 else library


def _as(one: MapValue, values: Mapping[str, float | None], unit: str) -> MapValue:
    value = values.get(one.area)
    if value == one.value:
        return one
    quality = "not_reported" if value is None else "published"
    return replace(one, value=value, unit=unit, quality=quality)


def _numbers(values: object) -> dict[str, float | None]:
    """Area → value; what is not a finite number counts as not reported."""
    if not isinstance(values, Mapping):
        return {}
    found = cast(Mapping[object, object], values)
    return {str(area): _finite(value) for area, value in found.items()}


def _finite(value: object) -> float | None:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return float(value) if number and math.isfinite(value) else None  # type: ignore[arg-type]
