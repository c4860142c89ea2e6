"""A stored run as a card: what a room sees, no finer than it is known, on one scale."""

from __future__ import annotations

import json
from types import MappingProxyType

import numpy as np
import pytest

from data.scenario_cards import Held, Tables, card, scale
from data.twin.tables import load_measures, load_outputs
from tests.workshop.builders import text
from twin.answer import Answer, Floats, Series
from twin.scenario import YEARS, Chosen

TABLES = Tables(load_measures(), load_outputs())
OWN = "1508"


def series(baseline: float, change: float) -> Series:
    """A change that begins in 2030, with a range of a third of it around."""
    begun = np.array([year >= 2030 for year in YEARS], dtype=float)
    around: Floats = np.array([[1.3], [1.0], [0.7]])
    moved = change * around * begun
    flat = np.full((3, len(YEARS)), baseline)
    return Series(flat, flat + moved, moved)


def answer(change: float = -60.04) -> Answer:
    city = {
        "energy_total": series(400.123, change),
        "electricity": series(300, change / 2),
        "peak_power": series(90, 0),
        "investment": series(0, 812.3),
    }
    areas = {f"d{n}": {"energy_total": series(20 * n, change / 10 * n)} for n in range(1, 7)}
    models, spread = {"ebm": "1.2.0"}, MappingProxyType({})
    return Answer("full", YEARS, {OWN: city} | areas, models, 1024, 1, spread)


def held(**more: object) -> Held:
    chosen = (Chosen("retrofit_dwellings", 0.25, 2027, areas=("d1",)),)
    return Held("heat", 3, "a1b2", text("Heat"), text("About"), chosen, OWN, answer(**more))  # type: ignore[arg-type]


def test_a_card_says_what_would_change_by_how_much_and_what_it_costs():
    told = card(held(), TABLES, 2040, "energy_total")
    assert (told["version"], told["run"], told["kind"]) == (3, "a1b2", "full")
    first, second = told["figures"]
    assert (first["output"], first["unit"], first["baseline"]) == ("energy_total", "GWh/a", 400.1)
    assert first["change"] == [-78.1, -60.0, -42.0] and first["percent"] == [-19.5, -15.0, -10.5]
    assert second["output"] == "electricity", "what does not change is not told"
    assert [cost["output"] for cost in told["cost"]] == ["investment"]
    assert told["measures"][0]["level"] == 0.25 and told["measures"][0]["areas"] == ["d1"]
    assert [area for area, _ in told["places"]] == ["d6", "d5", "d4", "d3"]
    assert OWN not in told["areas"] and json.loads(json.dumps(told)) == told


def test_before_the_start_nothing_has_changed_and_no_zero_is_negative():
    told = card(held(), TABLES, 2025, "energy_total")
    assert told["figures"][0]["change"] == [0, 0, 0] and "-0.0" not in json.dumps(told)
    assert told["places"] == []


@pytest.mark.parametrize(("year", "seen"), [(2060, 2050), (1999, 2020), (2031, 2031)])
def test_a_year_beyond_the_model_is_its_nearest(year: int, seen: int):
    assert card(held(), TABLES, year, "energy_total")["year"] == seen


def test_compared_scenarios_share_one_scale_of_round_numbers():
    cards = [card(held(change=c), TABLES, 2040, "energy_total") for c in (-60.0, 11.0, -3.0)]
    assert scale(cards) == [20, 40, 60], "the largest is 36 in one area: three classes hold it"
    assert scale([card(held(), TABLES, 2025, "energy_total")]) == []
