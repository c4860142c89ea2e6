"""An import on its whole way: upload, preview, yes, and the figure in the shell and on the map."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests

from data.scenarios.reading import Published
from tests.built_library import ROOT, built_library, copy_of_library
from tests.data import import_files as files
from tests.data import service_stand as standing
from tests.fitted import fit
from tests.people import sign_in
from tests.product import Prepared, Running
from workshop.accounts import Account, Role

LINE = "Bærum;2024;EC: I: B: 1A;;12,5;%;målt;Byggrapport;Egne bygg"
OUTPUT = "..import-result.children...import-confirm-box.hidden...import-about.children.."
LIMIT_S = 12.0


def no_json(name: str) -> None:
    raise AssertionError(f"{name} is no JSON: a browser would not read the answer")


class Official:
    """Somebody of Bærum, signed in, with the page's own requests."""

    def __init__(self, server: Running, cookies: dict[str, str]) -> None:
        self.url = server.url
        self.web = requests.Session()
        self.web.cookies.update(cookies | {"lang": "en"})
        self.web.headers.update({"Origin": server.url, "Accept": "application/json"})

    def send(self, name: str, content: Any, city: str = "baerum", **headers: str) -> Any:
        return self.web.post(
            f"{self.url}/import/upload?city={city}{headers.pop('more', '')}",
            data=content,
            headers={"X-File-Name": quote(name), **headers},
            timeout=30,
        )

    def fetch(self, city: str = "baerum", **asked: str) -> Any:
        address = f"{self.url}/import/fetch?city={city}&kind=results"
        return self.web.post(address, json=asked, timeout=30)

    def registers(self, city: str = "baerum", kind: str = "buildings", **asked: int) -> Any:
        address = f"{self.url}/import/registers?city={city}&kind={kind}"
        if asked:
            return self.web.post(address, json=asked, timeout=30)
        return self.web.get(address, timeout=30)

    def model(self) -> tuple[str, list[float]]:
        """What says where the buildings are, and the districts' electricity of today."""
        start = self.web.get(f"{self.url}/scenarios/baerum/start", timeout=30).json()
        assert start["model"]["state"] == "ready"
        asked = {"chosen": [], "output": "electricity", "year": 2024, "whole": True, "drawn": []}
        told = self.scenarios("answer", asked)
        at = told["years"].index(2024)
        return start["whence"], [each["baseline"][1][at] for each in told["areas"].values()]

    def scenarios(self, what: str, asked: dict[str, Any]) -> Any:
        address = f"{self.url}/scenarios/baerum/{what}"
        return self.web.post(address, json=asked, timeout=30).json(parse_constant=no_json)

    def page(self, token: str, clicked: bool = False, **columns: str) -> str:
        """What the page's callback answers: the preview, or after a click the import."""
        outputs = [
            {"id": "import-result", "property": "children"},
            {"id": "import-confirm-box", "property": "hidden"},
            {"id": "import-about", "property": "children"},
        ]
        asked_for = {"token": token, "number": 1, **columns}
        asked = {
            "output": OUTPUT,
            "outputs": outputs,
            "inputs": [
                {"id": "import-asked", "property": "data", "value": asked_for},
                {"id": "import-confirm", "property": "n_clicks", "value": 1 if clicked else None},
            ],
            "changedPropIds": ["import-confirm.n_clicks" if clicked else "import-asked.data"],
            "state": [],
        }
        answer = self.web.post(f"{self.url}/_dash-update-component", json=asked, timeout=30)
        assert answer.status_code == 200, answer.text[:500]
        return answer.text


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("import") / "own"
    copy_of_library(built_library(), folder)
    fit(folder, "baerum")
    with standing.stand(standing.ogc_features) as service:
        running = Running(folder, MODEL_SERVICES_INSIDE=service.url)
        yield running
        running.stop()


@pytest.fixture(scope="module")
def official(server: Running) -> Iterator[Official]:
    with Prepared(server) as before:
        admin = before.accounts.local_administrator()
        before.accounts.change(admin, role=Role.OFFICIAL, cities=("baerum",))
        link = before.accounts.one_time_link(admin, "/import", server.settings.public_url)
        assert isinstance(before.accounts.account(admin), Account)
    server.start()
    made = Official(server, sign_in(server, link))
    yield made
    made.web.close()


def memory_mb(server: Running) -> float:
    assert server.process is not None
    pages = int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def printed(server: Running) -> str:
    command = [sys.executable, "-m", "data.facts", "baerum", "EC: I: B: 1A"]
    return subprocess.run(
        [*command, "--data-dir", str(server.folder)], capture_output=True, text=True, cwd=ROOT
    ).stdout


def test_a_figure_goes_from_a_table_to_the_shell_and_the_map(
    server: Running, official: Official
) -> None:
    assert "not reported" in printed(server)
    answer = official.send("verdier.csv", files.csv(LINE))
    assert answer.status_code == 200, answer.text
    token = answer.json()["token"]
    shown = official.page(token)
    assert "1 new, 0 changed, 0 as before." in shown
    assert "12.5 per cent" in shown
    assert "not reported" in printed(server)
    assert "is in the library now" in official.page(token, clicked=True)
    told = printed(server)
    assert "2024  12.5 percent  [published, measured]" in told
    assert f"imported {dt.datetime.now(dt.UTC):%Y-%m-%d} by an official in Bærum" in told
    assert "run out" in official.page(token, clicked=True)


def test_a_refusal_is_one_sentence_with_a_code(official: Official) -> None:
    answer = official.send("b.geojson", b"[]")
    assert (answer.status_code, answer.json()["code"]) == (422, "import_not_geojson")
    assert answer.json()["text"] == "This is not GeoJSON. Expected a FeatureCollection with areas."


def test_another_city_another_site_and_nobody_are_refused(
    server: Running, official: Official
) -> None:
    content = files.csv(LINE)
    assert official.send("a.csv", content, city="alesund").json()["code"] == "import_forbidden"
    assert official.send("a.csv", content, city="").json()["code"] == "import_forbidden"
    assert official.send("a.csv", content, Origin="https://evil.example").status_code == 403
    stranger = Official(server, {})
    assert stranger.send("a.csv", content).json()["code"] == "import_sign_in"
    stranger.web.close()


def test_200_megabytes_are_refused_before_they_are_held(
    server: Running, official: Official, tmp_path: Path
) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as stream:
        stream.truncate(200_000_000)
    official.send("warm.csv", files.csv(LINE))
    before, began = memory_mb(server), time.monotonic()
    with large.open("rb") as stream:
        answer = official.send("large.csv", stream)
    assert (answer.status_code, answer.json()["code"]) == (413, "http_413")
    assert "20 MB" in answer.json()["text"]
    assert time.monotonic() - began < LIMIT_S
    assert memory_mb(server) - before < 50
    assert requests.get(f"{server.url}/healthz", timeout=5).status_code == 200


def test_a_zip_bomb_costs_the_server_no_memory(server: Running, official: Official) -> None:
    bomb = files.zipped({"a.shp": b"\0" * 150_000_000})
    before, began = memory_mb(server), time.monotonic()
    assert official.send("bomb.zip", bomb).json()["code"] == "import_zip_bomb"
    assert time.monotonic() - began < LIMIT_S
    assert memory_mb(server) - before < 50


def test_the_template_comes_in_the_readers_language(official: Official) -> None:
    answer = official.web.get(f"{official.url}/template/kpi.csv?city=baerum", timeout=10)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="kpi-baerum.csv"'
    assert answer.content.decode("utf-8-sig").startswith("area,period,kpi_code")
    assert official.web.get(f"{official.url}/template/kpi.exe", timeout=10).status_code == 404


WHOSE: dict[str, Any] = {
    "by": "Fjordplan AS", "model": "HeatMap", "version": "4.2", "date": "2026-03-31",
    "licence": "CC BY 4.0",
}  # fmt: skip


def test_results_of_another_model_go_from_a_table_to_a_scenario_in_the_shell(
    server: Running, official: Official
) -> None:
    lines = (
        "area;year;output;scenario;value;unit", "3201;2030;co2e;;90;t CO2e/a",
        "3201;2030;co2e;<b>Plan</b>;70;t CO2e/a",
    )  # fmt: skip
    answer = official.send("plan.csv", "\n".join(lines).encode(), more="&kind=results")
    token = answer.json()["token"]
    assert "Say who made these results." in official.page(token, area="area")
    shown = official.page(token, **WHOSE)
    assert "2 values will be kept, as 1 scenario." in shown
    assert "is kept, with whose it is" in official.page(token, clicked=True, **WHOSE)
    published = Published(server.folder)
    (kept,) = [each for each in published.list("baerum") if each.foreign]
    assert kept.newest.draft.names["en"] == "<b>Plan</b>" and kept.newest.made_by == "official"
    run = published.run_of(kept.id)
    assert run is not None and run.answer.areas["3201"]["co2e"].change[1, 0] == -20
    published.close()
    asked = {"held": kept.id, "output": "co2e", "year": 2030, "whole": True, "drawn": ["co2e"]}
    told = official.scenarios("answer", asked | {"compared": [{"held": kept.id}]})
    assert told["ok"] and told["foreign"] and "Fjordplan AS with HeatMap 4.2" in told["sentence"]
    assert told["now"]["co2e"]["change"] == [None, -20.0, None]
    assert told["compared"][0]["now"] == told["now"]
    low, middle, high = told["kpis"]["moved"][0]["change"]
    assert (low, high) == (None, None) and middle < 0, "no range was brought, none is told"
    assert official.scenarios("answer", asked | {"year": 2031})["now"]["co2e"]["change"][1] is None
    assert not official.scenarios("answer", asked | {"held": "alesund-other"})["ok"]


REGISTER: dict[str, Any] = {
    "by": "Bærum kommune", "date": "2026-10-01", "licence": "NLOD 2.0",
}  # fmt: skip


def register(*districts: str) -> bytes:
    """Homes, shops and schools, and all of them in these districts."""
    rows = [
        f"{use};1990;{1000 * n};{district}"
        for n, district in enumerate(districts, 1) for use in ("111", "322", "613")
    ]  # fmt: skip
    return files.csv(*rows, head="bygningstype;byggeår;bruksareal;bydel")


def test_a_building_register_goes_from_a_file_to_the_districts_on_the_scenarios_page(
    server: Running, official: Official
) -> None:
    whence, by_people = official.model()
    assert whence == "Energy in the districts: approximate, shared out by where people live."
    areas = requests.get(f"{server.url}/scenarios/baerum/start", timeout=30).json()["areas"]
    some = [each["id"] for each in areas][:2]
    wrong = official.send(
        "bygg.csv", register(*some) + b"slott;3000;-1;Oslo", more="&kind=buildings"
    )
    shown = official.page(wrong.json()["token"], **REGISTER)
    for said in (
        "1 of 7 rows cannot be used", "“slott” is no use that is known", "2026 at the latest",
        "above 0 and at most 1,000,000", "is no area of Bærum", "row 8",
    ):  # fmt: skip
        assert said in shown, said
    assert official.registers().json() == {"registers": [], "said": ""}

    token = official.send("bygg.csv", register(*some), more="&kind=buildings").json()["token"]
    assert "Say whose register this is." in official.page(token, by="")
    assert "6 buildings, 9,000 m²" in official.page(token, **REGISTER)
    assert "version 1 of the city" in official.page(token, clicked=True, **REGISTER)
    assert "run out" in official.page(token, clicked=True, **REGISTER)
    (kept, without) = official.registers().json()["registers"]
    assert kept["now"] and kept["name"] == "Version 1: Bærum kommune, 1 October 2026"
    assert not without["now"]
    # The last model answers, and says of what it is made, until the next one is ready.
    assert official.model() == (whence, by_people)
    fit(server.folder, "baerum")
    said, by_register = official.model()
    assert said == (
        "Energy in the districts: from the municipality's building register"
        " (1 October 2026, Bærum kommune)."
    )
    assert sum(by_register) == pytest.approx(sum(by_people), rel=1e-3)
    assert sum(each > 0 for each in by_register) == 2 < len(by_people)

    assert official.registers(number=7).status_code == 404
    assert official.registers(city="alesund", number=0).status_code == 404
    assert official.registers(number=0).json()["registers"][-1]["now"]
    assert official.model() == (whence, by_people)  # that model is still there


def test_a_list_of_stations_tells_who_has_one_near_and_lets_them_be_moved(
    official: Official,
) -> None:
    known = official.web.get(f"{official.url}/scenarios/baerum/places", timeout=30).json()
    assert known["today"] is None
    middles = list(known["middles"].values())[:3]
    rows = "\n".join(f"Oppdiktet {n};{lat};{lon}" for n, (lon, lat) in enumerate(middles))
    sent = official.send("punkter.csv", f"Navn;Nord;Ost\n{rows}\n".encode(), more="&kind=stations")
    token = sent.json()["token"]
    assert "Say whose list this is." in official.page(token, by="")
    assert "3 recycling stations" in official.page(token, **REGISTER)
    assert "version 1 of the city" in official.page(token, clicked=True, **REGISTER)
    (kept, without) = official.registers(kind="stations").json()["registers"]
    assert kept["now"] and kept["about"].startswith("3 recycling stations")

    known = official.web.get(f"{official.url}/scenarios/baerum/places", timeout=30).json()
    assert [each["name"] for each in known["today"]] == [f"Oppdiktet {n}" for n in range(3)]
    gone = known["today"][0]
    here = {"level": 0, "places": [], "closed": [gone["place"]], "walk": 500}
    near = official.scenarios("places/near", here)
    assert near["whole"]["after"][1] < near["whole"]["before"][1]
    assert near["districts"][gone["area"]]["after"] == [0, 0, 0]
    asked = {"among": middles, "count": 1, "walk": 500, "closed": [gone["place"]]}
    assert official.scenarios("places/best", asked)["places"] == [gone["place"]]
    mix = {"measure": "recycling_stations", "level": 0, "start": 2027, "closed": [gone["place"]]}
    told = {"chosen": [mix], "output": "station_access", "year": 2040, "whole": True, "drawn": []}
    access = official.scenarios("answer", told)["now"]["station_access"]
    assert access["change"][1] == pytest.approx(
        near["whole"]["after"][1] - near["whole"]["before"][1], abs=0.5
    )
    assert official.registers(kind="stations", number=0).json()["registers"][-1]["now"]
    assert official.scenarios("places/near", here)["whole"]["before"] is None
    # Nobody can take away what nobody knows of: nothing moves.
    assert not any(official.scenarios("answer", told)["now"]["waste_cost"]["change"])


def test_a_service_is_asked_and_its_copy_serves_when_it_is_gone(
    server: Running, official: Official
) -> None:
    address = f"{server.settings.services_inside[0]}/collections/zones"
    assert official.fetch(standard="ogc", address=address).json()["ok"]
    (note,) = official.web.get(f"{official.url}/import/fetched?city=baerum", timeout=10).json()[
        "fetched"
    ]
    assert note["address"] == address and len(note["sum"]) == 8
    kept = official.fetch(kept=note["at"]).json()
    assert "energy_total_2030" in official.page(kept["token"], **WHOSE)
    elsewhere = official.fetch(standard="ogc", address="https://elsewhere.example/collections/a")
    assert elsewhere.json()["code"] == "import_service_host"
    assert official.fetch(kept="1970").json()["code"] == "import_service_forgotten"
    assert official.fetch(city="alesund", kept=note["at"]).json()["code"] == "import_forbidden"
