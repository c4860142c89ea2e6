"""Live answers: what must hold whatever is chosen, and what each measure alone may move."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pytest

from data.twin.tables import load_measures, load_outputs
from tests.twin.energy.small import AREAS, CODE, live, real_city, reference
from twin.aims import Aim
from twin.answer import Answer, Series, ranged
from twin.draws import DRAWS
from twin.energy.aim import reached
from twin.energy.deeds import GROUPS
from twin.energy.live import Live, Wanted
from twin.energy.outputs import NAMES
from twin.energy.use import CARRIERS
from twin.errors import TwinError
from twin.mixes import Target
from twin.scenario import YEARS, Chosen

MANY = (
    Chosen("retrofit_dwellings", 0.25, 2027),
    Chosen("retrofit_services", 0.25, 2027),
    Chosen("retrofit_municipal", 0.5, 2026),
    Chosen("energy_management", 1.0, 2026),
    Chosen("heat_pumps_air_air", 0.3, 2026),
    Chosen("rooftop_solar", 0.3, 2026),
    Chosen("appliances", 0.5, 2028),
    Chosen("lighting", 0.5, 2026),
    Chosen("indoor_temperature", 0.5, 2026),
    Chosen("rehabilitate", 0.5, 2030),
)
# Which outputs each of the measures beside the surface may move, and costs.
SUN = {"electricity", "solar", "self_consumption", "co2e", "renewable_share", "investment",
       "yearly_cost", "cost_per_kwh", "electricity_per_inhabitant"}  # fmt: skip
COOLER = {"energy_total", "electricity", "district_heat", "bio", "fossil", "peak_power", "co2e",
          "yearly_cost", "cost_per_kwh", "residential_heat", "electricity_per_inhabitant",
          "renewable_share"}  # fmt: skip
ALL = Wanted()
AT_2050 = Wanted(years=(2050,))


def told(*chosen: Chosen, wanted: Wanted = ALL) -> Mapping[str, Series]:
    return live().answer(chosen, wanted).areas[CODE]


def at(series: Series, year: int) -> Series:
    i = YEARS.index(year)
    return Series(series.baseline[:, i], series.scenario[:, i], series.change[:, i])


@pytest.fixture(scope="module")
def many() -> Answer:
    return live().answer(MANY, Wanted())


def test_every_energy_output_of_the_table_is_answered_and_no_other() -> None:
    energy = {name for name, output in load_outputs().items() if output.theme == "energy"}
    assert set(NAMES) == energy
    assert set(GROUPS) == {id_ for id_, each in load_measures().items() if each.theme == "energy"}


def test_nothing_chosen_changes_exactly_nothing() -> None:
    for name, series in told().items():
        change = series.change[np.isfinite(series.change)]
        assert (change == 0).all(), name


def test_levels_of_nought_change_exactly_nothing() -> None:
    for name, series in told(*(Chosen(measure, 0.0) for measure in GROUPS)).items():
        assert (series.change[np.isfinite(series.change)] == 0).all(), name


def test_what_starts_in_2030_leaves_2029_alone() -> None:
    later = [Chosen(each.measure, each.level, 2030) for each in MANY]
    for name, series in told(*later).items():
        before = at(series, 2029).change
        assert (before[np.isfinite(before)] == 0).all(), name
    assert at(told(*later)["energy_total"], 2031).change[2] < 0


def test_the_energy_balance_closes(many: Answer) -> None:
    """What is bought, and what roofs give the building, is what is used: in every draw."""
    outcome = live().outcome(MANY, (2035, 2050))
    bought = sum(outcome.of(carrier) for carrier in CARRIERS)
    assert np.allclose(bought + outcome.roofs.own, outcome.of("energy_total"))
    assert np.allclose(outcome.roofs.own + outcome.roofs.sold, outcome.of("solar"))


def test_the_base_year_is_the_references_own_whatever_is_assumed() -> None:
    at_2024 = at(told()["energy_total"], 2024).baseline
    expected = reference().use.values[..., YEARS.index(2024)].sum()
    assert at_2024 == pytest.approx(expected)


def test_units_end_to_end() -> None:
    """In the base year, from GWh by hand: per inhabitant, per square metre, in GJ."""
    found, now = told(), YEARS.index(2024)
    use, people = reference().use.values[..., now], reference().population[now]
    electricity = use[:, :, 0].sum()
    assert at(found["electricity_per_inhabitant"], 2024).baseline == pytest.approx(
        electricity * 1e6 / people
    )
    homes = use[0, :3].sum()
    assert at(found["residential_heat"], 2024).baseline == pytest.approx(homes * 3600 / people)
    floor = reference().stock.floor[2, now]
    assert at(found["municipal_energy"], 2024).baseline == pytest.approx(use[2].sum() * 1e6 / floor)
    # 560 GWh a year are 64 MW on average; the coldest hour asks for two or three times as much.
    assert 1.5 < at(found["peak_power"], 2024).baseline[1] / (electricity * 1000 / 8760) < 3.5


@pytest.mark.parametrize(
    ("measure", "moved"), [("rooftop_solar", SUN), ("indoor_temperature", COOLER)]
)
def test_a_measure_alone_moves_what_it_should_and_nothing_else(
    measure: str, moved: set[str]
) -> None:
    for name, series in told(Chosen(measure, 0.5, 2026), wanted=AT_2050).items():
        still = (series.change == 0) | np.isnan(series.change)
        assert still.all() == (name not in moved - {"self_consumption", "cost_per_kwh"}), name


def test_ranges_lie_in_order_and_shares_within_bounds(many: Answer) -> None:
    for name, series in many.areas[CODE].items():
        for each in (series.baseline, series.scenario, series.change):
            known = each[:, np.isfinite(each).all(axis=0)]
            assert (np.diff(known, axis=0) >= -1e-9).all(), name
    for name in ("self_consumption", "renewable_share", "managed_area", "certified_area"):
        share = many.areas[CODE][name].scenario
        assert np.nanmin(share) >= 0, name
        assert np.nanmax(share) <= 100, name
    for name in ("investment", "peak_power", "co2e", *CARRIERS):
        assert (many.areas[CODE][name].scenario >= 0).all(), name


@pytest.mark.parametrize("measure", list(GROUPS))
def test_more_of_a_measure_never_saves_less_nor_costs_less(measure: str) -> None:
    highest = load_measures()[measure].highest
    outcomes = [
        live().outcome([Chosen(measure, share * highest, 2026)], (2045,))
        for share in (0.3, 0.6, 1.0)
    ]
    for less, more in pairwise(outcomes):
        assert (more.of("energy_total") <= less.of("energy_total") + 1e-9).all()
        assert (more.of("solar") >= less.of("solar")).all()
        assert (more.of("investment") >= less.of("investment")).all()


def test_the_city_is_the_sum_of_its_areas() -> None:
    chosen = [
        Chosen("retrofit_dwellings", 0.4, 2026, areas=("990101",)),
        Chosen("rooftop_solar", 0.5, 2026, areas=("990101", "990102")),
        Chosen("indoor_temperature", 0.5, 2026),
    ]
    outcomes = {area: None for area in AREAS}
    wanted = ("energy_total", "solar", "bio", "co2e", "investment")
    whole = live().outcome(chosen, (2040,))
    parts = live().scenarios(chosen, tuple(outcomes), (2040,))
    for name in wanted:
        summed = sum(each.of(name) for each in parts.values())
        assert np.allclose(summed, whole.of(name)), name


def test_an_area_without_the_measure_is_left_alone() -> None:
    chosen = [Chosen("retrofit_dwellings", 0.4, 2026, areas=("990101",))]
    wanted = Wanted(("energy_total", "investment"), ("990101", "990102"), (2040,))
    found = live().answer(chosen, wanted).areas
    assert (found["990102"]["energy_total"].change == 0).all()
    assert (found["990102"]["investment"].change == 0).all()
    assert (found["990101"]["energy_total"].change < 0).all()


def test_saved_appliance_power_brings_back_a_part_as_heat() -> None:
    outcome = live().outcome([Chosen("appliances", 1.0, 2026)], (2050,))
    before = live().baseline(CODE, (2050,))
    heat = outcome.energy.warmth[:, 0] - before.energy.warmth[:, 0]
    saved = (before.energy.electric - outcome.energy.electric)[:, 0, 3]
    share = heat / saved
    # Also scaled by how mild winters become, as all heating is.
    assert (share > 0.2 * 0.84).all()
    assert (share < 0.6 * 1.04).all()


def test_twice_as_many_draws_move_the_middle_by_less_than_a_hundredth_of_the_range(
    many: Answer,
) -> None:
    twice = live(2048).answer(MANY, Wanted(years=(2030, 2050))).areas[CODE]
    for name, series in twice.items():
        for kind in ("scenario", "change"):
            more = getattr(series, kind)
            few = getattr(many.areas[CODE][name], kind)[:, [YEARS.index(2030), YEARS.index(2050)]]
            width = more[2] - more[0]
            moved = np.abs(more[1] - few[1])
            known = np.isfinite(width)
            assert (moved[known] <= 0.01 * width[known] + 1e-9).all(), (name, kind)


def test_one_year_alone_is_that_year_among_all(many: Answer) -> None:
    alone = told(*MANY, wanted=Wanted(years=(2041,)))
    for name, series in alone.items():
        every = at(many.areas[CODE][name], 2041)
        for kind in ("baseline", "scenario", "change"):
            left, right = getattr(series, kind)[:, 0], getattr(every, kind)
            assert np.allclose(left, right, equal_nan=True), (name, kind)


def test_what_matters_most_is_told_of_every_output(many: Answer) -> None:
    assert set(many.spread) == set(NAMES)
    assert "cost_retrofit_dwellings" in many.spread["investment"]
    assert "co2_electricity" in list(many.spread["co2e"])[:2]
    for shares in many.spread.values():
        assert all(0 < share <= 1 for share in shares.values())
        assert list(shares.values()) == sorted(shares.values(), reverse=True)
        # Nothing of waste or materials has a say in energy.
        assert not any(name.startswith(("waste_", "material")) for name in list(shares)[:3])


def test_a_full_run_replaces_the_middle_and_keeps_the_spread() -> None:
    chosen = [Chosen("retrofit_dwellings", 0.4, 2026)]
    (pattern,) = live().patterns(chosen)
    found = live().city.surface.slopes(
        live().middle(pattern), {"retrofit_dwellings": 2026}, {"retrofit_dwellings": ()}
    )
    surface = found.values.sum(axis=0)
    wanted = Wanted(("energy_total",), years=(2024, 2050))
    estimate = live().answer(chosen, wanted).areas[CODE]["energy_total"]
    same = live().answer(chosen, wanted, full={pattern: surface})
    assert same.kind == "full"
    assert np.allclose(same.areas[CODE]["energy_total"].change, estimate.change)
    less = live().answer(chosen, wanted, full={pattern: surface * 0.9})
    change = less.areas[CODE]["energy_total"].change
    assert (change[:, 0] == estimate.change[:, 0]).all()
    assert change[1, 1] == pytest.approx(0.9 * estimate.change[1, 1], rel=0.05)
    width = np.diff(estimate.change[[0, 2], 1])
    assert np.diff(change[[0, 2], 1]) == pytest.approx(width, rel=0.05)


def test_areas_that_are_the_city_in_small_are_told_as_if_each_were_computed() -> None:
    chosen = [
        Chosen("retrofit_dwellings", 0.4, 2026, areas=("990101",)),
        Chosen("rooftop_solar", 0.5, 2026, areas=("990101", "990102")),
        Chosen("heat_pumps_air_air", 0.3, 2026),
    ]
    alike = [area for area in AREAS if area != "990103"]
    found = live().answer(chosen, Wanted(areas=(CODE, *AREAS), years=(2040,))).areas
    assert list(found) == [CODE, *AREAS]
    each = live().scenarios(chosen, alike, (2040,))
    for area in alike:
        for name in set(NAMES) - {"cost_per_kwh"}:
            expected = ranged(each[area].of(name))
            assert np.allclose(found[area][name].scenario, expected, equal_nan=True), name


def test_areas_may_be_told_fewer_outputs_than_the_city() -> None:
    wanted = Wanted(areas=(CODE, "990102", "990103"), of_areas=("co2e",))
    found = live().answer(MANY, wanted).areas
    assert set(found[CODE]) == set(NAMES)
    assert set(found["990102"]) == set(found["990103"]) == {"co2e"}


@pytest.mark.parametrize("name", ["alesund", "baerum"])
def test_real_cities_hold_what_the_small_one_does(name: str) -> None:
    """Balance, base year, nothing negative, and as steady with twice as many draws."""
    few, many = (Live(real_city(name), draws) for draws in (DRAWS, 2 * DRAWS))
    wanted = Wanted(years=(2024, 2030, 2050))
    found, twice = (each.answer(MANY, wanted).areas[each.code] for each in (few, many))
    metered = few.city.reference.use.values[:, :, 0, YEARS.index(2024)].sum()
    assert found["electricity"].scenario[:, 0] == pytest.approx(metered)
    for output in ("investment", "peak_power", "co2e", *CARRIERS):
        assert (found[output].scenario >= -1e-9).all(), output
    for output, series in twice.items():
        for kind in ("scenario", "change"):
            more = getattr(series, kind)
            width = more[2] - more[0]
            moved = np.abs(more[1] - getattr(found[output], kind)[1])
            known = np.isfinite(width)
            assert (moved[known] <= 0.01 * width[known] + 1e-6).all(), (output, kind)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [(Wanted(("sunshine",)), "output_unknown"), (Wanted(areas=("15080100",)), "areas_unknown")],
)
def test_what_is_not_known_is_refused_by_name(wanted: Wanted, code: str) -> None:
    with pytest.raises(TwinError) as refused:
        live().answer((), wanted)
    assert refused.value.code == code


def test_the_cheapest_mix_reaches_the_target_when_asked_again() -> None:
    few = live(256)
    aim = Aim("co2e", 2040, Target(0.9, at_most=True, probability=0.8), of_baseline=True)
    found = reached(few, aim)
    assert found.reached
    chosen = [Chosen(measure, level) for measure, level in found.levels.items()]
    share = few.outcome(chosen, (2040,)).of("co2e") / few.baseline(CODE, (2040,)).of("co2e")
    assert (share <= 0.9).mean() >= 0.8
    assert found.last in found.without


def test_a_target_out_of_reach_is_said_so() -> None:
    found = reached(live(256), Aim("energy_total", 2040, Target(10.0, True, 0.8)))
    assert not found.reached
    assert found.last == "retrofit_dwellings"


@pytest.mark.parametrize(
    ("aim", "code"),
    [
        (Aim("sunshine", 2040, Target(1, True, 0.5)), "output_unknown"),
        (Aim("investment", 2040, Target(1, True, 0.5)), "output_unknown"),
        (Aim("solar", 2040, Target(1, False, 0.5), of_baseline=True), "output_unknown"),
        (Aim("co2e", 2024, Target(1, True, 0.5)), "target_year"),
        (Aim("co2e", 2040, Target(1, True, 0.5), measures=("textiles",)), "measure_unknown"),
    ],
)
def test_an_aim_that_means_nothing_is_refused_by_name(aim: Aim, code: str) -> None:
    with pytest.raises(TwinError) as refused:
        reached(live(256), aim)
    assert refused.value.code == code
