"""A room compares scenarios in real browsers: desk, phone and stage, then what the review says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.desk_stand import AXE, LAPTOP, watched
from tests.browser.phone_stand import SCREEN
from tests.people import Desk, Phone, sign_in
from tests.product import Prepared, Running
from tests.scenario_runs import computed
from tests.workshop.builders import step, text
from workshop.model import Session

pytestmark = pytest.mark.browser

WARM, DEGREE = "alesund-warm-homes", "alesund-one-degree"
NARROW = {"width": 360, "height": 800}


@dataclass
class Hall:
    server: Running
    browser: Browser
    session: Session
    stage_url: str
    cookies: dict[str, str]

    def context(self, size: dict[str, int], signed_in: bool = False) -> BrowserContext:
        made = self.browser.new_context(viewport=size, locale="en-GB")  # type: ignore[arg-type]
        cookies = (self.cookies if signed_in else {}) | {"lang": "en"}
        url = self.server.url
        made.add_cookies([{"name": n, "value": v, "url": url} for n, v in cookies.items()])
        return made

    def page(self, address: str, size: dict[str, int] = LAPTOP, signed_in: bool = False) -> Page:
        page = watched(self.context(size, signed_in).new_page())
        page.goto(address if "://" in address else self.server.url + address)
        return page

    def phone(self, size: dict[str, int] = SCREEN) -> Page:
        page = self.page(f"/j/{self.session.code}", size)
        page.locator("#join").click()
        expect(page.locator("#main h1")).to_be_visible()
        return page


@pytest.fixture(scope="module")
def hall(server: Running, browser: Browser) -> Iterator[Hall]:
    options = [{"id": each, "text": text(each)} for each in (WARM, DEGREE)]
    guess = {"scenario": WARM, "low": -40, "high": 10, "step": 1}
    steps = [
        step("scenario", "look", settings={"scenario": WARM}, title=text("Warm homes")),
        step("guess", "how", settings=guess, title=text("How much?")),
        step("compare", "which", options=options, title=text("Which one?")),
    ]
    with Prepared(server) as prepared:
        computed(prepared.twin, "alesund", WARM)
        computed(prepared.twin, "alesund", DEGREE, change=-11.0)
        session = prepared.session(steps)
        links = prepared.doors.links(session.id, session.code)
        link = prepared.desk_link()
    server.start()
    stage = links.stage_url.replace(server.settings.public_url, server.url) + "&lang=en"
    yield Hall(server, browser, session, stage, sign_in(server, link))


def faults(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then((told) => told.violations.map((v) => v.id))")
    return [*found, *page.problems]  # type: ignore[attr-defined]


def compared_at_the_desk(desk: Page) -> None:
    """The editor adds a comparison of two of the city's scenarios, and it is the last step."""
    desk.get_by_role("button", name="Edit the agenda").click()
    desk.locator(".desk-edit-pick", has_text="Which one?").click()
    desk.get_by_label("Kind of step").select_option("compare")
    desk.get_by_role("button", name="Add step").click()
    chosen = desk.get_by_role("group", name="Scenarios to compare (two to five)")
    expect(chosen.get_by_role("checkbox", checked=True)).to_have_count(2)
    chosen.get_by_label("Sort more at home").check()
    desk.get_by_label("How people vote").select_option("score")
    desk.get_by_role("button", name="Save the agenda").click()
    expect(desk.locator(".desk-step")).to_have_count(4)


def test_a_room_looks_guesses_compares_and_votes(hall: Hall) -> None:  # noqa: PLR0915  a story
    stage = hall.page(hall.stage_url, {"width": 1920, "height": 1080})
    desk = hall.page(f"/desk/{hall.session.id}", signed_in=True)
    expect(desk.locator("#desk-live[data-ready=yes]")).to_be_attached()
    anna, ben = hall.phone(), hall.phone(NARROW)
    others = [Phone(hall.server, hall.session.code) for _ in range(4)]
    big = desk.locator("button.desk-primary")

    def press(words: str) -> None:
        expect(big).to_contain_text(words)
        big.click()

    press("Open the doors")
    compared_at_the_desk(desk)
    press("Begin: Warm homes")
    for phone in (anna, ben):
        card = phone.locator(".scenario")
        expect(card).to_contain_text("−60 GWh a year")
        expect(card).to_contain_text("between −78 and −42")
        expect(card).to_contain_text("+812 million kroner")
        expect(card).to_contain_text("Felt most in")
        expect(card.locator(".kpi", has_text="EN: E: E: 2C")).to_contain_text("15,000 → 13,800")
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
        bottom = card.evaluate("(card) => innerHeight - card.getBoundingClientRect().bottom")
        assert bottom >= 0, "the card is on one screen"
    expect(stage.locator(".ex-area.ex-down-3")).not_to_have_count(0)
    expect(stage.locator(".ex-kpi").last).to_contain_text("15,000 → 13,800")
    sizes = "(all) => all.map((each) => parseFloat(getComputedStyle(each).fontSize))"
    assert min(stage.locator(".ex-kpi :is(span, strong, p)").evaluate_all(sizes)) >= 28
    assert faults(anna) == []
    press("Next: How much?")
    anna.get_by_label("My guess, in per cent").fill("-12")
    anna.get_by_role("button", name="One step less").click()
    expect(anna.locator("output")).to_have_text("−13 %")
    expect(anna.locator("#delivery")).to_contain_text("Counted")
    ben.locator("#guess").press("ArrowRight")
    expect(ben.locator("#delivery")).to_contain_text("Counted")
    for phone in others:
        phone.until(lambda v: v["step"] and v["step"]["kind"] == "guess")
        assert phone.op("ballot", value=-20)["ok"]
    expect(stage.locator("#stage-exhibit")).not_to_contain_text("−60")
    assert faults(anna) == []
    press("Close the answers")
    press("Show the results")
    expect(stage.locator(".res-model")).to_contain_text("The model: −15 %")
    expect(anna.locator("#results")).to_contain_text("The model: −15 %")
    press("Next: Which one?")
    folds = anna.locator(".scenario-fold")
    expect(folds).to_have_count(2)
    folds.first.locator("summary").click()
    expect(folds.first).to_contain_text("Renovate homes 20 %")
    anna.get_by_label("One degree and good habits").check()
    expect(anna.locator("#delivery")).to_contain_text("Counted")
    for phone in others:
        phone.until(lambda v: v["step"] and v["step"]["kind"] == "compare")
        assert phone.op("ballot", value=[DEGREE])["ok"]
    expect(stage.locator(".ex-card")).to_have_count(2)
    assert faults(stage) == [] and faults(anna) == []
    press("Close the answers")
    press("Show the results")
    expect(stage.locator("#stage-results")).to_contain_text("100%")
    press("Next: Compare scenarios")
    expect(desk.locator(".desk-alarm")).to_contain_text("it has no results yet")
    assert Desk(hall.server, hall.session.id, hall.cookies).cmd("close_session")["ok"]
    expect(stage.locator("#stage-root")).to_have_attribute("data-scene", "closed")
    assert desk.problems == []  # type: ignore[attr-defined]
    review = hall.page(f"/review/{hall.session.id}", signed_in=True)
    section = review.locator(".review-step", has_text="Which one?")
    expect(section).to_contain_text(f"Version 1, run run-{DEGREE} (full model: ebm 1.2.0)")
    expect(section.locator("tbody tr", has_text="Energy for buildings").first).to_contain_text(
        "400"
    )
    expect(section.locator("tbody tr", has_text="EN: E: E: 2C").first).to_contain_text("13,800")
    assert faults(review) == []
