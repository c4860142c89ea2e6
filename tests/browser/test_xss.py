"""What people type is text on every screen, with the content security policy and without it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.payloads import PAYLOADS
from tests.built_library import built_library, copy_of_library
from tests.data import import_files as files
from tests.people import Desk, sign_in
from tests.product import Prepared, Running
from tests.workshop.builders import all_taken, op, step, text

pytestmark = [pytest.mark.browser, pytest.mark.fault("F48", "T9")]


def evil(number: int) -> dict[str, str]:
    return text(PAYLOADS[number % len(PAYLOADS)])


def steps() -> list[dict[str, Any]]:
    """Every place of an agenda that takes words holds a payload."""
    options = [{"id": f"o{n}", "text": evil(n)} for n in range(10)]
    card = {"title": evil(20), "text": evil(21), "points": [evil(22), evil(23)]}
    pins = {"categories": [{"id": "good", "text": evil(9)}], "text": True, "per_person": 3}
    named = {"title": evil(9), "text": evil(18), "notes": evil(10)}
    return [
        step("show", "look", card=card, **named),
        step("statements", "talk", options=options, **named),
        step("pins", "pins", settings=pins, **named),
        step("ideas", "ideas", settings={"length": 200, "per_person": 5}, **named),
    ]


class Town:
    """One workshop that holds every payload as a pin and as an idea, some of them still unread."""

    def __init__(self, server: Running, browser: Browser) -> None:
        self.server, self.browser = server, browser
        with Prepared(server) as before:
            admin = before.accounts.local_administrator()
            before.accounts.change(admin, name=PAYLOADS[9])
            title = {name: PAYLOADS[9] for name in ("nb", "nn", "sv", "en")}
            self.id = before.workshop.create("baerum", title, steps(), "nb", admin)
            before.workshop.command(self.id, "open_session")
            self._fill(before, "pins", lon=10.5, lat=59.9)
            self._fill(before, "ideas")
            self.code = before.workshop.state(self.id).code
            self.token = before.doors.join_token(self.id)
            self.stage = f"/stage/{self.id}?key={before.doors.stage_key(self.id)}"
            link = before.desk_link()
        server.start()
        self.cookies = sign_in(server, link)

    def _fill(self, before: Prepared, kind: str, **place: float) -> None:
        workshop = before.workshop
        assert workshop.command(self.id, "open_step", {"step": kind}).ok
        round_ = workshop.state(self.id).rounds[-1].id
        wishes = [op("join", f"p{n}") for n in range(len(PAYLOADS))]
        for n, payload in enumerate(PAYLOADS):
            body = (
                {"category": "good", "lat": place["lat"] + n / 5000, "lon": place["lon"]}
                if place
                else {}
            )
            sent = op(kind.removesuffix("s"), f"p{n}", round=round_, text=payload, body=body)
            wishes.append(sent)
        all_taken(workshop, self.id, wishes)
        held = workshop.state(self.id).rounds[-1].contributions.values()
        # What is rejected in one round is approved in the other: every text is to be read.
        order = sorted(held, key=lambda one: PAYLOADS.index(one.text or ""), reverse=kind == "pins")
        ids = [one.id for one in order]
        for start in range(0, len(ids) - 8, 20):
            verdict = {
                "text_ids": ids[start : start + 20][: len(ids) - 8 - start],
                "verdict": "approve",
            }
            assert workshop.command(self.id, "moderate", verdict).ok
        refused = {"text_ids": ids[-4:], "verdict": "reject", "reason": PAYLOADS[9]}
        assert workshop.command(self.id, "moderate", refused).ok
        workshop.command(self.id, "reveal")

    def context(self, policy: bool, **more: Any) -> BrowserContext:
        made = self.browser.new_context(bypass_csp=not policy, **more)
        held = self.cookies | {"lang": "en"}
        made.add_cookies([{"name": k, "value": v, "url": self.server.url} for k, v in held.items()])
        return made


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(copy_of_library(built_library(), tmp_path_factory.mktemp("xss") / "own"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def town(server: Running, browser: Browser) -> Town:
    return Town(server, browser)


# What payloads would be if they were more than text; pages of ours have none of it.
MADE = "iframe[srcdoc], iframe[onload], object, embed, [onerror], [onload]"


def unharmed(page: Page) -> str:
    """No payload ran in it or in any frame of it, or became an element; what it says."""
    assert page.evaluate("window.xss") is None
    assert page.locator(MADE).count() == 0, "a text became an element"
    for frame in page.frames:  # one that a payload has made may never answer
        asked = frame.locator(":root")
        assert asked.evaluate("() => window.xss", timeout=10_000) is None, frame.url
    return " ".join(page.inner_text("body").split())


def literal(said: str, payloads: tuple[str, ...] = PAYLOADS) -> None:
    missing = [one for one in payloads if " ".join(one.split()) not in said]
    assert not missing


@pytest.mark.parametrize("policy", [True, False], ids=["with the policy", "without it"])
def test_no_text_runs_on_stage_desk_review_phone_or_explore(policy: bool, town: Town) -> None:
    with town.context(policy, viewport={"width": 1366, "height": 900}) as context:
        page = context.new_page()
        refusals: list[str] = []
        page.on("console", lambda said: refusals.append(said.text))
        page.goto(town.server.url + town.stage)
        page.wait_for_selector("#stage-root:not([data-scene=wait])")
        assert PAYLOADS[9] in unharmed(page)
        page.goto(f"{town.server.url}/desk/{town.id}")
        expect(page.locator("#desk-live[data-ready=yes]")).to_be_attached()
        page.wait_for_function("document.body.innerText.includes('window.xss=1')")
        assert PAYLOADS[9] in unharmed(page)
        page.goto(f"{town.server.url}/review/{town.id}")
        expect(page.locator("#review-picture[data-seq]")).to_be_attached()
        literal(unharmed(page))
        asked = quote(PAYLOADS[9])
        page.goto(
            f"{town.server.url}/explore?city=baerum&indicator={asked}&area={asked}&view={asked}"
        )
        page.wait_for_load_state("networkidle")
        unharmed(page)
        assert not [said for said in refusals if "Content Security Policy" in said]
    with town.context(policy, viewport={"width": 390, "height": 844}, has_touch=True) as context:
        phone = context.new_page()
        phone.goto(f"{town.server.url}/j/{town.code}#{town.token}")
        phone.locator("#join").tap()
        expect(phone.locator("#app")).to_be_visible()
        phone.wait_for_function("document.body.innerText.includes('window.xss=1')")
        unharmed(phone)


@pytest.mark.fault("F49")
def test_no_property_of_an_imported_map_runs_or_reaches_the_page(town: Town) -> None:
    """Names with payloads, and every property that a map library would take as an order."""
    orders = {name: PAYLOADS[9] for name in ("popup", "tooltip", "style", "html", "__proto__")}
    features = [
        files.feature(files.square(east=at / 50), navn=PAYLOADS[n], **orders)
        for at, n in enumerate((0, 9, 18))
    ]
    with town.context(policy=False, viewport={"width": 1366, "height": 900}) as context:
        page = context.new_page()
        page.goto(town.server.url + "/import")
        page.locator("#import-city").select_option("baerum")
        page.locator("#import-file").set_input_files({
            "name": f"{PAYLOADS[18]}.geojson",
            "mimeType": "application/geo+json",
            "buffer": json.dumps({"type": "FeatureCollection", "features": features}).encode(),
        })  # fmt: skip
        expect(page.locator("#import-confirm")).to_be_visible()
        page.locator("#import-map path").first.hover(force=True)
        assert PAYLOADS[9] in unharmed(page)
        page.locator("#import-confirm").click()
        expect(page.locator("#import-confirm")).to_be_hidden()
        unharmed(page)
        page.locator("#import-result a").first.click()
        shape = page.locator('path[aria-label*="window.xss"]').first
        expect(shape).to_be_attached()
        shape.hover(force=True)
        shape.click(force=True)
        assert PAYLOADS[9] in unharmed(page)


def test_a_reason_and_a_text_that_arrive_while_the_screens_are_open_run_nowhere(town: Town) -> None:
    """Without the policy, on a stage and a desk that are live when the words come."""
    with town.context(policy=False, viewport={"width": 1366, "height": 900}) as context:
        stage, desk = context.new_page(), context.new_page()
        stage.goto(town.server.url + town.stage)
        desk.goto(f"{town.server.url}/desk/{town.id}")
        expect(desk.locator("#desk-live[data-ready=yes]")).to_be_attached()
        line = Desk(town.server, town.id, town.cookies)
        assert line.cmd("open_step", step="look")["ok"]
        stage.wait_for_function("t => document.body.innerText.includes(t)", arg=PAYLOADS[20])
        unharmed(stage)
        unharmed(desk)
        line.close()
