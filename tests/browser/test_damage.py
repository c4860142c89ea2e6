"""A damaged record on every screen: told at once, restored from the desk, no vote lost."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from data.log_store import LogStore
from tests.browser.axe import violations
from tests.browser.desk_stand import LAPTOP, sideways, watched
from tests.browser.phone_stand import Hall, House
from tests.conftest import hang_up
from tests.product import Running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house(server: Running, browser: Browser) -> House:
    return House(server, browser, halls=2)


def opened(house: House, address: str, lang: str, **more: str) -> Page:
    """A page of somebody who has signed in; axe can look at it."""
    context = house.browser.new_context(viewport=LAPTOP, bypass_csp=True, **more)  # type: ignore[arg-type]
    told = (house.cookies | {"lang": lang}).items()
    context.add_cookies([{"name": n, "value": v, "url": house.server.url} for n, v in told])
    page = watched(context.new_page())
    page.goto(address if address.startswith("http") else house.server.url + address)
    return page


def tap(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).tap()


@dataclass(frozen=True)
class Room:
    """Everybody who is there, and a second workshop that nobody looks at."""

    hall: Hall
    other: Hall
    phone: Page
    desk: Page
    stage: Page


@pytest.mark.fault("F09", "F34")
def test_a_damaged_workshop_is_told_everywhere_restored_from_the_desk_and_goes_on(house: House):
    room = gathered(house)
    take_away_what_all_have_seen(room)
    told_everywhere(house, room)
    told_that_the_other_cannot_be_opened(house, room.other)
    restore(room)
    goes_on(room)
    assert not room.hall.problems


def gathered(house: House) -> Room:
    """One vote is in the backup that is made when the server stops, two come after it."""
    hall, other = house.hall(), house.hall()
    hall.open("statements")
    phone = hall.joined()
    tap(phone, "Enig")
    expect(phone.get_by_text("Talt med").first).to_be_visible()
    stage_url = hall.desk.view["links"]["stage_url"]
    hang_up()
    house.server.stop()
    house.server.start()
    desk = opened(house, f"/desk/{hall.session.id}", "nb")
    room = Room(hall, other, phone, desk, opened(house, stage_url, "nb"))
    hall.desk_again()
    hall.others(2, item="a", value="agree")
    for screen in (room.phone, room.stage, room.desk):
        expect(screen.locator("body")).to_contain_text("3 av 3")
    hang_up()
    return room


def take_away_what_all_have_seen(room: Room) -> None:
    hall, server = room.hall, room.hall.server
    server.kill()
    tap(room.phone, "Uenig")
    logs = LogStore(server.folder)
    logs.path(hall.session.id).with_name(f"{hall.session.id}.duckdb.wal").unlink()
    logs.path(room.other.session.id).write_text("this is no database")
    for copy in logs.backups.of(room.other.session.id):
        copy.unlink()
    server.start()


def told_everywhere(house: House, room: Room) -> None:
    trouble = room.desk.locator(".desk-trouble[role=alert]")
    expect(trouble).to_contain_text("Lagringen av dette møtet er skadet.")
    expect(trouble).to_contain_text("Mangler: hendelse")
    for screen in (room.stage.locator("#stage-banner"), room.phone.locator("#delivery")):
        expect(screen).to_contain_text("Vi kan ikke ta imot svar akkurat nå.")
    session_id = room.hall.session.id
    review = opened(house, f"/review/{session_id}", "en", color_scheme="dark")
    expect(review.locator(".review-damage")).to_contain_text("You see what is left of it.")
    way = review.get_by_role("link", name="Restore it at the desk")
    expect(way).to_have_attribute("href", f"/desk/{session_id}")
    assert violations(room.desk) == violations(review) == []
    assert sideways(room.desk) == sideways(review) == 0


def told_that_the_other_cannot_be_opened(house: House, other: Hall) -> None:
    for address in ("/desk", "/review"):
        page = opened(house, address, "en")
        section = page.get_by_role("region", name="Cannot be opened")
        expect(section).to_contain_text(other.session.id)
        expect(section).to_contain_text("there is no sound backup")
        assert violations(page) == []
        page.context.close()


def restore(room: Room) -> None:
    trouble = room.desk.locator(".desk-trouble[role=alert]")
    trouble.get_by_role("button").click()
    asked = room.desk.get_by_role("dialog")
    expect(asked).to_contain_text("Gjenopprette dette møtet?")
    assert violations(room.desk) == []
    asked.get_by_role("button", name="Gjenopprett").click()
    expect(trouble).to_be_hidden()
    expect(room.desk.locator(".desk-alarm")).to_contain_text("Mangler: hendelse")
    expect(room.stage.locator("#stage-banner")).to_contain_text("Møtet er gjenopprettet.")
    expect(room.phone.locator("#banner")).to_contain_text("Møtet er hentet fram igjen")


def goes_on(room: Room) -> None:
    expect(room.phone.locator("#delivery")).to_have_text("Talt med")
    room.hall.desk_again()
    room.hall.others(4, item="b", value="disagree")
    told = room.hall.result(lambda told: told["options"][1]["n"] == 5)
    assert told["options"][1]["disagree"] == 5, "what waited on the phone is counted, once"
    room.hall.open("approval")
    expect(room.phone.get_by_role("heading", level=1)).to_have_text("Hva kan du støtte?")
