"""Printed codes from the desk to a phone, and a device that many people share."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.desk_stand import House, sideways, watched
from tests.product import Running

pytestmark = pytest.mark.browser
SMALL = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def house(server: Running, browser: Browser) -> House:
    return House(server, browser, workshops=4)


def phone(house: House, address: str) -> Page:
    """A phone that nobody has seen before. Axe needs a page without a policy."""
    made = house.browser.new_context(
        viewport=SMALL,  # type: ignore[arg-type]
        has_touch=True,
        locale="en",
        bypass_csp=True,
    )
    page = watched(made.new_page())
    page.goto(address)
    return page


def test_codes_are_printed_once_and_each_lets_one_phone_in(house: House, tmp_path: Path) -> None:
    session, code = house.workshop()
    desk = house.desk(session)
    desk.get_by_role("button", name="Change who can answer").click()
    desk.get_by_role("dialog").get_by_text("A code for each person").click()
    with desk.expect_download() as coming:
        desk.get_by_role("button", name="Make a PDF to print").click()
    assert coming.value.suggested_filename.endswith("-codes.pdf")
    coming.value.save_as(tmp_path / "codes.pdf")
    assert (tmp_path / "codes.pdf").read_bytes().startswith(b"%PDF")
    expect(desk.get_by_text("30 codes printed · 0 used")).to_be_visible()
    desk.get_by_label("Lost slip or phone: its number").fill("3")
    desk.get_by_role("button", name="Void it and give a new code").click()
    given = desk.locator("dialog .desk-code").inner_text()
    desk.get_by_role("button", name="I have written it down").click()
    address = f"{house.server.url}/j/{code}"
    first, second = phone(house, address), phone(house, address)
    for page in (first, second):
        page.get_by_label("Your one-time code").fill(given.lower())
        page.get_by_role("button", name="Take part").click()
    expect(first.get_by_role("heading", name="We start soon")).to_be_visible()
    expect(second.get_by_role("alert")).to_contain_text("does not let this phone in")
    assert violations(second) == [] and sideways(second) <= 0
    expect(desk.get_by_text("31 codes printed · 1 used · 1 voided")).to_be_visible()
    first.reload()
    expect(first.get_by_role("heading", name="We start soon")).to_be_visible()


def shared(house: House, session: str) -> Page:
    """A tablet on which the facilitator opened the link for a shared device."""
    page = phone(house, house.line(session).view["links"]["kiosk_url"])
    assert "key" not in page.url
    return page


def answer(page: Page) -> None:
    page.get_by_role("button", name="Take part").click()
    page.get_by_role("button", name="Agree", exact=True).click()
    expect(page.locator("#delivery")).to_have_text("Counted")


@pytest.mark.fault("F53")
def test_a_shared_device_starts_afresh_for_each_person_and_keeps_nothing(house: House) -> None:
    session, _code = house.workshop()
    line = house.line(session)
    for name in ("open_session", "next", "next", "next"):
        line.cmd(name)
    page = shared(house, session)
    for people in (1, 2):
        answer(page)
        line.until(lambda view, n=people: view["round"]["turnout"]["answered"] == n)
        assert violations(page) == [] and sideways(page) <= 0
        page.get_by_role("button", name="Done – next person").click()
        expect(page.get_by_role("button", name="Take part")).to_be_visible()
        assert page.evaluate("() => Object.keys(localStorage)") == []
    page.go_back()
    expect(page.get_by_text("Counted")).to_have_count(0)
    assert line.view["entry"]["shared"] == line.view["people"]["joined"] == 2


def test_a_shared_device_that_is_left_asks_and_then_is_free(house: House) -> None:
    session, _code = house.workshop()
    line = house.line(session)
    line.cmd("open_session")
    page = shared(house, session)
    page.clock.install()
    page.reload()
    page.get_by_role("button", name="Take part").click()
    expect(page.get_by_role("heading", name="You are in")).to_be_visible()
    expect(page.get_by_role("button", name="Done – next person")).to_be_visible()
    page.clock.fast_forward(61_000)
    page.get_by_role("button", name="I am still here").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.clock.fast_forward(61_000)
    expect(page.get_by_role("heading", name="Are you still there?")).to_be_visible()
    assert violations(page) == []
    page.clock.run_for(21_000)
    expect(page.get_by_role("button", name="Take part")).to_be_visible()


@pytest.mark.fault("F53")
def test_the_desk_ends_one_shared_device_and_its_screen_says_so(house: House) -> None:
    """Somebody stands at one, another waits for the next person: both say it at the next touch."""
    session, _code = house.workshop()
    line = house.line(session)
    line.cmd("open_session")
    busy, idle = shared(house, session), shared(house, session)
    busy.get_by_role("button", name="Take part").click()
    expect(busy.get_by_role("heading", name="You are in")).to_be_visible()
    expect(busy.locator("#foot").get_by_text("Shared device 1")).to_be_visible()
    assert violations(idle) == [] and sideways(idle) <= 0
    expect(idle.locator("#welcome").get_by_text("Shared device 2")).to_be_visible()
    desk = house.desk(session)
    for number, page in ((1, busy), (2, idle)):
        desk.get_by_role("button", name=f"End shared device {number}").click()
        desk.get_by_role("dialog").get_by_role("button", name="End it").click()
        if page is idle:
            expect(desk.get_by_text("Shared devices in use")).to_be_hidden()
            page.get_by_role("button", name="Take part").click()
        expect(page.get_by_role("heading", name="This device is no longer shared")).to_be_visible()
        assert violations(page) == [] and sideways(page) <= 0
    assert busy.evaluate("() => Object.keys(localStorage)") == []
