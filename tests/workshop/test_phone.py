"""The residents' page without a browser: codes, guesses, the QR picture, and what is sent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.people import Phone
from tests.product import Prepared, Running
from tests.workshop.builders import agenda
from workshop.language import sentences
from workshop.model import Session
from workshop.phone import inline
from workshop.phone.codes import possible, tidy
from workshop.phone.guesses import PER_DEVICE, TOGETHER, WINDOW_S, Guesses
from workshop.phone.picture import qr_svg

HERE = Path(inline.__file__).parent


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Door:
    """A server with one open workshop, and what its QR code and stage know."""

    def __init__(self, server: Running) -> None:
        self.server = server
        with Prepared(server) as before:
            self.session: Session = before.session(agenda())
            self.token = before.doors.join_token(self.session.id)
            self.stage_key = before.doors.stage_key(self.session.id)
        server.start(pages=False)
        self.address = f"{server.url}/j/{self.session.code}"
        self.opened: list[requests.Session] = []

    def browser(self, opened: bool = True) -> requests.Session:
        """A browser; unless told otherwise, one that has opened the page."""
        web = requests.Session()
        self.opened.append(web)
        web.headers.update({"Origin": self.server.url, "Accept-Language": "en"})
        if opened:
            assert web.get(self.address, timeout=10).status_code == 200
        return web

    def joined(self) -> int:
        """How many have joined, as one more of them sees it."""
        told = self.browser().post(f"{self.address}/join", json={}).json()
        return told["view"]["people"]["joined"]


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    server = Running(tmp_path_factory.mktemp("door"))
    made = Door(server)
    yield made
    for web in made.opened:
        web.close()
    server.stop()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("abc-234", "ABC234"),
        (" a b c 2 3 4 ", "ABC234"),
        ("OI8190", "QLBLPQ"),
        ("å<script>", "SCRLPT"),
    ],
)
def test_a_code_is_read_whatever_it_was_typed_like(typed: str, read: str) -> None:
    assert tidy(typed) == read


def test_only_six_letters_of_the_alphabet_can_be_a_code() -> None:
    assert possible("ABC234")
    assert not any(possible(code) for code in ("ABC23", "ABC2345", "ABC23O", "abc234", ""))


def test_a_device_has_five_wrong_codes_a_minute() -> None:
    clock = Clock()
    guesses = Guesses(clock)
    for _ in range(PER_DEVICE):
        assert guesses.wait("a") == 0
        guesses.wrong("a")
    assert guesses.wait("a") == WINDOW_S
    assert guesses.wait("b") == 0
    clock.now += WINDOW_S
    assert guesses.wait("a") == 0


def test_beyond_a_hundred_wrong_codes_a_minute_everybody_waits_longer_and_longer() -> None:
    clock = Clock()
    guesses = Guesses(clock)
    for n in range(TOGETHER):
        guesses.wrong(f"device {n}")
    assert guesses.wait("somebody else") == 0
    pauses: list[float] = []
    for n in range(5):
        guesses.wrong(f"another {n}")
        pauses.append(guesses.wait("somebody else"))
        clock.now += pauses[-1]
    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0]
    clock.now += WINDOW_S
    guesses.wrong("later")
    assert guesses.wait("somebody else") == 0


def test_a_wrong_code_is_refused_from_the_sixth_on_while_the_qr_code_still_opens(
    door: Door,
) -> None:
    web = door.browser(opened=False)
    statuses = [web.get(f"{door.server.url}/j/AAAAA{c}").status_code for c in "ABCDEFG"]
    assert statuses == [404] * 5 + [429] * 2
    typed = web.post(f"{door.address}/join", json={})
    assert (typed.status_code, typed.json()["code"]) == (429, "too_many_guesses")
    assert web.get(door.address).status_code == 429
    web.post(f"{door.address}/join", json={"token": door.token})
    scanned = web.post(f"{door.address}/join", json={"token": door.token})
    assert scanned.json()["ok"]
    assert door.browser().post(f"{door.address}/join", json={"token": ""}).json()["ok"]


def test_joining_again_with_the_cookie_is_the_same_participant(door: Door) -> None:
    web = door.browser()
    before = web.post(f"{door.address}/join", json={}).json()["view"]["people"]["joined"]
    again = web.post(f"{door.address}/join", json={"group": "no such group", "language": 7}).json()
    assert again["view"]["people"]["joined"] == before
    assert again["mine"]["profile"] == {"group": None, "district": None, "language": "en"}


def test_a_phone_that_lost_the_answer_and_asks_again_is_one_participant(door: Door) -> None:
    before = door.joined()
    web = door.browser()
    as_it_was = web.cookies.copy()
    assert web.post(f"{door.address}/join", json={}).json()["ok"]
    web.cookies = as_it_was
    assert web.post(f"{door.address}/join", json={}).json()["ok"]
    assert door.joined() == before + 2, "this phone, and the one that counts"


def test_two_pages_of_one_browser_that_join_at_once_are_one_participant(door: Door) -> None:
    before = door.joined()
    web = door.browser()
    web.get(door.address)
    cookies = {name: value or "" for name, value in web.cookies.get_dict().items()}

    def join(_: int) -> requests.Response:
        headers = {"Origin": door.server.url}
        return requests.post(
            f"{door.address}/join", json={}, headers=headers, cookies=cookies, timeout=10
        )

    with ThreadPoolExecutor(4) as pages:
        told = [answer.json() for answer in pages.map(join, range(4))]
    assert all(one["ok"] for one in told)
    assert door.joined() == before + 2, "this browser, and the one that counts"


def test_opening_the_page_is_not_yet_joining(door: Door) -> None:
    web = door.browser()
    again = web.get(door.address, timeout=10)
    assert 'id="welcome"' in again.text
    assert web.post(f"{door.address}/ticket").status_code == 403


def test_nobody_joins_without_a_cookie_and_each_refusal_brings_one(door: Door) -> None:
    before = door.joined()
    for _ in range(3):
        refused = door.browser(opened=False).post(f"{door.address}/join", json={})
        assert (refused.status_code, refused.json()) == (409, {"ok": False, "code": "cookie"})
    web = door.browser(opened=False)
    web.post(f"{door.address}/join", json={"token": door.token})
    assert web.post(f"{door.address}/join", json={"token": door.token}).json()["ok"]
    assert door.joined() == before + 2


def test_a_page_that_opens_nothing_brings_no_participants_cookie(door: Door) -> None:
    web = door.browser(opened=False)
    web.get(f"{door.server.url}/j/AAAAAA", timeout=10)
    assert not [name for name in web.cookies.get_dict() if name.startswith("rs_p_")]


@pytest.mark.parametrize("district", ["nowhere", "1508", "\ud800", "x" * 41, 7, ["15080200"]])
def test_a_district_that_the_city_does_not_have_is_not_kept(door: Door, district: Any) -> None:
    told = door.browser().post(f"{door.address}/join", json={"district": district}).json()
    assert told["ok"]
    assert told["mine"]["profile"]["district"] is None


def test_what_a_phone_says_of_itself_is_kept_when_it_joins(door: Door) -> None:
    asked = {"group": "civil", "district": "15080200", "language": "sv"}
    told = door.browser().post(f"{door.address}/join", json=asked).json()
    assert told["mine"]["profile"] == asked


def test_a_ticket_and_the_places_are_for_those_who_have_joined(door: Door) -> None:
    stranger, member = door.browser(), door.browser()
    member.post(f"{door.address}/join", json={})
    assert stranger.post(f"{door.address}/ticket").status_code == 403
    assert stranger.get(f"{door.address}/places").status_code == 403
    assert member.post(f"{door.address}/ticket").json()["ticket"]
    places = member.get(f"{door.address}/places").json()
    assert places["places"][0]["name"] == "Ålesund"
    assert "© Kartverket" in places["sources"]


@pytest.mark.parametrize(
    "body",
    [
        b"[1]",
        b"{",
        b"x" * 5000,
        b'{"token": {"a": 1}}',
        rb'{"token": "\ud800", "language": "\ud800"}',
    ],
)
def test_a_body_that_is_not_what_the_page_sends_does_no_harm(door: Door, body: bytes) -> None:
    answer = door.browser().post(
        f"{door.address}/join", data=body, headers={"Content-Type": "application/json"}
    )
    assert answer.json()["ok"]


def test_another_site_cannot_make_a_phone_join(door: Door) -> None:
    answer = requests.post(
        f"{door.address}/join", json={}, headers={"Origin": "https://evil.example"}, timeout=10
    )
    assert answer.status_code == 403


def test_only_the_stage_gets_the_picture_with_the_token_in_it(door: Door) -> None:
    plain = requests.get(f"{door.address}/qr.svg", timeout=10)
    wrong = requests.get(f"{door.address}/qr.svg?key=wrong", timeout=10)
    stage = requests.get(f"{door.address}/qr.svg?key={door.stage_key}", timeout=10)
    assert plain.headers["Content-Type"].startswith("image/svg+xml")
    assert plain.content == wrong.content == qr_svg(door.address)
    assert stage.content == qr_svg(f"{door.address}#{door.token}")
    assert requests.get(f"{door.server.url}/j/AAAAAA/qr.svg", timeout=10).status_code == 200


def test_no_part_of_the_page_takes_a_name_that_another_has() -> None:
    """They share one scope: a part that is fetched later would put its own in the other's place."""
    named = re.compile(r"^(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)
    parts = sorted(inline.SCRIPTS.glob("*.js"))
    names = [name for part in parts for name in named.findall(part.read_text(encoding="utf-8"))]
    assert len(names) > 100 and [n for n, often in Counter(names).items() if often > 1] == []


def test_the_page_says_what_it_may_run_and_is_never_kept(door: Door) -> None:
    answer = requests.get(door.address, timeout=10)
    policy = answer.headers["Content-Security-Policy"]
    assert inline.digest(inline.script(inline.AT_ONCE)) in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert door.token not in answer.text


def test_the_page_knows_nothing_of_others_texts(door: Door) -> None:
    told = door.browser().post(f"{door.address}/join", json={}).json()
    assert set(told["mine"]) == {"profile", "ballots", "contributions", "supports"}
    assert told["view"]["role"] == "phone" and "moderation" not in told["view"]


def test_a_workshop_that_is_over_says_so_to_those_who_come_late(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    server = Running(tmp_path_factory.mktemp("over"))
    with Prepared(server) as before:
        session = before.session(agenda())
        assert before.workshop.command(session.id, "close_session").ok
    server.start(pages=False)
    try:
        address = f"{server.url}/j/{session.code}"
        page = requests.get(address, headers={"Accept-Language": "nn"}, timeout=10)
        assert page.status_code == 410 and "Dette møtet er slutt" in page.text
        late = requests.post(f"{address}/join", json={}, headers={"Origin": server.url}, timeout=10)
        assert (late.status_code, late.json()["code"]) == (410, "session_closed")
    finally:
        server.stop()


@pytest.mark.parametrize("language", ["nb", "nn", "sv"])
def test_every_sentence_of_the_page_is_translated(language: str) -> None:
    fetched = inline.OWN + inline.PLACES + inline.SCENARIOS + inline.SHARED + inline.WAYS
    everything = inline.script(inline.AT_ONCE + inline.LATER + fetched)
    needed = inline.sentences(everything)
    for template in (HERE / "templates/phone").glob("*.html"):
        found = re.findall(r"""_\((["'])(.*?)\1\)""", template.read_text(encoding="utf-8"))
        needed |= {words for _, words in found}
    needed |= set(re.findall(r'say\("(.*?)"\)', (HERE / "pages.py").read_text(encoding="utf-8")))
    assert len(needed) > 100
    known = sentences(language, "phone")
    assert needed - set(known) == set()
    assert set(known) - needed == set(), "sentences that nobody says any more"


def test_a_script_is_sent_without_its_comments_and_with_all_its_code() -> None:
    text = inline.script(("words",))
    assert text.startswith('"use strict";\n') and "// " not in text and "/**" not in text
    assert "function announce(text) {" in text


def test_a_phone_of_a_rehearsal_is_told_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    server = Running(tmp_path_factory.mktemp("rehearsal"))
    with Prepared(server) as before:
        title = {"nb": "Øving"}
        made = before.workshop.create("alesund", title, agenda(), "nb", "tests", rehearsal=True)
        code = before.workshop.state(made).code
    server.start(pages=False)
    try:
        page = requests.get(f"{server.url}/j/{code}", headers={"Accept-Language": "nb"}, timeout=10)
        assert "Øving: ingenting her teller." in page.text
        phone = Phone(server, code)
        assert phone.view["session"]["rehearsal"] is True
        phone.close()
    finally:
        server.stop()
