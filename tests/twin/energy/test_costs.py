"""Costs by hand: annuities, renewals when things are worn out, bills and the price of a saving."""

from __future__ import annotations

import numpy as np
import pytest

from tests.twin.energy.assumed import fixed, known, shipped
from twin.energy.costs import KINDS, Done, annuity, capital, energy_bill, investment, per_kwh, ramp
from twin.scenario import YEARS


def one(value: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array([value])


def done(measure: str, units: float, start: int = 2030, length: int = 10) -> Done:
    return Done(measure, one(1.0), units * ramp(YEARS, start, length))


@pytest.mark.parametrize(("rate", "life"), [(0.04, 20), (0.07, 15), (1e-12, 25)])
def test_an_annuity_pays_back_exactly_what_was_borrowed(rate: float, life: float) -> None:
    paid = annuity(one(rate), one(life))[0]
    worth = sum(paid / (1 + rate) ** year for year in range(1, int(life) + 1))
    assert worth == pytest.approx(1, rel=1e-6)


def test_every_cost_names_assumptions_that_exist() -> None:
    ids = {each.id for each in shipped()}
    for kind in KINDS.values():
        assert {kind.price, kind.life, kind.upkeep or kind.life} <= ids


def test_a_thousand_square_metres_at_three_thousand_kroner_are_three_million() -> None:
    assumed = fixed(cost_retrofit_dwellings=3000, life_retrofit=40)
    spent = investment([done("retrofit_dwellings", 1000)], YEARS, assumed)[0]
    at = dict(zip(YEARS, spent, strict=True))
    assert at[2029] == 0
    assert at[2034] == pytest.approx(1.5)
    assert at[2039] == at[2050] == pytest.approx(3)


def test_what_is_worn_out_is_bought_again() -> None:
    assumed = fixed(cost_air_air=1000, life_heat_pumps=10)
    told = [done("heat_pumps_air_air", 1000, start=2030, length=1)]
    at = dict(zip(YEARS, investment(told, YEARS, assumed)[0], strict=True))
    assert (at[2029], at[2039], at[2040], at[2050]) == (0, 1, 2, 3)


def test_a_year_alone_costs_what_it_costs_among_all() -> None:
    told = [done("rooftop_solar", 5000), done("lighting", 1e5, start=2026)]
    every, alone = investment(told, YEARS, known()), investment(told, (2044,), known())
    assert np.allclose(every[:, YEARS.index(2044)], alone[:, 0])
    assert np.allclose(
        capital(told, YEARS, known())[:, YEARS.index(2044)], capital(told, (2044,), known())[:, 0]
    )


def test_costs_are_never_negative_and_never_fall_with_more() -> None:
    for measure in KINDS:
        little, much = ([done(measure, units)] for units in (100.0, 200.0))
        for cost in (investment, capital):
            low, high = cost(little, YEARS, known()), cost(much, YEARS, known())
            assert (low >= 0).all(), measure
            assert (high >= low).all(), measure
        assert (np.diff(investment(much, YEARS, known()), axis=1) >= -1e-12).all(), measure


def test_what_is_free_costs_nothing() -> None:
    told = [done("indoor_temperature", 1e6)]
    assert not investment(told, YEARS, known()).any()
    assert not capital(told, YEARS, known()).any()


def test_the_bill_sums_carriers_at_their_owners_prices_and_takes_off_what_is_sold() -> None:
    assumed = fixed(
        price_electricity_dwellings=1.5, price_electricity_services=1, price_bio=0.5, price_sold=0.4
    )
    unit = np.ones((1, 1))
    bought = {
        "dwellings": {"electricity": 10 * unit, "bio": 2 * unit},
        "municipal": {"electricity": 5 * unit},
    }
    assert energy_bill(bought, 5 * unit, assumed)[0, 0] == pytest.approx(15 + 1 + 5 - 2)


def test_a_saving_has_a_price_only_where_something_is_saved() -> None:
    price = per_kwh(np.array([[2.0, 2.0]]), np.array([[4.0, 0.0]]))[0]
    assert price[0] == 0.5
    assert np.isnan(price[1])
