"""The live answer: what is touched is told with its range, in time, and flows close."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.twin.tables import load_assumptions, load_measures, load_outputs
from tests.pace import slower
from twin.circular.access import Demand
from twin.circular.answer import Live
from twin.circular.touched import MATERIALS, OUTPUTS, TOUCHES, WASTE
from twin.circular.town import City
from twin.circular.waste import TREATMENTS
from twin.energy.use import Reference
from twin.errors import TwinError
from twin.scenario import YEARS, Chosen

REFERENCE = Reference.load(Path(__file__).parent / "references" / "alesund.npz")
AREAS = tuple(REFERENCE.weights)
CODE = REFERENCE.municipality
START = 2030
BEFORE = YEARS.index(START)
# People in three rows of ten, some 500 metres apart; a third of them in each of three areas.
SPOTS = tuple((6.1 + i % 10 * 0.01, 62.45 + i // 10 * 0.005) for i in range(30))
DEMAND = Demand(SPOTS, (100.0,) * 30, tuple(AREAS[i // 10] for i in range(30)))
CITY = City(REFERENCE, DEMAND, SPOTS[:2], load_measures(), load_assumptions())
HIGHEST = {name: each.highest for name, each in load_measures().items() if name in TOUCHES}
ALL = tuple(Chosen(name, level, START) for name, level in HIGHEST.items())


@pytest.fixture(scope="module")
def live() -> Live:
    return Live(CITY)


def test_every_circular_measure_and_output_is_known_to_the_model() -> None:
    measures, outputs = load_measures(), load_outputs()
    circular = {name for name, each in measures.items() if each.theme == "circular"}
    assert set(TOUCHES) == circular | {"rehabilitate"}
    assert set(OUTPUTS) == {name for name, each in outputs.items() if each.theme == "circular"}


@pytest.mark.parametrize("measure", TOUCHES)
def test_a_scenario_tells_of_what_it_touches_and_of_nothing_else(live: Live, measure: str) -> None:
    found = live.answer((Chosen(measure, HIGHEST[measure], START),)).areas[CODE]
    assert set(found) == TOUCHES[measure]
    for name, each in found.items():
        assert not each.change[:, :BEFORE].any(), name
        assert np.array_equal(each.scenario[:, :BEFORE], each.baseline[:, :BEFORE]), name
        # The six ways are told together, though not every measure moves each of them.
        assert each.change[:, -1].any() or name in TREATMENTS, name


@pytest.mark.parametrize("measure", sorted(set(TOUCHES) - {"textiles"}))
def test_a_later_measure_climbs_from_its_own_start_and_no_sooner(live: Live, measure: str) -> None:
    early, start = Chosen("textiles", 1, 2027), 2035
    late = Chosen(measure, HIGHEST[measure], start)
    alone = live.answer((early, replace(late, start=2045)), OUTPUTS).areas[CODE]
    both = live.answer((early, late), OUTPUTS).areas[CODE]
    first, top = YEARS.index(start), YEARS.index(start + CITY.measures[measure].ramp - 1)
    name = min(TOUCHES[measure] - TOUCHES["textiles"], default="waste_residual")
    moved = np.abs(both[name].scenario - alone[name].scenario)
    assert not moved[:, :first].any(), name
    assert moved[:, first : top + 1].any(axis=0).all() or name in TREATMENTS, name


def test_without_measures_everything_is_told_as_it_will_be_anyway(live: Live) -> None:
    found = live.answer(()).areas[CODE]
    assert set(found) == set(OUTPUTS)
    assert all(not each.change.any() for each in found.values())
    assert np.allclose(sum(found[each].baseline[1] for each in TREATMENTS), 100, atol=1.5)


def test_a_scenario_of_the_other_theme_touches_nothing_here(live: Live) -> None:
    assert live.answer((Chosen("rooftop_solar", 0.5),)).areas == {CODE: {}}


def test_what_drives_the_spread_of_a_change_is_named(live: Live) -> None:
    found = live.answer((Chosen("plastics_central_sorting", 1, START),)).spread
    assert set(found) == TOUCHES["plastics_central_sorting"]
    # How much a plant picks out, how much plastic there is, how much of the plan is carried out.
    most = {"waste_central_plastics", "waste_plastics_amount", "waste_realised"}
    assert set(list(found["waste_plastics"])[:3]) == most
    assert not any(live.answer(ALL, years=(2026,)).spread.values())


def test_years_and_outputs_that_are_asked_for_are_told(live: Live) -> None:
    whole = live.answer(ALL, ("waste_food", "embodied_co2e")).areas[CODE]
    found = live.answer(ALL, ("waste_food", "embodied_co2e"), years=(2035, 2050))
    assert found.years == (2035, 2050)
    for name, each in found.areas[CODE].items():
        assert np.array_equal(each.change, whole[name].change[:, [15, 30]])


def test_areas_know_how_many_have_a_station_near(live: Live) -> None:
    new = Chosen("recycling_stations", 1, START, places=(SPOTS[15],))
    found = live.answer((new,), areas=AREAS[:3]).areas
    assert all(set(each) == {"station_access"} for each in found.values())
    first, second, third = (found[area]["station_access"] for area in AREAS[:3])
    # The station stands in the second row; what is near in the first is near old ones too.
    assert second.change[1, -1] > max(first.change[1, -1], third.change[1, -1])
    assert (first.baseline[1] > 0).all()
    assert not second.baseline.any()
    # Nobody lives in the fourth, so that nothing can be told of it.
    assert live.answer((new,), areas=AREAS[3:4]).areas == {AREAS[3]: {}}
    city = live.answer((new,), ("station_access",)).areas[CODE]["station_access"]
    mean = np.mean([each.change[1, -1] for each in (first, second, third)])
    assert city.change[1, -1] == pytest.approx(mean, abs=1.0)


def test_places_that_were_not_chosen_are_found_and_more_never_reach_fewer(live: Live) -> None:
    ends = []
    for count in (1, 5, 10, 30):
        found = live.answer((Chosen("recycling_stations", count, START),)).areas[CODE]
        ends.append(found["station_access"].change[:, -1])
    assert (np.diff(ends, axis=0) >= 0).all()
    assert ends[-1][1] > 50


def test_a_station_that_is_taken_away_is_missed_by_those_who_had_no_other(live: Live) -> None:
    gone = Chosen("recycling_stations", 0, START, closed=(SPOTS[0],))
    found = live.answer((gone,)).areas[CODE]
    assert set(found) == TOUCHES["recycling_stations"]
    for name, way in (("station_access", -1), ("waste_glass_metal", -1), ("waste_cost", -1)):
        assert not found[name].change[:, :BEFORE].any()
        assert (found[name].change[:, -1] * way > 0).all(), name
    areas = live.answer((gone,), ("station_access",), AREAS[:3]).areas
    assert [areas[each]["station_access"].change[1, -1] < 0 for each in AREAS[:3]] == [
        True, False, False,
    ]  # fmt: skip


def test_moved_is_taken_away_here_and_put_up_there(live: Live) -> None:
    there, here = (SPOTS[15],), (SPOTS[0],)
    both = Chosen("recycling_stations", 1, START, places=there, closed=here)
    stands = (*SPOTS[1:2], *there)
    moved = live.answer((both,)).areas[CODE]["station_access"]
    as_if = Live(replace(CITY, stations=stands)).answer(()).areas[CODE]["station_access"]
    assert np.allclose(moved.scenario[:, -1], as_if.scenario[:, -1])
    alone = replace(both, closed=())
    assert moved.change[1, -1] < live.answer((alone,)).areas[CODE]["station_access"].change[1, -1]
    # It costs what one station costs, wherever it stands.
    cost = live.answer((both,)).areas[CODE]["waste_cost"].change[:, -1]
    more = live.answer((alone,)).areas[CODE]["waste_cost"].change[:, -1]
    assert abs(cost[1]) < abs(more[1]) / 2


def test_where_all_are_taken_away_nobody_has_one_near(live: Live) -> None:
    gone = Chosen("recycling_stations", 0, START, closed=SPOTS[:2])
    found = live.answer((gone,)).areas[CODE]["station_access"]
    assert not found.scenario[:, -1].any()
    assert found.baseline[:, -1].all()


def test_a_station_that_stands_nowhere_is_not_taken_away(live: Live) -> None:
    nowhere = Chosen("recycling_stations", 0, START, closed=((6.9, 62.9),))
    assert not live.answer((nowhere,)).areas[CODE]["waste_cost"].change.any()
    new = Chosen("recycling_stations", 3, START)
    both = replace(new, closed=nowhere.closed)
    for unknown in (live, Live(replace(CITY, stations=None), 256)):
        one, other = (unknown.answer((each,)).areas[CODE] for each in (new, both))
        assert all(np.array_equal(one[name].change, other[name].change) for name in one)


def test_without_the_citys_stations_access_is_not_told_but_sorting_is() -> None:
    unknown = Live(replace(CITY, stations=None), 256)
    new = Chosen("recycling_stations", 10, START)
    found = unknown.answer((new,)).areas[CODE]
    assert "station_access" not in found
    assert found["waste_glass_metal"].change[1, -1] > 0
    assert "station_access" not in unknown.answer(()).areas[CODE]


def test_where_nobody_knows_who_lives_where_new_stations_only_cost() -> None:
    blank = Live(replace(CITY, demand=None, stations=None), 256)
    found = blank.answer((Chosen("recycling_stations", 10, START),)).areas[CODE]
    assert set(found) == {"waste_cost"}


def test_rehabilitation_in_some_areas_does_their_share(live: Live) -> None:
    whole = live.answer((Chosen("rehabilitate", 1, START),)).areas[CODE]["materials_out"]
    parts = [
        live.answer((Chosen("rehabilitate", 1, START, areas=areas),)).areas[CODE]["materials_out"]
        for areas in (AREAS[:4], AREAS[4:])
    ]
    together = sum(each.change[1, -1] for each in parts)
    assert together == pytest.approx(whole.change[1, -1], rel=0.02)
    assert all(each.change[1, -1] < 0 for each in parts)


def test_flows_before_and_after_are_of_the_year_and_end_where_they_should(live: Live) -> None:
    found = live.flows(ALL, 2050)
    told = live.answer(ALL, (*WASTE, *MATERIALS), years=(2050,)).areas[CODE]
    before, after = found["waste"]
    assert {each.source for each in before} < {each.source for each in after}
    into = sum(each.tonnes[1] for each in after if each.target in ("separate", "residual"))
    assert into == pytest.approx(told["waste_total"].scenario[1, 0], rel=0.02)
    bought = {each.source: each.tonnes[1] for each in found["materials"][1]}
    bought.pop("reuse")
    bought.pop("buildings")
    assert sum(bought.values()) == pytest.approx(told["materials_in"].scenario[1, 0], rel=0.03)


def test_what_is_not_known_is_refused_by_name(live: Live) -> None:
    with pytest.raises(TwinError) as told:
        live.answer(ALL, areas=("99999999",))
    assert (told.value.code, told.value.about) == ("areas_unknown", "99999999")
    with pytest.raises(TwinError) as told:
        live.answer(ALL, ("happiness",))
    assert (told.value.code, told.value.about) == ("output_unknown", "happiness")


@pytest.mark.alone
def test_an_answer_with_every_measure_takes_less_than_sixty_milliseconds() -> None:
    made = Live(CITY)
    made.answer(ALL)
    spent = []
    for start in range(2026, 2041):
        chosen = tuple(replace(each, start=start) for each in ALL)
        began = time.thread_time()
        made.answer(chosen)
        spent.append((time.thread_time() - began) / slower())
    assert np.median(spent) <= 0.06
