"""Who has a recycling station near: the share of people within a chosen walk of one.

Positions are (longitude, latitude) in degrees. They are turned into metres on a flat map that is
true to size at the mean latitude of the people (equirectangular): over a municipality that errs by
less than what the spread of the people within a district does. Distances are straight lines; a
walk is `detour` times as long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from twin.answer import Floats
from twin.errors import TwinError

DEGREE = 111_195.0  # metres on a sphere of 6 371 km
Positions = Sequence[tuple[float, float]]
FAR = np.inf


@dataclass(frozen=True)
class Demand:
    """Where people are: points, how many people stand for each, and in which area it lies."""

    positions: tuple[tuple[float, float], ...]
    people: tuple[float, ...]
    areas: tuple[str, ...]

    def __post_init__(self) -> None:
        if not len(self.positions) == len(self.people) == len(self.areas):
            raise TwinError("city_without_data", "people at points")
        if not self.people or min(self.people) < 0 or sum(self.people) <= 0:
            raise TwinError("city_without_data", "people at points")

    @property
    def shares(self) -> Floats:
        """Of all people, how many at each point."""
        people = np.array(self.people)
        return people / people.sum()

    def at(self, area: str) -> Floats:
        """How many people are at each point, or of those the ones of an area."""
        people = np.array(self.people)
        return np.where(np.array(self.areas) == area, people, 0.0) if area else people

    def metres(self, places: Positions) -> Floats:
        """Straight distances in metres: (point, place)."""
        here, there = np.array(self.positions), np.array(places, dtype=float).reshape(-1, 2)
        scale = DEGREE * np.array([np.cos(np.radians(here[:, 1].mean())), 1.0])
        apart = (here[:, None, :] - there[None, :, :]) * scale
        return np.hypot(apart[..., 0], apart[..., 1])

    def nearest(self, places: Positions) -> Floats:
        """How far it is to the nearest place, in a straight line; endless without any: (point,)."""
        return self.metres(places).min(axis=1) if places else np.full(len(self.people), FAR)


def access(demand: Demand, nearest: Floats, walk: Floats, detour: Floats, area: str = "") -> Floats:
    """The share of people (0–1), of the city or of an area, whose walk is within `walk` metres.

    `walk` and `detour` are draws; the answer has one share for each.
    """
    people = demand.at(area)
    if people.sum() <= 0:
        raise TwinError("areas_unknown", area)
    order = np.argsort(nearest)
    so_far = np.concatenate([[0.0], np.cumsum(people[order])]) / people.sum()
    return so_far[np.searchsorted(nearest[order], walk / detour, side="right")]
