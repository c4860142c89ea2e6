"""All that is shown of a list of stations before it is taken: columns, places, findings, whose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.imports import given, sandbox
from data.imports.findings import Refusal
from data.imports.pending import Upload
from data.imports.stations import columns
from data.library import Library
from data.twin.areas_at import district_shapes
from data.twin.station_file import Station, standing

# What must be said of where a list comes from, and what is said where it is not.
WHOSE = {"by": "import_list_by", "date": "import_list_date", "licence": "import_list_licence"}


@dataclass(frozen=True)
class Listed(given.Shown):
    """What a list was understood to say. `areas`: the district of each of its stations.

    `before`: what stands now as far as is known; None where it is not reported.
    """

    stations: tuple[Station, ...]
    areas: tuple[str, ...]
    before: tuple[Station, ...] | None


def read(library: Library, file: Path, city_id: str, wished: Mapping[str, str]) -> dict[str, Any]:
    """What the child makes of the file with these choices."""
    shapes = district_shapes(library, city_id)
    if not shapes:
        raise Refusal("import_stations_districts")
    districts = [(code, name, shape.hex()) for code, name, shape in shapes]
    context = {"kind": "stations", "wished": wished, "districts": districts}
    return sandbox.read_in_child(file, context)


def look(
    library: Library, upload: Upload, told: dict[str, Any], wished: Mapping[str, Any]
) -> Listed:
    told = given.anew(library, upload, told, given.asked(wished, columns.PARTS), read)
    return Listed(
        **given.shown(told, wished, WHOSE),
        stations=tuple(Station(name, lon, lat) for name, lon, lat, _area in told["stations"]),
        areas=tuple(area for *_station, area in told["stations"]),
        before=standing(library.data_dir, upload.city),
    )
