"""`python -m data.twin.register CITY FILE [--source TEXT]`: a municipality's own building register.

Until there is one, the districts' parts of the city's buildings follow where people live. The
register says where the buildings stand: a CSV, Excel or Parquet table with a row a building and
the columns `use`, `year`, `floor_area_m2`, and either `district` (code or name) or `lon` and
`lat` (degrees); `owner` may say `municipal`. `use` is a building category of NVE's model or the
number of a Norwegian building type (three digits). Nothing is kept if any row is wrong.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data import command_line, queries
from data.durable import sync_file, sync_folder
from data.errors import DataError
from data.library import Library
from data.twin.areas_at import Districts
from data.twin.buildings import Building, RegisterError, read
from data.twin.city_assumptions import city_assumptions
from twin.energy.inputs import HOMES, MUNICIPAL
from twin.energy.use import SEGMENTS

TOLD = 20


def main(arguments: list[str] | None = None) -> int:
    chosen = _parser().parse_args(arguments)
    try:
        told = take(Library(chosen.data_dir), chosen.city, chosen.file, chosen.source)
    except RegisterError as problem:
        sys.stderr.write(f"data.twin.register: {problem}\n")
        for row in problem.rows[:TOLD]:
            sys.stderr.write(f"  {row}\n")
        return 1
    except DataError as problem:
        sys.stderr.write(f"data.twin.register: {problem}\n")
        return 2
    sys.stdout.write(f"{told['buildings']} buildings, {told['floor_m2']:.0f} m², taken.\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = command_line.parser("data.twin.register", __doc__)
    parser.add_argument("city", help="a city's id, such as alesund")
    parser.add_argument("file", type=Path, help="a .csv, .xlsx or .parquet file")
    parser.add_argument("--source", default="", help="who the register is from, and of when")
    return parser


def take(library: Library, city_id: str, file: Path, source: str) -> Mapping[str, Any]:
    """Read a register, and let it say what part of the city each district has from now on."""
    queries.city(library, city_id)
    districts = Districts(library, city_id)
    buildings = read(file, districts)
    told = {
        "weights": weighed(buildings, _shares(city_id), districts.codes),
        "buildings": len(buildings),
        "floor_m2": sum(each.floor_m2 for each in buildings),
        "file": file.name,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "source": source,
        "taken_at": datetime.now(UTC).isoformat("T", "seconds"),
    }
    path = _path(library, city_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(told, ensure_ascii=False, indent=2), "utf-8")
    sync_file(fresh)
    fresh.replace(path)
    sync_folder(path.parent)
    return told


def weights(library: Library, city_id: str) -> Mapping[str, Mapping[str, float]] | None:
    """District → segment → its share of the city's buildings, if a register was taken.

    A register of districts that are no longer the city's is passed over.
    """
    try:
        held = json.loads(_path(library, city_id).read_text("utf-8"))["weights"]
    except FileNotFoundError:
        return None
    return held if set(held) == Districts(library, city_id).codes else None


def _path(library: Library, city_id: str) -> Path:
    return library.data_dir / "registers" / f"{city_id}.json"


def _shares(city_id: str) -> Mapping[str, float]:
    told = city_assumptions(city_id)
    return {each: told[f"municipal_share_{each}"].value for each in MUNICIPAL}


def weighed(
    buildings: Sequence[Building], municipal: Mapping[str, float], districts: frozenset[str]
) -> dict[str, dict[str, float]]:
    """Each district's share of each segment's floor area. All of it sums to 1 by segment."""
    floor: defaultdict[tuple[str, str], float] = defaultdict(float)
    for each in buildings:
        for segment, share in _segments(each, municipal):
            floor[each.area, segment] += each.floor_m2 * share
    total = {segment: sum(floor[area, segment] for area in districts) for segment in SEGMENTS}
    if empty := [segment for segment in SEGMENTS if total[segment] == 0]:
        raise RegisterError(f"The register holds no buildings of the kind {empty[0]!r}.")
    return {
        area: {segment: floor[area, segment] / total[segment] for segment in SEGMENTS}
        for area in sorted(districts)
    }


def _segments(each: Building, municipal: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    if each.category in HOMES:
        yield "dwellings", 1.0
        return
    told = municipal.get(each.category, 0.0) if each.municipal is None else float(each.municipal)
    yield "municipal", told
    yield "services", 1 - told


if __name__ == "__main__":
    sys.exit(main())
