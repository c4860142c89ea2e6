"""Reviewing over the network: who gets which page and file, and what is written down about it."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from data.export.analysis import KINDS
from tests.dashboards.review_story import HELD_BACK, cookies_of, held, who
from tests.product import Prepared, Running
from workshop.events import FACILITATED

FILES = (
    "results-excel.csv",
    "results-plain.csv",
    "groups.csv",
    "missing.csv",
    "pins.geojson",
    "manifest.json",
)
RAW = ("ballots.csv", "ballots.jsonl", "ballots-polis.zip")


class Town:
    """A server with a workshop that was held, and everybody who might come to look at it."""

    def __init__(self, server: Running) -> None:
        self.server = server
        with Prepared(server) as before:
            self.session = held(before.workshop)
            self.rehearsal = held(before.workshop, rehearsal=True)
            self.leaving = held(before.workshop)
            self.mixed = held(before.workshop, 36, groups=("resident", "business"))
            self.head = before.workshop.state(self.session).head
            history = before.workshop.history(self.session)
            self.seqs = [each.seq for each, _ in history if each.event.kind in FACILITATED]
            self.people = {
                "nobody": {},
                "forged": {"rs_login": "x.y.z"},
                "facilitator": cookies_of(before, "facilitator", ["alesund"]),
                "facilitator elsewhere": cookies_of(before, "facilitator", ["baerum"]),
                "official": cookies_of(before, "official", ["alesund"]),
                "official elsewhere": cookies_of(before, "official", ["baerum"]),
                "official since long": cookies_of(before, "official", ["alesund"], 30),
                "administrator": cookies_of(before, "administrator", []),
            }
        server.start()

    def get(self, person: str, path: str, **more: str) -> requests.Response:
        return requests.get(
            self.server.url + path,
            cookies=self.people[person] | {"lang": "en"},
            headers=more,
            timeout=20,
            allow_redirects=False,
        )


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    server = Running(tmp_path_factory.mktemp("town"))
    yield Town(server)
    server.stop()


SIGN_IN, HIDDEN, GIVEN = 303, 404, 200
STRANGERS = ("facilitator elsewhere", "official elsewhere")


def expected(person: str, raw: bool) -> int:
    if person in ("nobody", "forged"):
        return SIGN_IN
    if person in STRANGERS or (raw and person == "facilitator"):
        return HIDDEN
    return SIGN_IN if raw and person == "official since long" else GIVEN


def test_every_address_gives_each_role_what_it_may_have_and_nothing_else(town: Town):
    frame = f"/review/{town.session}/frame/{town.seqs[0]}.json"
    addresses = {f"/export/{town.session}/{name}": False for name in FILES}
    addresses |= {f"/export/{town.session}/{name}": True for name in RAW}
    addresses |= {f"/analysis/{town.session}/{kind}.json": False for kind in KINDS}
    addresses |= {frame: False, f"/review/{town.session}/qr.svg": False}
    found = {
        (person, path): town.get(person, path).status_code
        for person in town.people
        for path in addresses
    }
    wanted = {(person, path): expected(person, addresses[path]) for person, path in found}
    assert found == wanted


def test_analyses_are_told_as_the_files_tell_them_and_again_only_when_something_changed(town: Town):
    def told(kind: str, session: str = town.mixed) -> Any:
        return town.get("official", f"/analysis/{session}/{kind}.json").json()

    found = {kind: told(kind) for kind in KINDS}
    assert {each["what"] for each in found.values()} == {*KINDS} and "simulated" not in str(found)
    assert "secret-device" not in str(found)
    first = {r["round"]: r for r in found["breakdown"]["rounds"]}
    assert set(first) == {f"r{n}" for n in range(2, 8)} and first["r7"]["number"] == 2
    file = town.get("official", f"/export/{town.mixed}/groups.csv").text.removeprefix("\ufeff")
    lines = [
        each
        for each in csv.DictReader(io.StringIO(file), delimiter=";")
        if (each["by"], each["round"], each["step"], each["item"]) == ("group", "1", "2", "a")
    ]
    table = first["r2"]["breakdown"]["group"]
    assert [int(line["value"]) for line in lines] == table["items"][0]["for"]
    groups = {r["round"]: r["groups"] for r in found["groups"]["rounds"]}
    assert len(groups["r2"]["groups"]) == 3 and groups["r4"] is None
    moved = {r["round"]: r["movement"] for r in found["movement"]["rounds"]}
    assert moved["r7"]["movement"]["both"] == 36 and moved["r2"] is None
    firm = {r["round"]: r["robustness"] for r in found["robustness"]["rounds"]}
    assert {rule["rule"] for rule in firm["r4"]["rules"]} == {"mean", "median", "at_least"}
    assert found["missing"]["missing"] == {"why": "few"}
    path = f"/analysis/{town.mixed}/robustness.json"
    tag = town.get("official", path).headers["ETag"]
    again = town.get("official", path, **{"If-None-Match": tag})
    assert again.status_code == 304 and again.content == b""
    other = town.get("official", f"/analysis/{town.session}/robustness.json").headers["ETag"]
    assert other != tag and "no-cache" in again.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["frame/1.json", "qr.svg"])
def test_a_workshop_that_is_not_there_is_as_hidden_as_one_that_is_anothers(town: Town, path: str):
    there = town.get("official elsewhere", f"/review/{town.session}/{path}")
    missing = town.get("official elsewhere", f"/review/0123456789ab/{path}")
    assert there.status_code == missing.status_code == HIDDEN
    assert there.text.replace(town.session, "") == missing.text.replace("0123456789ab", "")


def test_whoever_must_sign_in_again_comes_back_to_the_page_and_not_into_a_file(town: Town):
    answer = town.get("official since long", f"/export/{town.session}/ballots.csv")
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert urlsplit(answer.headers["Location"]).path == "/sign-in"
    assert asked == {"again": ["1"], "next": [f"/review/{town.session}?raw=ready"]}


def test_only_moments_can_be_asked_for(town: Town):
    for seq in (0, town.seqs[-1] + 1, 10**9):
        assert town.get("official", f"/review/{town.session}/frame/{seq}.json").status_code == 404


def test_a_moment_is_the_view_of_the_stage_with_the_values_of_its_map(town: Town):
    views = [town.get("official", f"/review/{town.session}/frame/{seq}.json") for seq in town.seqs]
    shown = [answer.json() for answer in views if answer.status_code == 200]
    mapped = next(view for view in shown if view["step"] and view["step"]["id"] == "map")
    assert mapped["round"]["shown"]["values"]["1508"] and mapped["role"] == "stage"
    text = json.dumps(shown)
    assert HELD_BACK not in text and who(0) not in text


def test_the_files_carry_a_safe_name_a_type_and_are_not_kept_by_browsers(town: Town):
    for name in FILES:
        answer = town.get("official", f"/export/{town.session}/{name}")
        said = answer.headers["Content-Disposition"]
        assert said.startswith('attachment; filename="radslag-alesund-'), said
        assert name.split(".")[0] in said and "filename*=UTF-8''" in said
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    played = town.get("official", f"/export/{town.rehearsal}/results-plain.csv")
    assert 'filename="radslag-rehearsal-alesund-' in played.headers["Content-Disposition"]
    assert "simulated" in played.text


def test_the_manifest_names_the_other_files_by_their_checksum(town: Town):
    told = town.get("official", f"/export/{town.session}/manifest.json").json()
    assert told["seal"]["head"] == town.head
    sizes = {
        len(town.get("official", f"/export/{town.session}/{name}").content) for name in FILES[:-1]
    }
    assert {each["bytes"] for each in told["files"]} == sizes
    assert any("Kartverket" in each for each in told["attribution"])


def test_taking_raw_ballots_is_written_down_without_what_is_in_them(town: Town):
    answer = town.get("official", f"/export/{town.session}/ballots.csv")
    found = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert {line["person"] for line in found if line["kind"] == "score"} == set("1234567")
    notes = _until_logged(town, "raw_exported", '"ballots.csv"', town.session)
    assert notes[-1]["session"] == town.session and notes[-1]["rows"] == len(found)
    assert notes[-1]["account"] and notes[-1]["what"] == "ballots.csv"
    assert set(notes[-1]) <= {
        "event", "level", "timestamp", "account", "session", "what", "rows", "request_id", "logger",
    }  # fmt: skip


def _until_logged(town: Town, *words: str) -> list[dict[str, object]]:
    """The lines of the log with all these words: it is written a little after the answer."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        log = (town.server.folder / "log" / "server.log").read_text()
        found = [json.loads(line) for line in log.splitlines() if all(w in line for w in words)]
        if found:
            return found
    raise AssertionError(f"{words} was not logged")


def test_a_page_of_another_city_and_held_back_texts_stay_closed_to_strangers(town: Town):
    """The page and its callback are asked for as a browser asks."""
    for person in ("nobody", *STRANGERS):
        text = _page(town, person) + _held_back(town, person)
        assert HELD_BACK not in text and town.head[:12] not in text
    assert town.head[:12] in _page(town, "official")
    assert HELD_BACK not in _page(town, "official")
    assert HELD_BACK in _held_back(town, "official")


def test_the_page_names_no_device_and_no_group(town: Town):
    text = _page(town, "administrator")
    assert "Energy" in text
    assert not [n for n in range(7) if who(n) in text] and "resident" not in text


def test_the_list_shows_the_workshops_of_ones_own_cities(town: Town):
    assert town.session in _page(town, "official", "/review")
    assert town.session not in _page(town, "official elsewhere", "/review")
    assert town.session not in _page(town, "nobody", "/review")


@pytest.mark.fault("F63", "T19")
def test_a_workshop_is_deleted_after_its_package_by_an_official_who_has_just_signed_in(town: Town):
    sealed = "First the archive package has to be taken over"
    assert "This is not open" in _keeping(town, "facilitator", "make")
    assert sealed in _keeping(town, "official", "delete")
    made = _keeping(town, "official since long", "make")
    assert "The package is ready." in made and "(90 days after the workshop)" in made
    assert sealed in _keeping(town, "official", "delete")
    assert "-archive" in _keeping(town, "official", "fetch")
    assert "Noted: the archive has the package." in _keeping(town, "official", "tick")
    refused = _keeping(town, "official since long", "delete")
    assert "Show once more who you are" in refused and "again=1" in refused
    assert town.get("official", f"/export/{town.leaving}/manifest.json").status_code == GIVEN
    assert "Deleted. The figures that remain" in _keeping(town, "official", "delete")
    assert town.get("official", f"/export/{town.leaving}/manifest.json").status_code == HIDDEN
    listed = _page(town, "official", "/review")
    assert town.leaving not in listed and "Only figures remain" in listed


@pytest.mark.fault("T7")
def test_what_is_shown_by_group_and_district_is_what_the_file_says(town: Town):
    shown = {
        f"r{n}": _drawn(_by_group(town, "official", f"r{n}")["review-groups"]["children"])
        for n in range(1, 8)
    }
    released = town.server.folder / "released" / f"{town.mixed}.json"
    assert released.exists(), "what is seen here is released"
    file = town.get("official", f"/export/{town.mixed}/groups.csv").text.removeprefix("\ufeff")
    said: dict[tuple[str, ...], dict[str, list[str]]] = {}
    lines = [*csv.DictReader(io.StringIO(file), delimiter=";")]
    for line in (each for each in lines if each["by"] != "opinion"):
        table = said.setdefault((line["step_title"], line["round"], line["by"]), {})
        table.setdefault(line["item"], []).append(line["value"] or line["note"])
    told = [[_across(cells) for cells in table.values()] for table in said.values()]
    assert [table for tables in shown.values() for table in tables] == told
    assert {"6", "12"} <= {cell for tables in told for row in tables for cell in row}
    assert "fewer than 5" in str(told) and "Refused" not in str(shown)
    again = str(_by_group(town, "official", "r7")["review-groups"])
    assert "how many are less for it now" in again or "In a small room it is often so" in again
    assert "'of': 'round'" in again and "Nobody said" in again
    assert "Too few gave every option a number" in str(
        _by_group(town, "official", "r4")["review-groups"]
    )
    desk = town.get("facilitator", f"/desk/{town.mixed}/opinion.json").json()["said"]
    assert desk.startswith("Opinion groups so far: A ")
    numbers = [line for line in lines if line["value"].isdigit()]
    assert numbers and all(line["low"] <= line["high"] for line in numbers)
    apart = {line["row"] for line in lines if line["note"].startswith("Sets this group apart")}
    assert apart == {"A", "B", "C"}
    seen = str(_by_group(town, "official", "r2")["review-groups"])
    assert "Those who answered alike are in the same group" in seen and "Group C" in seen


def _across(cells: list[str]) -> list[str]:
    """A sentence that stands on each line of a file stands once across a table."""
    return cells[:1] if not cells[0].isdigit() else cells


def _drawn(children: list[Any]) -> list[list[list[str]]]:
    """The tables of the panel, row by row: the number of each cell, or why there is none."""
    found: list[list[list[str]]] = []
    table: list[list[str]] | None = None
    for part in children[1]["props"]["children"] if len(children) > 1 else []:
        if part["type"] == "H4":
            table = [] if part["props"]["children"] in ("By group", "By district") else None
            found += [table] if table is not None else []
        elif table is not None and part["type"] == "P":
            table.append([part["props"]["children"]])
        elif table is not None:
            body = part["props"]["children"]["props"]["children"][2]["props"]["children"]
            rows = [row["props"]["children"][1:] for row in body]
            table += [[_figure(cell["props"]["children"]) for cell in row] for row in rows]
    return found


def _figure(cell: Any) -> str:
    return cell if isinstance(cell, str) else cell[0]


def _by_group(town: Town, person: str, round_id: str) -> Any:
    """What somebody sees who chooses a question of the mixed workshop."""
    button = {"type": "review-by", "round": round_id, "of": "question"}
    body = {
        "output": "review-groups.children",
        "outputs": {"id": "review-groups", "property": "children"},
        "inputs": [[{"id": button, "property": "n_clicks", "value": 1}]],
        "changedPropIds": [f"{json.dumps(button, sort_keys=True, separators=(',', ':'))}.n_clicks"],
        "state": [{"id": "review-told", "property": "data", "value": {"session": town.mixed}}],
    }
    return json.loads(_callback(town, person, body))["response"]


def _keeping(town: Town, person: str, act: str) -> str:
    """What somebody reads who presses a button about the keeping of the third workshop."""
    button = {"type": "review-keep-act", "act": act}
    pressed = {"id": button, "property": "n_clicks", "value": 1}
    body = {
        "output": "..review-keeping.children...review-keep-file.data..",
        "outputs": [
            {"id": "review-keeping", "property": "children"},
            {"id": "review-keep-file", "property": "data"},
        ],
        "inputs": [[pressed]],
        "changedPropIds": [f'{{"act":"{act}","type":"review-keep-act"}}.n_clicks'],
        "state": [{"id": "review-told", "property": "data", "value": {"session": town.leaving}}],
    }
    return _callback(town, person, body)


def _callback(town: Town, person: str, body: dict[str, Any]) -> str:
    answer = requests.post(
        f"{town.server.url}/_dash-update-component",
        json=body,
        cookies=town.people[person] | {"lang": "en"},
        headers={"Origin": town.server.url},
        timeout=20,
    )
    assert answer.status_code in (200, 204), answer.text[:500]
    return answer.text


def _page(town: Town, person: str, path: str = "") -> str:
    where = path or f"/review/{town.session}"
    asked = {"id": "_pages_location", "property": "pathname", "value": where}
    search = {"id": "_pages_location", "property": "search", "value": ""}
    outputs = [
        {"id": "_pages_content", "property": "children"},
        {"id": "_pages_store", "property": "data"},
    ]
    body = {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": outputs,
        "inputs": [asked, search],
        "changedPropIds": ["_pages_location.pathname"],
        "state": [],
    }
    return _callback(town, person, body)


def _held_back(town: Town, person: str) -> str:
    body = {
        "output": "..review-held.children...review-held-show.hidden..",
        "outputs": [
            {"id": "review-held", "property": "children"},
            {"id": "review-held-show", "property": "hidden"},
        ],
        "inputs": [{"id": "review-held-show", "property": "n_clicks", "value": 1}],
        "changedPropIds": ["review-held-show.n_clicks"],
        "state": [{"id": "review-told", "property": "data", "value": {"session": town.session}}],
    }
    return _callback(town, person, body)
