"""What new and moved recycling stations change: who has one near, of the city and of each area.

Where the city's own stations are not known, access is not told; how many of those near a new one
had none before is then an assumption.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from twin.answer import Floats
from twin.circular.access import Demand, Positions, access
from twin.circular.median import in_order
from twin.scenario import Chosen

Places = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Reach:
    """Shares of people (0–1), a draw each: with a station near today, and when all is done.

    `newly` had none before; `lost`: had one, and have none any more.
    """

    before: Floats
    after: Floats
    newly: Floats
    lost: Floats


class Stations:
    """People, the stations there are (None: not reported), and how far people walk."""

    def __init__(
        self, demand: Demand, existing: Positions | None, known: Mapping[str, Floats]
    ) -> None:
        self.demand, self.existing, self._known = demand, existing, known
        self._near = demand.nearest(existing or ())
        self._order = lru_cache(maxsize=32)(self._next)
        self._left = lru_cache(maxsize=32)(self._without)

    def known(self, area: str) -> bool:
        """Whether it can be told, there or in the whole city, who has a station near."""
        return self.existing is not None and bool(self.demand.at(area).any())

    def places(self, chosen: Chosen) -> Places:
        """As many as the level says: those that were chosen first, then where they help most."""
        given = chosen.built
        return (*given, *self._order(given, chosen.closed, round(chosen.level) - len(given)))

    def gained(self, chosen: Chosen) -> tuple[Floats, Floats]:
        """The shares of people who get a station near, and who lose theirs, once all is done."""
        found = self.reach(chosen)
        if self.existing is None:
            return found.after * self._known["waste_station_newly"], found.lost
        return found.newly, found.lost

    def reach(self, chosen: Chosen | None, area: str = "") -> Reach:
        """Of the city, or of an area; without existing stations, of the new ones alone."""
        before = self._within(self._near, area)
        if chosen is None:
            return Reach(before, before, before * 0, before * 0)
        left, _kept = self._left(chosen.closed)
        new = self.demand.nearest(self.places(chosen))
        ever = self._within(np.minimum(self._near, new), area)
        after = self._within(np.minimum(left, new), area)
        return Reach(before, after, ever - before, ever - after)

    def _within(self, nearest: Floats, area: str) -> Floats:
        walk, detour = self._known["waste_station_distance"], self._known["waste_detour"]
        return access(self.demand, nearest, walk, detour, area)

    def _without(self, closed: Places) -> tuple[Floats, Places]:
        """How far it is to the nearest of today's that are kept, and which these are."""
        kept = tuple(each for each in self.existing or () if each not in set(closed))
        return self.demand.nearest(kept), kept

    def _next(self, given: Places, closed: Places, count: int) -> Places:
        spots = self.demand.positions
        _metres, kept = self._left(closed)
        stands = (*kept, *given)
        return tuple(spots[i] for i in in_order(self.demand, stands, spots, count))
