"""What a run would do to a city's indicators, on the built library."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from data import queries
from data.library import Library
from data.records import Observation
from data.scenario_kpis import moved_most
from data.scenarios.effects import KpiEffect, kpi_effects
from data.twin.indicators import load_links
from data.twin.tables import load_outputs
from twin.answer import Answer, Series
from twin.scenario import YEARS

ASKED = {
    "EN: E: E: 1C", "EN: E: E: 2C", "EN: E: E: 3C", "EN: E: E: 4A", "EN: EN: AQ: 2C",
    "EC: I: B: 1A", "EC: I: B: 2A", "EN: EN: WA: 1C", "EC: I: WA: 1C",
}  # fmt: skip


def effects(
    library: Library,
    more: dict[str, tuple[Observation, ...]] | None = None,
    **changes: tuple[float, float, float],
) -> dict[str, KpiEffect]:
    city = queries.city(library, "alesund")
    held = queries.kpi_values(library, city.id)
    zero = np.zeros((3, len(YEARS)))
    outputs = {
        name: Series(zero, zero, np.outer(changes.get(name, (0, 0, 0)), np.ones(len(YEARS))))
        for name in load_outputs()
    }
    answer = Answer("estimate", YEARS, {city.municipality: outputs}, {}, 1024, 7, {})
    return {
        each.card.code: each
        for each in kpi_effects(city, held | (more or {}), answer, 2040, people=60_000)
    }


def test_the_table_links_the_indicators_that_the_models_can_tell_about() -> None:
    links = load_links()
    assert {each.code for each in links} >= ASKED
    assert sum(each.code == "EN: EN: WA: 1C" for each in links) == 6
    assert {each.code for each in links if each.covers == "part"} >= {"EN: EN: AQ: 2C"}


def test_an_indicator_that_is_not_touched_is_not_modelled(library: Library) -> None:
    found = effects(library, residential_heat=(-2, -1.5, -1))
    assert found["EN: E: E: 3C"].modelled
    assert not found["EN: E: E: 2C"].modelled
    assert found["EN: E: E: 2C"].points[0].after is None


def test_a_change_is_added_to_what_was_observed(library: Library) -> None:
    (point,) = effects(library, electricity_per_inhabitant=(-900, -700, -500))[
        "EN: E: E: 2C"
    ].points
    assert point.observed is not None and point.observed.value is not None
    assert point.after == pytest.approx([point.observed.value + x for x in (-900, -700, -500)])
    assert point.change.told() == (-900, -700, -500)


def test_where_a_part_is_covered_only_the_change_is_told(library: Library) -> None:
    (point,) = effects(library, co2e=(-3000, -2000, -1000))["EN: EN: AQ: 2C"].points
    assert point.change.middle == pytest.approx(-2000 / 60_000)
    assert point.after is None and point.distances is None


def test_a_band_changes_only_when_both_ends_of_the_range_lie_in_it(library: Library) -> None:
    known = queries.latest(library, "alesund", "EN: E: E: 2C")[0]
    code = "EN: EN: WA: 1C"
    recycled = replace(known, indicator=code, data_point="recycled", value=30.0)
    held = {code: (recycled,)}
    goal = effects(library, held)[code].points[-2].benchmark
    assert goal is not None
    far = goal.value - 30
    sure = effects(library, held, recycled=(far, far + 1, far + 2))[code]
    open_ = effects(library, held, recycled=(0.1, far, far + 2))[code]
    assert sure.bands == (2, 4, 4)
    assert (sure.new_band, open_.new_band) == (4, None)
    assert sure.points[-2].distances == pytest.approx((-far, 1))


def test_a_card_tells_the_three_that_move_most_first_by_bands(library: Library) -> None:
    known = queries.latest(library, "alesund", "EN: E: E: 2C")[0]
    recycled = replace(known, indicator="EN: EN: WA: 1C", data_point="recycled", value=30.0)
    found = effects(
        library,
        {"EN: EN: WA: 1C": (recycled,)},
        recycled=(30, 35, 40), incinerated=(-40, -35, -30),
        electricity_per_inhabitant=(-904, -702, -503), co2e=(-3000, -2000, 1000),
        certified_area=(1, 2, 3),
    )  # fmt: skip
    told = moved_most(found.values())
    assert [each["code"] for each in told] == ["EN: EN: WA: 1C", "EC: I: B: 1A", "EN: E: E: 2C"]
    waste, _, power = told
    assert (waste["point"], waste["bands"], waste["benchmark"]) == ("recycled", [2, 3, 4], 65)
    assert (waste["before"], waste["after"], waste["distance"]) == (30, [60, 60, 70], [-40, 0])
    assert waste["names"]["nn"].endswith(": Gjenvunne")
    assert (power["change"], power["decimals"], power["period"]) == ([-900, -700, -500], -2, "2024")
    assert power["benchmark"] is power["distance"] is power["bands"] is None
    assert json.loads(json.dumps(told)) == list(told)


def test_a_card_tells_no_indicator_that_is_not_modelled_and_says_when_it_is_unsure(
    library: Library,
) -> None:
    (power,) = moved_most(effects(library, electricity_per_inhabitant=(-9, -1, 5)).values())
    assert (power["clear"], power["part"]) == (False, False)
    (gas,) = moved_most(effects(library, co2e=(-3000, -2000, -1000)).values())
    assert (gas["part"], gas["before"], gas["after"]) == (True, None, None)
    assert moved_most(effects(library).values()) == ()
