"""Places for recycling stations over HTTP: pins become candidates, and the best are found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.dashboards.review_story import command, cookies_of, held, who
from tests.people import ANSWER_S
from tests.product import Prepared, Running
from tests.workshop.builders import op, step, text

MOA, TORGET, SKODJE = [6.353, 62.469], [6.155, 62.472], [6.69, 62.5]
FAR = [6.9, 62.75]  # on the map of the city, and in another municipality
KINDS = {"categories": [{"id": each, "text": text(each)} for each in ("wish", "worry")]}


class Town:
    """A running server, workshops with pins, and who might ask for them."""

    def __init__(self, server: Running) -> None:
        self.server = server
        with Prepared(server) as before:
            self.held = held(before.workshop)
            self.rehearsal = held(before.workshop, rehearsal=True)
            session = before.session([step("pins", "far", settings=KINDS)])
            self.far = session.id
            command(before.workshop, self.far, "open_session")
            command(before.workshop, self.far, "open_step", step="far")
            self._pin(before, 0, FAR, "wish")
            command(before.workshop, self.far, "close_session")
            self.official = cookies_of(before, "official", ["alesund"])
            self.elsewhere = cookies_of(before, "official", ["baerum"])
        server.start()

    def _pin(self, before: Prepared, n: int, place: list[float], category: str) -> None:
        body = {"group": "resident", "district": None}
        assert before.workshop.operate(self.far, op("join", who(n), body=body)).ok
        lies = {"lon": place[0], "lat": place[1], "category": category}
        round_ = before.workshop.state(self.far).current
        assert before.workshop.operate(self.far, op("pin", who(n), round=round_, body=lies)).ok

    def get(self, what: str, cookies: dict[str, str] | None = None) -> tuple[int, Any]:
        answer = requests.get(
            f"{self.server.url}/scenarios/{what}",
            cookies={"lang": "en"} | (cookies or {}),
            timeout=ANSWER_S,
        )
        return answer.status_code, answer.json()

    def best(self, among: Any, count: Any = 2, walk: Any = 500, city: str = "alesund") -> Any:
        answer = requests.post(
            f"{self.server.url}/scenarios/{city}/places/best",
            json={"among": among, "count": count, "walk": walk},
            headers={"Origin": self.server.url},
            cookies={"lang": "en"},
            timeout=40,
        )
        return answer.status_code, answer.json()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    running = Running(tmp_path_factory.mktemp("places"))
    yield Town(running)
    running.stop()


def test_it_is_told_what_is_known_of_stations_and_where_districts_have_their_middle(
    town: Town,
) -> None:
    status, told = town.get("alesund/places")
    assert (status, told["today"], told["walk"], told["most"]) == (200, None, 500, 30)
    assert len(told["middles"]) == 13
    lon, lat = told["middles"]["15080700"]
    assert (round(lon, 5), round(lat, 5)) == (lon, lat)
    status, told = town.get("asker/places")  # has no districts
    assert (status, told["middles"]) == (200, {})


def test_the_released_pins_of_a_workshop_are_candidates_for_those_who_review_it(
    town: Town,
) -> None:
    status, told = town.get("alesund/pins", town.official)
    assert status == 200
    found = {each["id"]: each for each in told["workshops"]}
    assert set(found) == {town.held, town.far}  # a rehearsal's pins were placed by nobody
    asked = found[town.held]["steps"][0]
    assert [kind["name"] for kind in asked["kinds"]] == ["good"]
    # Five of seven: one waits for moderation, and one was held back.
    assert [kind["pins"] for kind in asked["kinds"]] == [5]
    status, pins = town.get(f"alesund/pins/{town.held}?step={asked['step']}", town.official)
    assert (status, pins["outside"], len(pins["places"])) == (200, 0, 5)
    # Nothing but places goes out: no words, no number, nobody.
    assert set(pins) == {"ok", "places", "areas", "outside"}
    assert all(round(each, 5) == each for place in pins["places"] for each in place)


@pytest.mark.parametrize(
    ("session", "query", "code"),
    [
        ("far", "step=1&kind=wish", "pins_outside"),
        ("far", "step=1&kind=worry", "pins_none"),
        ("held", "step=1", "pins_none"),
        ("rehearsal", "step=5", "pins_none"),
    ],
)
def test_a_step_without_a_pin_to_use_says_why(
    town: Town, session: str, query: str, code: str
) -> None:
    status, told = town.get(f"alesund/pins/{getattr(town, session)}?{query}", town.official)
    assert (status, told["code"]) == (409, code)
    assert told["text"].endswith(".")


def test_nobody_else_sees_where_pins_lie(town: Town) -> None:
    for what in ("alesund/pins", f"alesund/pins/{town.held}?step=5"):
        assert town.get(what)[0] == 401
        assert town.get(what, town.elsewhere)[0] == 403
    # Not even under the name of a city that one may review.
    assert town.get(f"baerum/pins/{town.held}?step=5", town.elsewhere)[0] == 403


def test_the_best_of_some_places_are_found_with_who_then_has_one_near(town: Town) -> None:
    status, told = town.best([SKODJE, MOA, TORGET, TORGET])
    assert (status, told["ok"]) == (200, True)
    # The one that helps most by itself comes first, and each is told with its district.
    assert told["places"][0] == TORGET or told["places"][0] == MOA
    assert len(told["places"]) == len(told["areas"]) == 2
    near = told["whole"]
    assert near["before"] is None
    assert 0 < near["after"][0] <= near["after"][1] <= near["after"][2] < 100
    assert len(told["districts"]) == 13
    assert "No other choice among these places" in told["text"][0]
    assert any("not reported" in each for each in told["text"])
    assert any("straight lines" in each for each in told["text"])
    _, all_ = town.best([SKODJE, MOA, TORGET], count=4, walk=3000)
    assert all_["whole"]["after"][1] > near["after"][1]
    assert "only 3 places" in all_["text"][0]
    assert any("reckoned with 500 m" in each for each in all_["text"])


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"among": []}, "no_candidates"),
        ({"among": [[6 + n / 10_000, 62.47] for n in range(201)]}, "too_many_places"),
        ({"among": [FAR]}, "place_outside"),
        ({"among": [[6.1, 95]]}, "place_range"),
        ({"among": [["6.1", 62.4]]}, "place_range"),
        ({"among": [[6.1]]}, "place_range"),
        ({"among": "all"}, "invalid"),
        ({"among": [MOA], "count": 31}, "place_count"),
        ({"among": [MOA], "count": "2"}, "place_count"),
        ({"among": [MOA], "walk": 10}, "place_distance"),
        ({"among": [MOA], "walk": True}, "place_distance"),
        ({"among": [[10.0, 59.9]], "city": "asker"}, "city_without_data"),
    ],
)
def test_what_cannot_be_searched_is_refused_with_one_sentence(
    town: Town, asked: dict[str, Any], code: str
) -> None:
    status, told = town.best(**asked)
    assert (status, told["code"]) == (409, code)
    assert "The model cannot answer this" not in told["text"]
