"""Live answers are quick because little is computed; what is told is what plain reckoning tells."""

from __future__ import annotations

import time

import numpy as np
import pytest

from tests.twin.cities import surface
from tests.twin.energy.small import real_city
from twin.answer import Floats, ranged
from twin.energy.deeds import GROUPS, effective
from twin.energy.levers import HEAT_PUMPS
from twin.energy.live import Live, Wanted
from twin.energy.use import CARRIERS, PURPOSES, SEGMENTS
from twin.products import product
from twin.scenario import BASE, LAST, YEARS, Chosen

CITIES = ("alesund", "baerum")
HEATING, EQUIPMENT, LIGHTING = (PURPOSES.index(x) for x in ("heating", "equipment", "lighting"))


def mix(live: Live) -> list[Chosen]:
    """Thirteen measures; three of them hold in some areas only, so that areas differ."""
    areas = tuple(live.city.reference.weights)
    own = {"retrofit_dwellings": areas[:3], "heat_pumps_air_air": areas[2:6],
           "indoor_temperature": areas[5:]}  # fmt: skip
    return [
        Chosen(each, 0.3 if each in HEAT_PUMPS else 0.5, 2027, own.get(each, ())) for each in GROUPS
    ]


def plainly(live: Live, chosen: list[Chosen], areas: tuple[str, ...]) -> Floats:
    """GWh a year by carrier: (draws, carrier, year), area by area, in every draw."""
    use, known, total = live.city.reference.use.values, live.known, 0.0
    year, held = np.array(YEARS), surface(live.city.reference.city)
    way = np.clip((year - BASE) / (LAST - BASE), 0, 1)
    milder = 1 + (known["heating_future"][:, None] - 1) * way
    for area in areas:
        here = [each for each in chosen if not each.areas or area in each.areas]
        levels = {
            each.measure: effective(each, known)
            for each in here
            if each.measure not in ("rooftop_solar", "indoor_temperature")
        }
        change = held.change(levels, {each.measure: each.start for each in here})
        all_ = np.zeros((live.draws, 1, 1, 1, 1)) + use + change
        saved = -change[:, :, [EQUIPMENT, LIGHTING]].sum(axis=(2, 3))
        heated = all_[:, :, HEATING].sum(axis=2)
        factor = 1 + known["heat_return"][:, None, None] * np.maximum(saved, 0) / heated
        factor *= milder[:, None]
        for each in here:
            if each.measure == "indoor_temperature":
                length = live.city.measures[each.measure].ramp
                ramp = np.clip((year - each.start + 1) / length, 0, 1)
                done = each.level * known["realised_behaviour"]
                factor[:, 0] *= 1 - (known["indoor_saving"] * done)[:, None] * ramp
        all_[:, :, HEATING] *= factor[:, :, None]
        share = np.array([live.city.reference.weights[area][each] for each in SEGMENTS])
        total = total + np.tensordot(all_.sum(axis=2), share, (1, 0))
    return np.asarray(total)


@pytest.mark.parametrize("city", CITIES)
def test_what_is_summed_before_it_is_drawn_is_what_each_area_uses(city: str) -> None:
    live = Live(real_city(city), 64)
    areas = tuple(live.city.reference.weights)
    chosen = [each for each in mix(live) if each.measure != "rooftop_solar"]
    found = live.answer(chosen, Wanted(CARRIERS, (live.code, areas[0])), None).areas
    whole, one = plainly(live, chosen, areas), plainly(live, chosen, areas[:1])
    none = plainly(live, [], areas)
    for c, carrier in enumerate(CARRIERS):
        for place, told in ((live.code, whole), (areas[0], one)):
            expected = ranged(told[:, c])
            width = np.maximum(expected[2] - expected[0], 1e-9)
            assert (np.abs(found[place][carrier].scenario - expected) <= 1e-4 * width + 1e-9).all()
        expected = ranged(whole[:, c] - none[:, c])
        width = np.maximum(expected[2] - expected[0], 1e-9)
        assert (np.abs(found[live.code][carrier].change - expected) <= 1e-4 * width + 1e-9).all()


@pytest.mark.parametrize("city", CITIES)
def test_areas_that_differ_leave_the_citys_past_exactly_alone(city: str) -> None:
    live = Live(real_city(city), 64)
    past = slice(0, YEARS.index(2027))
    for output, series in live.answer(mix(live), Wanted()).areas[live.code].items():
        change = series.change[:, past]
        assert (change[np.isfinite(change)] == 0).all(), output


@pytest.mark.parametrize("city", CITIES)
def test_a_slider_costs_a_tenth_of_a_second_of_the_processor_though_areas_differ(city: str) -> None:
    live = Live(real_city(city))
    chosen, areas = mix(live), tuple(live.city.reference.weights)
    wanted = (Wanted(), Wanted(("co2e",), areas, (2040,)))
    took: list[float] = []
    for _ in range(6):
        began = time.process_time()
        for each in wanted:
            live.answer(chosen, each)
        took.append(time.process_time() - began)
    assert min(took) <= 0.1, took


def test_ranges_are_as_exact_as_the_numbers_they_are_sorted_in_allow() -> None:
    dice = np.random.default_rng(2)
    draws = 1e6 + dice.normal(size=(1024, 5)) * np.array([1e-3, 1, 1e3, 0, 1])
    draws[7, 4] = np.nan
    rows = np.sort(draws[:, :4], axis=0)
    expected = np.array([rows[a:b].mean(axis=0) for a, b in ((61, 144), (471, 553), (880, 963))])
    found = ranged(draws)
    width = np.maximum(expected[2] - expected[0], 1e-9)
    assert (np.abs(found[:, :4] - expected) <= 1e-5 * width + 1e-9).all()
    assert (found[:, 3] == 1e6).all()
    assert np.isnan(found[:, 4]).all()


@pytest.mark.parametrize(
    ("rows", "inner", "columns"), [(1024, 19, 372), (1680, 1024, 20), (7, 3, 2)]
)
def test_products_in_parts_are_the_products(rows: int, inner: int, columns: int) -> None:
    dice = np.random.default_rng(4)
    left, right = dice.normal(size=(rows, inner)), dice.normal(size=(inner, columns, 2))
    assert np.allclose(product(left, right), np.tensordot(left, right, 1))
