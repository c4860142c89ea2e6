"""What people write, from the first letter to the last trace, on every screen it passes."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from data.retention.keeper import Keeper
from tests.browser.axe import violations
from tests.browser.desk_stand import LAPTOP, sideways
from tests.browser.phone_stand import SCREEN
from tests.browser.stage_hall import Projector
from tests.dashboards.review_story import PASSWORD, cookies_of, held
from tests.flows.test_photos import jpeg
from tests.people import Desk, Phone, post, sign_in
from tests.product import Prepared, Running
from tests.workshop.builders import step
from tests.workshop.test_wire import COUNTED
from workshop.model import Session

pytestmark = pytest.mark.browser

LONGEST = 200
TELLING, CORRECTED = "ring meg på 412 34 567", "ring kommunen om benken"
UNWANTED = "dette angrer jeg på"
SAID = {
    "nb": (
        "Før inn håndsopprekning eller papir",
        "Endre hvem som kan svare",
        "En kode for hver person",
    ),
    "en": ("Enter raised hands or paper", "Change who can answer", "A code for each person"),
}
ODD = {
    "families": "👨‍👩‍👧‍👦" * LONGEST,
    "stacked": ("Z" + "\u0300\u0323\u0336\u0489" * 12) * 90,
    "turned": "\u202enatt god \u2066 sol \u2067 Kom hit (nå) 1–2",
    "arabic": "مرحبا بكم في المدينة 12 ﷽ " * 7,
    "unbroken": "W" * LONGEST,
    "wide": "𒐫" * 60 + "﷽" * 60,
    "joined": "👩" + "\u200d👩" * 2000,
    "lines": "en\r\nto\x00tre\u2028fire\u0007fem",
}


class House:
    def __init__(self, server: Running, browser: Browser) -> None:
        self.server, self.browser = server, browser
        words = {"length": LONGEST, "per_person": 5}
        steps = [step("ideas", "ideas", settings=words), step("statements", "statements")]
        with Prepared(server) as before:
            self.session = before.session(steps)
            self.key = before.doors.stage_key(self.session.id)
            self.chain = before.session(steps)
            seen = {"photos": True, "categories": [{"id": "good", "text": {"nb": "bra"}}]}
            self.pinned = before.session([step("pins", "pins", settings=seen)])
            self.elsewhere = cookies_of(before, "official", ["baerum"])
            self.unbegun = [before.session(steps) for _ in range(2)]
            self.chain_key = before.doors.stage_key(self.chain.id)
            _removed(before, server)
            self.leaving = held(before.workshop, 36, groups=("resident", "business"))
            self.weary = cookies_of(before, "facilitator", ["alesund"], minutes_ago=10)
            self.official = cookies_of(before, "official", ["alesund"], minutes_ago=10)
            link = before.desk_link()
        server.start()
        self.cookies = sign_in(server, link)
        self.desk = Desk(server, self.session.id, self.cookies)


@pytest.fixture(scope="module")
def house(server: Running, browser: Browser) -> House:
    return House(server, browser)


def _removed(before: Prepared, server: Running) -> None:
    """A workshop of which only figures remain."""
    gone = held(before.workshop)
    keeper = Keeper(before.workshop, before.library, server.folder, ("alesund",))
    keeper.make_package(gone)
    keeper.remove(gone)


def phone(house: House, session: Session) -> Page:
    page = house.browser.new_context(
        viewport=SCREEN,  # type: ignore[arg-type]
        has_touch=True,
        is_mobile=True,
        locale="en",
    ).new_page()
    page.goto(f"{house.server.url}/j/{session.code}")
    page.locator("#join").tap()
    return page


def office(
    house: House, path: str, lang: str, scheme: str, cookies: dict[str, str] | None = None
) -> Page:
    """A page in a browser of its own. Axe needs one without a policy."""
    made = house.browser.new_context(viewport=LAPTOP, bypass_csp=True)  # type: ignore[arg-type]
    told = (house.cookies if cookies is None else cookies) | {"lang": lang, "scheme": scheme}
    made.add_cookies([{"name": n, "value": v, "url": house.server.url} for n, v in told.items()])
    page = made.new_page()
    page.goto(house.server.url + path)
    return page


def is_open_to_all(page: Page) -> None:
    assert violations(page) == [] and sideways(page) <= 0


@pytest.mark.fault("F47")
def test_odd_texts_leave_the_stage_whole_and_are_counted_alike(house: House):
    assert house.desk.cmd("open_step", step="ideas")["ok"]
    writers = [Phone(house.server, house.session.code) for _ in ODD]
    for writer in writers:
        writer.until(lambda v: v["round"])
    sent = [who.op("idea", text=text) for who, text in zip(writers, ODD.values(), strict=True)]
    assert all(answer["ok"] for answer in sent), sent
    ids = [answer["id"] for answer in sent]
    assert house.desk.cmd("moderate", text_ids=ids, verdict="approve")["ok"]
    assert house.desk.cmd("reveal")["ok"]
    screen = Projector(house.browser, house.server, house.key, house.session.id)
    page = screen.show("&lang=nb")
    shown = page.locator(".res-idea .res-text")
    expect(shown).to_have_count(len(ODD))
    assert page.locator(".res-idea:visible").count() >= 3
    assert screen.overflow() == []
    assert page.evaluate(SPILLS) == []
    screen.is_well()
    mine = phone(house, house.session)
    expect(mine.locator("#idea")).to_be_visible()
    counts = mine.evaluate("(texts) => texts.map(letters)", [typed for typed, _ in COUNTED])
    assert counts == [count for _, count in COUNTED]
    mine.locator("#idea").fill("👨‍👩‍👧‍👦" * (LONGEST + 1))
    expect(mine.get_by_text("Characters left: -1")).to_be_visible()
    mine.get_by_role("button", name="Send my idea").tap()
    expect(mine.get_by_role("alert")).to_have_text(
        "The text is too long. Shorten it and send it again."
    )


@pytest.mark.fault("F58", "T8", "T10")
def test_a_text_from_the_first_warning_to_the_last_trace(house: House):
    line, chain = Desk(house.server, house.chain.id, house.cookies), house.chain
    assert line.cmd("open_step", step="ideas")["ok"]
    writer = phone(house, chain)
    writer.locator("#idea").fill(TELLING)
    writer.get_by_role("button", name="Send my idea").tap()
    expect(writer.get_by_text("This looks like a telephone number.")).to_be_visible()
    assert line.view["moderation"] == []
    writer.get_by_role("button", name="Send as it is").tap()
    desk = office(house, f"/desk/{chain.id}", "en", "dark")
    desk.locator("[data-tab=texts]").click()
    waiting = desk.locator(".desk-waiting")
    expect(waiting.get_by_text("Held back: this looks like a telephone number.")).to_be_visible()
    writer.get_by_role("button", name="Correct").tap()
    writer.locator("li textarea").fill(CORRECTED)
    writer.get_by_role("button", name="Save").tap()
    expect(waiting.get_by_text(CORRECTED)).to_be_visible()
    expect(waiting.locator(".desk-held")).to_be_hidden()
    waiting.get_by_role("button", name="Approve").click()
    line.until(lambda v: v["moderation"][0]["state"] == "approved")
    assert line.cmd("reveal")["ok"]
    stage = Projector(house.browser, house.server, house.chain_key, chain.id)
    expect(stage.show().get_by_text(CORRECTED)).to_be_visible()
    assert TELLING not in stage.page.content()
    receipt = writer.evaluate("() => post('receipt', {}).then((told) => told.receipt)")
    _deleted_at_the_desk(house, line)
    assert line.cmd("close_session")["ok"]
    _taken_back(house, receipt)


def _taken_back(house: House, receipt: str) -> None:
    """By the receipt alone, after the end; the review then knows of it no more."""
    chain = house.chain
    alone = office(house, f"/receipt/{chain.id}#{receipt}", "en", "dark", {})
    expect(alone.get_by_text(CORRECTED)).to_be_visible()
    alone.get_by_role("button", name="Delete").click()
    alone.get_by_role("button", name="Yes, delete").click()
    expect(alone.get_by_text("It is deleted.")).to_be_visible()
    review = office(house, f"/review/{chain.id}", "en", "light")
    expect(review.locator("#review-session[data-ready=true]")).to_be_attached()
    assert CORRECTED not in review.content() and UNWANTED not in review.content()
    expect(review.get_by_role("link", name="Open the desk")).to_be_visible()


def _deleted_at_the_desk(house: House, line: Desk) -> None:
    """For good, after a question, by somebody who has just shown who they are."""
    other = Phone(house.server, house.chain.code)
    assert other.op("idea", text=UNWANTED)["ok"]
    desk = office(house, f"/desk/{house.chain.id}", "en", "light", house.weary)
    desk.locator("[data-tab=texts]").click()
    row = desk.locator(".desk-waiting", has_text=UNWANTED)
    row.get_by_role("button", name="Delete").click()
    desk.get_by_role("dialog").get_by_role("button", name="Keep").click()
    expect(row).to_be_visible()
    row.get_by_role("button", name="Delete").click()
    desk.get_by_role("dialog").get_by_role("button", name="Delete for good").click()
    expect(desk.get_by_text("To delete what people wrote, sign in again first")).to_be_visible()
    is_open_to_all(desk)
    with desk.expect_popup() as opened:
        desk.get_by_role("link", name="Sign in again").click()
    _types_the_password(opened.value)
    expect(row).to_be_visible()
    row.get_by_role("button", name="Delete").click()
    desk.get_by_role("dialog").get_by_role("button", name="Delete for good").click()
    expect(row).to_have_count(0)
    assert UNWANTED not in str(line.until(lambda v: len(v["moderation"]) == 1))


@pytest.mark.fault("F63", "T19")
def test_a_workshop_is_handed_to_the_archive_and_deleted_by_who_shows_the_password_anew(
    house: House,
):
    page = office(house, f"/review/{house.leaving}", "en", "light", house.official)
    expect(page.locator("#review-session[data-ready=true]")).to_be_attached()
    _asked_for_the_password(page)
    page.locator("#review-by button").first.click()
    expect(page.locator("#review-by").get_by_role("table", name="By group")).to_be_visible()
    keep = page.locator("#review-keeping")
    _handed_over(page)
    keep.get_by_role("button", name="Delete this workshop").click()
    expect(keep.get_by_role("alert")).to_be_visible()
    is_open_to_all(page)
    keep.get_by_role("button", name="Delete for good").click()
    expect(keep.get_by_text("Show once more who you are")).to_be_visible()
    with page.expect_popup() as opened:
        keep.get_by_role("link", name="Sign in").click()
    _types_the_password(opened.value)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Raw ballots (CSV)").click()
    assert taken.value.suggested_filename.endswith("-ballots.csv")
    keep.get_by_role("button", name="Delete this workshop").click()
    keep.get_by_role("button", name="Delete for good").click()
    expect(keep.get_by_text("Deleted. The figures that remain")).to_be_visible()
    keep.get_by_role("link", name="All workshops").click()
    remains = page.locator(".review-remains")
    expect(remains.get_by_text("Only figures remain")).to_be_visible()
    expect(remains.locator("details")).to_have_count(2)
    page.goto(f"{house.server.url}/review/{house.leaving}")
    expect(page.get_by_text("This workshop is not here")).to_be_visible()


def _handed_over(page: Page) -> None:
    """The package is made and fetched, and the archivist says that the archive has it."""
    keep = page.locator("#review-keeping")
    expect(keep.get_by_role("button", name="Delete this workshop")).to_be_disabled()
    keep.get_by_role("button", name="Make the archive package").click()
    with page.expect_download() as fetched:
        keep.get_by_role("button", name="Fetch it (ZIP)").click()
    assert fetched.value.suggested_filename.endswith("-archive.zip")
    keep.get_by_role("button", name="The archive has it").click()
    expect(keep.get_by_text("Noted: the archive has the package.")).to_be_visible()


def _asked_for_the_password(page: Page) -> None:
    """Raw ballots lead to the door for somebody who signed in long ago."""
    page.get_by_role("link", name="Raw ballots (CSV)").click()
    expect(page.locator("#password")).to_be_visible()
    assert "again=1" in page.url
    page.go_back()
    expect(page.locator("#review-session[data-ready=true]")).to_be_attached()


def _types_the_password(page: Page) -> None:
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: urlsplit(address).path == "/account")
    page.close()


@pytest.mark.fault("T8", "T10")
def test_a_photo_is_seen_in_the_review_by_its_officials_alone_until_it_is_deleted(house: House):
    server, session = house.server, house.pinned
    line, phone = Desk(server, session.id, house.cookies), Phone(server, session.code)
    assert line.cmd("open_step", step="pins")["ok"]
    phone.until(lambda v: v["round"])
    pin = phone.op("pin", lat=62.47, lon=6.2, category="good")["id"]
    sent = requests.post(
        f"{server.url}/photo?code={session.code}&pin={pin}",
        data=jpeg(400),
        headers={"Origin": server.url},
        cookies=phone.cookies,
        timeout=30,
    ).json()
    assert line.cmd("moderate", text_ids=[pin], verdict="approve")["ok"]
    assert line.cmd("close_session")["ok"]
    review, address = f"/review/{session.id}", f"/photo/{session.id}/{sent['photo']}"
    page = office(house, review, "en", "light", house.official)
    page.locator("summary", has_text="All pins as a list").click()
    expect(page.get_by_role("img", name="Photo on this pin")).to_be_visible()
    assert page.evaluate("() => document.querySelector('.review-photo').naturalWidth") > 0
    is_open_to_all(page)
    for stranger in (house.elsewhere, {}):
        other = office(house, review, "en", "light", stranger)
        expect(other.locator("main h1")).to_be_visible()
        assert other.locator(".review-photo").count() == 0
        assert other.request.get(server.url + address).headers["content-type"] != "image/jpeg"
    assert line.cmd("delete", item=pin)["ok"]
    page.reload()
    expect(page.locator("#review-session[data-ready=true]")).to_be_attached()
    assert page.locator(".review-photo").count() == 0
    assert page.request.get(server.url + address).status == 404


@pytest.mark.parametrize(("lang", "scheme"), [("nb", "light"), ("en", "dark")])
def test_the_pages_and_panels_of_trust_are_open_to_all(house: House, lang: str, scheme: str):
    session, line = house.session, Desk(house.server, house.session.id, house.cookies)
    assert line.cmd("open_step", step="ideas")["ok"]
    assert Phone(house.server, session.code).op("idea", text=TELLING)["ok"]
    page = office(house, f"/receipt/{session.id}#{_receipt(house)}", lang, scheme)
    expect(page.locator("#number")).to_be_visible()
    is_open_to_all(page)
    for path, there in ((f"/j/{session.code}/stored", "main dl"), ("/review", ".review-remains")):
        page.goto(house.server.url + path)
        expect(page.locator(there)).to_be_visible()
        for fold in page.locator("main details").all():
            fold.evaluate("(one) => { one.open = true; }")
        is_open_to_all(page)
    page.goto(f"{house.server.url}/desk/{session.id}")
    page.locator("[data-tab=texts]").click()
    expect(page.locator(".desk-waiting .desk-held").first).to_be_visible()
    is_open_to_all(page)
    assert line.cmd("open_step", step="statements")["ok"]
    hands, who, codes = SAID[lang]
    page.locator("[data-tab=results]").click()
    page.get_by_role("button", name=hands).click()
    expect(page.locator("dialog.desk-count-dialog")).to_be_visible()
    is_open_to_all(page)
    page.goto(f"{house.server.url}/desk/{house.unbegun.pop().id}")
    _codes(page, who, codes)


def _codes(desk: Page, who: str, codes: str) -> None:
    """Who can answer is changed before the first has come in; the codes get a panel."""
    desk.locator("[data-tab=people]").click()
    desk.get_by_role("button", name=who).click()
    is_open_to_all(desk)
    desk.get_by_role("dialog").get_by_text(codes).click()
    expect(desk.locator(".desk-entry-codes")).to_be_visible()
    is_open_to_all(desk)
    desk.get_by_role("button", name=who).click()
    desk.locator("dialog button").first.click()


def _receipt(house: House) -> str:
    code, url = house.session.code, house.server.url
    _, cookies = post(f"{url}/j/{code}/join", {"language": "nb"}, url)
    return post(f"{url}/j/{code}/receipt", {}, url, cookies)[0]["receipt"]


# Texts that are drawn outside their card; one that ends early is cut by its own box.
SPILLS = """() => [...document.querySelectorAll(".res-idea:not([hidden])")].filter((card) => {
  const [box, text] = [card, card.querySelector(".res-text")].map((n) => n.getBoundingClientRect());
  const inner = document.createRange();
  inner.selectNodeContents(card.querySelector(".res-text"));
  const ends = card.querySelector(".res-long");
  const drawn = ends ? text : inner.getBoundingClientRect();
  return [text, drawn].some((one) => one.right > box.right + 1 || one.left < box.left - 1
    || one.bottom > box.bottom + 1);
}).map((card) => card.textContent.slice(0, 30))"""
