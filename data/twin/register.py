"""What a building register says of a city: how much of its buildings each district has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from data.library import Library
from data.twin.areas_at import district_codes
from data.twin.register_file import Register, Registers, Sum
from twin.energy.inputs import HOMES
from twin.energy.use import SEGMENTS

Weights = Mapping[str, Mapping[str, float]]


def in_force(library: Library, city: str) -> tuple[int, Register] | None:
    """The version that says where the city's buildings are.

    One of districts that are no longer the city's is passed over: what stands where is not known.
    """
    held = Registers(library.data_dir)
    number = held.number(city)
    register = held.version(city, number) if number else None
    if register is None or not {each.district for each in register.sums} <= district_codes(
        library, city
    ):
        return None
    return number, register


def weights(library: Library, city: str, municipal: Mapping[str, float]) -> Weights | None:
    """District → segment → its share of the city's buildings, as the register in force has it."""
    found = in_force(library, city)
    return weighed(found[1].sums, municipal, district_codes(library, city)) if found else None


def weighed(
    sums: Sequence[Sum], municipal: Mapping[str, float], districts: frozenset[str]
) -> Weights:
    """Each district's share of each segment's floor area. All of it sums to 1 by segment."""
    floor = by_segment(sums, municipal)
    total = {segment: sum(floor[area][segment] for area in floor) for segment in SEGMENTS}
    return {
        area: {segment: floor[area][segment] / total[segment] for segment in SEGMENTS}
        for area in sorted(districts)
    }


def by_segment(
    sums: Sequence[Sum], municipal: Mapping[str, float]
) -> defaultdict[str, dict[str, float]]:
    """District → segment → m². `municipal`: use → the municipality's share where nobody says."""
    floor: defaultdict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys(SEGMENTS, 0.0))
    for each in sums:
        held = floor[each.district]
        if each.category in HOMES:
            held["dwellings"] += each.floor_m2
            continue
        own = each.municipal_m2 + each.unknown_m2 * municipal.get(each.category, 0.0)
        held["municipal"] += own
        held["services"] += each.floor_m2 - own
    return floor
