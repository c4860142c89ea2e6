"""Emissions and renewable shares of what buildings buy, worked out by hand beside the code."""

from __future__ import annotations

import numpy as np
import pytest

from tests.twin.energy.assumed import fixed, known
from twin.energy.emissions import co2e, factors, heat_mix, renewable

GWH = {"electricity": 100.0, "district_heat": 20.0, "bio": 10.0, "fossil": 2.0}
BOUGHT = {carrier: np.full((1, 1), gwh) for carrier, gwh in GWH.items()}
FED = {"heat_from_electricity": 0.2, "heat_from_fossil": 0.1, "heat_from_waste": 0.5}


def test_a_gigawatt_hour_at_thirty_grams_a_kilowatt_hour_is_thirty_tonnes() -> None:
    assumed = fixed(co2_electricity=30, co2_bio=0, co2_fossil=0, co2_waste_heat=0, **FED)
    assert factors(assumed)["electricity"] == 30
    alone = {"electricity": np.ones((1, 1))}
    assert co2e(alone, assumed)[0, 0] == 30


def test_district_heat_carries_what_it_is_made_of_and_what_is_lost_on_the_way() -> None:
    assumed = fixed(
        co2_electricity=50, co2_fossil=250, co2_waste_heat=20, co2_bio=10, heat_lost=0.1, **FED
    )
    expected = (0.2 * 50 + 0.1 * 250 + 0.5 * 20 + 0.2 * 10) / 0.9
    assert factors(assumed)["district_heat"][0] == pytest.approx(expected)
    whole = 100 * 50 + 20 * expected + 10 * 10 + 2 * 250
    assert co2e(BOUGHT, assumed)[0, 0] == pytest.approx(whole)


def test_shares_that_sum_above_one_are_scaled_down_and_nothing_is_negative() -> None:
    mix = heat_mix(fixed(heat_from_electricity=0.6, heat_from_fossil=0.6, heat_from_waste=0.3))
    assert mix["electricity"][0] == pytest.approx(0.4)
    assert mix["other"][0] == pytest.approx(0)
    for name, share in heat_mix(known()).items():
        assert (share >= 0).all(), name
    assert sum(heat_mix(known()).values()) == pytest.approx(1)


def test_the_renewable_share_counts_own_solar_power_and_lies_between_nought_and_a_hundred() -> None:
    assumed = fixed(grid_renewable=0.9, waste_biogenic=0.5, **FED)
    heat = 0.2 * 0.9 + 0.5 * 0.5 + 0.2
    expected = 100 * (100 * 0.9 + 20 * heat + 10) / 132
    assert renewable(BOUGHT, np.zeros((1, 1)), assumed)[0, 0] == pytest.approx(expected)
    sunny = renewable(BOUGHT, np.full((1, 1), 30.0), assumed)[0, 0]
    assert expected < sunny <= 100


def test_more_of_any_carrier_never_emits_less() -> None:
    wide = {carrier: np.full((1, 1), gwh) for carrier, gwh in GWH.items()}
    before = co2e(wide, known())
    for carrier in GWH:
        more = wide | {carrier: wide[carrier] + 1}
        assert (co2e(more, known()) >= before).all(), carrier
