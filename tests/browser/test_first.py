"""The first page and the calm ones in a real browser: choices, a code, nothing from elsewhere."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import LOOKS, violations
from tests.product import Running

pytestmark = pytest.mark.browser

SIZES = {"phone": (320, 640), "laptop": (1366, 768)}


def opened(
    browser: Browser, example: Running, size: str = "laptop", **choices: str
) -> tuple[Page, list[str]]:
    """A page of its own, and the list of what it should not have done."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="nb-NO", bypass_csp=False
    )
    context.add_cookies(
        [{"name": name, "value": value, "url": example.url} for name, value in choices.items()]
    )
    page = context.new_page()
    wrongs: list[str] = []
    page.on(
        "request",
        lambda r: wrongs.append(r.url) if not r.url.startswith(example.url) else None,
    )
    page.on("console", lambda m: wrongs.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda fault: wrongs.append(str(fault)))
    return page, wrongs


@pytest.mark.parametrize(("lang", "scheme", "large"), LOOKS)
def test_the_first_page_is_in_order(
    large: int, lang: str, scheme: str, browser: Browser, example: Running
) -> None:
    page, wrongs = opened(browser, example, list(SIZES)[large], lang=lang, scheme=scheme)
    page.goto(example.url)
    expect(page.locator("html")).to_have_attribute("lang", lang)
    expect(page.locator("html")).to_have_attribute("data-color-scheme", scheme)
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
    assert violations(page) == []
    assert not wrongs


def test_a_language_is_chosen_in_the_header_and_stays(browser: Browser, example: Running) -> None:
    page, wrongs = opened(browser, example)
    page.goto(example.url)
    page.locator(".site-language summary").click()
    page.get_by_role("link", name="Nynorsk").click()
    expect(page.locator("h1")).to_have_text("Bli med i møtet")
    page.goto(f"{example.url}/sign-in")
    expect(page.locator("html")).to_have_attribute("lang", "nn")
    assert not wrongs


def test_dark_colours_are_chosen_in_the_header_and_stay(browser: Browser, example: Running) -> None:
    page, wrongs = opened(browser, example)
    page.goto(example.url)
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("link", name="Mørke farger").click()
    expect(page.locator("html")).to_have_attribute("data-color-scheme", "dark")
    page.goto(example.url)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    assert not wrongs


def test_a_code_typed_with_small_letters_and_spaces_leads_to_the_workshop(
    browser: Browser, example: Running
) -> None:
    code = re.search(r"code (\w+)", example.said())
    assert code
    page, wrongs = opened(browser, example, "phone")
    page.goto(example.url)
    page.get_by_label("Kode").fill(f" {code[1][:3].lower()} {code[1][3:].lower()} ")
    page.get_by_role("button", name="Bli med").click()
    expect(page).to_have_url(f"{example.url}/j/{code[1]}")
    expect(page.locator("h1").first).to_contain_text("Energi i Ålesund")
    assert not wrongs


def test_nobody_is_led_to_a_door_that_is_closed_to_them(browser: Browser, example: Running) -> None:
    page, _ = opened(browser, example)
    page.goto(example.url)
    places = page.locator(".site-places a")
    expect(places).to_have_text(["Utforsk", "Scenarioer"])
    desk = re.search(r"Desk +(\S+)", example.said())
    assert desk
    page.goto(desk[1])
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/desk/**")
    page.goto(example.url)
    signed_in = ["Utforsk", "Scenarioer", "Møtelederpult", "Gjennomgang", "Import", "Brukere"]
    expect(places).to_have_text(signed_in)


def test_a_wrong_address_leads_back_to_the_first_page(browser: Browser, example: Running) -> None:
    page, _ = opened(browser, example)
    page.goto(f"{example.url}/not-here")
    assert violations(page) == []
    page.get_by_role("link", name="Til forsiden").click()
    expect(page).to_have_url(f"{example.url}/")
