"""From an output to an indicator: units convert or are refused, and nothing is told too finely."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.answer import Answer, Series
from twin.errors import TwinError
from twin.indicators import Link, change, finest
from twin.scenario import YEARS
from twin.units import by_person, factor


@pytest.mark.parametrize(
    ("found", "wanted", "times"),
    [
        ("GWh/a", "kWh/a", 1e6),
        ("kWh/m2/a", "GJ/m2/a", 0.0036),
        ("TWh/a", "GWh/a", 1e3),
        ("kg/inhabitant/a", "t/inhabitant/a", 1e-3),
        ("MNOK/a", "NOK/a", 1e6),
        ("NOK/kWh", "NOK/MWh", 1e3),
        ("MW", "kW", 1e3),
        ("%", "share", 0.01),
        ("share", "%", 100),
    ],
)
def test_units_of_one_dimension_convert(found: str, wanted: str, times: float) -> None:
    assert factor(found, wanted) == pytest.approx(times)
    assert factor(wanted, found) == pytest.approx(1 / times)


@pytest.mark.parametrize(
    ("found", "wanted", "code"),
    [
        ("GWh/a", "t/a", "unit_convert"),
        ("MW", "GWh/a", "unit_convert"),
        ("GWh/a", "GWh/inhabitant/a", "unit_convert"),
        ("GWh", "GWh/a", "unit_convert"),
        ("bananas/a", "t/a", "unit_unknown"),
    ],
)
def test_other_units_are_refused(found: str, wanted: str, code: str) -> None:
    with pytest.raises(TwinError) as problem:
        factor(found, wanted)
    assert problem.value.code == code


def test_a_unit_shared_among_residents_is_known_as_such() -> None:
    assert by_person("t/a", "t/inhabitant/a")
    assert not by_person("t/inhabitant/a", "t/inhabitant/a")


def link(unit: str = "t/inhabitant/a", decimals: int = 3) -> Link:
    return Link("co2e", "EN: EN: AQ: 2C", "", unit, decimals, "part", {})


def answer(low: float, middle: float, high: float) -> Answer:
    """A change that begins in 2030."""
    moved = np.outer([low, middle, high], np.asarray(YEARS) >= 2030)
    flat = np.full_like(moved, 100.0)
    series = Series(flat, flat + moved, moved)
    return Answer("estimate", YEARS, {"1508": {"co2e": series}}, {}, 1024, 7, {})


def test_a_change_is_told_in_the_unit_of_the_indicator() -> None:
    found = change(link(), "t/a", answer(-3000, -2000, -1000), "1508", 2040, people=50_000)
    assert found is not None
    assert (found.low, found.middle, found.high) == pytest.approx((-0.06, -0.04, -0.02))
    assert found.clear
    assert found.told() == pytest.approx((-0.06, -0.04, -0.02))


def test_a_change_is_never_told_more_finely_than_its_range() -> None:
    found = change(link("t/a", 2), "t/a", answer(-3123.4, -2345.6, -1111.1), "1508", 2040, 1)
    assert found.decimals == -3
    assert found.told() == (-3000, -2000, -1000)


@pytest.mark.parametrize("figures", [(-3, -1, 2), (-1, 0.2, 3)])
def test_a_range_that_holds_zero_is_no_clear_change(figures: tuple[float, float, float]) -> None:
    assert not change(link("t/a"), "t/a", answer(*figures), "1508", 2040, 1).clear


def test_what_a_scenario_does_not_touch_is_not_modelled() -> None:
    assert change(link("t/a"), "t/a", answer(0, 0, 0), "1508", 2040, 1) is None
    assert change(link("t/a"), "t/a", answer(-3, -2, -1), "9999", 2040, 1) is None


def test_before_its_start_a_scenario_has_no_clear_change() -> None:
    found = change(link("t/a"), "t/a", answer(-3, -2, -1), "1508", 2029, 1)
    assert found is not None
    assert not found.clear


@given(
    st.floats(-1e6, 1e6), st.floats(0, 1e6), st.integers(0, 4)
)  # fmt: skip
def test_one_step_of_the_last_digit_is_never_wider_than_ten_times_nor_finer_than_a_tenth(
    low: float, width: float, decimals: int
) -> None:
    told = finest(low, low + width, decimals)
    assert told <= decimals
    real = low + width - low
    if real > 1e-9:
        assert 10.0**-told >= real / 10 * 0.999
