"""Services are asked by their standards, within limits; what they told is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from data.imports import limits
from data.imports.findings import Refusal
from data.imports.services.fetching import fetch, name_of
from data.imports.services.line import Line
from data.imports.services.snapshots import Snapshots
from tests.data import service_stand as standing
from tests.data.service_stand import Answer, Tell, stand, told
from workshop.server.outgoing import Outgoing


def asked(tell: Tell, standard: str, path: str, results: bool = True) -> tuple[bytes, list[str]]:
    with stand(tell) as here:
        found = fetch(Outgoing([], [here.url]), standard, here.url + path, results)
        return found, here.asked


def refused(tell: Tell, standard: str, path: str) -> tuple[str, dict[str, object]]:
    with pytest.raises(Refusal) as why:
        asked(tell, standard, path)
    return why.value.code, why.value.args_told


@pytest.mark.parametrize("path", ["/collections/zones", "/collections/zones/items?limit=1"])
def test_a_collection_is_followed_from_page_to_page(path: str) -> None:
    found, addresses = asked(standing.ogc_features, "ogc", path, results=False)
    assert [each["properties"]["zone"] for each in json.loads(found)["features"]] == [0, 1, 2, 3]
    assert addresses[0] == f"/collections/zones/items?f=json&limit={limits.SERVICE_PAGE}"


def test_a_type_of_a_wfs_is_asked_for_as_geojson_with_what_the_address_brings_along() -> None:
    found, addresses = asked(
        standing.web_feature_service, "wfs", "/ows?map=blueox.map&typeName=bo:Woods"
    )
    assert len(json.loads(found)["features"]) == 3
    assert "outputFormat=application%2Fjson" in addresses[0] and len(addresses) == 1


def test_datastreams_come_with_all_of_their_observations() -> None:
    found, addresses = asked(standing.sensorthings, "sensorthings", "/v1.1")
    (stream,) = json.loads(found)
    assert [each["result"] for each in stream["Observations"]] == [70.4, 70.1]
    assert "$expand=Thing(" in addresses[0]


def test_entities_of_one_type_are_asked_for() -> None:
    found, _ = asked(standing.ngsi_ld, "ngsild", "/ngsi-ld/v1/entities?type=EnergyPlan")
    assert json.loads(found)[0]["id"] == "urn:ngsi-ld:EnergyPlan:baerum"


@pytest.mark.parametrize(
    ("standard", "tell", "path", "listed"),
    [
        ("ogc", standing.ogc_features, "/", "zones, roads"),
        ("wfs", standing.web_feature_service, "/ows?service=WFS", "bo:Woods, bo:Lakes"),
        ("ngsild", standing.ngsi_ld, "/ngsi-ld/v1/entities", "EnergyPlan, Vehicle"),
    ],
)
def test_an_address_that_names_nothing_is_answered_with_what_there_is(
    standard: str, tell: Tell, path: str, listed: str
) -> None:
    assert refused(tell, standard, path) == ("import_service_which", {"found": listed})


def always(status: int, kind: str, body: bytes) -> Callable[[str, dict[str, str]], Answer]:
    return lambda _path, _asked: (status, kind, body)


def endless(_path: str, asked: dict[str, str]) -> Answer:
    page = int(asked.get("page", "0"))
    link = {"rel": "next", "href": f"/collections/a/items?page={page + 1}"}
    return told({"features": standing.zones(page, 1), "links": [link]})


def away(_path: str, _asked: dict[str, str]) -> Answer:
    link = {"rel": "next", "href": "https://elsewhere.example/items"}
    return told({"features": standing.zones(0, 1), "links": [link]})


BOMB = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.mark.fault("F62", "T16")
@pytest.mark.parametrize(
    ("standard", "tell", "code"),
    [
        ("ogc", away, "import_service_elsewhere"),
        ("ogc", always(302, "text/html", b"http://169.254.169.254/"), "import_service_redirect"),
        ("ogc", always(500, "application/json", b"{}"), "import_service_status"),
        ("ogc", always(200, "text/html", b"<p>hello"), "import_service_kind"),
        ("ogc", always(200, "application/json", b"[" * 100_000), "import_service_kind"),
        ("ogc", told_features := always(200, "application/json", b'{"features":[]}'),
         "import_service_nothing"),
        ("ogc", always(200, "application/json", b" " * (6 * 1024 * 1024)), "import_service_large"),
        ("sensorthings", always(200, "application/json", b'{"value":[1]}'), "import_service_kind"),
        ("wfs", always(200, "text/xml", BOMB), "import_service_kind"),
        ("wfs", always(200, "text/xml", BOMB.decode().encode("utf-16")), "import_service_kind"),
        ("ftp", told_features, "import_service_standard"),
    ],
)  # fmt: skip
def test_what_a_bad_service_tells_is_refused(standard: str, tell: Tell, code: str) -> None:
    path = "/ows" if standard == "wfs" else "/collections/a"
    assert refused(tell, standard, path)[0] == code


@pytest.mark.fault("F62", "T16")
@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://other.example/collections/a", "import_service_host"),
        ("http://geodata.example/collections/a", "import_service_host"),
        ("https://geodata.example:8443/collections/a", "import_service_host"),
        ("https://geodata.example/collections/a", "import_service_private"),
        ("https://user@geodata.example/collections/a", "import_service_address"),
        ("file:///etc/passwd", "import_service_address"),
        ("https://geodata.example/collections/å", "import_service_address"),
    ],
)
def test_only_allowed_servers_are_asked_and_never_inside(address: str, code: str) -> None:
    out = Outgoing(["https://geodata.example"], resolve=lambda *_: ["10.0.0.7"])
    with pytest.raises(Refusal) as why:
        fetch(out, "ogc", address, results=True)
    assert why.value.code == code


@pytest.mark.fault("F62", "T16")
def test_a_service_that_never_ends_is_left() -> None:
    with stand(endless) as here, pytest.raises(Refusal, match="import_service_large"):
        fetch(Outgoing([], [here.url]), "ogc", f"{here.url}/collections/a", results=True)
    assert len(here.asked) == limits.SERVICE_ANSWERS


def test_a_visit_ends_when_its_time_is_out() -> None:
    with stand(endless) as here:
        line = Line(Outgoing([], [here.url]), here.url, seconds=-1)
        with pytest.raises(Refusal, match="import_service_slow"):
            line.json(here.url)
        assert here.asked == []


def test_each_fetch_leaves_a_note_and_what_was_told_the_same_is_kept_once(tmp_path: Path) -> None:
    keeper = Snapshots(tmp_path)
    address = "https://geodata.example/collections/a"
    first = keeper.keep("baerum", "ogc", address, True, b"one")
    again = keeper.keep("baerum", "ogc", address, True, b"one")
    keeper.keep("alesund", "ogc", address, True, b"other")
    assert keeper.of("baerum") == [again, first]
    assert first.sha256 == again.sha256 and keeper.told(first) == b"one"
    assert len(list((tmp_path / "snapshots").glob("*.told"))) == 2
    assert name_of(address, "ogc") == "geodata.example a.geojson"


def test_the_oldest_snapshots_make_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SNAPSHOTS", 2)
    keeper = Snapshots(tmp_path)
    for text in (b"one", b"two", b"three"):
        keeper.keep("baerum", "ogc", "https://geodata.example", False, text)
    assert [keeper.told(note) for note in keeper.of("baerum")] == [b"three", b"two"]
    assert len(list((tmp_path / "snapshots").iterdir())) == 4
