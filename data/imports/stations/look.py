"""All that is shown of a list of stations before it is taken: columns, places, findings, whose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.imports import sandbox
from data.imports.buildings.columns import WRONG
from data.imports.findings import Finding, Refusal
from data.imports.pending import Upload, Waiting
from data.imports.results import provenance
from data.imports.stations import columns
from data.library import Library
from data.twin.areas_at import district_shapes
from data.twin.station_file import Station, standing

# What must be said of where a list comes from, and what is said where it is not.
WHOSE = {"by": "import_list_by", "date": "import_list_date", "licence": "import_list_licence"}


@dataclass(frozen=True)
class Listed:
    """What a list was understood to say. `areas`: the district of each of its stations.

    `before`: what stands now as far as is known; None where it is not reported.
    """

    columns: tuple[str, ...]
    chosen: Mapping[str, str]
    placed: bool
    leave: bool
    stations: tuple[Station, ...]
    areas: tuple[str, ...]
    before: tuple[Station, ...] | None
    whose: Mapping[str, str] | None
    findings: tuple[Finding, ...]


def read(library: Library, file: Path, city_id: str, wished: Mapping[str, Any]) -> dict[str, Any]:
    """What the child makes of the file with these choices."""
    shapes = district_shapes(library, city_id)
    if not shapes:
        raise Refusal("import_stations_districts")
    districts = [(code, name, shape.hex()) for code, name, shape in shapes]
    context = {"kind": "stations", "wished": asked(wished), "districts": districts}
    return sandbox.read_in_child(file, context)


def asked(wished: Mapping[str, Any]) -> dict[str, str]:
    """The choices that the reading of the file depends on."""
    return {key: str(wished[key]) for key in (*columns.PARTS, WRONG) if key in wished}


def look(
    library: Library, upload: Upload, told: dict[str, Any], wished: Mapping[str, Any]
) -> Listed:
    """`told`: what the child made of the file when it came; it is asked anew for other choices."""
    if asked(wished) != told["asked"]:
        waiting = Waiting(library.data_dir)
        answer = read(library, waiting.file(upload), upload.city, wished)
        told = answer | {"asked": asked(wished)}
        waiting.renew(upload, told)
    whose, missing = provenance.checked(wished, dt.datetime.now(dt.UTC).date(), WHOSE)
    return Listed(
        tuple(told["columns"]),
        told["chosen"],
        told["placed"],
        told["leave"],
        tuple(Station(name, lon, lat) for name, lon, lat, _area in told["stations"]),
        tuple(area for *_station, area in told["stations"]),
        standing(library.data_dir, upload.city),
        whose,
        (*missing, *map(Finding.of_json, told["findings"])),
    )
