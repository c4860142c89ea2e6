"""Building materials: the floor area is the given one, nothing is lost, measures act as said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.twin.assumed import assumptions, drawn, ramp
from twin.answer import Floats
from twin.circular.building_stock import LIVES, Floors, floors
from twin.circular.materials import MATERIALS, Drawn, Levels, carbon, materials, outputs, upkeep
from twin.circular.touched import TOUCHES
from twin.draws import draw
from twin.energy.use import Reference
from twin.errors import TwinError
from twin.scenario import YEARS

STOCK = Reference.load(Path(__file__).parent / "references" / "alesund.npz").stock
DRAWN = drawn("materials_")
START = 2030
BOTH = np.ones((2, 1, 1))
MEASURES: dict[str, Levels] = {
    "rehabilitate": {"rehabilitate": BOTH * ramp(1, START)},
    "reuse_share": {"reuse_share": ramp(0.5, START)},
    "wood_for_concrete": {"wood_for_concrete": ramp(0.6, START)},
}
EVERYTHING: Levels = {name: each for one in MEASURES.values() for name, each in one.items()}


@pytest.fixture(scope="module")
def town() -> Floors:
    return floors(STOCK.floor, STOCK.built, STOCK.demolished, 1.5)


@pytest.fixture(scope="module")
def baseline(town: Floors) -> dict[str, Floats]:
    return told(town, {})


def told(town: Floors, levels: Levels, of: Drawn = DRAWN) -> dict[str, Floats]:
    found = materials(of, upkeep(of, town), levels)
    found.check()
    return dict(outputs(found, of))


def test_the_stock_of_the_model_is_the_floor_area_that_was_given(town: Floors) -> None:
    assert np.allclose(town.floor.sum(axis=0), STOCK.floor.sum(axis=0))
    change = (town.built - town.demolished)[:, 1:]
    assert np.allclose(np.diff(town.floor, axis=1), change)


def test_what_does_not_grow_renews_itself_once_in_a_life() -> None:
    still = np.full((3, len(YEARS)), 1e6)
    none = np.zeros_like(still)
    found = floors(still, none, none, 0).renewed / 1e6
    # The wave of what was all new in 1900 has died down where lives are short.
    assert found[0, 0].mean() == pytest.approx(1 / LIVES[0], rel=0.04)
    assert found[1, 0].mean() == pytest.approx(1 / LIVES[1], rel=0.04)


def test_what_lives_longer_is_renewed_less(town: Floors) -> None:
    assert (np.diff(town.renewed.sum(axis=(1, 2))) < 0).all()


@pytest.mark.parametrize("wrong", ["floor", "built"])
def test_a_floor_area_that_does_not_add_up_is_refused(wrong: str) -> None:
    given = {name: getattr(STOCK, name) for name in ("floor", "built", "demolished")}
    given[wrong] = given[wrong] * 1.05
    with pytest.raises(TwinError) as told_:
        floors(**given, growth=1.5)
    assert told_.value.code == "run_check"


@pytest.mark.parametrize("levels", [{}, *MEASURES.values(), EVERYTHING])
def test_what_goes_in_and_out_is_how_the_buildings_grow(town: Floors, levels: Levels) -> None:
    found = materials(DRAWN, upkeep(DRAWN, town), levels)
    found.check()
    gone = found.recycled + found.burnt + found.landfilled
    assert np.allclose(found.bought + found.reused, found.growth + gone + found.reused)


def test_a_balance_that_does_not_close_is_refused(town: Floors) -> None:
    found = materials(DRAWN, upkeep(DRAWN, town), {})
    with pytest.raises(TwinError) as told_:
        replace(found, needed=found.needed * 1.01).check()
    assert (told_.value.code, told_.value.about) == ("run_check", "materials do not balance")


@pytest.mark.parametrize("measure", MEASURES)
def test_each_measure_moves_what_it_should_and_nothing_else(
    town: Floors, baseline: dict[str, Floats], measure: str
) -> None:
    found = told(town, MEASURES[measure])
    last = {name: (each[:, -1], baseline[name][:, -1]) for name, each in found.items()}
    moved = {name for name, (after, before) in last.items() if not np.allclose(after, before)}
    assert moved == TOUCHES[measure]


@pytest.mark.parametrize("measure", MEASURES)
def test_years_before_the_start_are_left_alone(
    town: Floors, baseline: dict[str, Floats], measure: str
) -> None:
    before = YEARS.index(START)
    for name, each in told(town, MEASURES[measure]).items():
        assert np.array_equal(each[:, :before], baseline[name][:, :before]), name


@pytest.mark.parametrize(
    ("measure", "falls"),
    [
        ("rehabilitate", ("materials_in", "materials_out", "materials_landfilled")),
        ("reuse_share", ("materials_in", "materials_landfilled", "embodied_co2e")),
        ("wood_for_concrete", ("materials_in",)),
    ],
)
def test_more_of_a_measure_never_saves_less(
    town: Floors, measure: str, falls: tuple[str, ...]
) -> None:
    steps = [
        told(town, {name: each * share for name, each in MEASURES[measure].items()})
        for share in np.linspace(0, 1, 5)
    ]
    for less, more in zip(steps, steps[1:], strict=False):
        for name in falls:
            assert (more[name] <= less[name] + 1e-6).all(), name


def test_wood_takes_the_place_of_concrete_and_steel(town: Floors) -> None:
    before, after = (
        materials(DRAWN, upkeep(DRAWN, town), each) for each in ({}, MEASURES["wood_for_concrete"])
    )
    change = (after.needed - before.needed)[:, :, -1]
    risen = {name: change[i].min() > 0 for i, name in enumerate(MATERIALS)}
    fallen = {name for i, name in enumerate(MATERIALS) if change[i].max() < 0}
    assert {name for name, each in risen.items() if each} == {"wood"}
    assert fallen == {"concrete", "steel"}
    assert np.median(carbon(after, DRAWN) - carbon(before, DRAWN), axis=0)[-1] < 0


def test_no_more_is_reused_than_fits_and_than_is_needed(town: Floors) -> None:
    eager = {**DRAWN, "materials_reuse_today": np.ones(256)}
    found = materials(eager, upkeep(eager, town), {})
    found.check()
    assert (found.reused <= found.reusable + 1e-9).all()
    assert (found.bought >= 0).all()


def test_twice_as_many_draws_move_the_middle_by_less_than_a_hundredth_of_the_range(
    town: Floors,
) -> None:
    asked = assumptions("materials_")
    ends = {}
    for count in (1024, 2048):
        of = draw(asked, count)
        after, before = told(town, EVERYTHING, of), told(town, {}, of)
        ends[count] = {name: (after[name] - before[name])[:, -1] for name in after}
    for name, each in ends[2048].items():
        low, high = np.percentile(each, (10, 90))
        moved = abs(np.median(ends[1024][name]) - np.median(each))
        assert moved <= 0.01 * (high - low), name
