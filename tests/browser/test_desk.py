"""Facilitators at the desk: from nothing to a workshop, the remote, the keys, two desks at once."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.desk_stand import PHONE, TABLET, Deaf, House, sideways, watched
from tests.people import Desk, Phone
from tests.product import Running
from tests.workshop.builders import step

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house(server: Running, browser: Browser) -> House:
    return House(server, browser, workshops=20)


def test_from_nothing_to_an_open_workshop_takes_four_clicks_and_no_two_minutes(house: House):
    page = house.page("/desk", "nb")
    began = time.monotonic()
    page.get_by_role("button", name="Ålesund", exact=True).click()
    expect(page.locator("input#desk-title")).to_have_value("Energi i Ålesund, 60 minutter")
    page.get_by_role("button", name="Lag møtet").click()
    page.get_by_role("button", name="Åpne dørene").click()
    expect(page.get_by_role("button", name="Begynn: Velkommen")).to_be_visible()
    assert time.monotonic() - began < 20
    page.get_by_role("button", name="Begynn: Velkommen").click()
    expect(page.get_by_role("button", name="Neste: Hvor mye strøm bruker vi?")).to_be_visible()
    assert page.problems == []  # type: ignore[attr-defined]


def test_a_title_of_ones_own_counts_in_every_language(house: House):
    page = house.page("/desk")
    page.locator("input#desk-title").fill("Our evening")
    page.get_by_role("button", name="Create the workshop").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Our evening")
    line = house.line(page.url.rsplit("/", 1)[1])
    assert set(line.view["session"]["title"].values()) == {"Our evening"}


def test_the_keys_run_a_step_from_opening_to_results(house: House):
    session_id, code = house.workshop()
    page, line = house.desk(session_id), house.line(session_id)
    phones = [house.phone(code) for _ in range(5)]
    expect(page.get_by_text("5 have joined", exact=True)).to_be_visible()
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Begin: Welcome", disabled=False)).to_be_visible()
    page.keyboard.press("Space")
    expect(page.locator(".desk-now")).to_have_text("Welcome")
    for title in ("How much electricity do we use?", "What do you think?"):
        expect(page.get_by_role("button", name="Next step", disabled=False)).to_be_visible()
        page.keyboard.press("n")
        expect(page.locator(".desk-now")).to_have_text(title)
    for phone in phones:
        phone.until(lambda view: view["round"] and view["round"]["id"] == "r3")
        assert phone.op("ballot", item="roofs", value="agree")["ok"]
    expect(page.get_by_text("5 of 5 have answered")).to_be_visible()
    expect(page.locator(".desk-hidden-mark")).to_have_text("Not shown yet")
    assert line.view["round"]["revealed"] is False
    page.keyboard.press("c")
    expect(page.locator(".desk-standing")).to_contain_text("Answers are closed")
    page.keyboard.press("s")
    expect(page.locator(".desk-standing")).to_contain_text("Results are shown")
    expect(page.locator(".desk-hidden-mark")).to_be_hidden()
    page.keyboard.press("d")
    expect(page.locator(".desk-standing")).to_contain_text("Round 2")
    # A third round is no second one.
    expect(page.locator(".desk-actions")).to_contain_text("Ask once more")
    page.keyboard.press("b")
    expect(page.get_by_role("button", name="Show the stage again")).to_be_visible()
    line.until(lambda view: view["blank"] and view["round"]["number"] == 2)
    assert page.problems == []  # type: ignore[attr-defined]


def pressed(page: Page, *keys: str) -> None:
    """Keys that come all at once, faster than any answer."""
    page.evaluate(
        "(keys) => keys.forEach((key) => document.body.dispatchEvent("
        "new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true})))",
        list(keys),
    )


def test_a_nervous_finger_goes_one_step_and_quick_keys_follow_each_other(house: House):
    session_id, _ = house.workshop()
    page, line = house.desk(session_id), house.line(session_id)
    pressed(page, "n", "n", "n")
    expect(page.locator(".desk-now")).to_have_text("Welcome")
    line.until(lambda view: view["step"] is not None)
    assert line.cmd("open_step", step="measures")["ok"]
    expect(page.locator(".desk-now")).to_contain_text("Which measures")
    pressed(page, "c", "s", "5", "5")
    expect(page.locator(".desk-standing")).to_have_text("Answers are closed · Results are shown")
    expect(page.locator(".desk-clock")).not_to_have_text("0:00")
    expect(page.locator(".desk-alarm")).to_be_hidden()
    pressed(page, "d", "d")
    expect(page.locator(".desk-standing")).to_contain_text("Round 2")
    pressed(page, " ", " ")
    expect(page.locator(".desk-standing")).to_contain_text("Answers are closed")
    pressed(page, "b")
    state = line.until(lambda view: view["blank"])
    rounds = {row["step"]["id"]: len(row["rounds"]) for row in state["steps"] if row["rounds"]}
    assert rounds == {"welcome": 1, "measures": 2}
    assert state["round"]["revealed"] is False


def test_keys_do_nothing_while_somebody_types_and_can_be_switched_off(house: House):
    session_id, _ = house.workshop()
    page, line = house.desk(session_id), house.line(session_id)
    page.locator("[data-tab=more]").click()
    page.get_by_label("Name of the template").fill("")
    page.get_by_label("Name of the template").press_sequentially("n b s")
    expect(page.get_by_label("Name of the template")).to_have_value("n b s")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("?")
    page.get_by_label("Single keys are switched on").uncheck()
    page.get_by_role("button", name="Close", exact=True).click()
    page.keyboard.press("Space")
    page.keyboard.press("n")
    page.keyboard.press("?")
    page.get_by_label("Single keys are switched on").check()
    page.get_by_role("button", name="Close", exact=True).click()
    assert line.view["session"]["phase"] == "lobby"
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("n")
    expect(page.locator(".desk-now")).to_have_text("Welcome")


def test_the_second_of_two_desks_is_told_and_nothing_happens_twice(house: House):
    session_id, _ = house.workshop()
    first = house.desk(session_id)
    second = watched(house.context().new_page())
    line = Deaf(second)
    second.goto(f"{house.server.url}/desk/{session_id}")
    expect(second.get_by_role("button", name="Open the doors")).to_be_visible()
    line.deaf = True
    first.get_by_role("button", name="Next step").click()
    expect(first.locator(".desk-now")).to_have_text("Welcome")
    second.get_by_role("button", name="Next step").click()
    expect(second.get_by_role("alert").first).to_contain_text("Somebody else at the desk was first")
    expect(second.locator(".desk-now")).to_have_text("Welcome")
    assert len(house.line(session_id).view["steps"][1]["rounds"]) == 0
    line.deaf = False
    second.get_by_role("button", name="Next step").click()
    expect(first.locator(".desk-now")).to_have_text("How much electricity do we use?")


def test_texts_are_approved_merged_rejected_and_undone_by_keyboard(house: House):
    session_id, code = house.workshop()
    page, line = house.desk(session_id), house.line(session_id)
    assert line.cmd("open_step", step="ideas")["ok"]
    phones = [house.phone(code) for _ in range(4)]
    for n, phone in enumerate(phones):
        assert phone.op("idea", text=f"Idea number {n}")["ok"]
    expect(page.get_by_role("button", name="Texts 4 waiting")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("a")
    expect(page.locator(".desk-waiting")).to_have_count(3)
    page.keyboard.press("r")
    page.get_by_role("button", name="Not about this question").press("Enter")
    expect(page.locator(".desk-waiting")).to_have_count(2)
    page.keyboard.press("m")
    page.get_by_label("Merge into").select_option(label="Idea number 0")
    page.locator(".desk-choices").get_by_role("button", name="Merge").press("Enter")
    expect(page.locator(".desk-waiting")).to_have_count(1)
    view = line.until(lambda view: view["counts"]["pending"] == 1)
    states = {row["text"]: (row["state"], row["reason"]) for row in view["moderation"]}
    assert states == {
        "Idea number 0": ("approved", None),
        "Idea number 1": ("rejected", "Not about this question"),
        "Idea number 2": ("merged", None),
        "Idea number 3": ("pending", None),
    }
    page.keyboard.press("u")
    expect(page.locator(".desk-waiting")).to_have_count(2)
    seen = phones[0].until(lambda view: view["ideas"])
    assert [idea["text"] for idea in seen["ideas"]] == ["Idea number 0"]
    an_objection_is_called_one(page, line, phones[0])
    taken = approved_idea_as_option(page, line)
    assert [(option["idea"], option["id"]) for option in taken] == [(seen["ideas"][0]["id"],) * 2]


def an_objection_is_called_one(page: Page, line: Desk, phone: Phone) -> None:
    """A reason that waits says what it objects to."""
    view = line.until(lambda view: view["counts"]["pending"] == 2)
    steps = [*(row["step"] for row in view["steps"]), step("resistance", "why")]
    assert line.cmd("set_agenda", steps=steps)["ok"]
    assert line.cmd("open_step", step="why")["ok"]
    phone.until(lambda view: view["step"]["id"] == "why")
    assert phone.op("idea", item="a", text="Too far")["ok"]
    waiting = page.locator(".desk-waiting").filter(has_text="Too far")
    expect(waiting.locator(".desk-text-meta")).to_have_text("Objection to: why a")


def approved_idea_as_option(page: Page, line: Desk) -> list[dict[str, Any]]:
    """A step of its own for the one idea that is shown; its options as they are then."""
    page.get_by_role("button", name="Edit the agenda").click()
    editor = page.get_by_role("dialog")
    editor.get_by_label("Kind of step").select_option("ranking")
    editor.get_by_role("button", name="Add step").click()
    editor.get_by_role("checkbox", name="Idea number 0").check()
    expect(editor.get_by_role("checkbox", name="Idea number 0")).to_be_focused()
    expect(editor.locator(".desk-borrowed")).to_have_text("Idea number 0")
    editor.get_by_role("button", name="Save the agenda").click()
    expect(editor).to_be_hidden()
    added = line.until(lambda view: "Rank" in str(view["steps"]))["steps"]
    return next(row["step"]["options"] for row in added if row["step"]["kind"] == "ranking")


def test_a_text_is_text_on_the_desk_whatever_it_holds(house: House):
    session_id, code = house.workshop()
    page, line = house.desk(session_id), house.line(session_id)
    line.cmd("open_step", step="ideas")
    wicked = "<img src=x onerror=alert(1)><b>bold</b>"
    assert house.phone(code).op("idea", text=wicked)["ok"]
    page.locator("[data-tab=texts]").click()
    expect(page.locator(".desk-text").first).to_have_text(wicked)
    assert page.locator(".desk-texts img:not(.desk-photo), .desk-texts b").count() == 0


def test_the_timer_starts_grows_and_stops_and_closes_nothing(house: House):
    session_id, _ = house.workshop()
    page, line = house.desk(session_id), house.line(session_id)
    line.cmd("open_step", step="statements")
    page.get_by_role("button", name="Start 10 min").click()
    expect(page.locator(".desk-clock")).to_have_text(re.compile("^(10:00|9:5.)$"))
    page.keyboard.press("5")
    expect(page.locator(".desk-clock")).to_have_text(re.compile("^1[45]:"))
    page.keyboard.press("0")
    expect(page.locator(".desk-clock")).to_have_text("0:00")
    assert line.view["round"]["state"] == "open"


def test_the_agenda_is_edited_during_the_workshop_and_asked_steps_are_locked(house: House):
    session_id, _ = house.workshop()
    page, line = house.desk(session_id), house.line(session_id)
    line.cmd("open_step", step="welcome")
    page.get_by_role("button", name="Edit the agenda").click()
    editor = page.get_by_role("dialog")
    editor.get_by_label("Title").fill("Our electricity")
    editor.get_by_role("button", name="Move down: Our electricity").click()
    editor.get_by_role("button", name="Remove: The same question, once more").click()
    editor.get_by_label("Kind of step").select_option("score")
    editor.get_by_role("button", name="Add step").click()
    editor.get_by_label("Title").fill("How sure are you?")
    editor.get_by_label("Minutes").fill("3")
    editor.get_by_role("textbox", name="Option 1").fill("Very sure")
    editor.get_by_label("Kind of step").select_option("likert")
    editor.get_by_role("button", name="Add step").click()
    expect(editor.get_by_text("Use it to ask how far people agree")).to_be_visible()
    editor.get_by_label("Steps to choose from").select_option("7")
    editor.get_by_role("textbox", name="Statement 2").fill("Buses run often enough")
    editor.get_by_role("button", name="Welcome Show").click()
    expect(editor.get_by_text("This step has been asked already")).to_be_visible()
    editor.get_by_role("button", name="Save the agenda").click()
    expect(editor).to_be_hidden()
    changed = line.until(lambda v: "How sure are you?" in str(v["steps"]))
    survey = next(row["step"] for row in changed["steps"] if row["step"]["kind"] == "likert")
    assert survey["settings"] == {"steps": 7}
    assert survey["options"][1]["text"] == {"en": "Buses run often enough"}
    titles = [row["step"]["title"]["en"] for row in changed["steps"]]
    assert titles[:3] == ["Welcome", "What do you think?", "Our electricity"]
    assert "The same question, once more" not in titles
    _that_nothing_changes(page, line)


def _that_nothing_changes(page: Page, line: Desk) -> None:
    """An option of each question about resistance: ours in every language, or somebody's own."""

    def said(known: str) -> dict[str, str]:
        view = line.until(lambda v: known in str(v["steps"]))
        asked = next(row["step"] for row in view["steps"] if row["step"]["kind"] == "resistance")
        return asked["options"][-1]["text"]

    editor = page.get_by_role("dialog")
    page.get_by_role("button", name="Edit the agenda").click()
    editor.get_by_label("Kind of step").select_option("resistance")
    editor.get_by_role("button", name="Add step").click()
    editor.get_by_label("Title").fill("What can you live with?")
    editor.get_by_role("button", name="Save the agenda").click()
    assert said("What can you live with?") == {
        "nb": "Alt blir som det er i dag", "nn": "Alt blir som det er i dag",
        "sv": "Allt förblir som det är i dag", "en": "Everything stays as it is today",
    }  # fmt: skip
    page.get_by_role("button", name="Edit the agenda").click()
    editor.get_by_role("button", name="What can you live with?").first.click()
    editor.get_by_role("textbox", name="As it is today").fill("No new school")
    editor.get_by_role("button", name="Save the agenda").click()
    assert said("No new school") == {"en": "No new school"}


def test_a_step_without_a_title_is_not_saved_and_the_step_is_named(house: House):
    session_id, _ = house.workshop()
    page = house.desk(session_id)
    page.get_by_role("button", name="Edit the agenda").click()
    for language in ("Bokmål", "Nynorsk", "Svenska", "English"):
        page.get_by_role("dialog").get_by_role("button", name=language).click()
        page.get_by_role("dialog").get_by_label("Title").fill("")
    page.get_by_role("button", name="Save the agenda").click()
    expect(page.get_by_role("alert").filter(has_text="This step needs a title.")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Throw away").click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_rehearsal_is_marked_and_fills_with_simulated_people(house: House):
    session_id, _ = house.workshop()
    page = house.desk(session_id)
    page.locator("[data-tab=more]").click()
    page.get_by_role("button", name="Start a rehearsal").click()
    page.wait_for_url(re.compile("/desk/rehearsal-"))
    expect(page.get_by_text("Rehearsal: simulated people", exact=True)).to_be_visible()
    page.locator("[data-tab=more]").click()
    page.get_by_role("button", name="Fast").click()
    page.get_by_role("button", name="Let them in").click()
    expect(page.get_by_text("42 simulated people are taking part.")).to_be_visible()
    expect(page.get_by_text("42 have joined", exact=True)).to_be_visible(timeout=20_000)
    stage = page.frame_locator(".desk-stage-frame")
    expect(stage.get_by_text("Øving")).to_be_visible()
    rehearsal = house.line(page.url.rsplit("/", 1)[1])
    rehearsal.cmd("open_step", step="measures")
    rehearsal.until(lambda view: view["round"]["turnout"]["answered"] > 20, 20)
    page.get_by_role("button", name="Stop them").click()
    expect(page.get_by_text("The simulated people are standing still.")).to_be_visible()
    assert house.line(session_id).view["people"]["joined"] == 0


def test_an_agenda_is_kept_and_can_be_begun_with_and_taken_away(house: House):
    session_id, _ = house.workshop()
    page = house.desk(session_id)
    page.locator("[data-tab=more]").click()
    page.get_by_label("Name of the template").fill("My own evening")
    page.get_by_role("button", name="Save as a template").click()
    expect(page.get_by_text("Saved. You find it")).to_be_visible()
    page.goto(house.server.url + "/desk")
    page.get_by_role("button", name="Ålesund", exact=True).click()
    before = page.get_by_role("button", name=re.compile("^As before: ")).first
    expect(before).to_contain_text(re.compile(r"min · \d+ \w+ 20\d\d · \d+ "))
    page.get_by_role("button", name=re.compile("^My own evening")).click()
    expect(page.locator("input#desk-title")).to_have_value("My own evening")
    page.get_by_text("Templates as files").click()
    page.get_by_role("button", name="Remove: My own evening").click()
    expect(page.get_by_text("Removed: My own evening")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^My own evening"))).to_have_count(0)


def test_a_template_comes_in_from_a_file_and_a_wrong_one_is_refused_in_a_sentence(house: House):
    page = house.page("/desk")
    page.get_by_text("Templates as files").click()
    with page.expect_download() as handed:
        page.get_by_role("button", name="Download: Energy in Ålesund, 60 minutes").click()
    text = handed.value.path().read_text("utf-8")
    upload = page.locator("#desk-upload input[type=file]")
    good = text.replace("Energy in Ålesund, 60 minutes", "Handed over")
    upload.set_input_files({"name": "a.yml", "mimeType": "text/yaml", "buffer": good.encode()})
    expect(page.get_by_text("Taken in: Handed over")).to_be_visible()
    wrong = text.replace("kind: approval", "kind: raffle")
    upload.set_input_files({"name": "b.yml", "mimeType": "text/yaml", "buffer": wrong.encode()})
    expect(page.get_by_text("Step 5, field kind: This kind of step is not known.")).to_be_visible()


def test_closing_asks_first_and_then_leads_to_the_review(house: House):
    session_id, _ = house.workshop()
    page, line = house.desk(session_id), house.line(session_id)
    page.locator("[data-tab=more]").click()
    page.get_by_role("button", name="Close the workshop").click()
    page.get_by_role("button", name="Not yet").click()
    assert line.view["session"]["phase"] == "lobby"
    page.get_by_role("button", name="Close the workshop").click()
    page.get_by_role("dialog").get_by_role("button", name="Close the workshop").click()
    link = page.get_by_role("link", name="Go to the review")
    expect(link).to_have_attribute("href", f"/review/{session_id}")
    assert line.until(lambda view: view["session"]["phase"] == "closed")


def test_a_stranger_sees_nothing_of_a_workshop(house: House, browser: Browser):
    session_id, code = house.workshop()
    page = browser.new_context(locale="en").new_page()
    page.goto(f"{house.server.url}/desk/{session_id}")
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert code not in page.content()


def test_long_words_fit_on_small_screens_in_every_language(house: House):
    """One browser that changes its language; on a phone first, and then as wide as a tablet."""
    session_id, _ = house.workshop()
    house.line(session_id).cmd("open_step", step="statements")
    page = house.page("/desk", "nb", PHONE)
    for lang in ("nb", "nn", "sv", "en"):
        page.context.add_cookies([{"name": "lang", "value": lang, "url": house.server.url}])
        page.goto(f"{house.server.url}/desk/{session_id}")
        expect(page.locator("#desk-live[data-ready=yes]")).to_be_attached()
        assert page.evaluate("document.documentElement.lang") == lang
        for size in (PHONE, TABLET):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            for tab in ("remote", "agenda", "results", "texts", "people", "more"):
                page.locator(f"[data-tab={tab}]").click()
                assert sideways(page) <= 0, (lang, tab, size)
        page.goto(house.server.url + "/desk")
        expect(page.locator("#desk-create")).to_be_visible()
        for size in (TABLET, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            assert sideways(page) <= 0, (lang, size)


@pytest.mark.parametrize(("lang", "scheme"), [("nb", "light"), ("en", "dark")])
def test_axe_finds_nothing_wrong_at_the_desk(house: House, lang: str, scheme: str):
    found: dict[str, list[str]] = {}
    context = house.context(lang, bypass_csp=True)
    context.add_cookies([{"name": "scheme", "value": scheme, "url": house.server.url}])
    page = context.new_page()
    page.goto(house.server.url + "/desk")
    page.locator(".desk-files summary").click()
    found["list"] = violations(page)
    rows = page.locator(".desk-row-title")
    page.goto(house.server.url + str(rows.first.get_attribute("href")))
    expect(page.locator("#desk-live[data-ready=yes]")).to_be_attached()
    for tab in ("results", "texts", "people", "more"):
        page.locator(f"[data-tab={tab}]").click()
        found[tab] = violations(page)
    page.keyboard.press("?")
    found["help"] = violations(page)
    assert {where: what for where, what in found.items() if what} == {}


def test_the_desk_asks_no_other_host_for_anything(house: House):
    session_id, _ = house.workshop()
    page = house.desk(session_id)
    page.locator("[data-tab=people]").click()
    expect(page.locator(".desk-qr")).to_be_visible()
    assert [url for url in page.asked if not url.startswith(house.server.url)] == []  # type: ignore[attr-defined]
    assert page.problems == []  # type: ignore[attr-defined]
