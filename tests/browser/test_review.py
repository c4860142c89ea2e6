"""Officials with a browser: the list, the stage at each moment, results and files."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.browser.axe import LOOKS, violations
from tests.dashboards.review_story import APPROVED, HELD_BACK, cookies_of, held
from tests.product import Prepared, Running

pytestmark = pytest.mark.browser

LAPTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


class Office:
    """A server with a workshop and its rehearsal, and an official who has just signed in."""

    def __init__(self, server: Running, browser: Browser) -> None:
        self.server, self.browser = server, browser
        with Prepared(server) as before:
            self.session = held(before.workshop)
            self.rehearsal = held(before.workshop, rehearsal=True)
            self.cookies = cookies_of(before, "official", ["alesund"])
            self.elsewhere = cookies_of(before, "official", ["baerum"])
        server.start()

    def page(
        self,
        path: str,
        lang: str = "en",
        size: dict[str, int] = LAPTOP,
        cookies: dict[str, str] | None = None,
        scheme: str = "light",
        **more: bool,
    ) -> Page:
        """A page that notes its faults, its breaches of policy and what it asks for."""
        context = self.browser.new_context(viewport=size, **more)  # type: ignore[arg-type]
        told = (self.cookies if cookies is None else cookies) | {"lang": lang, "scheme": scheme}
        context.add_cookies(
            [{"name": n, "value": v, "url": self.server.url} for n, v in told.items()]
        )
        page = context.new_page()
        page.faults, page.asked = [], []  # type: ignore[attr-defined]
        page.on("pageerror", lambda fault: page.faults.append(str(fault)))  # type: ignore[attr-defined]
        page.on("console", lambda said: _note(page, said.type, said.text))
        page.on("request", lambda request: page.asked.append(request.url))  # type: ignore[attr-defined]
        page.goto(self.server.url + path)
        return page

    def review(self, lang: str = "en", size: dict[str, int] = LAPTOP, **more: Any) -> Page:
        page = self.page(f"/review/{self.session}", lang, size, **more)
        expect(page.locator("#review-session[data-ready=true]")).to_be_attached()
        expect(page.locator("#review-picture[data-seq]")).to_be_attached()
        # The frame has an address once its page has begun.
        expect(page.frame_locator("#review-frame").locator("body")).to_be_attached()
        page.wait_for_function("document.getElementById('review-frame').contentWindow.radslag")
        return page


def _note(page: Page, kind: str, text: str) -> None:
    if kind == "error" or "Content Security Policy" in text:
        page.faults.append(text)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def office(server: Running, browser: Browser) -> Office:
    return Office(server, browser)


def stage_of(page: Page) -> Frame:
    return next(frame for frame in page.frames if "replay=1" in frame.url)


def go(page: Page, text: str, at: int = 0) -> None:
    page.locator(".review-moment", has_text=text).nth(at).click()


def test_the_list_shows_workshops_and_keeps_rehearsals_apart(office: Office):
    page = office.page("/review")
    rows = page.locator("#review-list tbody tr:visible")
    expect(rows).to_have_count(1)
    page.get_by_role("switch").click()
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="Rehearsal: simulated")).to_have_count(1)
    assert "rehearsals=1" in page.url
    page.get_by_label("Search").fill("ÅLESUND ener")
    expect(rows).to_have_count(2)
    page.get_by_label("Search").fill("nothing like it")
    expect(page.get_by_text("No workshop matches.")).to_be_visible()
    expect(rows).to_have_count(0)
    page.reload()
    expect(page.get_by_label("Search")).to_have_value("nothing like it")


def test_an_official_of_a_city_without_workshops_reads_one_calm_sentence(office: Office):
    page = office.page("/review", cookies=office.elsewhere)
    expect(page.get_by_text("No workshops yet")).to_be_visible()


def test_a_workshop_of_another_city_is_not_shown(office: Office):
    page = office.page(f"/review/{office.session}", cookies=office.elsewhere)
    expect(page.get_by_text("This is not open to your account.")).to_be_visible()
    page = office.page(f"/stage/{office.session}?replay=1", cookies={})
    expect(page.get_by_text("Sign in to see what the stage showed.")).to_be_visible()


def test_the_picture_is_the_stage_as_it_was_at_each_moment(office: Office):
    page = office.review()
    stage = stage_of(page)
    expect(stage.locator("#stage-question")).to_have_text("map")
    go(page, "Opened: statements")
    expect(stage.locator("#stage-question")).to_have_text("statements")
    expect(stage.locator("#stage-people")).to_have_text("0 av 7")
    expect(stage.locator("#stage-hidden")).to_be_visible()
    go(page, "Closed: 7 of 7")
    expect(stage.locator("#stage-people")).to_have_text("7 av 7")
    expect(stage.locator("#stage-hidden")).to_be_visible()
    go(page, "Results shown")
    expect(stage.locator("#stage-results .res-label").first).to_be_visible()
    expect(stage.locator("#stage-hidden")).to_be_hidden()
    go(page, "Second round: statements")
    expect(stage.locator("#stage-people")).to_have_text("0 av 7")
    go(page, "The workshop was made")
    expect(stage.locator("#stage-root")).to_have_attribute("data-scene", "lobby")
    assert not page.faults  # type: ignore[attr-defined]


def test_the_map_in_the_picture_has_the_values_that_were_shown(office: Office):
    page = office.review()
    go(page, "Opened: map")
    stage = stage_of(page)
    expect(stage.locator("path[data-area='1508']")).to_be_attached(timeout=15_000)
    label = stage.locator("path[data-area='1508']").get_attribute("aria-label") or ""
    moments = page.evaluate("radslag.replayed.moments")
    seq = next(moment["seq"] for moment in moments if moment["text"] == "Opened: map")
    view = page.request.get(f"{office.server.url}/review/{office.session}/frame/{seq}.json").json()
    shown = view["round"]["shown"]["values"]["1508"]
    assert f"{shown:.1f}".replace(".", ",")[:4] in label.replace("\xa0", ""), (shown, label)


def test_slider_buttons_and_list_move_together_by_keyboard(office: Office):
    page = office.review()
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("Home")
    expect(page.locator(".review-moment[aria-current]")).to_contain_text("The workshop was made")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".review-moment[aria-current]")).to_contain_text("Just before: 7")
    page.get_by_role("button", name="Next moment").click()
    expect(page.locator(".review-moment[aria-current]")).to_contain_text("Opened: map")
    assert "Opened: map" in (slider.get_attribute("aria-valuetext") or "")
    page.get_by_role("button", name="Previous moment").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#review-controls [role=status]")).to_contain_text("Just before: 7")
    slider.focus()
    page.keyboard.press("End")
    expect(page.locator(".review-moment[aria-current]")).to_contain_text("Workshop finished")


def test_moving_to_a_moment_takes_no_time(office: Office):
    """From the press of a key until the frame has drawn it, the median of ten."""
    page = office.review()
    expect(stage_of(page).locator("#stage-question")).to_have_text("map")
    times = page.evaluate(
        """async () => {
          const frame = document.getElementById("review-frame").contentWindow;
          const taken = [];
          for (let n = 3; n < 13; n += 1) {
            const began = performance.now();
            const { seq } = radslag.replayed.moments[n];
            radslag.replayed.show(n);
            while (!frame.radslag.stage.shown() || frame.radslag.stage.shown().seq !== seq)
              await new Promise((done) => setTimeout(done, 5));
            taken.push(performance.now() - began);
          }
          return taken.sort((a, b) => a - b);
        }"""
    )
    assert times[5] < 300, times


def test_results_stand_by_step_and_round_with_their_tables(office: Office):
    page = office.review()
    section = page.locator("section.review-step", has_text="statements")
    expect(section.locator(".res-row").first).to_contain_text("statements a")
    expect(section.get_by_text("who answered both times changed")).to_be_visible()
    section.get_by_text("Show as a table").first.click()
    expect(section.get_by_role("columnheader", name="Before")).to_be_visible()
    section.locator("details.review-round > summary").click()
    expect(section.locator(".review-round .res-legend").nth(1)).to_be_visible()


def test_pins_are_on_a_map_and_in_a_list_with_approved_words_alone(office: Office):
    page = office.review()
    section = page.locator("section.review-step", has_text="Pins on a map")
    expect(section.locator(".map-pin")).to_have_count(6)
    section.locator("summary", has_text="All pins as a list").click()
    expect(section.locator("table tbody tr")).to_have_count(6)
    expect(section.get_by_role("cell", name=APPROVED)).to_be_visible()
    assert HELD_BACK not in page.content()


def test_what_was_held_back_is_counted_and_shown_when_asked_for(office: Office):
    page = office.review()
    assert HELD_BACK not in page.content()
    expect(page.get_by_text("names a person (1)")).to_be_visible()
    page.get_by_role("button", name="Show what was not approved (2)").click()
    expect(page.get_by_text(HELD_BACK)).to_be_visible()


def test_files_are_downloaded_under_a_name_that_says_what_they_are(office: Office):
    page = office.review()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Results for Excel").click()
    assert waiting.value.suggested_filename.endswith("-results-excel.csv")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Raw ballots (CSV)").click()
    assert waiting.value.suggested_filename.startswith("radslag-alesund-")


def test_from_a_result_one_comes_to_its_moment_on_the_stage(office: Office):
    page = office.review()
    page.locator("section.review-step", has_text="score").locator(".review-look").click()
    expect(page.locator(".review-moment[aria-current]")).to_contain_text("Results shown")
    expect(stage_of(page).locator("#stage-question")).to_have_text("score")


@pytest.mark.parametrize(("lang", "scheme", "large"), LOOKS)
def test_nothing_stands_in_the_way_of_anybody(office: Office, lang: str, scheme: str, large: int):
    size = (PHONE, LAPTOP)[large]
    for path in ("/review?rehearsals=1", f"/review/{office.session}"):
        page = office.page(path, lang, size, scheme=scheme, bypass_csp=True)
        expect(page.locator("[data-ready=true]")).to_be_attached()
        page.evaluate(
            "document.querySelectorAll('main details').forEach((d) => { d.open = true; })"
        )
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_no_request_leaves_the_house_and_no_policy_is_broken(office: Office):
    for page in (office.page("/review"), office.review("sv")):
        page.wait_for_load_state("networkidle")
        ours = urlsplit(office.server.url).netloc
        hosts = {urlsplit(url).netloc for url in page.asked if url.startswith("http")}  # type: ignore[attr-defined]
        assert hosts == {ours}
        assert not page.faults  # type: ignore[attr-defined]
