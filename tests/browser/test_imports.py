"""An official imports districts: choose a file, look, say yes; and axe finds nothing wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.axe import violations
from tests.browser.desk_stand import sideways
from tests.built_library import built_library, copy_of_library
from tests.data import import_files as files
from tests.people import sign_in
from tests.product import Prepared, Running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(copy_of_library(built_library(), tmp_path_factory.mktemp("import") / "own"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def cookies(server: Running) -> dict[str, str]:
    with Prepared(server) as before:
        link = before.desk_link("/import")
    server.start()
    return sign_in(server, link)


def opened(
    browser: Browser, server: Running, cookies: dict[str, str], lang: str, width: int = 1366
) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    held = cookies | {"lang": lang}
    context.add_cookies([{"name": k, "value": v, "url": server.url} for k, v in held.items()])
    page = context.new_page()
    page.goto(server.url + "/import")
    page.locator("#import-city").select_option("baerum")
    return page


def send(page: Page, name: str, content: bytes) -> None:
    page.locator("#import-file").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )


@pytest.mark.parametrize(("lang", "width"), [("nb", 1366), ("en", 1366), ("nn", 390)])
def test_axe_finds_nothing_before_with_errors_and_with_a_preview(
    browser: Browser, server: Running, cookies: dict[str, str], lang: str, width: int
) -> None:
    page = opened(browser, server, cookies, lang, width)
    expect(page.locator("#import-file")).to_be_attached()
    assert violations(page) == []
    wrong = "Bærum;2024;EC: I: B: 1X;;mange;kr;;;"
    send(page, "feil.csv", files.csv(wrong))
    expect(page.locator(".import-findings tbody tr")).to_have_count(1)
    assert violations(page) == []
    right = "Bærum;2024;EN: E: E: 2C;;11,7;MWh per capita per year;;Et svært langt kildenavn " * 2
    send(page, "verdier.csv", files.csv(right))
    expect(page.locator("#import-confirm")).to_be_visible()
    assert violations(page) == []
    assert sideways(page) <= 0


def test_districts_are_seen_on_the_map_before_they_are_taken(
    browser: Browser, server: Running, cookies: dict[str, str], tmp_path: Path
) -> None:
    page = opened(browser, server, cookies, "nb")
    send(page, "bydeler.zip", files.shapefile_zip(tmp_path))
    shape = page.locator('#import-map path[aria-label^="Solvik"]')
    expect(shape).to_be_visible()
    expect(page.locator("#import-result h2")).to_be_focused()
    expect(page.locator("#import-about")).to_have_text("2 bydeler blir skrevet.")
    assert violations(page) == []
    page.locator("#import-column-name").select_option("bydelsnr")
    expect(page.locator("#import-result tbody th").first).to_have_text("101")
    page.locator("#import-column-name").select_option("navn")
    expect(page.locator("#import-result tbody th").first).to_have_text("Solvik")
    page.locator("#import-confirm").click()
    expect(page.locator("#import-result h2")).to_have_text("Importert")
    expect(page.locator("#import-confirm")).to_be_hidden()
    page.get_by_role("link", name="kartet over bydelene").click()
    expect(page.locator('path[aria-label^="Solvik"]').first).to_be_visible(timeout=15_000)


def test_a_file_that_is_too_large_is_never_sent(
    browser: Browser, server: Running, cookies: dict[str, str], tmp_path: Path
) -> None:
    page = opened(browser, server, cookies, "en")
    large = tmp_path / "large.csv"
    with large.open("wb") as stream:
        stream.truncate(30_000_000)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.locator("#import-file").set_input_files(large)
    said = page.locator("#import-said")
    expect(said).to_have_text("The file is too large. It can be at most 20 MB.")
    assert not [url for url in sent if "upload" in url]


ASKING = re.compile("/_dash-update-component")
WIDE = b"kommune;solar_2035;solar_2035_p10;solar_2035_p90\n3201;40;30;55\n"


def written_while_an_answer_comes(page: Page) -> None:
    """Whose it is and three units; the answer to the first of it is drawn while writing goes on."""
    units = [page.locator(f"#import-unit-{place}") for place in range(3)]
    held: list[Route] = []
    page.route(ASKING, lambda route: held.append(route))
    with page.expect_request(ASKING):
        for name in ("by", "model", "version", "licence"):
            page.locator(f"#import-whose-{name}").fill(f"<b>{name}</b>")
    page.locator("#import-whose-date").fill("2026-03-31")
    units[0].fill("MWh/a")
    units[1].focus()
    units[1].press_sequentially("MW")
    # The answer to what was asked before comes now, and is drawn in place of what is written in.
    with page.expect_request(ASKING):
        held.pop().continue_()
    expect(units[0]).to_have_value("MWh/a")
    expect(units[1]).to_be_focused()
    page.keyboard.type("h/a")
    expect(units[1]).to_have_value("MWh/a")
    page.route(ASKING, lambda route: route.continue_())
    held.pop().continue_()
    units[2].fill("MWh/a")
    units[2].press("Tab")


@pytest.mark.parametrize(("lang", "width"), [("en", 1366), ("nb", 390)])
def test_columns_of_another_model_are_said_by_hand_and_kept(
    browser: Browser, server: Running, cookies: dict[str, str], lang: str, width: int
) -> None:
    page = opened(browser, server, cookies, lang, width)
    page.locator("#import-kind").select_option("results")
    send(page, "sol.csv", WIDE)
    expect(page.locator(".import-findings tbody tr")).to_have_count(8)
    written_while_an_answer_comes(page)
    expect(page.locator("#import-confirm")).to_be_visible()
    assert violations(page) == []
    assert sideways(page) == 0
    page.locator("#import-confirm").click()
    expect(page.locator("#import-result li")).to_contain_text("<b>model</b>")
    page.locator("#import-source").select_option("service")
    expect(page.locator("#import-service")).to_contain_text("MODEL_SERVICES")
    assert violations(page) == []
    page.context.close()


def test_a_building_register_is_chosen_kept_and_gone_back_from(
    browser: Browser, server: Running, cookies: dict[str, str]
) -> None:
    page = opened(browser, server, cookies, "en", 390)
    page.locator("#import-city").select_option("alesund")
    page.locator("#import-kind").select_option("buildings")
    expect(page.locator("#import-source")).to_be_hidden()
    rows = [f"{use};1990;{area};15080100" for use, area in (("111", 120), ("312", 900), ("613", 5))]
    send(page, "bygg.csv", files.csv(*rows, head="type;byggeår;<b>m2</b>;bydel"))
    expect(page.locator(".import-findings")).to_contain_text("Say whose register this is.")
    for name, text in (("by", "<b>Ålesund</b>"), ("date", "2026-10-01"), ("licence", "NLOD")):
        expect(page.locator("#import-confirm:not([disabled])")).to_be_attached()
        page.locator(f"#import-whose-register-{name}").fill(text)
        page.locator(f"#import-whose-register-{name}").press("Tab")
    page.locator("#import-column-floor").select_option("<b>m2</b>")
    page.locator("#import-confirm").click()
    kept = page.locator("#import-registers li")
    expect(kept.first).to_contain_text("Version 1: <b>Ålesund</b>, 1 October 2026")
    expect(kept.first).to_contain_text("In force")
    assert violations(page) == []
    assert sideways(page) == 0
    kept.last.get_by_role("button").click()
    expect(kept.last).to_contain_text("In force")
    page.context.close()
