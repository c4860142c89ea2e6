"""All that is shown of a building register before it is taken: columns, sums, findings, whose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data import queries
from data.imports import given, limits, sandbox
from data.imports.buildings import columns
from data.imports.findings import Finding
from data.imports.pending import Upload
from data.library import Library
from data.twin import register
from data.twin.areas_at import district_codes, district_shapes
from data.twin.city_assumptions import city_assumptions
from data.twin.register import Weights
from data.twin.register_file import Sum
from data.twin.stock import district_weights, municipal_shares
from twin.energy.use import SEGMENTS

# What must be said of where a register comes from, and what is said where it is not.
WHOSE = {
    "by": "import_register_by",
    "date": "import_register_date",
    "licence": "import_register_licence",
}
_KINDS = {
    "dwellings": {"nb": "boliger", "nn": "bustader", "sv": "bostäder", "en": "homes"},
    "services": {
        "nb": "private yrkesbygg", "nn": "private yrkesbygg", "sv": "privata lokaler",
        "en": "private service buildings",
    },
    "municipal": {
        "nb": "kommunale bygg", "nn": "kommunale bygg", "sv": "kommunala byggnader",
        "en": "municipal buildings",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Buildings(given.Shown):
    """What a register was understood to say. `weights` as they would be, `before` as they are."""

    sums: tuple[Sum, ...]
    by_segment: Mapping[str, Mapping[str, float]]
    weights: Weights
    before: Weights


def read(library: Library, file: Path, city_id: str, wished: Mapping[str, str]) -> dict[str, Any]:
    """What the child makes of the file with these choices."""
    shapes = district_shapes(library, city_id)
    return sandbox.read_in_child(
        file,
        {
            "kind": "buildings",
            "seconds": limits.BUILDING_SECONDS,
            "wished": wished,
            "districts": [(code, name, shape.hex()) for code, name, shape in shapes],
            "city": queries.city(library, city_id).names,
            "year": dt.datetime.now(dt.UTC).year,
        },
    )


def look(
    library: Library, upload: Upload, told: dict[str, Any], wished: Mapping[str, Any]
) -> Buildings:
    told = given.anew(library, upload, told, given.asked(wished, columns.PARTS), read)
    sums = tuple(Sum(*each) for each in told["sums"])
    municipal = municipal_shares(city_assumptions(upload.city))
    floor = register.by_segment(sums, municipal)
    lacking = _lacking(floor) if sums else ()
    codes = district_codes(library, upload.city)
    return Buildings(
        **given.shown(told, wished, WHOSE, lacking),
        sums=sums,
        by_segment=floor,
        weights=register.weighed(sums, municipal, codes) if sums and not lacking else {},
        before=district_weights(library, upload.city, municipal),
    )


def _lacking(floor: Mapping[str, Mapping[str, float]]) -> tuple[Finding, ...]:
    """A kind of which there is none would leave that part of the city nowhere."""
    return tuple(
        Finding("import_building_segment", args={"kind": _KINDS[segment]})
        for segment in SEGMENTS if not sum(each[segment] for each in floor.values())
    )  # fmt: skip
