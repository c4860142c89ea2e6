"""Household waste: nothing is lost, each measure moves what it should, more never does less."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.twin.assumed import PEOPLE, assumptions, drawn, ramp
from twin.answer import Floats, ranged
from twin.circular.flows import of_waste
from twin.circular.touched import TOUCHES
from twin.circular.waste import FRACTIONS, TREATMENTS, Drawn, waste
from twin.circular.waste_outputs import outputs
from twin.draws import draw
from twin.errors import TwinError
from twin.scenario import YEARS

DRAWN = drawn("waste_")
START = 2030
CENTRE = 2 / PEOPLE[0]
STATIONS = {"recycling_stations": 10 / PEOPLE[0], "reach": 0.3}
# The highest level of each measure, as it enters the model.
HIGHEST: dict[str, dict[str, float]] = {
    "food_waste_sorting": {"food_waste_sorting": 1},
    "plastics_central_sorting": {"plastics_central_sorting": 1},
    "textiles": {"textiles": 1},
    "reuse_centre": {"reuse_centre": CENTRE},
    "pay_as_you_throw": {"pay_as_you_throw": 1},
    "recycling_stations": STATIONS,
}


def levels(measure: str, share: float = 1, start: int = START) -> dict[str, Floats]:
    return {name: ramp(share * each, start) for name, each in HIGHEST[measure].items()}


def told(chosen: dict[str, Floats], found: Drawn = DRAWN) -> dict[str, Floats]:
    made = waste(found, chosen, YEARS)
    made.check()
    return dict(outputs(made, found, chosen, PEOPLE))


BASELINE = told({})


@pytest.mark.parametrize("measure", HIGHEST)
def test_nothing_is_lost_in_any_draw_and_year(measure: str) -> None:
    found = told(levels(measure))
    parts = sum(found[f"waste_{each}"] for each in (*FRACTIONS[:-1], "residual"))
    assert np.allclose(parts, found["waste_total"])
    assert np.allclose(sum(found[each] for each in TREATMENTS), 100)


def test_who_loses_a_station_sorts_less_but_never_less_than_nothing() -> None:
    found = told({"lost": ramp(1, START)})
    for name in ("waste_glass_metal", "waste_textiles"):
        after, before = found[name][:, -1], BASELINE[name][:, -1]
        assert (after < before).all()
        assert (after > 0).all()
    assert np.allclose(found["waste_total"], BASELINE["waste_total"])


def test_everything_at_once_still_closes() -> None:
    chosen = {name: each for measure in HIGHEST for name, each in levels(measure).items()}
    found = told(chosen)
    assert (found["sorting_rate"][:, -1] > BASELINE["sorting_rate"][:, -1]).all()
    assert (found["sorting_rate"] <= 100).all()


@pytest.mark.parametrize("measure", HIGHEST)
def test_each_measure_moves_what_it_should_and_nothing_else(measure: str) -> None:
    found = told(levels(measure))
    moved = {name for name in found if not np.allclose(found[name][:, -1], BASELINE[name][:, -1])}
    # The six ways are told together, though no measure here moves those in the open.
    never = {"open_burned", "open_dump", "station_access"}
    assert moved - {"other_treatment"} == TOUCHES[measure] - never - {"other_treatment"}


@pytest.mark.parametrize("measure", HIGHEST)
def test_years_before_the_start_are_left_alone(measure: str) -> None:
    found = told(levels(measure))
    before = YEARS.index(START)
    for name, each in found.items():
        assert np.array_equal(each[:, :before], BASELINE[name][:, :before]), name


@pytest.mark.parametrize("measure", HIGHEST)
def test_more_of_a_measure_never_leaves_more_in_the_residual_bin(measure: str) -> None:
    steps = [told(levels(measure, share)) for share in np.linspace(0, 1, 6)]
    for less, more in zip(steps, steps[1:], strict=False):
        assert (more["waste_residual"] <= less["waste_residual"] + 1e-9).all()
        assert (more["waste_total"] <= less["waste_total"] + 1e-9).all()


def test_twice_as_many_draws_move_the_middle_by_less_than_a_hundredth_of_the_range() -> None:
    asked = assumptions("waste_")
    chosen = {name: each for measure in HIGHEST for name, each in levels(measure).items()}
    ends = {}
    for count in (1024, 2048):
        of = dict(draw(asked, count))
        after, before = told(chosen, of), told({}, of)
        ends[count] = {name: (after[name] - before[name])[:, -1] for name in after}
    for name, each in ends[2048].items():
        low, middle, high = ranged(each)
        moved = abs(ranged(ends[1024][name])[1] - middle)
        assert moved <= 0.01 * (high - low) + 1e-9, name


def test_the_flows_of_a_year_lead_from_what_is_thrown_to_what_becomes_of_it() -> None:
    chosen = levels("plastics_central_sorting") | levels("reuse_centre")
    single = {name: each[:1] for name, each in DRAWN.items()}
    last = {name: each[:, -1:] for name, each in chosen.items()}
    flows = of_waste(waste(single, last, YEARS[-1:]), PEOPLE[-1])
    found = {(each.source, each.target): each.tonnes[1] for each in flows}
    for bin_ in ("separate", "residual", "central"):
        into = sum(tonnes for (_, target), tonnes in found.items() if target == bin_)
        out = sum(tonnes for (source, _), tonnes in found.items() if source == bin_)
        assert into == pytest.approx(out), bin_
    assert found["residual", "central"] > 0
    assert found["other", "reused"] > 0
    assert ("residual", "open_dump") not in found


def test_a_balance_that_does_not_close_is_refused() -> None:
    found = waste(DRAWN, {}, YEARS)
    for wrong in (found.separate * 1.01, found.separate * np.nan):
        with pytest.raises(TwinError) as told_:
            replace(found, separate=wrong).check()
        assert (told_.value.code, told_.value.about) == ("run_check", "waste does not balance")


def test_shares_above_the_whole_are_refused() -> None:
    wrong = {**DRAWN, "waste_residual_landfilled": np.full(256, 1.2)}
    with pytest.raises(TwinError, match="run_check: waste"):
        waste(wrong, {}, YEARS).check()
