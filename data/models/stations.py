"""Where new recycling stations help most, for the scenarios page: the best of some candidates.

The search runs in a worker process, in a lane of its own beside the models': HiGHS may think for
two seconds, and neither sliders nor sockets wait for that. One search at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from data import queries
from data.library import Library
from data.models.jobs import Jobs, Task
from data.scenarios.store import Scenarios
from data.twin.areas_at import Districts
from data.twin.places import MEASURE, demand, rounded
from data.twin.station_file import Position, Station, standing, stations
from data.twin.tables import load_measures
from twin.answer import Floats, ranged
from twin.circular.access import Demand
from twin.circular.median import MOST_CANDIDATES, Placement
from twin.circular.reach import Reach, Stations
from twin.draws import draw
from twin.errors import TwinError
from twin.scenario import Assumption, Chosen

WALK, DETOUR = "waste_station_distance", "waste_detour"
NEAREST, FARTHEST = 50, 10_000  # metres that somebody may call near
SECONDS = 30.0  # for a worker to begin, search and answer
BUSY_SECONDS = 5.0


@dataclass(frozen=True)
class Near:
    """Who has a station near, in per cent of the people: p10, p50, p90.

    `before` is None where it is not reported where stations stand today; `after` then tells of
    the new ones alone.
    """

    before: Floats | None
    after: Floats


@dataclass(frozen=True)
class Everywhere:
    """Who has a station near, in the whole city and by district."""

    whole: Near
    areas: Mapping[str, Near]


@dataclass(frozen=True)
class Found:
    """`places` in the order in which each next one helps most.

    `existing`: how many of today's are kept, or None where they are not reported.
    """

    places: tuple[Position, ...]
    placement: Placement
    existing: int | None
    near: Everywhere


class BestPlaces:
    """Safe from any thread; never on the socket loop."""

    def __init__(self, library: Library, scenarios: Scenarios) -> None:
        self._library, self._scenarios = library, scenarios
        self._lane = Jobs(library.data_dir / "models" / "places")
        self._turn = threading.Lock()
        self._people = lru_cache(maxsize=8)(self._people_at)
        self._districts = lru_cache(maxsize=8)(self._districts_at)

    def close(self) -> None:
        self._lane.stop()

    def today(self, city: str) -> tuple[Station, ...] | None:
        """The stations that the municipality has given; None where it has not."""
        return standing(self._library.data_dir, city)

    def known(self, city: str) -> tuple[Assumption, Assumption]:
        """How far people walk, and how much longer than a straight line: the city's assumptions."""
        table = self._scenarios.assumptions(city).table
        return table[WALK], table[DETOUR]

    def middles(self, city: str) -> Mapping[str, Position]:
        """A place inside each district."""
        found = self._districts(city, self._library.version).middles()
        return {area: (lon, lat) for area, (lat, lon) in found.items()}

    def where(self, city: str, places: Sequence[Position]) -> tuple[str | None, ...]:
        """The district of each place; None for one that lies outside the city."""
        districts = self._districts(city, self._library.version)
        return tuple(districts.near(*each) for each in places)

    def best(
        self,
        city: str,
        among: Sequence[Position],
        count: int,
        walk: float,
        closed: Sequence[Position] = (),
    ) -> Found:
        """The best `count` of these places, once those of today's in `closed` are gone.

        Raises TwinError for what cannot be searched: `no_candidates`, `too_many_places`,
        `place_outside`, `place_count`, `place_distance`, `city_without_data`, `busy`; and
        ModelError where the worker came to nothing.
        """
        spots, gone = rounded(among), rounded(closed)
        people, today = self._known(city)
        self._check(city, spots, count, walk)
        kept = None if today is None else tuple(each for each in today if each not in set(gone))
        placement = self._searched(people, kept or (), spots, count)
        places = tuple(spots[i] for i in placement.chosen)
        near = self.near(city, Chosen(MEASURE, len(places), places=places, closed=gone), walk)
        return Found(places, placement, None if kept is None else len(kept), near)

    def near(self, city: str, chosen: Chosen, walk: float) -> Everywhere:
        """Who has a station within `walk` metres, today and when this is done.

        Raises TwinError: `place_distance`, `city_without_data`.
        """
        people, today = self._known(city)
        if not NEAREST <= walk <= FARTHEST:
            raise TwinError("place_distance")
        known = draw(tuple(self._scenarios.assumptions(city).table.values()))
        model = Stations(people, today, {**known, WALK: np.full_like(known[DETOUR], walk)})
        areas = {each: _near(model, chosen, each) for each in dict.fromkeys(people.areas)}
        return Everywhere(_near(model, chosen), areas)

    def _known(self, city: str) -> tuple[Demand, tuple[Position, ...] | None]:
        people = self._people(city, self._library.version)
        if people is None:
            raise TwinError("city_without_data", city)
        return people, stations(self._library.data_dir, city)

    def _check(self, city: str, spots: tuple[Position, ...], count: int, walk: float) -> None:
        if not spots:
            raise TwinError("no_candidates")
        if len(spots) > MOST_CANDIDATES:
            raise TwinError("too_many_places", str(MOST_CANDIDATES))
        if not 1 <= count <= load_measures()[MEASURE].highest:
            raise TwinError("place_count", f"{load_measures()[MEASURE].highest:.0f}")
        if not NEAREST <= walk <= FARTHEST:
            raise TwinError("place_distance")
        if None in self.where(city, spots):
            raise TwinError("place_outside")

    def _searched(
        self, people: Demand, today: tuple[Position, ...], spots: tuple[Position, ...], count: int
    ) -> Placement:
        if not self._turn.acquire(timeout=BUSY_SECONDS):
            raise TwinError("busy")
        try:
            what = (people, today, spots, count)
            # One at a time, so that none is taken for another: a single key keeps a single result.
            task = Task("places", "data.models.placing:place", what, SECONDS, lambda told, _: told)
            return self._lane.ask(task).wait()
        finally:
            self._turn.release()

    def _people_at(self, city: str, _library: int) -> Demand | None:
        return demand(self._library, city)

    def _districts_at(self, city: str, _library: int) -> Districts:
        queries.city(self._library, city)
        return Districts(self._library, city)


def _near(model: Stations, chosen: Chosen, area: str = "") -> Near:
    found: Reach = model.reach(chosen, area)
    before = None if model.existing is None else ranged(found.before) * 100
    return Near(before, ranged(found.after) * 100)
