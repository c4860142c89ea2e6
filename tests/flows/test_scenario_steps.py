"""A comparison of scenarios from the desk to the phones, the stage and the store; over sockets."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import requests

from data.models.parts import TwinParts
from tests.people import ANSWER_S, Desk, Phone, Stage, operation_id, sign_in
from tests.product import Prepared, Running
from tests.scenario_runs import computed
from tests.workshop.builders import step, text
from workshop.model import Json, Session

WARM, DEGREE = "alesund-warm-homes", "alesund-one-degree"

BASKET = {
    "money": 10,
    "unit": "MNOK",
    "costs": {"a": 6, "b": 5, "c": 4},
    "measures": {
        "a": {"measure": "rooftop_solar", "level": 0.3, "start": 2027},
        "b": {"measure": "retrofit_dwellings", "level": 0.2, "start": 2027},
    },
    "year": 2040,
}


@dataclass
class Hall:
    server: Running
    session: Session
    key: str
    cookies: dict[str, str]


def steps() -> list[Json]:
    options = [{"id": each, "text": text(each)} for each in (WARM, DEGREE)]
    guess = {"scenario": WARM, "as": "percent", "low": -40, "high": 40, "step": 1}
    return [
        step("scenario", "look", settings={"scenario": WARM}),
        step("compare", "which", options=options),
        step("guess", "how-much", settings=guess),
        step("scenario", "never", settings={"scenario": "alesund-sort-more"}),
        step("budget", "basket", settings=BASKET),
        step("live", "sliders", settings={"measures": ["retrofit_dwellings", "rooftop_solar"]}),
    ]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    server = Running(tmp_path_factory.mktemp("hall"), program="tests.workshop.sliding_app")
    with Prepared(server) as prepared:
        computed(prepared.twin, "alesund", WARM)
        computed(prepared.twin, "alesund", DEGREE, change=-11.0)
        session = prepared.session(steps())
        links = prepared.doors.links(session.id, session.code)
        link = prepared.desk_link()
    server.start()
    yield Hall(server, session, links.stage_key, sign_in(server, link))
    server.stop()


def cards(hall: Hall, phone: Phone) -> Json:
    """What a phone fetches of the round on its screen."""
    round_ = phone.view["round"]["id"]
    address = f"{hall.server.url}/j/{hall.session.code}/scenarios/{round_}"
    answer = requests.get(address, cookies=phone.cookies, timeout=ANSWER_S)
    assert answer.ok and answer.headers["Cache-Control"] == "no-store"
    return answer.json()


def test_a_room_compares_scenarios_and_votes_on_exactly_these_versions(hall: Hall):
    desk = Desk(hall.server, hall.session.id, hall.cookies)
    stage = Stage(hall.server, hall.session.id, hall.key)
    phones = [Phone(hall.server, hall.session.code) for _ in range(5)]
    assert desk.cmd("open_step", step="which")["ok"]
    shown = stage.until(lambda v: v["round"])["round"]["shown"]
    assert [c["scenario"] for c in shown["scenarios"]] == [WARM, DEGREE]
    assert shown["scale"] == [30, 60, 90], "one scale for both"
    names = phones[0].until(lambda v: v["step"])["step"]["options"][0]["text"]
    assert names["en"] == shown["scenarios"][0]["names"]["en"] != WARM
    told = phones[0].view["round"]
    assert "shown" not in told and told["scenarios"][0]["run"] == f"run-{WARM}"
    fetched = cards(hall, phones[0])["scenarios"]
    assert fetched[0]["figures"][0]["change"] == [-78.1, -60.0, -42.0]
    assert "areas" not in fetched[0] and len(fetched[0]["places"]) == 4
    gas, power = fetched[0]["kpis"]
    assert (gas["code"], gas["part"], gas["after"]) == ("EN: EN: AQ: 2C", True, None)
    assert (power["code"], power["period"], power["clear"]) == ("EN: E: E: 2C", "2024", True)
    assert power["change"] == [-1600, -1200, -800] and power["after"][1] == 13800
    assert shown["scenarios"][1]["kpis"][1]["change"] == [-300, -200, -200]
    for phone in phones:
        phone.until(lambda v: v["round"])
        assert phone.op("ballot", item="", value=[DEGREE])["ok"]
    assert desk.cmd("close_round")["ok"] and desk.cmd("reveal")["ok"]
    found = stage.until(lambda v: v["results"])["results"]
    assert found["kind"] == "approval" and found["options"][1]["count"] == 5
    missing = desk.cmd("open_step", step="never")
    assert (missing["ok"], missing["reason"]) == (False, "scenario_missing")


def test_a_guess_hides_the_models_answer_from_phones_and_stage_until_it_is_shown(hall: Hall):
    desk = Desk(hall.server, hall.session.id, hall.cookies)
    stage = Stage(hall.server, hall.session.id, hall.key)
    phones = [Phone(hall.server, hall.session.code) for _ in range(5)]
    assert desk.cmd("open_step", step="how-much")["ok"]
    for n, phone in enumerate(phones):
        phone.until(lambda v: v["step"] and v["step"]["kind"] == "guess")
        assert phone.op("ballot", value=-5 * n)["ok"]
    before = cards(hall, phones[0])["scenarios"][0]
    assert before["measures"] and before["figures"] == before["cost"] == before["kpis"] == []
    assert "-15.0" not in str(stage.until(lambda v: v["round"]["turnout"]["answered"] == 5))
    assert desk.cmd("reveal")["ok"]
    told = stage.until(lambda v: v["results"])["results"]
    assert (told["median"], told["model"]) == (-10, [-19.5, -15.0, -10.5])
    assert cards(hall, phones[0])["scenarios"][0]["figures"]
    late = phones[0].op("ballot", value=3)
    assert (late["ok"], late["code"]) == (False, "closed")


def test_sliders_that_move_reach_the_stage_and_only_where_they_rest_is_kept(hall: Hall):
    desk = Desk(hall.server, hall.session.id, hall.cookies)
    stage = Stage(hall.server, hall.session.id, hall.key)
    phone = Phone(hall.server, hall.session.code)
    seen: list[Json] = []
    moved = threading.Event()
    stage.client.on("live", lambda told: (seen.append(told), moved.set()))
    assert desk.cmd("open_step", step="sliders")["ok"]
    view = stage.until(lambda v: v["step"] and v["step"]["id"] == "sliders")
    assert [m["id"] for m in view["round"]["shown"]["measures"]][0] == "retrofit_dwellings"

    def move(level: float, settled: bool) -> Json:
        chosen = [{"measure": "rooftop_solar", "level": level}]
        round_ = desk.view["round"]["id"]
        args = {"round": round_, "chosen": chosen, "settled": settled}
        return desk.call("cmd", {"op_id": operation_id(), "name": "set_live", "args": args})

    seq = desk.view["seq"]
    assert move(0.1, settled=False) | {"version": 0} == {"ok": True, "seq": seq, "version": 0}
    assert moved.wait(ANSWER_S)
    assert seen[0]["card"]["figures"][0]["change"] == [-13.0, -10.0, -7.0]
    assert "10 GWh less than on today's course" in seen[0]["card"]["about"]["en"]
    assert "EN: E: E: 2C" in {each["code"] for each in seen[0]["card"]["kpis"]}
    assert move(0.4, settled=True)["seq"] == seq + 1
    live = stage.until(lambda v: v["round"].get("live"))["round"]["live"]
    assert live["card"]["figures"][0]["change"][1] == -40 and live["chosen"][0]["level"] == 0.4
    phone.until(lambda v: v["round"] and v["round"].get("live") == seq + 1)
    assert cards(hall, phone)["live"]["card"]["figures"][0]["change"][1] == -40
    silent = move(0.5, settled=True)
    assert (silent["code"], silent["reason"]) == ("busy", "model_silent")
    assert stage.view["round"]["live"] == live, "the screen keeps what it shows"
    assert move(7, settled=True)["reason"] == "slider_range"


def test_while_people_fill_their_baskets_the_desk_sees_what_theirs_would_do(hall: Hall):
    desk = Desk(hall.server, hall.session.id, hall.cookies)
    stage = Stage(hall.server, hall.session.id, hall.key)
    phones = [Phone(hall.server, hall.session.code) for _ in range(5)]
    assert desk.cmd("open_step", step="basket")["ok"]
    for phone in phones:
        phone.until(lambda v: v["step"] and v["step"]["kind"] == "budget")
        assert phone.op("ballot", value=["a", "c"])["ok"]
    told = desk.until(lambda v: "equal" in v["round"].get("basket", {}))["round"]["basket"]
    assert told["equal"]["silent"] == ["c"], "not modelled is no zero"
    assert told["equal"]["card"]["figures"][0]["change"] == [-39.0, -30.0, -21.0]
    assert told["equal"]["card"]["models"] == {"ebm": "1.2.0"}
    hidden = stage.until(lambda v: v["round"]["turnout"]["answered"] == 5)
    assert hidden["results"] is None and "basket" not in hidden["round"]
    assert "basket" not in cards(hall, phones[0]) and "basket" not in phones[0].view["round"]
    assert desk.cmd("reveal")["ok"]
    shown = stage.until(lambda v: v["round"].get("basket"))
    assert shown["round"]["basket"] == told
    light = phones[0].until(lambda v: v["round"].get("basket"))["round"]["basket"]
    assert light["equal"] == {"bought": told["equal"]["bought"], "modelled": True}
    assert cards(hall, phones[0])["basket"] == told
    for phone in phones:
        assert phone.op("ballot", value=["b", "c"])["ok"]
    change = [-26.0, -20.0, -14.0]
    stage.until(lambda v: v["round"]["basket"]["equal"]["card"]["figures"][0]["change"] == change)


def test_the_model_proposes_what_an_option_of_a_basket_costs(hall: Hall):
    address = f"{hall.server.url}/desk/{hall.session.id}/cost.json"

    def cost(**one: str | float) -> Json:
        asked: dict[str, str | float] = {
            "measure": "retrofit_dwellings",
            "level": 0.2,
            "start": 2027,
            "year": 2040,
        } | one
        return requests.get(address, asked, cookies=hall.cookies, timeout=ANSWER_S).json()

    assert cost() == {
        "invested": [189.4, 270.6, 351.8],
        "year": 2040,
        "models": {"ebm": "1.2.0"},
        "assumption": True,
    }
    assert cost(measure="textiles") == {}, "the model tells no investment"
    assert cost(level=0.5) == {}, "the model is silent"
    assert cost(year=1999)["code"] == cost(level="much")["code"] == "invalid"


def test_the_editor_of_an_agenda_is_told_what_can_be_shown(hall: Hall):
    address = f"{hall.server.url}/desk/{hall.session.id}/twin.json"
    told = requests.get(address, cookies=hall.cookies, timeout=ANSWER_S).json()
    kinds = {each["id"]: each["kind"] for each in told["scenarios"]}
    assert (kinds[WARM], kinds["alesund-sort-more"]) == ("full", "")
    assert {"retrofit_dwellings", "food_waste_sorting"} <= {m["id"] for m in told["measures"]}
    assert len(told["districts"]) > 3, "where a measure may be limited to"


def test_what_was_asked_about_is_bound_also_when_the_server_dies_before_it_is_told(hall: Hall):
    """Runs last: it looks at the store of the stopped server."""
    desk = Desk(hall.server, hall.session.id, hall.cookies)
    assert desk.cmd("open_step", step="which")["ok"]
    hall.server.stop()
    with Prepared(hall.server) as prepared:
        store = prepared.twin.scenarios
        assert store.version(WARM).bound and store.version(DEGREE).bound
        computed(prepared.twin, "alesund", "alesund-sort-more")
        again = {**steps()[2], "id": "more", "settings": {"scenario": "alesund-sort-more"}}
        agenda = {"steps": [*steps(), again]}
        assert prepared.workshop.command(hall.session.id, "set_agenda", agenda).ok
        assert prepared.workshop.command(hall.session.id, "open_step", {"step": "more"}).ok
        assert not store.version("alesund-sort-more").bound, "nobody was there to tell"
    hall.server.start(pages=False)
    hall.server.stop()
    twin = TwinParts(hall.server.settings.data_dir, prepared.library)
    assert twin.scenarios.version("alesund-sort-more").bound
    twin.close()
