"""Places that all opinion groups want changed: never told of fewer than five of any of them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from immutables import Map

from tests.workshop.builders import step, text
from workshop.agenda import parse_agenda
from workshop.common_places import common_places
from workshop.model import Contribution, Json, Round

KINDS = [{"id": kind, "text": text(kind)} for kind in ("good", "worse")]
HERE = (62.4713, 6.1513)
NEAR = (62.4716, 6.1519)  # some fifty metres off
FAR = (62.52, 6.30)

Put = tuple[str, str, tuple[float, float]]  # who, kind, where


def pinned(pins: list[Put], **more: Any) -> Round:
    asked = parse_agenda([step("pins", "pins", settings={"categories": KINDS})])[0]
    placed = {
        f"c{n}": Contribution(f"c{n}", "pin", "r1", who, None, None, more.get("state", "approved"),
                              n, kind, *where)
        for n, (who, kind, where) in enumerate(pins)
    }  # fmt: skip
    return Round("r1", asked, 1, 1, 1, open=False, contributions=Map(placed))


def groups(a: int, b: int) -> dict[str, str]:
    return {f"a{n}": "A" for n in range(a)} | {f"b{n}": "B" for n in range(b)}


def each(letter: str, n: int, kind: str, where: tuple[float, float]) -> list[Put]:
    return [(f"{letter}{at}", kind, where) for at in range(n)]


def holds(place: Json, where: tuple[float, float]) -> bool:
    return place["south"] <= where[0] < place["north"] and place["west"] <= where[1] < place["east"]


def test_a_place_is_told_where_five_of_every_group_put_the_same_kind_in_the_smallest_square():
    pins = each("a", 5, "good", HERE) + each("b", 6, "good", NEAR) + each("b", 8, "good", FAR)
    (place,) = common_places(pinned(pins), groups(9, 9))
    assert (place["category"], place["groups"], place["side_m"]) == ("good", ["A", "B"], 500)
    assert holds(place, HERE) and holds(place, NEAR) and not holds(place, FAR)
    assert place["north"] - place["south"] == pytest.approx(500 / 111_320, abs=1e-4)
    # Some of them a kilometre off: no smaller square holds five of both.
    apart = each("a", 5, "good", HERE) + each("b", 5, "good", (HERE[0] + 0.007, HERE[1]))
    assert [p["side_m"] for p in common_places(pinned(apart), groups(9, 9))] in ([1000], [2000])


@pytest.mark.fault("T7")
@pytest.mark.parametrize(
    ("pins", "sizes"),
    [
        (each("a", 9, "good", HERE) + each("b", 4, "good", HERE), (9, 9)),
        (each("a", 9, "good", HERE) + each("b", 9, "worse", HERE), (9, 9)),
        (each("a", 5, "good", HERE) + each("b", 1, "good", HERE) * 8, (9, 9)),
        (each("a", 9, "good", HERE) + each("b", 4, "good", HERE), (9, 4)),
        (each("a", 9, "good", HERE), (9, 0)),
    ],
    ids=["four of one group", "another kind", "one person eight times", "a group of four", "one"],
)
def test_a_place_is_not_told_where_any_group_is_fewer_than_five(
    pins: list[Put], sizes: tuple[int, int]
):
    assert common_places(pinned(pins), groups(*sizes)) == []


def test_pins_that_were_held_back_do_not_count():
    pins = each("a", 6, "good", HERE) + each("b", 6, "good", HERE)
    assert common_places(pinned(pins, state="pending"), groups(9, 9)) == []
    assert len(common_places(pinned(pins), groups(9, 9))) == 1


SPOTS = st.tuples(st.floats(62.40, 62.47), st.floats(6.10, 6.25))


@pytest.mark.fault("T7")
@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 9), SPOTS), max_size=120))
def test_every_place_that_is_told_holds_five_of_each_group(
    put: list[tuple[str, int, tuple[float, float]]],
):
    pins: list[Put] = [(f"{letter}{n}", "good", where) for letter, n, where in put]
    found = common_places(pinned(pins), groups(10, 10))
    for place in found:
        for letter in "ab":
            # Corners are told to a metre.
            wide = {side: place[side] - 2e-5 for side in ("south", "west")}
            wide |= {side: place[side] + 2e-5 for side in ("north", "east")}
            inside = {who for who, _, where in pins if who[0] == letter and holds(wide, where)}
            assert len(inside) >= 5
    for one in found:
        middle = ((one["south"] + one["north"]) / 2, (one["west"] + one["east"]) / 2)
        assert [holds(other, middle) for other in found].count(True) == 1
