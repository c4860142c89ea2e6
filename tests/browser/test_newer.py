"""A release in the middle of an evening: each screen turns to it in a way that suits it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.desk_stand import House, sideways
from tests.product import Running

pytestmark = pytest.mark.browser
DESK_SAYS, PAGE_SAYS = "A newer version of the desk", "A newer version of this page"


@pytest.fixture(scope="module")
def house(server: Running, browser: Browser) -> House:
    return House(server, browser, workshops=1)


def marked(page: Page) -> Page:
    """The page as it is; a page that is drawn anew has lost the mark."""
    page.evaluate("document.documentElement.dataset.asBefore = 'yes'")
    return page


def is_as_before(page: Page) -> None:
    expect(page.locator("html[data-as-before]")).to_be_attached()


def is_new(page: Page) -> None:
    expect(page.locator("html[data-as-before]")).not_to_be_attached(timeout=30_000)


def test_each_screen_turns_to_a_newer_version_in_its_own_way(house: House) -> None:
    """The stage by itself, the desk when nothing is half written, the review when it is asked."""
    room = house.take()
    session, key = room.session.id, room.stage_key
    stage = marked(house.page(f"/stage/{session}?key={key}"))
    desk, writing = (marked(house.desk(session)) for _ in range(2))
    review = marked(house.page("/review", bypass_csp=True))
    review.wait_for_load_state("networkidle")
    writing.locator("[data-tab=more]").click()
    field = writing.locator("main input[type=text]:visible").first
    field.fill("half")
    writing.locator("h1").click()
    house.server.stop()
    house.server.program = "tests.browser.newer_app"
    house.server.start()
    for page in (stage, desk):
        is_new(page)
    expect(writing.get_by_text(DESK_SAYS)).to_be_visible()
    expect(desk.locator("#desk-live[data-ready=yes]")).to_be_attached()
    is_as_before(writing)
    expect(field).to_have_value("half")
    is_as_before(review)
    review.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(review.get_by_text(PAGE_SAYS)).to_be_visible()
    assert violations(review) == [] and sideways(review) <= 0
    review.get_by_role("button", name="Load it now").click()
    is_new(review)
    expect(review.get_by_text(PAGE_SAYS)).to_have_count(0)
    field.fill("")
    writing.locator("h1").click()
    is_new(writing)
