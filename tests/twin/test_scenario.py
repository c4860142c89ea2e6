"""What a scenario may say, and what is refused with a code and a name."""

from __future__ import annotations

from dataclasses import replace
from math import inf, nan

import pytest

from twin.errors import TwinError
from twin.scenario import (
    BASE,
    HEAT_PUMPS,
    LATEST,
    MOST_CLOSED,
    Assumption,
    Chosen,
    Measure,
    checked,
)

AREAS = frozenset({"15080100", "15080200"})
MEASURES = {
    name: Measure(name, "energy", "share", 0.5, 0.05, 10, by_area, {}, {})
    for name, by_area in (("retrofit", True), ("solar", True), ("cooler", False))
}


def asked(*chosen: Chosen) -> tuple[Chosen, ...]:
    return checked(chosen, MEASURES, AREAS)


def test_choices_come_in_the_order_of_the_measures_and_without_those_at_nought() -> None:
    found = asked(Chosen("cooler", 0.5), Chosen("solar", 0), Chosen("retrofit", 0.1, LATEST))
    assert [each.measure for each in found] == ["retrofit", "cooler"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (Chosen("perpetual", 0.1), "measure_unknown"),
        (Chosen("retrofit", 0.51), "level_range"),
        (Chosen("retrofit", -0.01), "level_range"),
        (Chosen("retrofit", nan), "level_range"),
        (Chosen("retrofit", inf), "level_range"),
        (Chosen("retrofit", 0.1, BASE), "start_range"),
        (Chosen("retrofit", 0.1, LATEST + 1), "start_range"),
        (Chosen("retrofit", 0.1, areas=("32010100",)), "areas_unknown"),
        (Chosen("cooler", 0.1, areas=("15080100",)), "areas_not_allowed"),
        (Chosen("retrofit", 0.1, places=((200.0, 60.0),)), "place_range"),
        (Chosen("retrofit", 0.1, closed=((6.0, 91.0),)), "place_range"),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(wrong: Chosen, code: str) -> None:
    with pytest.raises(TwinError) as told:
        asked(Chosen("solar", 0.1), wrong)
    assert (told.value.code, told.value.about) == (code, wrong.measure)


def test_to_take_away_is_to_do_something_within_limits() -> None:
    away = Chosen("solar", 0, closed=((6.1, 62.4),))
    assert asked(Chosen("cooler", 0), away) == (away,)
    with pytest.raises(TwinError, match="closed_count"):
        asked(replace(away, closed=away.closed * (MOST_CLOSED + 1)))


def test_a_measure_is_chosen_once() -> None:
    with pytest.raises(TwinError) as told:
        asked(Chosen("solar", 0.1), Chosen("retrofit", 0.1), Chosen("retrofit", 0.2))
    assert (told.value.code, told.value.about) == ("measure_twice", "retrofit")


def test_in_no_area_are_there_more_heat_pumps_than_homes() -> None:
    measures = {name: replace(MEASURES["retrofit"], id=name, highest=0.6) for name in HEAT_PUMPS}
    north, south = sorted(AREAS)
    apart = (
        Chosen(HEAT_PUMPS[0], 0.6, areas=(north,)),
        Chosen(HEAT_PUMPS[1], 0.6, areas=(south,)),
        Chosen(HEAT_PUMPS[2], 0.4),
    )
    assert len(checked(apart, measures, AREAS)) == 3
    crowded = (apart[0], replace(apart[1], areas=(south, north)))
    with pytest.raises(TwinError) as told:
        checked(crowded, measures, AREAS)
    assert (told.value.code, told.value.about) == ("heat_pumps_together", north)


@pytest.mark.parametrize("value", [0.9, 4.1, nan, inf])
def test_an_assumption_lies_between_its_bounds(value: float) -> None:
    with pytest.raises(TwinError) as told:
        Assumption("price", value, 1, 4, "NOK/kWh", "", "low", {})
    assert told.value.code in ("assumption_order", "assumption_number")
    assert told.value.about == "price"
