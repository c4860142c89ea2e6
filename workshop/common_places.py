"""Places that all opinion groups want changed: where each of them put pins of the same kind.

The groups are those of a round of statements (`workshop.opinion`), the pins those of the workshop
that were let through. A place is a square in which, of every group that is told, five people or
more put a pin of that kind; nothing is told of any other. It is the smallest of three sizes in
which that holds, and none of its neighbours is told for being near. How many they were is not told:
with what the whole map shows, the rest could be one to four.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workshop.model import WHOLE_ROOM_MINIMUM, Contribution, Json, Round

# The side of the squares in metres, the largest first; each holds four of the next.
SIDES_M = (2000, 1000, 500)
_METRES = 111_320  # a degree of latitude
_FINEST = SIDES_M[-1] / _METRES

Square = tuple[int, int, int]  # side in metres, row, column
Cell = tuple[int, int]  # of the finest size: row from the equator, column from Greenwich


@dataclass(frozen=True, slots=True)
class Pin:
    """A pin by whom it is, for the time of this reckoning alone."""

    group: str
    person: str
    cell: Cell


def common_places(round_: Round, groups: Mapping[str, str]) -> list[Json]:
    """``{"category", "groups", "side_m", "south", "west", "north", "east"}`` of each place, by
    category and from north to south. `groups`: participant → group; of fewer than two, nothing."""
    told = sorted(set(groups.values()))
    sizes = {name: sum(each == name for each in groups.values()) for name in told}
    if round_.step.kind != "pins" or len(told) < 2 or min(sizes.values()) < WHOLE_ROOM_MINIMUM:
        return []
    places: list[Json] = []
    for category in round_.step.settings["categories"]:
        pins = [
            Pin(groups[c.participant], c.participant, _cell(c))
            for c in round_.contributions.values()
            if c.category == category["id"] and _counts(c) and c.participant in groups
        ]
        for square in _squares(pins, told, SIDES_M):
            places.append({"category": category["id"], "groups": told} | _corners(square))
    return places


def _counts(pin: Contribution) -> bool:
    return pin.kind == "pin" and pin.state == "approved" and pin.lat is not None


def _squares(pins: list[Pin], told: list[str], sides: tuple[int, ...]) -> Iterator[Square]:
    """The smallest squares in which every group has put five people's pins, the northern first."""
    side, *finer = sides
    by: defaultdict[Cell, list[Pin]] = defaultdict(list)
    wide = side // SIDES_M[-1]
    for pin in pins:
        by[pin.cell[0] // wide, pin.cell[1] // wide].append(pin)
    for (row, column), inside in sorted(by.items(), key=lambda each: (-each[0][0], each[0][1])):
        if _everybody(inside, told):
            within = list(_squares(inside, told, tuple(finer))) if finer else []
            yield from within or [(side, row, column)]


def _everybody(pins: list[Pin], told: list[str]) -> bool:
    people: defaultdict[str, set[str]] = defaultdict(set)
    for pin in pins:
        people[pin.group].add(pin.person)
    return all(len(people[group]) >= WHOLE_ROOM_MINIMUM for group in told)


def _cell(pin: Contribution) -> Cell:
    row = math.floor((pin.lat or 0.0) / _FINEST)
    return row, math.floor((pin.lon or 0.0) / _width(row))


def _width(row: int) -> float:
    """The width of a finest square in degrees of longitude. All of one largest square have the
    same, so that the finer ones lie wholly in it."""
    rows = SIDES_M[0] // SIDES_M[-1]
    latitude = (row // rows) * rows * _FINEST
    return _FINEST / math.cos(math.radians(min(abs(latitude), 89.0)))


def _corners(square: Square) -> Json:
    side, row, column = square
    wide = side // SIDES_M[-1]
    south, step = row * wide * _FINEST, _width(row * wide)
    west = column * wide * step
    corners = {"south": south, "west": west, "north": south + wide * _FINEST}
    corners |= {"east": west + wide * step}
    return {"side_m": side} | {name: round(value, 5) for name, value in corners.items()}
