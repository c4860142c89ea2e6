"""Where new recycling stations help most: `python -m data.twin.best_places CITY -k 5`.

Candidates are the released pins of a category in a workshop (`--session ID --category ID`), or else
the points where people are. Prints the places, and what the way to the nearest
station becomes on average; `--json` for programs.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from data import command_line, queries
from data.errors import DataError
from data.event_log import EventLog
from data.library import Library
from data.reading import CannotRead, for_reading
from data.scenarios.told import sentence
from data.text_vault import TextVault
from data.twin.city_assumptions import city_assumptions
from data.twin.places import candidates, demand
from data.twin.station_file import Position, stations
from twin.circular.access import Demand, access
from twin.circular.median import SECONDS, Placement, best
from twin.errors import TwinError
from workshop.model import Json, Session
from workshop.rules import replay


@dataclass(frozen=True)
class Found:
    """`reached`: share of people with one of these places, or a station of today's, within a walk.

    `existing`: how many stations stand today, or None where the municipality has not given them.
    """

    places: tuple[Position, ...]
    placement: Placement
    reached: float
    walk: float
    existing: int | None


def find(
    library: Library, city: str, spots: Sequence[Position], count: int, limit: float = SECONDS
) -> Found:
    """The best `count` of these candidates; without any, of the points where people are."""
    queries.city(library, city)
    people = demand(library, city)
    if people is None:
        raise TwinError("city_without_data", city)
    stands = stations(library.data_dir, city)
    among = tuple(spots) or people.positions
    placement = best(people, stands or (), among, count, limit)
    places = tuple(among[i] for i in placement.chosen)
    known = city_assumptions(city)
    walk, detour = known["waste_station_distance"].value, known["waste_detour"].value
    reached = _share(people, (*(stands or ()), *places), walk, detour)
    return Found(places, placement, reached, walk, None if stands is None else len(stands))


def _share(people: Demand, places: Sequence[Position], walk: float, detour: float) -> float:
    nearest = people.nearest(places)
    return float(access(people, nearest, np.array([walk]), np.array([detour]))[0])


def as_json(found: Found) -> Json:
    placement = found.placement
    return {
        "places": [{"lat": round(lat, 5), "lon": round(lon, 5)} for lon, lat in found.places],
        "metres": round(placement.metres),
        "gap": placement.gap,
        "proven": placement.proven,
        "seconds": round(placement.seconds, 3),
        "walk_m": found.walk,
        "reached": round(found.reached, 4),
        "stations_today": found.existing,
    }


def as_text(found: Found) -> str:
    lines = [f"{lat:.5f}, {lon:.5f}" for lon, lat in found.places]
    today = "not reported" if found.existing is None else str(found.existing)
    lines.append(f"Stations today: {today}.")
    lines.append(f"The straight way to the nearest is {found.placement.metres:.0f} m on average;")
    lines.append(f"{found.reached:.0%} of the people have one within a walk of {found.walk:.0f} m.")
    if found.placement.proven:
        lines.append("No other choice is better.")
    else:
        lines.append(f"Another choice might be up to {found.placement.gap:.1%} better.")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    library = Library(asked.data_dir)
    try:
        found = find(library, asked.city, _pinned(asked), asked.k)
    except TwinError as problem:
        return _failed(sentence(problem.code, problem.about))
    except (DataError, CannotRead, OSError, ValueError, LookupError, duckdb.Error) as problem:
        return _failed(str(problem))
    finally:
        library.close()
    text = json.dumps(as_json(found), indent=2) if asked.json else as_text(found)
    sys.stdout.write(text + "\n")
    return 0


def _pinned(asked: argparse.Namespace) -> tuple[Position, ...]:
    if not asked.session:
        return ()
    spots = candidates(_replayed(asked.data_dir, asked.session), asked.category)
    if not spots:
        raise TwinError("no_candidates", asked.category)
    return spots


def _replayed(data_dir: Path, session_id: str) -> Session:
    """A workshop from its record; where pins lie is under the same keys as words."""
    file = for_reading(data_dir / "sessions" / f"{Path(session_id).name}.duckdb")
    try:
        keys = TextVault(data_dir / "keys" / f"{Path(session_id).name}.texts")
        return replay(EventLog(file, keys).load())
    finally:
        file.let_go()


def _parser() -> argparse.ArgumentParser:
    parser = command_line.parser("data.twin.best_places", __doc__)
    parser.add_argument("city", metavar="CITY")
    parser.add_argument("-k", type=_count, default=5, help="how many places; default: %(default)s")
    parser.add_argument("--session", metavar="ID", help="a workshop")
    parser.add_argument("--category", default="", help="which of its pins; by id")
    parser.add_argument("--json", action="store_true", help="everything, as JSON")
    return parser


def _count(text: str) -> int:
    count = int(text)
    if not 1 <= count <= 30:
        raise argparse.ArgumentTypeError("must be from 1 to 30")
    return count


def _failed(reason: str) -> int:
    return command_line.failed("data.twin.best_places", reason)


if __name__ == "__main__":
    sys.exit(main())
