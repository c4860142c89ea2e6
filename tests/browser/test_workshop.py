"""The whole example workshop in real browsers: one desk, one stage, three phones, then review.

One phone is in bokmål, one in English, and one loses its network in the middle of a vote.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk_stand import House, watched
from tests.browser.phone_stand import SCREEN
from tests.people import Phone
from tests.product import Running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house(server: Running, browser: Browser) -> House:
    return House(server, browser, workshops=0)


class Evening:
    """Everybody who is there."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.desk = self._open_desk()
        self.session = self.desk.url.rsplit("/", 1)[1]
        self.line = house.line(self.session)
        links: dict[str, Any] = self.line.view["links"]
        self.code = links["code"]
        self.stage = watched(house.browser.new_context().new_page())
        self.stage.set_viewport_size({"width": 1920, "height": 1080})
        self.stage.goto(links["stage_url"])
        self.anna = self._phone("nb-NO", links["qr_url"])
        self.ben = self._phone("en-GB", links["join_url"])
        self.cecilie = self._phone("nb-NO", links["qr_url"])
        # Results are shown from five voters on.
        self.others = [Phone(house.server, self.code) for _ in range(3)]
        self.phones = (self.anna, self.ben, self.cecilie)

    def _open_desk(self) -> Page:
        page = self.house.page("/desk", "nb")
        page.get_by_role("button", name="Ålesund", exact=True).click()
        expect(page.locator("input#desk-title")).to_have_value("Energi i Ålesund, 60 minutter")
        page.locator("#desk-create").click()
        expect(page.locator("#desk-live[data-ready=yes]")).to_be_attached()
        return page

    def _phone(self, locale: str, address: str) -> Page:
        context = self.house.browser.new_context(
            viewport=SCREEN,  # type: ignore[arg-type]
            is_mobile=True,
            has_touch=True,
            locale=locale,
        )
        page = watched(context.new_page())
        page.goto(address)
        page.locator("#join").tap()
        expect(page.locator("#app")).to_have_attribute("data-line", "open")
        return page

    def press(self, key: str) -> None:
        """A key, once the desk shows what everybody knows: a key works only where it can."""
        self.desk.wait_for_function(
            "seq => Number(document.querySelector('#desk-live').dataset.seq) >= seq",
            arg=self.line.view["seq"],
        )
        self.desk.keyboard.press(key)

    def next(self, step: str) -> dict[str, Any]:
        """To the next step, as a calm finger goes: two presses at once are one to the desk."""
        expect(self.desk.get_by_role("button", name="Neste steg", disabled=False)).to_be_visible()
        self.press("n")
        return self.opened(step)

    def until(self, holds: Any) -> dict[str, Any]:
        return self.line.until(holds, 20)

    def opened(self, step: str) -> dict[str, Any]:
        """Wait until a step is open everywhere."""
        view = self.until(lambda v: v["step"] and v["step"]["id"] == step)
        expect(self.desk.locator(".desk-now")).to_have_text(view["step"]["title"]["nb"])
        expect(self.stage.locator("#stage-question")).to_have_text(view["step"]["title"]["nb"])
        title = view["step"]["title"]
        expect(self.anna.get_by_role("heading", level=1)).to_have_text(title["nb"])
        expect(self.ben.get_by_role("heading", level=1)).to_have_text(title["en"])
        expect(self.cecilie.get_by_role("heading", level=1)).to_have_text(title["nb"])
        for phone in self.others:
            phone.until(lambda v: v["round"] and v["round"]["id"] == view["round"]["id"])
        return view

    def answered(self, n: int) -> None:
        self.until(lambda v: v["round"]["turnout"]["answered"] == n)
        expect(self.stage.locator("#stage-people")).to_have_text(f"{n} av 6")


@pytest.fixture
def evening(house: House) -> Evening:
    return Evening(house)


def tap(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).tap()


def test_a_workshop_runs_from_the_doors_to_the_files(evening: Evening):
    everybody_is_counted(evening)
    a_map_is_shown(evening)
    statements_survive_a_lost_network(evening)
    measures_are_asked_twice(evening)
    a_pin_waits_for_the_moderator(evening)
    an_idea_is_supported(evening)
    scores_are_given(evening)
    the_evening_ends(evening)
    the_official_finds_it_all(evening)
    for page in (evening.desk, evening.stage, *evening.phones):
        host = evening.house.server.url.split("//")[1]
        assert page.problems == []  # type: ignore[attr-defined]
        assert all(host in url or url.startswith(("data:", "blob:")) for url in page.asked)  # type: ignore[attr-defined]


def everybody_is_counted(evening: Evening) -> None:
    evening.until(lambda v: v["people"]["joined"] == 6)
    expect(evening.stage.get_by_text(evening.code).first).to_be_visible()
    expect(evening.anna.get_by_role("heading", level=1)).to_have_text("Vi begynner snart")


def a_map_is_shown(evening: Evening) -> None:
    evening.next("welcome")
    view = evening.next("electricity")
    shown = view["round"]["shown"]
    # 886.1 GWh over 59 113 people.
    assert round(shown["values"]["1508"], 1) == 14989.8
    expect(evening.stage.locator(".leaflet-interactive").first).to_be_attached()


def statements_survive_a_lost_network(evening: Evening) -> None:
    evening.next("statements")
    tap(evening.anna, "Enig")
    tap(evening.ben, "Disagree")
    evening.cecilie.context.set_offline(True)
    tap(evening.cecilie, "Enig")
    delivery = evening.cecilie.locator("#delivery")
    expect(delivery).to_have_text("Lagret på telefonen, venter på nett", timeout=15_000)
    for phone in evening.others:
        assert phone.op("ballot", item="roofs", value="agree")["ok"]
    evening.answered(5)
    evening.cecilie.context.set_offline(False)
    expect(delivery).to_have_text("Talt med", timeout=20_000)
    evening.answered(6)
    expect(evening.stage.locator("#stage-hidden")).to_be_visible()
    evening.press("c")
    evening.until(lambda v: v["round"]["state"] == "closed")
    evening.press("s")
    results = evening.until(lambda v: v["round"]["revealed"])["results"]
    roofs = next(option for option in results["options"] if option["id"] == "roofs")
    assert (roofs["agree"], roofs["disagree"], roofs["n"]) == (5, 1, 6)
    expect(evening.stage.locator("#stage-results .res-label").first).to_be_visible()
    expect(evening.ben.get_by_text("83% agree", exact=False).first).to_be_visible()


def measures_are_asked_twice(evening: Evening) -> None:
    evening.next("known")
    view = evening.next("measures")
    first, second = [option["id"] for option in view["step"]["options"][:2]]
    for phone in evening.others:
        assert phone.op("ballot", item="", value=[first])["ok"]
    for page in evening.phones:
        page.get_by_role("checkbox").first.check()
    evening.answered(6)
    evening.press("c")
    evening.until(lambda v: v["round"]["state"] == "closed")
    evening.press("s")
    evening.until(lambda v: v["round"]["revealed"])
    evening.press("d")
    evening.until(lambda v: v["round"]["number"] == 2)
    for phone in evening.others:
        phone.until(lambda v: v["round"]["number"] == 2)
        assert phone.op("ballot", item="", value=[second])["ok"]
    for page in evening.phones:
        page.get_by_role("checkbox").nth(1).check()
    evening.answered(6)
    evening.press("c")
    evening.until(lambda v: v["round"]["state"] == "closed")
    evening.press("s")
    moved = evening.until(lambda v: v["previous"])["previous"]["movement"]
    assert (moved["changed"], moved["both"]) == (6, 6)
    expect(evening.stage.get_by_text(re.compile("6 av de 6"))).to_be_visible()
    evening.press("g")  # step by step: who moved, on the stage and on every phone
    assert evening.until(lambda v: v["round"].get("part"))["round"]["part"] == "movement"
    expect(evening.stage.locator(".res-flow-towards").filter(has_text="6")).to_be_visible()
    for page in evening.phones:
        heading = re.compile("Hvem som flyttet seg|Who moved")
        expect(page.get_by_role("heading", name=heading)).to_be_visible()


def moderated(evening: Evening) -> None:
    """The one text that waits is chosen and approved by the keyboard, once the desk shows it."""
    expect(evening.desk.locator(".desk-texts > .desk-list > li")).to_have_count(1)
    evening.press("j")
    evening.press("a")


def a_pin_waits_for_the_moderator(evening: Evening) -> None:
    evening.next("places")
    expect(evening.anna.locator("#map")).to_be_visible()
    evening.anna.get_by_label("Går til spille").check()
    evening.anna.get_by_label("Noen ord om stedet").fill("Åpne dører hele vinteren")
    tap(evening.anna, "Sett nålen")
    evening.until(lambda v: v["counts"]["pending"] == 1)
    evening.press("s")
    evening.until(lambda v: v["round"]["revealed"])
    expect(evening.stage.locator("#stage-root")).not_to_contain_text("Åpne dører")
    moderated(evening)
    evening.until(lambda v: v["counts"]["pending"] == 0)
    expect(evening.stage.locator("#stage-root")).to_contain_text("Åpne dører hele vinteren")


def an_idea_is_supported(evening: Evening) -> None:
    evening.next("ideas")
    evening.ben.get_by_label("My idea").fill("Share the solar power between neighbours")
    tap(evening.ben, "Send my idea")
    evening.until(lambda v: v["counts"]["pending"] == 1)
    moderated(evening)
    evening.until(lambda v: v["counts"]["pending"] == 0)
    idea = evening.until(lambda v: v["results"]["ideas"])["results"]["ideas"][0]["id"]
    for page, word in ((evening.cecilie, "Støtt"), (evening.anna, "Støtt")):
        page.get_by_role("button", name=word).tap()
    for phone in evening.others:
        assert phone.op("support", item=idea, value=True)["ok"]
    evening.until(lambda v: v["results"]["ideas"][0]["supports"] == 5)


def scores_are_given(evening: Evening) -> None:
    view = evening.next("weight")
    item = view["step"]["options"][0]["id"]
    for phone in evening.others:
        assert phone.op("ballot", item=item, value=4)["ok"]
    for page in evening.phones:
        page.get_by_role("group").first.get_by_role("radio", name="2", exact=True).check()
    evening.answered(6)
    evening.press("s")
    row = evening.until(lambda v: v["round"]["revealed"])["results"]["options"][0]
    assert (row["mean"], row["n"]) == (3.0, 6)


def the_evening_ends(evening: Evening) -> None:
    assert evening.line.cmd("close_session")["ok"]
    for page in evening.phones:
        expect(page.get_by_role("heading", level=1)).to_have_text(
            re.compile("^(Takk for at du ble med|Thank you for taking part)$")
        )
    expect(evening.ben.locator(".state", has_text="Shown to everybody").first).to_be_visible()
    expect(evening.stage.locator("#stage-root")).to_have_attribute("data-scene", "closed")


def the_official_finds_it_all(evening: Evening) -> None:
    page = evening.house.page(f"/review/{evening.session}", "nb")
    expect(page.locator("#review-picture[data-seq]")).to_be_attached()
    pins = fetched(page, "geojson")
    (pin,) = json.loads(pins)["features"]
    assert pin["properties"]["text"] == "Åpne dører hele vinteren"
    assert "participant" not in pins
    rows = list(csv.reader(io.StringIO(fetched(page, "csv").lstrip("\ufeff")), delimiter=";"))
    assert any("roofs" in cell or "tak" in cell.lower() for row in rows for cell in row)


def fetched(page: Page, kind: str) -> str:
    """The file behind the first link of that kind on the page."""
    link = page.locator(f'a[href*="/export/"][href*="{kind}"]').first
    answer = page.request.get(page.url.split("/review")[0] + str(link.get_attribute("href")))
    assert answer.ok, answer.status
    return answer.text()
