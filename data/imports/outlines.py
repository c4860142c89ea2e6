"""The districts of a preview as light GeoJSON: enough to recognise them on a small map."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import shapely

from data.imports.areas import District

_TOLERANCE = 0.0004  # degrees, about thirty metres
_DECIMALS = 5


def outlines(districts: Sequence[District]) -> dict[str, Any]:
    """A FeatureCollection with numbers only; names travel apart from it."""
    features = []
    for each in districts:
        light = shapely.simplify(shapely.from_wkb(each.wkb), _TOLERANCE)
        shape = shapely.set_precision(light, 10**-_DECIMALS)
        if not shape.is_empty:
            features.append({
                "type": "Feature",
                "properties": {"id": each.id},
                "geometry": shape.__geo_interface__,
            })  # fmt: skip
    return {"type": "FeatureCollection", "features": features}
