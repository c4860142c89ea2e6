"""What people write, from the first letter to the last trace, on every screen it passes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.phone_stand import SCREEN
from tests.browser.stage_hall import Projector
from tests.people import Desk, Phone, sign_in
from tests.product import Prepared, Running
from tests.workshop.builders import step
from tests.workshop.test_wire import COUNTED
from workshop.model import Session

pytestmark = pytest.mark.browser

LONGEST = 200
ODD = {
    "families": "👨‍👩‍👧‍👦" * LONGEST,
    "stacked": ("Z" + "\u0300\u0323\u0336\u0489" * 12) * 90,
    "turned": "\u202enatt god \u2066 sol \u2067 Kom hit (nå) 1–2",
    "arabic": "مرحبا بكم في المدينة 12 ﷽ " * 7,
    "unbroken": "W" * LONGEST,
    "wide": "𒐫" * 60 + "﷽" * 60,
    "joined": "👩" + "\u200d👩" * 2000,
    "lines": "en\r\nto\x00tre\u2028fire\u0007fem",
}


class House:
    def __init__(self, server: Running, browser: Browser) -> None:
        self.server, self.browser = server, browser
        words = {"length": LONGEST, "per_person": 5}
        steps = [step("ideas", "ideas", settings=words), step("statements", "statements")]
        with Prepared(server) as before:
            self.session = before.session(steps)
            self.key = before.doors.stage_key(self.session.id)
            link = before.desk_link()
        server.start()
        self.cookies = sign_in(server, link)
        self.desk = Desk(server, self.session.id, self.cookies)


@pytest.fixture(scope="module")
def house(server: Running, browser: Browser) -> House:
    return House(server, browser)


def phone(house: House, session: Session) -> Page:
    page = house.browser.new_context(
        viewport=SCREEN,  # type: ignore[arg-type]
        has_touch=True,
        is_mobile=True,
        locale="en",
    ).new_page()
    page.goto(f"{house.server.url}/j/{session.code}")
    page.locator("#join").tap()
    return page


@pytest.mark.fault("F47")
def test_odd_texts_leave_the_stage_whole_and_are_counted_alike(house: House):
    assert house.desk.cmd("open_step", step="ideas")["ok"]
    writers = [Phone(house.server, house.session.code) for _ in ODD]
    for writer in writers:
        writer.until(lambda v: v["round"])
    sent = [who.op("idea", text=text) for who, text in zip(writers, ODD.values(), strict=True)]
    assert all(answer["ok"] for answer in sent), sent
    ids = [answer["id"] for answer in sent]
    assert house.desk.cmd("moderate", text_ids=ids, verdict="approve")["ok"]
    assert house.desk.cmd("reveal")["ok"]
    screen = Projector(house.browser, house.server, house.key, house.session.id)
    page = screen.show("&lang=nb")
    shown = page.locator(".res-idea .res-text")
    expect(shown).to_have_count(len(ODD))
    assert page.locator(".res-idea:visible").count() >= 3
    assert screen.overflow() == []
    assert page.evaluate(SPILLS) == []
    screen.is_well()
    mine = phone(house, house.session)
    expect(mine.locator("#idea")).to_be_visible()
    counts = mine.evaluate("(texts) => texts.map(letters)", [typed for typed, _ in COUNTED])
    assert counts == [count for _, count in COUNTED]
    mine.locator("#idea").fill("👨‍👩‍👧‍👦" * (LONGEST + 1))
    expect(mine.get_by_text("Characters left: -1")).to_be_visible()
    mine.get_by_role("button", name="Send my idea").tap()
    expect(mine.get_by_role("alert")).to_have_text(
        "The text is too long. Shorten it and send it again."
    )


# Texts that are drawn outside their card; one that ends early is cut by its own box.
SPILLS = """() => [...document.querySelectorAll(".res-idea:not([hidden])")].filter((card) => {
  const [box, text] = [card, card.querySelector(".res-text")].map((n) => n.getBoundingClientRect());
  const inner = document.createRange();
  inner.selectNodeContents(card.querySelector(".res-text"));
  const ends = card.querySelector(".res-long");
  const drawn = ends ? text : inner.getBoundingClientRect();
  return [text, drawn].some((one) => one.right > box.right + 1 || one.left < box.left - 1
    || one.bottom > box.bottom + 1);
}).map((card) => card.textContent.slice(0, 30))"""
