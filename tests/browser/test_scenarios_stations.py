"""Places for recycling stations in a real browser: pins, the best of them, saved, opened again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from data.twin.station_file import Station, StationList, StationLists
from tests.browser.axe import violations
from tests.browser.test_scenarios import Reader
from tests.dashboards.review_story import command, cookies_of, who
from tests.fitted import fit
from tests.product import Prepared, Running
from tests.workshop.builders import op, step, text

pytestmark = pytest.mark.browser

MARKS = "#scenarios-map .map-station"
PINNED = [
    (6.353, 62.469), (6.155, 62.472), (6.2, 62.468), (6.24, 62.467), (6.3, 62.463),
    (6.41, 62.455), (6.69, 62.5), (6.9, 62.75),
]  # fmt: skip


def pinned(prepared: Prepared) -> None:
    """A workshop that asked where a station is missing; the last pin lies outside the city."""
    kinds = {"categories": [{"id": "wish", "text": text("Here")}]}
    asked = step("pins", "where", settings=kinds, title=text("Where is a station missing?"))
    session, workshop = prepared.session([asked]), prepared.workshop
    command(workshop, session.id, "open_session")
    command(workshop, session.id, "open_step", step="where")
    for n, (lon, lat) in enumerate(PINNED):
        profile = {"group": "resident", "district": None}
        assert workshop.operate(session.id, op("join", who(n), body=profile)).ok
        round_ = workshop.state(session.id).current
        lies = {"lon": lon, "lat": lat, "category": "wish"}
        assert workshop.operate(session.id, op("pin", who(n), round=round_, body=lies)).ok
    command(workshop, session.id, "close_session")


def listed(folder: Path) -> None:
    """A list of today's stations, made up: one in the middle of town, one far out."""
    whose = ("Made up for a test", "2026-10-01", "CC0", "a.csv", "0" * 64, "2026-11-22", "official")
    here = (Station("Oppdiktet torg", 6.155, 62.472), Station("Oppdiktet øy", 6.2, 62.6))
    StationLists(folder).keep("alesund", StationList(*whose, here))


@pytest.fixture(scope="module")
def page(browser: Browser, server: Running) -> Iterator[Page]:
    fit(server.folder, "alesund")
    with Prepared(server) as prepared:
        pinned(prepared)
        cookies = cookies_of(prepared, "official", ["alesund"])
    server.start()
    reader = Reader(browser, server, bypass_csp=True)
    reader.context.add_cookies(
        [{"name": name, "value": value, "url": server.url} for name, value in cookies.items()]
    )
    yield reader.open("/scenarios/alesund?theme=circular")
    reader.context.close()
    assert reader.wrongs == []


def test_stations_are_put_where_people_pinned_and_moved_and_the_saved_scenario_keeps_it(
    page: Page, server: Running
) -> None:
    opens = page.locator(".spots-opens")
    opens.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#spots-title")).to_be_focused()
    expect(page.locator(".scenarios-spots")).to_contain_text("Stations today: not reported")
    collected(page)
    found(page)
    page.get_by_role("button", name="Use these in the mix").click()
    expect(page.locator(".spots-mixed")).to_contain_text("3 stations at the numbered places")
    expect(page).to_have_url(
        re.compile(r"recycling_stations(~|%7E)3(~|%7E)2025(~|%7E){2}\d+_\d+\.")
    )
    page.get_by_role("button", name="All measures").click()
    expect(opens).to_be_focused()
    expect(opens).to_have_text("Places chosen: 3")
    saved_and_opened(page)
    listed(server.folder)
    moved(page)
    kept_as_moved(page)


def collected(page: Page) -> None:
    """From pins, by typing, by key on the map and by dragging."""
    said, lines = page.locator(".spots-said"), page.locator(".spots-list li")
    page.get_by_role("button", name="From pins").click()
    page.get_by_role("button", name="Use these pins").click()
    expect(said).to_have_text("7 places added. Outside the city, and left out: 1.")
    expect(lines).to_have_count(7)
    expect(page.locator(MARKS + ".maybe")).to_have_count(7)
    page.get_by_role("button", name="Type").click()
    page.locator("#spots-typed").fill("62,4722 6,1495")
    page.keyboard.press("Enter")
    expect(said).to_have_text("Added: Aspøy.")
    page.get_by_role("button", name=re.compile("^Remove place 8")).click()
    expect(lines).to_have_count(7)
    page.get_by_role("button", name="On the map").click()
    page.locator('#scenarios-map path[data-area="15080700"]').focus()
    page.keyboard.press("Enter")  # its middle
    expect(said).to_have_text("Added: Spjelkavik.")
    ring = page.locator(MARKS + ".maybe").nth(6)  # the northernmost pin, with nothing near it
    ring.hover()
    page.mouse.down()
    box = ring.bounding_box() or {}
    page.mouse.move(box["x"] + 34, box["y"] + 22, steps=5)
    page.mouse.up()
    expect(said).to_have_text(re.compile("^Moved: "))


def found(page: Page) -> None:
    page.get_by_role("button", name="Find the best places").click()
    expect(page.locator(".spots-best li")).to_have_count(3, timeout=60_000)
    expect(page.locator(MARKS + ".new")).to_have_text(["1", "2", "3"])
    told = page.locator(".spots-told")
    expect(told).to_contain_text("No other choice among these places")
    expect(told).to_contain_text("straight lines")
    assert violations(page) == []


def saved_and_opened(page: Page) -> None:
    page.get_by_role("button", name="Save as scenario").click()
    page.locator("#scenarios-save-name").fill("Stations for all")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#scenarios-start option:checked")).to_have_text("Stations for all")
    expect(page).to_have_url(re.compile("from="))
    told = page.evaluate("fetch('/scenarios/alesund/start').then((answer) => answer.json())")
    (chosen,) = told["saved"][0]["chosen"]
    assert set(chosen) == {"measure", "level", "start", "areas", "places"}  # nothing of a pin
    assert len(chosen["places"]) == chosen["level"] == 3
    page.reload()
    expect(page.locator(MARKS + ".new")).to_have_text(["1", "2", "3"])
    expect(page.locator(".spots-opens")).to_have_text("Places chosen: 3")


def moved(page: Page) -> None:
    """Taken away in the list, kept and taken away on the map, and a new one in its place."""
    page.goto(page.url.split("?")[0] + "?theme=circular")
    page.locator(".spots-opens").click()
    today = page.locator(".spots-standing")
    expect(today).to_contain_text("Stations today: 2")
    near = page.locator(".spots-near dd")
    expect(near).to_have_count(1)
    today.get_by_role("button", name="Take away: Oppdiktet torg").click()
    expect(today).to_contain_text("Stations today: 2, of which 1 taken away")
    expect(near).to_have_count(2)
    expect(near.last).to_have_text(re.compile(r"^0\s%$"))
    expect(page.locator(MARKS + ".gone")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"recycling_stations(~|%7E)0(~|%7E)2025(~|%7E){3}\d+_\d+"))
    # The same by the mark on the map, with a new one put up in its place.
    page.locator(MARKS + ".gone").click()
    expect(page.locator(MARKS + ".gone")).to_have_count(0)
    page.locator(MARKS + ".today").first.click()
    page.get_by_role("button", name="Find the best places").click()
    page.get_by_role("button", name="Use these in the mix").click(timeout=60_000)
    assert violations(page) == []


def kept_as_moved(page: Page) -> None:
    page.get_by_role("button", name="All measures").click()
    expect(page.locator(".spots-opens")).to_have_text("Places chosen: 3 · taken away: 1")
    expect(page.locator('[data-measure="recycling_stations"] .mix-says')).to_contain_text(
        "taken away: 1"
    )
    page.get_by_role("button", name="Save as scenario").click()
    page.locator("#scenarios-save-name").fill("Moved")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#scenarios-start option:checked")).to_have_text("Moved")
    told = page.evaluate("fetch('/scenarios/alesund/start').then((answer) => answer.json())")
    (found,) = (each for each in told["saved"] if each["name"] == "Moved")
    assert len(found["chosen"][0]["closed"]) == 1
    page.reload()
    expect(page.locator(MARKS + ".gone")).to_have_count(1)
