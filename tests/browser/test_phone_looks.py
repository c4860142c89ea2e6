"""The residents' page for everybody: axe finds nothing, nothing overflows, targets are large."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.phone_stand import STEPS, Hall, House
from tests.product import Running
from workshop.phone.inline import WAYS

pytestmark = pytest.mark.browser

SMALL = """() => [...document.querySelectorAll('button, a[href], input, select, textarea')]
    .filter((one) => one.checkVisibility() && !one.closest('p'))
    .map((one) => (one.closest('label') || one).getBoundingClientRect())
    .filter((box) => box.width > 0 && (box.height < 43.5 || box.width < 43.5)).length"""


# Words of which a part cannot be seen.
CUT = """() => [...document.querySelectorAll('#app *')].filter((e) => e.checkVisibility()
    && !e.closest('.visually-hidden') && getComputedStyle(e).overflow !== 'visible'
    && [...e.childNodes].some((c) => c.nodeType === 3 && c.textContent.trim())
    && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1))
    .map((e) => e.className + ': ' + e.textContent)"""
ALWAYS = ("show", "statements", "approval", "score", "pins", "ideas")
# Each of the other ways of asking is looked at on one of the screens.
OTHERS = [step["id"] for step in STEPS if step["id"] not in ALWAYS]
# Their forms are fetched when they are asked, and begin with an example.
FETCHED = [step["id"] for step in STEPS if step["kind"] in WAYS]


@pytest.fixture(scope="module")
def house(server: Running, browser: Browser) -> House:
    return House(server, browser, halls=6)


def good(page: Page, where: str) -> None:
    """Nothing that axe finds, nothing wider than the screen, nothing too small for a finger."""
    assert violations(page) == [], where
    widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert widths[0] <= widths[1], f"{where} is {widths[0]} px wide on {widths[1]}"
    assert page.evaluate(SMALL) == 0, f"{where} has a small target"


@pytest.mark.parametrize(
    ("locale", "scheme", "width", "others"),
    [
        ("nb-NO", "light", 390, OTHERS[::3]),
        ("en-GB", "dark", 390, OTHERS[1::3]),
        ("sv-SE", "light", 320, OTHERS[2::3]),
    ],
)
def test_every_screen_is_free_of_violations(
    hall: Hall, locale: str, scheme: str, width: int, others: list[str]
) -> None:
    screen = {"viewport": {"width": width, "height": 700}, "color_scheme": scheme}
    page = hall.page(locale, bypass_csp=True, **screen)
    page.goto(f"{hall.address}#{hall.token}")
    good(page, "welcome")
    page.locator("#join").tap()
    expect(page.locator(".hush")).to_be_visible()
    good(page, "lobby")
    for step in (*ALWAYS, *others):
        hall.open(step)
        title = page.get_by_role("heading", level=1)
        expect(title).to_be_focused()
        if step in FETCHED:
            expect(page.locator(".hint")).to_be_visible()
        if step == "pins":
            expect(page.locator("#map")).to_be_visible()
        if step == "ideas":
            page.locator("#idea").fill("Sykkelvei")
            page.locator("#form .primary").tap()
            expect(page.locator(".state.pending")).to_be_visible()
        good(page, step)
    _end_of_the_workshop(hall, page)


def _end_of_the_workshop(hall: Hall, page: Page) -> None:
    """The menu, the results, and the thanks."""
    page.locator("#menu-button").tap()
    expect(page.locator("#menu h1")).to_be_focused()
    good(page, "menu")
    page.locator("#menu-close").tap()
    hall.open("statements")
    hall.others(5, item="a", value="agree")
    hall.answered(5)
    hall.desk.cmd("close_round")
    hall.desk.cmd("reveal")
    expect(page.locator(".results")).to_be_visible()
    good(page, "results")
    hall.desk.cmd("close_session")
    expect(page.locator(".hush.short")).to_be_visible()
    good(page, "thanks")


def test_a_question_can_be_answered_at_double_text_size(hall: Hall) -> None:
    hall.open("statements")
    page = hall.joined(viewport={"width": 360, "height": 740})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    for step in (*ALWAYS, *OTHERS):
        hall.open(step)
        title = page.get_by_role("heading", level=1)
        expect(title).to_have_text(
            next(each["title"]["nb"] for each in STEPS if each["id"] == step)
        )
        if step in FETCHED:
            expect(page.locator(".hint")).to_be_visible()
        widths = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert widths[0] <= widths[1], step
        assert page.evaluate(CUT) == [], step


def test_a_question_is_answered_by_keyboard_alone(hall: Hall) -> None:
    hall.open("statements")
    page = hall.joined()
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    agree = page.get_by_role("button", name="Enig", exact=True)
    while not agree.evaluate("(one) => one === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name="Vindkraft her")).to_be_focused()
    hall.answered(1)
