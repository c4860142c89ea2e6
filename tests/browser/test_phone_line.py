"""Phones that lose the network, the page, the server, the race: nothing lost, nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.phone_stand import ARGUMENTS, CHROMIUM, Hall, House
from tests.product import Running

pytestmark = pytest.mark.browser

KEPT = "Lagret på telefonen, venter på nett"
# Takes all the room that this browser gives the page, to the last letter.
FILL = """() => {
  let held = "";
  for (let size = 2 ** 22; size >= 1; size /= 2) {
    try {
      localStorage.setItem("fill", held + "x".repeat(size));
      held += "x".repeat(size);
    } catch (full) {}
  }
}"""


@pytest.fixture(scope="module")
def house(server: Running, browser: Browser) -> House:
    return House(server, browser, halls=14)


def tap(page: Page, word: str) -> None:
    page.get_by_role("button", name=word, exact=True).tap()


def says(page: Page, text: str) -> None:
    expect(page.locator("#delivery")).to_have_text(text, timeout=15_000)


def waiting(page: Page) -> int:
    """How many operations lie in this phone's outbox."""
    return page.evaluate("Object.keys(localStorage).filter((key) => key.includes('.op.')).length")


def online(page: Page) -> None:
    """The socket is there, and the server has told what it knows."""
    expect(page.locator("#app")).to_have_attribute("data-line", "open")


def asked(hall: Hall) -> Page:
    """A phone that sees the statements and has its line."""
    hall.open("statements")
    page = hall.joined()
    online(page)
    return page


def agree_offline(page: Page) -> None:
    """An answer without network: the phone keeps it, and says so."""
    page.context.set_offline(True)
    tap(page, "Enig")
    says(page, KEPT)


def test_a_page_of_an_older_version_is_fetched_anew_once_its_answers_are_counted(
    hall: Hall,
) -> None:
    page = asked(hall)
    page.evaluate("boot.page = 'of yesterday'")
    page.evaluate(
        "addEventListener('pagehide', () => (sessionStorage.left = "
        "Object.keys(localStorage).filter((key) => key.includes('.op.')).length))"
    )
    agree_offline(page)
    # The line is back and would have the page fetched at once; the answer is still on its way.
    page.evaluate("Math.random = () => 0; boot.flush = outbox.flush; outbox.flush = () => {}")
    page.context.set_offline(False)
    online(page)
    with page.expect_event("load", timeout=15_000):
        page.evaluate("outbox.flush = boot.flush; outbox.flush()")
    assert page.evaluate("boot.page !== 'of yesterday'")
    assert page.evaluate("sessionStorage.left") == "0"
    hall.answered(1)
    online(page)
    says(page, "Talt med")


def test_a_page_of_todays_version_stays_as_it_is(hall: Hall) -> None:
    page = asked(hall)
    page.evaluate("window.stayed = true")
    page.evaluate("line.rejoin()")
    tap(page, "Enig")
    says(page, "Talt med")
    assert page.evaluate("window.stayed && !sessionStorage.page")


@pytest.mark.fault("F28")
def test_a_vote_without_network_is_kept_and_counted_when_the_network_is_back(hall: Hall) -> None:
    page = asked(hall)
    agree_offline(page)
    tap(page, "Uenig")
    assert waiting(page) == 2
    assert hall.desk.view["round"]["turnout"]["answered"] == 0
    page.context.set_offline(False)
    says(page, "Talt med")
    hall.answered(1)
    assert waiting(page) == 0


@pytest.mark.fault("F32")
def test_a_page_closed_with_an_unsent_vote_sends_it_once_when_it_is_opened_again(
    hall: Hall,
) -> None:
    page = asked(hall)
    context = page.context
    agree_offline(page)
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(hall.address)
    says(again, "Talt med")
    hall.answered(1)
    hall.others(4, item="a", value="disagree")
    told = hall.result(lambda told: told["options"][0]["n"] == 5)
    assert told["options"][0]["agree"] == 1


def test_two_tabs_of_one_phone_are_one_voter_and_see_the_same_answers(hall: Hall) -> None:
    hall.open("score")
    first = hall.joined()
    online(first)
    second = first.context.new_page()
    second.goto(hall.address)
    group = "Lav regning"
    first.get_by_role("group", name=group).get_by_role("radio", name="2").check()
    expect(second.get_by_role("group", name=group).get_by_role("radio", name="2")).to_be_checked()
    second.get_by_role("group", name=group).get_by_role("radio", name="5").check()
    expect(first.get_by_role("group", name=group).get_by_role("radio", name="5")).to_be_checked()
    says(first, "Talt med")
    says(second, "Talt med")
    hall.others(4, item="a", value=0)
    told = hall.result(lambda told: told["voters"] == 5)
    assert told["options"][0]["counts"] == [4, 0, 0, 0, 0, 1]
    assert hall.desk.view["people"]["joined"] == 5


def test_a_phone_whose_storage_fills_up_forgets_no_vote(hall: Hall) -> None:
    page = asked(hall)
    agree_offline(page)
    page.evaluate(FILL)
    tap(page, "Uenig")
    says(page, "Venter på nett. La siden stå åpen.")
    page.context.set_offline(False)
    says(page, "Talt med")
    hall.others(4, item="a", value="disagree")
    hall.others(4, item="b", value="agree")
    told = hall.result(lambda told: [row.get("n") for row in told["options"][:2]] == [5, 5])
    assert (told["options"][0]["agree"], told["options"][1]["disagree"]) == (1, 1)


def test_a_browser_that_refuses_cookies_is_told_so_and_counts_as_nobody(
    hall: Hall, tmp_path: Path
) -> None:
    hall.open("statements")
    choices = tmp_path / "Default/Preferences"
    choices.parent.mkdir()
    choices.write_text('{"profile": {"default_content_setting_values": {"cookies": 2}}}')
    context = hall.browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=CHROMIUM, args=ARGUMENTS, locale="nb-NO"
    )
    try:
        page = context.new_page()
        page.goto(f"{hall.address}#{hall.token}")
        for _ in range(2):
            page.locator("#join").click()
            expect(page.locator("#join-problem")).to_contain_text("avviser informasjonskapsler")
        assert hall.desk.view["people"]["joined"] == 0
    finally:
        context.close()


def test_a_tab_closed_offline_leaves_its_vote_to_the_other_tab(hall: Hall) -> None:
    hall.open("statements")
    first = hall.joined()
    online(first)
    second = first.context.new_page()
    second.goto(hall.address)
    online(second)
    first.context.set_offline(True)
    tap(first, "Står over / usikker")
    says(second, KEPT)
    first.close()
    second.context.set_offline(False)
    says(second, "Talt med")
    hall.answered(1)
    assert waiting(second) == 0


def test_a_phone_comes_back_by_itself_after_the_server_was_killed(hall: Hall) -> None:
    hall.open("statements")
    page = hall.joined()
    tap(page, "Enig")
    says(page, "Talt med")
    hall.server.kill()
    tap(page, "Uenig")
    says(page, KEPT)
    hall.server.start(pages=False)
    says(page, "Talt med")
    assert hall.desk_again().view["round"]["turnout"]["answered"] == 1
    hall.open("approval")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hva kan du støtte?")


def test_an_answer_that_comes_after_closing_is_said_not_to_count(hall: Hall) -> None:
    page = asked(hall)
    agree_offline(page)
    assert hall.desk.cmd("close_round")["ok"]
    page.context.set_offline(False)
    says(page, "Spørsmålet ble lukket før svaret ditt kom fram. Det ble ikke talt med.")
    assert waiting(page) == 0
    expect(page.get_by_text("✓ Enig")).to_have_count(0)
    assert hall.desk.view["round"]["turnout"]["answered"] == 0


def test_a_half_written_idea_survives_a_reload(hall: Hall) -> None:
    hall.open("ideas")
    page = hall.joined()
    online(page)
    page.get_by_label("Min idé").fill("Halvferdig tan")
    page.reload()
    expect(page.get_by_label("Min idé")).to_have_value("Halvferdig tan")
    tap(page, "Meny")
    page.reload()
    expect(page.locator("#menu")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Min idé")).to_have_value("Halvferdig tan")


@pytest.mark.fault("F34")
def test_a_restored_workshop_is_said_so_and_older_views_are_not_shown(hall: Hall) -> None:
    page = asked(hall)
    seen = page.evaluate("[now.epoch, now.seq]")
    page.evaluate(
        "([epoch, seq]) => take({epoch, seq: seq - 1, view: {...now.view, blank: true}})", seen
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("Hva mener du?")
    expect(page.locator("#banner")).to_be_hidden()
    page.evaluate("take({epoch: 'another', seq: 1, view: {...now.view, blank: true}})")
    expect(page.get_by_role("heading", level=1)).to_have_text("Se opp på skjermen")
    expect(page.locator("#banner")).to_be_visible()


@pytest.mark.fault("F31")
def test_a_phone_that_slept_through_a_restart_shows_the_question_of_now(hall: Hall) -> None:
    page = asked(hall)
    sleep = page.context.new_cdp_session(page)
    sleep.send("Page.setWebLifecycleState", {"state": "frozen"})
    hall.server.kill()
    hall.server.start(pages=False)
    hall.desk_again()
    hall.open("approval")
    sleep.send("Page.setWebLifecycleState", {"state": "active"})
    expect(page.get_by_role("heading", level=1)).to_have_text("Hva kan du støtte?", timeout=15_000)
    expect(page.get_by_role("button", name="Enig", exact=True)).to_have_count(0)


@pytest.mark.fault("F33", "F34")
def test_what_does_not_fit_the_view_is_not_put_into_it_and_the_whole_is_asked_for(
    hall: Hall,
) -> None:
    page = asked(hall)
    page.evaluate(
        "() => { let joins = 0; const join = line.join;"
        " line.join = () => { document.body.dataset.joins = ++joins; join(); }; }"
    )
    page.evaluate("now.seq -= 50; now.view = {...now.view, blank: true}")
    hall.others(1, item="a", value="agree")
    expect(page.locator("body")).to_have_attribute("data-joins", "1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hva mener du?")
    page.evaluate("left.add(now.epoch)")
    hall.open("approval")
    expect(page.locator("body")).to_have_attribute("data-joins", "2")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hva kan du støtte?")
