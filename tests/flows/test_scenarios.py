"""The addresses of the scenarios page on a running server: what they tell, and what they refuse."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.fitted import fit
from tests.people import ANSWER_S, sign_in
from tests.product import Prepared, Running

RUN_S = 120
SEARCH_S = 4 * ANSWER_S  # a search asks the models many hundred times
LINKS: list[str] = []  # made before the server takes the folder


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(tmp_path_factory.mktemp("scenarios"))
    fit(running.folder, "alesund")
    with Prepared(running) as prepared:
        LINKS.append(prepared.desk_link())
    running.start()
    yield running
    running.stop()


def ask(server: Running, what: str, body: Any, lang: str = "en") -> tuple[int, dict[str, Any]]:
    answer = requests.post(
        f"{server.url}/scenarios/{what}",
        json=body,
        headers={"Origin": server.url},
        cookies={"lang": lang},
        timeout=SEARCH_S,
    )
    return answer.status_code, answer.json()


def asked(**changes: Any) -> dict[str, Any]:
    chosen = [{"measure": "retrofit_dwellings", "level": 0.25, "start": 2027}]
    body = {"chosen": chosen, "output": "co2e", "year": 2040, "whole": True, "drawn": ["co2e"]}
    return body | {"compared": []} | changes


def test_the_page_is_told_measures_districts_and_scenarios_in_the_readers_language(
    stand: Running,
) -> None:
    told = requests.get(
        f"{stand.url}/scenarios/alesund/start", cookies={"lang": "nn"}, timeout=ANSWER_S
    ).json()
    assert told["model"]["state"] == "ready"
    assert [each["name"] for each in told["measures"]][0] == "Rehabilitere bustader"
    assert len(told["areas"]) == 13
    assert sum(each["share"] for each in told["areas"]) == pytest.approx(1)
    assert {each["id"] for each in told["ready"]} >= {"alesund-one-degree", "alesund-sort-more"}
    assert told["may"] == {"save": False, "assume": False}
    assert len(told["assumptions"]["list"]) > 50
    assert any("2024: " in each["text"] for each in told["facts"])
    homes = next(each for each in told["measures"] if each["id"] == "retrofit_dwellings")
    assert homes["amount"] > 10_000


def test_an_answer_has_ranges_for_all_years_and_districts_and_a_sentence(stand: Running) -> None:
    status, told = ask(stand, "alesund/answer", asked())
    assert (status, told["ok"], told["kind"]) == (200, True, "estimate")
    assert told["years"] == told["areaYears"] == list(range(2020, 2051))
    low, middle, high = told["now"]["co2e"]["change"]
    assert low <= middle <= high < 0
    assert len(told["areas"]) == 13
    assert all(len(rows) == 3 for rows in told["areas"]["15080100"].values())
    assert "Ålesund's buildings" in told["sentence"]
    assert told["cuts"]["difference"]["shades"][3] == "same"


def test_while_somebody_drags_the_districts_are_told_for_the_year_on_screen_alone(
    stand: Running,
) -> None:
    _, whole = ask(stand, "alesund/answer", asked())
    _, one = ask(stand, "alesund/answer", asked(whole=False))
    assert one["areaYears"] == [2040]
    change = [row[20] for row in whole["areas"]["15080100"]["change"]]
    assert [row[0] for row in one["areas"]["15080100"]["change"]] == change
    assert one["now"]["co2e"] == whole["now"]["co2e"]
    assert one["sentence"] == whole["sentence"]


@pytest.mark.parametrize("output", ["energy_total", "co2e", "investment", "solar"])
@pytest.mark.parametrize("year", [2020, 2030, 2040])
def test_colours_mean_the_same_while_somebody_drags_and_when_the_hand_rests(
    stand: Running, output: str, year: int
) -> None:
    both = [*asked()["chosen"], {"measure": "rooftop_solar", "level": 0.3, "start": 2030}]
    question = asked(chosen=both, output=output, year=year, drawn=[output])
    _, whole = ask(stand, "alesund/answer", question)
    _, one = ask(stand, "alesund/answer", question | {"whole": False})
    change = [row[0] for area in one["areas"].values() for row in [area["change"][1]]]
    if any(change):
        assert one["cuts"]["difference"] == whole["cuts"]["difference"]
    else:
        assert one["cuts"]["difference"]["shades"] == ["same"]


def test_an_answer_moves_indicators_in_their_own_unit_and_names_those_not_modelled(
    stand: Running,
) -> None:
    _, told = ask(stand, "alesund/answer", asked())
    moved = {each["code"]: each for each in told["kpis"]["moved"]}
    heat = moved["EN: E: E: 3C"]
    assert heat["change"][2] < 0
    assert heat["clear"]
    assert "GJ" in heat["unit"]
    assert "only the part that the model covers" in moved["EN: EN: AQ: 2C"]["notes"]
    assert "EN: EN: WA: 1C" not in moved
    assert len(told["kpis"]["still"]) > 0
    assert told["flows"] == []


def test_a_circular_measure_brings_its_flows_before_and_after(stand: Running) -> None:
    sorting = [{"measure": "food_waste_sorting", "level": 0.6, "start": 2026}]
    _, told = ask(stand, "alesund/answer", asked(chosen=sorting, output="sorting_rate"))
    waste = next(each for each in told["flows"] if each["theme"] == "waste")

    def sorted_out(links: list[dict[str, Any]]) -> float:
        return sum(each["range"][1] for each in links if each["to"] == "separate")

    assert sorted_out(waste["after"]["links"]) > sorted_out(waste["before"]["links"])
    assert "of every 100 kg of household waste" in told["sentence"]


def test_where_stations_stand_is_a_part_of_the_estimate(stand: Running) -> None:
    among_people = [[6.35292, 62.4695], [6.1545, 62.4725], [6.69087, 62.5005]]
    at_sea = [[5.9 + n / 10, 62.9] for n in range(3)]
    sorted_more = []
    for places in (among_people, at_sea):
        chosen = [{"measure": "recycling_stations", "level": 3, "start": 2026, "places": places}]
        _, told = ask(stand, "alesund/answer", asked(chosen=chosen, output="sorting_rate"))
        sorted_more.append(told["now"]["sorting_rate"]["change"][1])
    assert sorted_more[0] > sorted_more[1] == 0


SENTENCES = [
    ("retrofit_dwellings", 0.25, "would use"),
    ("rooftop_solar", 0.3, "GWh less electricity a year"),
    ("food_waste_sorting", 0.6, "of every 100 kg of household waste"),
    ("wood_for_concrete", 0.5, "tonnes less greenhouse gas a year"),
]


@pytest.mark.parametrize(("measure", "level", "said"), SENTENCES)
def test_the_sentence_speaks_of_what_the_measure_is_for(
    stand: Running, measure: str, level: float, said: str
) -> None:
    chosen = [{"measure": measure, "level": level, "start": 2026}]
    _, told = ask(stand, "alesund/answer", asked(chosen=chosen, whole=False))
    assert said in told["sentence"]


def test_the_cheapest_mix_reaches_its_goal_or_is_said_not_to_be_there(stand: Running) -> None:
    goal = {"goal": "energy_total", "value": 1, "relative": True, "year": 2040, "chance": 0.8}
    status, told = ask(stand, "alesund/reach", goal)
    assert (status, told["reached"]) == (200, True)
    assert told["last"] in {each["measure"] for each in told["chosen"]}
    _, never = ask(stand, "alesund/reach", goal | {"value": 90})
    assert (never["reached"], "cannot be reached" in never["text"]) == (False, True)
    status, wrong = ask(stand, "alesund/reach", goal | {"chance": 2})
    assert (status, wrong["code"]) == (409, "target_probability")


@pytest.fixture(scope="module")
def goals(stand: Running) -> dict[str, Any]:
    address = f"{stand.url}/scenarios/alesund/goals"
    return requests.get(address, cookies={"lang": "en"}, timeout=ANSWER_S).json()


def test_indicators_can_be_made_a_goal_or_it_is_said_why_not(goals: dict[str, Any]) -> None:
    offered = {each["id"]: each for each in goals["indicators"]}
    power = offered["EN: E: E: 2C"]
    assert power["now"].startswith("14,990 kWh per resident a year in 2024. Source: ")
    assert (power["target"], power["asked"]) == (13500.0, "To reach at most")
    waste = offered["EN: EN: WA: 1C recycled"]
    assert (waste["target"], waste["asked"], waste["unit"]) == (65, "To reach at least", "per cent")
    assert waste["now"].startswith("Not reported. The model has ")
    assert waste["benchmark"].startswith("65.0 per cent. ")
    assert offered["EN: EN: AQ: 2C"]["asked"] == "To lower it by"
    closed = {each["code"]: each["why"] for each in goals["closed"]}
    assert closed["EC: I: WA: 1C"] == "it is not known where today's recycling stations stand"
    assert len(goals["indicators"]) + len(goals["closed"]) == 14
    assert "waste_residual" in {each["id"] for each in goals["outputs"]}


def test_a_goal_of_an_indicator_is_answered_in_its_unit_and_asked_again(stand: Running) -> None:
    goal = {"goal": "EN: E: E: 2C", "value": 14200, "year": 2040, "chance": 0.8}
    _, told = ask(stand, "alesund/reach", goal)
    figures = {each["name"]: each["text"] for each in told["figures"]}
    assert told["reached"] and told["last"] in told["dearer"]
    assert "kWh per resident a year, 8 of 10 cases between" in figures["In 2040"]
    share = int(figures["Asked of the model again"].split()[0])
    assert share >= 80 and f"{share} of 100" in told["text"]
    assert "million kroner a year, 8 of 10" in figures["Yearly cost"]
    _, live = ask(stand, "alesund/answer", asked(chosen=told["chosen"], whole=False))
    kpi = next(each for each in live["kpis"]["moved"] if each["code"] == "EN: E: E: 2C")
    assert kpi["after"][1] <= 14200, "the mix that was found, asked of the page"


def test_a_benchmark_out_of_reach_is_said_with_how_far_it_goes(stand: Running) -> None:
    goal = {"goal": "EN: EN: WA: 1C recycled", "value": 65, "year": 2040, "chance": 0.8}
    _, told = ask(stand, "alesund/reach", goal)
    assert not told["reached"]
    assert "In 8 of 10 cases it gets to 38 per cent at most." in told["text"]
    assert "food_waste_sorting" in {each["measure"] for each in told["chosen"]}
    _, sure = ask(stand, "alesund/reach", goal | {"value": 36})
    assert sure["reached"] and sure["last"]
    for wrong in ("EN: EN: WA: 1C other", "EC: I: WA: 1C", "investment"):
        status, refused = ask(stand, "alesund/reach", goal | {"goal": wrong})
        assert (status, refused["code"]) == (409, "output_unknown")


def test_what_is_compared_shares_the_classes_of_the_map(stand: Running) -> None:
    large = [{"measure": "retrofit_dwellings", "level": 0.5, "start": 2025}]
    _, alone = ask(stand, "alesund/answer", asked())
    _, both = ask(stand, "alesund/answer", asked(compared=[large]))
    _, reverse = ask(stand, "alesund/answer", asked(chosen=large, compared=[asked()["chosen"]]))
    assert both["cuts"] == reverse["cuts"]
    assert both["cuts"]["difference"]["limits"][-1] >= alone["cuts"]["difference"]["limits"][-1]
    assert both["compared"][0]["now"]["co2e"] == reverse["now"]["co2e"]


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"chosen": [{"measure": "retrofit_dwellings", "level": 0.9, "start": 2027}]}, "level_range",
     "That level is not possible for this measure: Renovate homes."),
    ({"chosen": [{"measure": "retrofit_dwellings", "level": 0.2, "start": 2020}]}, "start_range",
     "Measures start between 2025 and 2045: Renovate homes."),
    ({"chosen": [{"measure": "lighting", "level": 1, "start": 2027, "areas": ["0301"]}]},
     "areas_unknown", "There is no such district in this city: Efficient lighting."),
    ({"chosen": [{"measure": "sunshine", "level": 1, "start": 2027}]}, "measure_unknown",
     "There is no such measure: sunshine."),
    ({"output": "happiness"}, "output_unknown", "The models do not tell about this: happiness."),
    ({"year": 1999}, "invalid", "That could not be read. Load the page again."),
    ({"chosen": "all"}, "invalid", "That could not be read. Load the page again."),
    ({"chosen": [{"measure": "lighting"}]}, "invalid",
     "That could not be read. Load the page again."),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "code", "text"), WRONG)
def test_what_cannot_be_is_refused_with_one_sentence(
    stand: Running, changes: dict[str, Any], code: str, text: str
) -> None:
    status, told = ask(stand, "alesund/answer", asked(**changes))
    assert (status, told["ok"], told["code"], told["text"]) == (409, False, code, text)


def test_a_city_that_we_do_not_hold_is_said_so(stand: Running) -> None:
    status, told = ask(stand, "atlantis/answer", asked())
    assert (status, told["text"]) == (404, "We hold nothing about this city.")


def test_saving_asks_who_one_is(stand: Running) -> None:
    status, told = ask(stand, "alesund/save", {"name": "Mine", "chosen": asked()["chosen"]})
    assert (status, told["ok"]) == (401, False)


@pytest.fixture(scope="module")
def signed_in(stand: Running) -> requests.Session:
    """A facilitator at the keyboard."""
    web = requests.Session()
    web.headers["Origin"] = stand.url
    web.cookies.update(sign_in(stand, LINKS.pop()))
    web.cookies.set("lang", "en")
    return web


def test_an_assumption_whose_lowest_is_above_its_highest_is_refused_and_nothing_changes(
    stand: Running, signed_in: requests.Session
) -> None:
    address = f"{stand.url}/scenarios/alesund/"
    before = signed_in.get(address + "start", timeout=ANSWER_S).json()["assumptions"]
    wrong = {"interest": {"value": 4, "low": 5, "high": 3}}
    told = signed_in.post(
        address + "assumptions", json={"changed": wrong, "version": before["version"]}, timeout=10
    )
    assert told.status_code == 409
    assert told.json()["text"].startswith("The lowest must be below the value")
    assert signed_in.get(address + "start", timeout=ANSWER_S).json()["assumptions"] == before


def test_the_full_models_replace_the_estimate_of_what_is_saved_and_the_difference_is_told(
    stand: Running, signed_in: requests.Session
) -> None:
    """In a worker process, with the real energy model."""
    address = f"{stand.url}/scenarios/alesund/"
    chosen = [{"measure": "retrofit_dwellings", "level": 0.35, "start": 2028}]
    body = asked(chosen=chosen, output="energy_total", drawn=["energy_total"])
    saved = signed_in.post(address + "save", json={"name": "Warm", "chosen": chosen}, timeout=30)
    made = saved.json()
    assert (saved.status_code, made["version"]) == (200, 1)
    _, early = ask(stand, "alesund/answer", body | {"from": made["id"]})
    runs = signed_in.get(address + "state", timeout=ANSWER_S).json()["runs"]
    working = [each["text"] for each in runs if each["id"] == made["id"]]
    assert working and working[0].startswith("The full models run for “Warm”: ")
    assert (early["kind"], early["difference"]) == ("estimate", "")
    _, late = until_run(stand, signed_in, body | {"from": made["id"]})
    assert late["kind"] == "full"
    assert late["difference"].startswith("The estimate was ")
    assert late["now"]["energy_total"]["change"][1] == pytest.approx(
        early["now"]["energy_total"]["change"][1], rel=0.05
    )
    _, other = ask(stand, "alesund/answer", body)
    assert other["kind"] == "estimate", "only the scenario as it was saved has been computed"
    again = {"of": made["id"], "seen": [1, 0], "chosen": [chosen[0] | {"level": 0.5}]}
    changed = signed_in.post(address + "save", json=again, timeout=30)
    assert changed.json() == {"ok": True, "id": made["id"], "version": 2}, "the first stays"
    late = signed_in.post(address + "save", json=again, timeout=30)
    assert (late.status_code, late.json()["code"]) == (409, "scenario_changed")
    elsewhere = signed_in.post(f"{stand.url}/scenarios/baerum/save", json=again, timeout=30)
    assert elsewhere.json()["code"] == "scenario_unknown"
    saved_now = signed_in.get(address + "start", timeout=ANSWER_S).json()["saved"]
    mine = next(each for each in saved_now if each["id"] == made["id"])
    assert (mine["name"], mine["stamp"], mine["chosen"][0]["level"]) == ("Warm", [2, 0], 0.5)


def until_run(
    stand: Running, web: requests.Session, body: dict[str, Any]
) -> tuple[int, dict[str, Any]]:
    """The answer when no full run is under way any more."""
    waited = threading.Event()
    for _ in range(RUN_S * 4):
        found = web.get(f"{stand.url}/scenarios/alesund/state", timeout=SEARCH_S).json()
        if not found["runs"]:
            return ask(stand, "alesund/answer", body)
        assert found["runs"][0]["state"] == "working", found["runs"]
        waited.wait(0.25)
    raise AssertionError("the full models took too long")
