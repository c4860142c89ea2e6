"""From the first link to a second person who signs in, in real browsers, on the real product."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.product import Running

pytestmark = pytest.mark.browser

PASSWORD = "en stille morgen ved fjorden"  # noqa: S105
NAME = "Astrid-Margrethe Sørensen-Kristoffersen"


class Watched:
    """A browser of one person, which remembers what it asked for and what it complained about."""

    def __init__(self, browser: Browser, server: Running, **how: Any) -> None:
        self.server = server
        self.page: Page = browser.new_context(base_url=server.url, **how).new_page()
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _hear(self, kind: str, text: str) -> None:
        # A refused form answers with a status of its own, which the browser notes by itself.
        if kind in ("error", "warning") and "status of 4" not in text:
            self.complaints.append(text)

    def is_well(self) -> None:
        assert self.complaints == []
        elsewhere = [url for url in self.asked if not url.startswith((self.server.url, "data:"))]
        assert elsewhere == []

    def accessible(self) -> None:
        """No violation of axe, and nothing wider than the screen."""
        assert violations(self.page) == []
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(wide) == 0


def first_link(server: Running) -> str:
    found = re.search(r"http\S+/invite/\S+", server.said())
    assert found, server.said()
    return found[0]


PHONE = {"viewport": {"width": 320, "height": 640}, "is_mobile": True, "has_touch": True}
EYES: list[dict[str, Any]] = [
    {"locale": "nb-NO", "color_scheme": "light"},
    {"locale": "en-GB", "color_scheme": "dark", **PHONE},
]


def becomes_administrator(one: Watched) -> None:
    """Follows the first link; stops at a short password on the way."""
    page = one.page
    page.goto(first_link(one.server))
    for password in ("short", PASSWORD):
        one.accessible()
        page.locator("#name").fill(NAME)
        page.locator("#email").fill("astrid@kommune.example")
        page.locator("#password").fill(password)
        page.locator("main button.primary").click()
    page.wait_for_url("**/desk")


def invites(one: Watched, whom: str, role: str) -> str:
    """The link that the people page shows."""
    page = one.page
    page.goto("/people")
    page.locator("#label").fill(whom)
    page.locator(f".signin-invite input[value={role}]").check()
    page.locator(".signin-invite input[value=alesund]").check()
    page.locator(".signin-invite button.primary").click()
    return page.locator("#made-link").input_value()


def signs_in(page: Page, email: str, password: str) -> None:
    page.locator("#email").fill(email)
    page.locator("#password").fill(password)
    page.keyboard.press("Enter")


@pytest.fixture(scope="module")
def astrid(server: Running, browser: Browser) -> dict[str, Any]:
    """How the browser of the first administrator begins: she has followed the first link."""
    server.start()
    looked, took = (Watched(browser, server, **how) for how in reversed(EYES))
    looked.page.goto(first_link(server))
    looked.accessible()
    becomes_administrator(took)
    for one in (looked, took):
        one.is_well()
    return {"storage_state": took.page.context.storage_state()}


def test_a_refused_password_is_said_at_its_field(
    server: Running, browser: Browser, astrid: dict[str, Any]
) -> None:
    link = invites(Watched(browser, server, **astrid), "for the hall", "facilitator")
    one = Watched(browser, server, locale="en-GB")
    one.page.goto(link)
    one.page.get_by_label("Your name").fill("Ida Berg")
    one.page.get_by_label("E-mail").fill("ida@kommune.example")
    password = one.page.get_by_label("Choose a password")
    password.fill("short")
    one.page.get_by_role("button", name="Make my account").click()
    expect(password).to_be_focused()
    expect(password).to_have_accessible_description(re.compile("Use at least 12 characters"))
    expect(one.page.get_by_label("Your name")).to_have_value("Ida Berg")
    expect(password).to_have_value("")
    one.is_well()


def test_from_the_first_link_to_a_second_person_who_signs_in(
    server: Running, browser: Browser, astrid: dict[str, Any]
) -> None:
    first = Watched(browser, server, locale="en-GB", **astrid)
    link = invites(first, "李 Ødegård", "official")
    expect(first.page.get_by_role("heading", name="An invitation for 李 Ødegård")).to_be_visible()
    first.page.get_by_role("button", name="Copy").click()
    expect(first.page.get_by_role("button", name="Copied")).to_be_visible()

    guest = Watched(browser, server, locale="nb-NO", color_scheme="dark", **PHONE)
    page = guest.page
    page.goto(link)
    expect(page.get_by_label("Navnet ditt")).to_have_value("李 Ødegård")
    page.get_by_label("E-post").fill("odegard@kommune.example")
    page.get_by_label("Velg et passord").fill("to båter på vei mot havna")
    page.get_by_role("button", name="Vis passordet").click()
    expect(page.get_by_label("Velg et passord")).to_have_attribute("type", "text")
    page.get_by_role("button", name="Lag kontoen min").click()
    page.wait_for_url("**/review")
    page.goto("/account")
    page.get_by_role("button", name="Logg ut").click()
    expect(page.get_by_role("heading", name="Du er logget ut")).to_be_visible()
    page.goto("/sign-in?next=/account")
    signs_in(page, "odegard@kommune.example", "to båter på vei mot havna")
    expect(page.get_by_role("heading", name="李 Ødegård")).to_be_visible()
    guest.is_well()
    first.is_well()


def test_a_person_who_is_switched_off_is_out_at_the_next_click(
    server: Running, browser: Browser, astrid: dict[str, Any]
) -> None:
    first, guest = Watched(browser, server, **astrid), Watched(browser, server)
    guest.page.goto(invites(first, "kari@kommune.example", "official"))
    guest.page.locator("#name").fill("Kari Moen")
    guest.page.locator("#password").fill("to båter på vei mot havna")
    guest.page.keyboard.press("Enter")
    guest.page.wait_for_url("**/review")
    guest.page.goto("/account")
    first.page.goto("/people")
    kari = first.page.locator(".signin-person", has_text="Kari Moen")
    kari.locator("summary.rs-button").click()
    kari.locator(".danger").click()
    expect(first.page.locator(".signin-person.off", has_text="Kari Moen")).to_be_visible()
    guest.page.reload()
    guest.page.wait_for_url("**/sign-in?next=/account")


@pytest.mark.parametrize("how", EYES, ids=["light-nb", "phone-dark-en"])
def test_every_page_is_accessible_and_fits_the_screen(
    server: Running, browser: Browser, astrid: dict[str, Any], how: dict[str, Any]
) -> None:
    within = Watched(browser, server, **how, **astrid)
    guest, out = (Watched(browser, server, **how) for _ in range(2))
    email = f"{how['locale']}.nordmann.fra.kommunen.med.langt.navn@kommune.example"
    link = invites(within, email, "official")
    within.accessible()
    guest.page.goto(link)
    guest.accessible()
    guest.page.locator("#name").fill("Kari")
    guest.page.locator("#password").fill("short")
    guest.page.keyboard.press("Enter")
    expect(guest.page.locator("#password")).to_be_focused()
    guest.accessible()
    guest.page.locator("#password").fill("to båter på vei mot havna")
    guest.page.keyboard.press("Enter")
    guest.page.wait_for_url("**/review")
    within.page.goto("/people")
    within.page.locator(".signin-person", has_text=email).locator("summary.rs-button").click()
    within.accessible()
    for address in ("/account", "/sign-out", "/sign-in?again=1"):
        within.page.goto(address)
        within.accessible()
    for person, address in ((guest, "/people"), (out, link), (out, "/sign-in")):
        person.page.goto(address)
        person.accessible()
    signs_in(out.page, "nobody@kommune.example", "wrong")
    expect(out.page.get_by_role("alert")).to_be_visible()
    out.accessible()
    for one in (within, out, guest):
        one.is_well()


def test_a_page_for_facilitators_asks_a_stranger_to_sign_in_and_leads_back(
    server: Running, browser: Browser, astrid: dict[str, Any]
) -> None:
    assert astrid  # who has a password by now
    stranger = Watched(browser, server, locale="en-GB")
    page = stranger.page
    page.goto("/desk?from=here")
    expect(page.get_by_role("heading", name="Sign in first")).to_be_visible()
    stranger.accessible()
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    signs_in(page, "astrid@kommune.example", PASSWORD)
    page.wait_for_url("**/desk?from=here")
    expect(page.get_by_role("heading", name="Sign in first")).to_have_count(0)
    stranger.is_well()
