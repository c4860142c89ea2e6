"""Whatever changes something is refused to other sites, and forms to whoever made them up."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import requests

from tests.flows.role_hall import ELSEWHERE, Hall, address_of, open_hall
from tests.people import Desk
from tests.product import Running
from workshop.roles import ROUTES, Who

pytestmark = pytest.mark.fault("T19")

CHANGING = [asked for asked in ROUTES if not asked.startswith("GET ")]
FORMS = ("/sign-in", "/sign-out", "/account", "/account/second-step", "/people")


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    running = Running(tmp_path_factory.mktemp("hall"))
    yield open_hall(running)
    running.stop()


@pytest.mark.parametrize("asked", CHANGING)
def test_another_site_changes_nothing(hall: Hall, asked: str) -> None:
    method, rule = asked.split(" ", 1)
    address = hall.server.url + address_of(rule, {"code": hall.code})
    strangers = [{"Origin": "https://evil.example"}, {"Origin": "null"}, {}]
    strangers += [{"Sec-Fetch-Site": "cross-site"}, {"Origin": hall.server.url + ".evil.example"}]
    for headers in strangers:
        with requests.Session() as web:
            web.cookies.update(hall.cookies[Who.ADMINISTRATOR])
            answer = web.request(method, address, headers=headers, json={}, timeout=10)
        assert answer.status_code == 403, headers


@pytest.mark.parametrize("form", ["", "made-up"])
@pytest.mark.parametrize("address", FORMS)
def test_a_form_without_its_token_changes_nothing(hall: Hall, address: str, form: str) -> None:
    sent = {"form": form, "act": "off", "whom": "x", "email": "a@b.example", "password": "x"}
    who = Who.NOBODY if address == "/sign-in" else Who.ADMINISTRATOR
    answer = hall.asked(who, "POST", address, data=sent)
    assert answer.status_code == 400 and "open for too long" in answer.text


def test_the_desks_of_somebody_close_when_what_they_may_do_changes(hall: Hall) -> None:
    """Another city, an account that is switched off: within two seconds, and they stay closed."""
    cookies = hall.cookies[Who.FACILITATOR]
    for act in ("rights", "off"):
        desk = Desk(hall.server, hall.session, cookies)
        changed = hall.people(act, "facilitator@alesund.example", [ELSEWHERE])
        assert changed.status_code == 303, changed.text
        began = time.monotonic()
        desk.client.eio.wait()
        assert time.monotonic() - began < 2
        assert hall.connects(Who.FACILITATOR, cookies, "desk") is None
        hall.people("rights", "facilitator@alesund.example", ["alesund"])
    assert hall.asked(Who.FACILITATOR, "GET", "/account").status_code == 303
