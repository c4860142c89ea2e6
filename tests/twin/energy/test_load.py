"""Power by the hour: shapes that sum to the year, a top hour by hand, own use within bounds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.twin.energy.small import city, weather
from twin.energy.climate import HOURS, hourly
from twin.energy.load import (
    HEATED,
    HEATING,
    RATIOS,
    Degrees,
    own_use,
    peak,
    top_hours,
    year_shapes,
)
from twin.energy.local import Local
from twin.energy.own_use import used
from twin.energy.use import PURPOSES, SEGMENTS


def test_every_shape_spreads_exactly_the_year() -> None:
    shapes = year_shapes(hourly(weather().temperature), 2019)
    for segment in SEGMENTS:
        for purpose in PURPOSES:
            assert shapes[segment][purpose].sum() == pytest.approx(1)
            assert (shapes[segment][purpose] >= 0).all()


def test_degree_hours_are_those_of_the_hours_themselves() -> None:
    temperature = hourly(weather().temperature)
    degrees = Degrees.of(temperature)
    for balance, mean, swing in ((14.0, 7.5, 0.7), (17.0, 5.0, 1.1)):
        around = mean + swing * (temperature - temperature.mean())
        expected = np.maximum(balance - around, 0).sum()
        found = degrees.at(np.array([balance]), np.array([mean]), np.array([swing]))
        assert found[0] == pytest.approx(expected, rel=1e-3)


def test_even_use_around_the_year_peaks_at_its_mean_times_its_shape() -> None:
    electricity = np.zeros((1, 3, 5, 1))
    electricity[0, 0, HEATING] = 8.76  # GWh a year: 1 MW on average
    even = np.ones_like(top_hours())
    assert peak(electricity, np.array([1.0]), even)[0, 0] == pytest.approx(1)
    assert peak(electricity, np.array([3.0]), even)[0, 0] == pytest.approx(3)


def test_the_coldest_day_holds_the_heat_of_that_day() -> None:
    heating = top_hours()[:, :, HEATING]
    assert heating.mean(axis=0) == pytest.approx(1)


def test_the_peak_is_found_without_changing_what_was_given() -> None:
    electricity = np.ones((2, 3, 5, 4))
    peak(electricity, np.array([2.0, 3.0]), top_hours())
    assert (electricity == 1).all()


def test_own_use_falls_with_more_sun_and_lies_between_nought_and_all() -> None:
    for table in city().local.own_use.values():
        assert (table > 0).all()
        assert (table <= 1 + 1e-12).all()
        assert (np.diff(table, axis=0) <= 1e-12).all()
        # What is used grows all the same: more sun never gives less.
        assert (np.diff(table * RATIOS[:, None], axis=0) >= -1e-12).all()


def test_own_use_by_hand() -> None:
    """Load evenly over the day, sun in half of the hours: twice its mean is used to the full."""
    even = np.full(HOURS, 1 / HOURS)
    sun = np.where(np.arange(HOURS) % 2 == 0, 2 / HOURS, 0)
    table = own_use(sun, even, even)
    for ratio, expected in ((0.25, 1.0), (0.5, 1.0), (1.0, 0.5), (2.0, 0.25), (8.0, 0.0625)):
        assert used(table, np.array([ratio]), np.array([0.5]))[0] == pytest.approx(
            expected, rel=0.07
        )


def test_own_use_between_points_lies_between_them() -> None:
    table = city().local.own_use["dwellings"]
    ratios = np.linspace(0, 3.9, 50)
    found = used(table, ratios, np.full(50, 0.37))
    assert (np.diff(found) <= 1e-12).all()
    exact = used(table, RATIOS, np.full(len(RATIOS), HEATED[4]))
    assert exact == pytest.approx(table[:, 4])


def test_what_was_computed_once_is_read_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "small.npz"
    before = city().local
    before.save(path)
    after = Local.load(path)
    assert after.per_irradiation == before.per_irradiation
    for segment in SEGMENTS:
        assert np.array_equal(after.own_use[segment], before.own_use[segment])
    assert np.array_equal(after.degrees.hours, before.degrees.hours)
