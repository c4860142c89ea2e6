"""A stored run as a card: what a room sees, no finer than it is known, on one scale."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from data.exhibits import mix_of
from data.scenario_cards import Held, Tables, card, scale
from data.twin.tables import load_measures, load_outputs
from tests.scenario_runs import answer
from tests.workshop.builders import step, text
from twin.scenario import Chosen
from workshop.agenda import parse_agenda

TABLES = Tables(load_measures(), load_outputs())
OWN = "1508"


def held(change: float = -60.04) -> Held:
    chosen = (Chosen("retrofit_dwellings", 0.25, 2027, areas=("d1",)),)
    return Held("heat", 3, "a1b2", text("Heat"), text("About"), chosen, OWN, answer(change))


def test_a_card_says_what_would_change_by_how_much_and_what_it_costs():
    told = card(held(), TABLES, 2040, "energy_total")
    assert (told["version"], told["run"], told["kind"]) == (3, "a1b2", "full")
    first, second, third = told["figures"]
    assert (first["output"], first["unit"], first["baseline"]) == ("energy_total", "GWh/a", 400.1)
    assert first["change"] == [-78.1, -60.0, -42.0] and first["percent"] == [-19.5, -15.0, -10.5]
    others = [second["output"], third["output"]]
    assert others == ["electricity", "co2e"], "what does not change is not told"
    assert [cost["output"] for cost in told["cost"]] == ["investment", "yearly_cost"]
    assert told["measures"][0]["level"] == 0.25 and told["measures"][0]["areas"] == ["d1"]
    assert [area for area, _ in told["places"]] == ["d6", "d5", "d4", "d3"]
    assert OWN not in told["areas"] and json.loads(json.dumps(told)) == told


def test_a_card_shows_the_new_stations_that_are_built_in_their_order():
    places = ((6.353, 62.469), (6.155, 62.472), (6.69, 62.5))
    chosen = (Chosen("recycling_stations", 2, 2027, places=places),)
    told = card(replace(held(), chosen=chosen), TABLES, 2040, "energy_total")
    assert told["spots"] == [[6.353, 62.469], [6.155, 62.472]]
    assert set(told["measures"][0]) == {"id", "names", "unit", "level", "start", "areas", "places"}
    assert card(held(), TABLES, 2040, "energy_total")["spots"] == []


def test_a_card_says_what_is_taken_away_and_where_and_nothing_of_it_where_nothing_is():
    away = Chosen("recycling_stations", 0, 2027, closed=((6.353, 62.469),))
    told = card(replace(held(), chosen=(away,)), TABLES, 2040, "energy_total")
    assert (told["gone"], told["measures"][0]["closed"]) == ([[6.353, 62.469]], 1)
    assert "gone" not in card(held(), TABLES, 2040, "energy_total")


def test_a_card_says_whose_register_its_districts_rest_on_where_they_are_told():
    whose = {"by": "Ålesund", "date": "2026-10-01"}
    own = replace(held(), whence=whose)
    assert card(own, TABLES, 2040, "energy_total")["whence"] == whose
    assert "whence" not in card(own, TABLES, 2040, "investment"), "not told by district"
    assert "whence" not in card(held(), TABLES, 2040, "energy_total"), "another model"


def test_sliders_keep_the_districts_and_places_that_they_began_at():
    asked = step("live", "x", settings={"measures": ["recycling_stations", "rooftop_solar"]})
    (sliding,) = parse_agenda([asked])
    put = Chosen("recycling_stations", 2, 2027, places=((6.1, 62.4),), closed=((6.2, 62.5),))
    warm = Chosen("retrofit_dwellings", 0.25, 2027, areas=("d1",))
    moved = mix_of(sliding, (put, warm), [{"measure": put.measure, "level": 1, "start": 2030}])
    assert moved == (replace(put, level=1, start=2030), warm)
    # With its slider at nought, what is taken away stays away.
    assert mix_of(sliding, (put,), []) == (replace(put, level=0),)


def test_before_the_start_nothing_has_changed_and_no_zero_is_negative():
    told = card(held(), TABLES, 2025, "energy_total")
    assert told["figures"][0]["change"] == [0, 0, 0] and "-0.0" not in json.dumps(told)
    assert told["places"] == []


def test_what_a_scenario_does_not_touch_is_not_told_as_unchanged():
    """Except where it is asked for: a guess is about its output, whatever comes of it."""
    still = card(held(), TABLES, 2040, "peak_power", always=False)
    assert "peak_power" not in {figure["output"] for figure in still["figures"]}
    asked = card(held(), TABLES, 2040, "peak_power")["figures"][0]
    assert (asked["output"], asked["change"]) == ("peak_power", [0, 0, 0])
    assert {cost["output"] for cost in still["cost"]} == {"investment", "yearly_cost"}


@pytest.mark.parametrize(("year", "seen"), [(2060, 2050), (1999, 2020), (2031, 2031)])
def test_a_year_beyond_the_model_is_its_nearest(year: int, seen: int):
    assert card(held(), TABLES, year, "energy_total")["year"] == seen


def test_compared_scenarios_share_one_scale_of_round_numbers():
    cards = [card(held(change=c), TABLES, 2040, "energy_total") for c in (-60.0, 11.0, -3.0)]
    assert scale(cards) == [15, 30, 45], "the largest is 36 in one area: three classes hold it"
    assert scale([card(held(), TABLES, 2025, "energy_total")]) == []
