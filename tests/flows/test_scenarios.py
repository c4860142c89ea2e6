"""The addresses of the scenarios page on a running server: what they tell, and what they refuse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.people import ANSWER_S
from tests.product import Running


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(tmp_path_factory.mktemp("scenarios"), program="tests.scenarios_app")
    running.start()
    yield running
    running.stop()


def ask(server: Running, what: str, body: Any, lang: str = "en") -> tuple[int, dict[str, Any]]:
    answer = requests.post(
        f"{server.url}/scenarios/{what}",
        json=body,
        headers={"Origin": server.url},
        cookies={"lang": lang},
        timeout=ANSWER_S,
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


def test_what_is_compared_shares_the_classes_of_the_map(stand: Running) -> None:
    large = [{"measure": "retrofit_dwellings", "level": 0.5, "start": 2025}]
    _, alone = ask(stand, "alesund/answer", asked())
    _, both = ask(stand, "alesund/answer", asked(compared=[large]))
    _, reverse = ask(stand, "alesund/answer", asked(chosen=large, compared=[asked()["chosen"]]))
    assert both["cuts"] == reverse["cuts"]
    assert both["cuts"]["difference"]["limits"][-1] > alone["cuts"]["difference"]["limits"][-1]
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
