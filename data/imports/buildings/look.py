"""All that is shown of a building register before it is taken: columns, sums, findings, whose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data import queries
from data.imports import limits, sandbox
from data.imports.buildings import columns
from data.imports.findings import Finding
from data.imports.pending import Upload, Waiting
from data.imports.results import provenance
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
class Buildings:
    """What a register was understood to say. `weights` as they would be, `before` as they are."""

    columns: tuple[str, ...]
    chosen: Mapping[str, str]
    placed: bool
    leave: bool
    sums: tuple[Sum, ...]
    by_segment: Mapping[str, Mapping[str, float]]
    weights: Weights
    before: Weights
    whose: Mapping[str, str] | None
    findings: tuple[Finding, ...]


def read(library: Library, file: Path, city_id: str, wished: Mapping[str, Any]) -> dict[str, Any]:
    """What the child makes of the file with these choices."""
    shapes = district_shapes(library, city_id)
    return sandbox.read_in_child(
        file,
        {
            "kind": "buildings",
            "seconds": limits.BUILDING_SECONDS,
            "wished": asked(wished),
            "districts": [(code, name, shape.hex()) for code, name, shape in shapes],
            "city": queries.city(library, city_id).names,
            "year": dt.datetime.now(dt.UTC).year,
        },
    )


def asked(wished: Mapping[str, Any]) -> dict[str, str]:
    """The choices that the reading of the file depends on."""
    keys = (*columns.PARTS, columns.WRONG)
    return {key: str(wished[key]) for key in keys if key in wished}


def look(
    library: Library, upload: Upload, told: dict[str, Any], wished: Mapping[str, Any]
) -> Buildings:
    """`told`: what the child made of the file when it came; it is asked anew for other choices."""
    if asked(wished) != told["asked"]:
        waiting = Waiting(library.data_dir)
        answer = read(library, waiting.file(upload), upload.city, wished)
        told = answer | {"asked": asked(wished)}
        waiting.renew(upload, told)
    sums = tuple(Sum(*each) for each in told["sums"])
    whose, missing = provenance.checked(wished, dt.datetime.now(dt.UTC).date(), WHOSE)
    findings = (*missing, *map(Finding.of_json, told["findings"]))
    return _understood(library, upload.city, told, sums, whose, findings)


def _understood(
    library: Library,
    city: str,
    told: Mapping[str, Any],
    sums: Sequence[Sum],
    whose: Mapping[str, str] | None,
    findings: tuple[Finding, ...],
) -> Buildings:
    municipal = municipal_shares(city_assumptions(city))
    floor = register.by_segment(sums, municipal)
    lacking = _lacking(floor) if sums else ()
    codes = district_codes(library, city)
    return Buildings(
        tuple(told["columns"]),
        told["chosen"],
        told["placed"],
        told["leave"],
        tuple(sums),
        floor,
        register.weighed(sums, municipal, codes) if sums and not lacking else {},
        district_weights(library, city, municipal),
        whose,
        (*findings, *lacking),
    )


def _lacking(floor: Mapping[str, Mapping[str, float]]) -> tuple[Finding, ...]:
    """A kind of which there is none would leave that part of the city nowhere."""
    return tuple(
        Finding("import_building_segment", args={"kind": _KINDS[segment]})
        for segment in SEGMENTS if not sum(each[segment] for each in floor.values())
    )  # fmt: skip
