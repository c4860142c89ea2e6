"""A room compares scenarios in real browsers: desk, phone and stage, then what the review says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.axe import violations
from tests.browser.desk_stand import LAPTOP, watched
from tests.browser.phone_stand import SCREEN
from tests.browser.stage_hall import SMALL
from tests.conftest import hang_up
from tests.fitted import wake
from tests.people import Desk, Phone, sign_in
from tests.product import Prepared, Running
from tests.scenario_runs import computed, fitted_before
from tests.workshop.builders import step, text
from workshop.model import Json, Session

pytestmark = pytest.mark.browser

WARM, DEGREE, SORTED = "alesund-warm-homes", "alesund-one-degree", "alesund-sort-more"
NARROW = {"width": 360, "height": 640}


@dataclass
class Hall:
    """One hall for all tests of this module: its screens stay open from one to the next."""

    server: Running
    browser: Browser
    session: Session
    stage_url: str
    cookies: dict[str, str]
    stage: Page = field(init=False)
    desk: Page = field(init=False)
    anna: Page = field(init=False)
    ben: Page = field(init=False)
    others: list[Phone] = field(init=False)

    def __post_init__(self) -> None:
        self.stage = self.page(self.stage_url, {"width": 1920, "height": 1080})
        self.desk = self.page(f"/desk/{self.session.id}", signed_in=True)
        expect(self.desk.locator("#desk-live[data-ready=yes]")).to_be_attached()
        self.line = Desk(self.server, self.session.id, self.cookies)
        assert self.line.cmd("open_session")["ok"]
        self.anna, self.ben = self.phone(SCREEN), self.phone(NARROW)
        self.others = [Phone(self.server, self.session.code) for _ in range(4)]

    def page(self, address: str, size: dict[str, int] = LAPTOP, signed_in: bool = False) -> Page:
        context = self.browser.new_context(viewport=size, locale="en-GB")  # type: ignore[arg-type]
        cookies = (self.cookies if signed_in else {}) | {"lang": "en"}
        url = self.server.url
        context.add_cookies([{"name": n, "value": v, "url": url} for n, v in cookies.items()])
        page = watched(context.new_page())
        page.goto(address if "://" in address else url + address)
        return page

    def phone(self, size: dict[str, int]) -> Page:
        page = self.page(f"/j/{self.session.code}", size)
        page.locator("#join").click()
        expect(page.locator("#main h1")).to_be_visible()
        return page

    def opened(self, step: str, title: str) -> None:
        """The step is on everybody's screen."""
        assert self.line.cmd("open_step", step=step)["ok"]
        for screen in (self.stage, self.anna, self.ben):
            expect(screen.get_by_text(title).first).to_be_visible()
        expect(self.desk.locator(".desk-now")).to_have_text(title)

    def press(self, words: str) -> None:
        big = self.desk.locator("button.desk-primary")
        expect(big).to_contain_text(words)
        before = self.line.view["version"]
        big.click()
        self.line.until(lambda v: v["version"] > before)

    def all_vote(self, kind: str, value: object) -> None:
        for phone in self.others:
            phone.until(lambda v: v["step"] and v["step"]["kind"] == kind)
            assert phone.op("ballot", value=value)["ok"]


@pytest.fixture(autouse=True)
def left() -> None:
    """Instead of closing every page after each test, as elsewhere: see Hall."""


@pytest.fixture(autouse=True)
def hung_up() -> None:
    """Lines stay open, too."""


@pytest.fixture(scope="module")
def hall(server: Running, browser: Browser) -> Iterator[Hall]:
    options = [{"id": each, "text": text(each)} for each in (WARM, DEGREE)]
    guess = {"scenario": WARM, "low": -40, "high": 10, "step": 1}
    sliders = {"measures": ["retrofit_dwellings", "rooftop_solar"]}
    steps = [
        step("scenario", "look", settings={"scenario": WARM}, title=text("Warm homes")),
        step("guess", "how", settings=guess, title=text("How much?")),
        step("compare", "which", options=options, title=text("Which one?")),
        step("live", "if", settings=sliders, title=text("What if?")),
        step("scenario", "new", settings={"scenario": SORTED}, title=text("Sorted")),
    ]
    with Prepared(server) as prepared:
        fitted_before(prepared.twin, prepared.library, "alesund")
        computed(prepared.twin, "alesund", WARM)
        computed(prepared.twin, "alesund", DEGREE, change=-11.0)
        session = prepared.session(steps)
        links = prepared.doors.links(session.id, session.code)
        link = prepared.desk_link()
    server.start()
    wake(server, "alesund")
    stage = links.stage_url.replace(server.settings.public_url, server.url) + "&lang=en"
    yield Hall(server, browser, session, stage, sign_in(server, link))
    for context in browser.contexts:
        context.close()
    hang_up()


def faults(page: Page, part: str = "document") -> list[str]:
    return [*violations(page, part), *page.problems]  # type: ignore[attr-defined]


def sound(hall: Hall) -> None:
    """The stage can be read from the last row, and everybody can use their screen."""
    assert hall.stage.evaluate(SMALL) == []
    assert hall.stage.evaluate("() => { const e = document.getElementById('stage-exhibit');"
                               " return e.scrollHeight <= e.clientHeight + 1 }")  # fmt: skip
    assert faults(hall.stage) == [] and faults(hall.anna) == []
    assert faults(hall.desk, "'#desk-live'") == []


def test_a_comparison_is_put_together_at_the_desk(hall: Hall) -> None:
    """The editor offers the city's scenarios; what has no run yet is there as an estimate."""
    desk = hall.desk
    desk.get_by_role("button", name="Edit the agenda").click()
    desk.locator(".desk-edit-pick", has_text="What if?").click()
    desk.get_by_label("Kind of step").select_option("compare")
    desk.get_by_role("button", name="Add step").click()
    chosen = desk.get_by_role("group", name="Scenarios to compare (two to five)")
    expect(chosen.get_by_role("checkbox", checked=True)).to_have_count(2)
    chosen.get_by_label("Sort more at home").check()
    desk.get_by_label("How people vote").select_option("budget")
    desk.get_by_label("Cost: Sort more at home").fill("12")
    desk.get_by_role("button", name="Save the agenda").click()
    expect(desk.locator(".desk-step")).to_have_count(6)
    settings = hall.line.until(lambda v: len(v["steps"]) == 6)["steps"][4]["step"]["settings"]
    assert settings["ballot"] == "budget" and list(settings["costs"].values())[-1] == 12
    expect(desk.locator(".desk-step").nth(4)).to_contain_text("shown as an estimate")


def test_what_the_full_models_say_replaces_the_estimate_on_the_stage(hall: Hall) -> None:
    """They answer while it is shown: the desk says so, and shows it again with one press."""
    hall.opened("new", "Sorted")
    row = hall.desk.locator(".desk-step").last
    row.locator(".desk-step-head").click()
    expect(row.get_by_role("button", name="Show it again", exact=True)).to_be_disabled()
    hall.desk.route("**/twin.json", answered)
    hall.desk.reload()
    expect(row).to_contain_text("the full models have answered: show it again")
    row.locator(".desk-step-head").click()
    row.get_by_role("button", name="Show it again", exact=True).click()
    hall.line.until(lambda v: v["round"]["number"] == 2)
    hall.desk.unroute("**/twin.json")
    hall.desk.get_by_role("button", name="Edit the agenda").click()
    expect(hall.desk.locator(".desk-edit-pick[aria-current]")).to_contain_text("Sorted")
    hall.desk.get_by_role("button", name="Cancel").click()


def answered(route: Route) -> None:
    """The desk's own answer, as it is once the full models are done."""
    told = route.fetch().json()
    told["scenarios"] = [each | {"kind": "full"} for each in told["scenarios"]]
    route.fulfill(json=told)


def test_a_scenario_is_one_screen_on_a_phone_and_large_on_the_stage(hall: Hall) -> None:
    hall.opened("look", "Warm homes")
    for phone in (hall.anna, hall.ben):
        card = phone.locator(".scenario")
        expect(card).to_contain_text("−60 GWh a year")
        expect(card).to_contain_text("between −78 and −42")
        expect(card).to_contain_text("+812 million kroner")
        expect(card).to_contain_text("Felt most (roughly) in")
        expect(card.locator(".kpi", has_text="15,000 → 13,800")).to_be_visible()
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
        expect(card.locator("summary")).to_be_in_viewport(ratio=1)
        assert phone.evaluate("document.documentElement.scrollHeight <= innerHeight"), "one screen"
    darkest = hall.stage.locator(".ex-area.ex-down-3").first
    expect(darkest.locator("title")).to_contain_text("GWh a year, between −")
    expect(hall.stage.locator(".ex-legend")).to_contain_text("GWh a year, 2040 compared with")
    origin = hall.stage.locator(".ex-origin")
    expect(origin).to_contain_text("full model · ebm 1.2.0 · version 1 · districts approximate")
    expect(hall.stage.locator(".ex-kpi").last).to_contain_text("15,000 → 13,800")
    sound(hall)


def test_everybody_guesses_before_the_model_is_shown(hall: Hall) -> None:
    hall.opened("how", "How much?")
    anna, ben = hall.anna, hall.ben
    anna.get_by_label("My guess, in per cent").fill("-12")
    anna.get_by_role("button", name="One step less").click()
    expect(anna.locator("output")).to_have_text("−13 %")
    ben.locator("#guess").press("ArrowRight")
    for phone in (anna, ben):
        expect(phone.locator("#delivery")).to_contain_text("Counted")
    hall.all_vote("guess", -20)
    expect(hall.stage.locator("#stage-exhibit")).not_to_contain_text("−60 ")
    sound(hall)
    hall.press("Close the answers")
    hall.press("Show the results")
    for screen in (hall.stage.locator(".res-model"), anna.locator("#results")):
        expect(screen).to_contain_text("The model: −15 %")


def test_scenarios_are_compared_side_by_side_and_voted_on(hall: Hall) -> None:
    hall.opened("which", "Which one?")
    folds = hall.anna.locator(".scenario-fold")
    expect(folds).to_have_count(2)
    expect(folds.first.locator("summary")).to_contain_text("between −78 and −42")
    folds.first.locator("summary").click()
    expect(folds.first).to_contain_text("Renovate homes 20 %")
    hall.anna.get_by_label("One degree and good habits").check()
    expect(hall.anna.locator("#delivery")).to_contain_text("Counted")
    hall.all_vote("compare", [DEGREE])
    expect(hall.stage.locator(".ex-card")).to_have_count(2)
    sound(hall)
    hall.press("Close the answers")
    hall.press("Show the results")
    expect(hall.stage.locator("#stage-results")).to_contain_text("100%")


def test_sliders_are_moved_at_the_desk_while_the_room_looks_on(hall: Hall) -> None:
    hall.opened("if", "What if?")
    sun = hall.desk.get_by_label("Solar panels on roofs", exact=True)
    expect(hall.stage.locator(".ex-wait")).to_be_visible()
    sun.fill("0.3")
    shown = hall.stage.locator(".ex-slider", has_text="Solar panels on roofs")
    expect(shown).to_contain_text("30 %")
    figure = hall.stage.locator(".ex-card .ex-figure").first
    expect(figure).to_contain_text("GWh a year")
    hall.desk.get_by_role("button", name="More: Renovate homes").click()
    expect(hall.stage.locator(".ex-slider", has_text="Renovate homes")).not_to_contain_text("0 %")
    expect(figure.locator(".ex-change")).to_contain_text("−")
    expect(hall.stage.locator(".ex-about")).to_contain_text("buildings would use")
    expect(hall.stage.locator(".ex-kpi").first).to_contain_text("EN: ")
    expect(hall.anna.locator(".scenario")).to_contain_text("an estimate")
    sound(hall)
    held = hall.line.view["round"]["live"]["chosen"]
    assert {each["measure"]: each["level"] > 0 for each in held} == {
        "rooftop_solar": True, "retrofit_dwellings": True,
    }  # fmt: skip


def basket_made(hall: Hall) -> Json:
    """The step as it stands in the agenda: the first option's cost is the model's own."""
    hall.desk.get_by_role("button", name="Edit the agenda").click()
    editor = hall.desk.locator(".desk-editor")
    editor.get_by_label("Kind of step").select_option("budget")
    editor.get_by_role("button", name="Add step").click()
    editor.get_by_label("Title").fill("What do we buy?")
    editor.get_by_label("Option 1", exact=True).fill("Sun on roofs")
    editor.locator(".desk-edit-measure-head").first.click()
    editor.get_by_label("Measure of the model").select_option("rooftop_solar")
    expect(editor.get_by_label("Where").locator("option")).not_to_have_count(1)
    expect(editor.locator(".desk-edit-proposal")).to_contain_text("The price is an assumption")
    editor.get_by_role("button", name=re.compile("Use .* as its cost")).click()
    cost = int(editor.get_by_label("Cost: Option 1").input_value())
    assert cost > 10
    editor.get_by_label("Money to spend").fill(str(cost + 25))
    assert faults(hall.desk, "'.desk-editor'") == []
    editor.get_by_role("button", name="Save the agenda").click()
    expect(editor).to_have_count(0)
    view = hall.line.until(lambda v: any(r["step"]["kind"] == "budget" for r in v["steps"]))
    return next(row["step"] for row in view["steps"] if row["step"]["kind"] == "budget")


def test_a_basket_knows_what_it_costs_and_what_it_would_do(hall: Hall) -> None:
    """Made at the desk, filled on phones, and hidden from the stage until it is shown."""
    made = basket_made(hall)
    hall.opened(made["id"], "What do we buy?")
    hall.anna.get_by_label("Sun on roofs").check()
    expect(hall.anna.locator("#delivery")).to_contain_text("Counted")
    hall.all_vote("budget", [each["id"] for each in made["options"]])
    told = hall.desk.locator(".res-effect")
    expect(told).to_contain_text("Electricity")
    expect(told).to_contain_text("Not modelled: 2")
    expect(told).to_contain_text("Estimate by the fitted model · ebm")
    expect(hall.stage.locator(".res-effect")).to_have_count(0)
    hall.press("Close the answers")
    hall.press("Show the results")
    expect(hall.stage.locator(".res-effect")).to_contain_text("Estimate by the fitted model · ebm")
    expect(hall.stage.locator(".res-effect-row").nth(1)).to_contain_text(" to ")
    effect = hall.anna.locator("#results .scenario")
    expect(effect).to_contain_text("Modelled, not measured: an estimate for 2040")
    expect(effect.locator(".effect").first).to_contain_text("between −")
    expect(effect).to_contain_text("Not modelled: ")
    sound(hall)


def test_the_review_says_which_version_and_run_was_voted_on(hall: Hall) -> None:
    """Runs last: it ends the workshop."""
    assert hall.line.cmd("close_session")["ok"]
    expect(hall.stage.locator("#stage-root")).to_have_attribute("data-scene", "closed")
    sun = [{"measure": "rooftop_solar", "level": 0.2, "start": 2026}]
    again = {"of": DEGREE, "seen": [1, 0], "chosen": sun}
    address = f"{hall.server.url}/scenarios/alesund/save"
    told = hall.desk.request.post(address, data=again, headers={"Origin": hall.server.url})
    assert told.json()["version"] == 2
    review = hall.page(f"/review/{hall.session.id}", signed_in=True)
    section = review.locator(".review-step", has_text="Which one?")
    expect(section).to_contain_text(f"Version 1, run run-{DEGREE} (full model: ebm 1.2.0)")
    expect(section.get_by_text("Changed since: version 2 is the newest now.")).to_have_count(1)
    first = section.locator("tbody tr", has_text="Energy for buildings").first
    expect(first).to_contain_text("400")
    expect(section.locator("tbody tr", has_text="EN: E: E: 2C").first).to_contain_text("13,800")
    basket = review.locator(".review-step", has_text="What do we buy?")
    expect(basket).to_contain_text("What it would do: both rules")
    assert faults(review) == []
