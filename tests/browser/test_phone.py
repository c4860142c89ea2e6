"""Residents at their phones: join, place, write, take back, look at the results."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.phone_stand import Hall, House
from tests.product import Running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house(server: Running, browser: Browser) -> House:
    return House(server, browser, halls=25)


def counted(page: Page) -> None:
    expect(page.locator("#delivery")).to_have_text("Talt med")


def test_a_resident_scans_joins_and_votes_and_the_token_leaves_the_address(hall: Hall) -> None:
    hall.open("statements")
    page = hall.page()
    page.goto(f"{hall.address}#{hall.token}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Prøve")
    page.get_by_label("Jeg er her som").select_option("business")
    page.get_by_role("button", name="Bli med").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hva mener du?")
    expect(page).to_have_url(hall.address)
    page.get_by_role("button", name="Enig", exact=True).tap()
    counted(page)
    expect(page.get_by_role("heading", level=2)).to_have_text("Vindkraft her")
    hall.answered(1)
    assert hall.desk.view["people"]["joined"] == 1
    assert hall.problems == []


def test_a_typed_code_forgives_small_letters_and_a_joined_phone_is_not_asked_again(
    hall: Hall,
) -> None:
    page = hall.page()
    page.goto(f"{hall.server.url}/j/{hall.code.lower()}")
    page.locator("#join").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vi begynner snart")
    expect(page.locator("#app")).to_have_attribute("data-line", "open")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vi begynner snart")
    assert page.locator("#join").count() == 0


def test_who_reads_the_welcome_for_long_joins_the_question_of_now(hall: Hall) -> None:
    hall.open("statements")
    page = hall.page()
    page.clock.install()
    page.goto(hall.address)
    hall.open("approval")
    page.clock.fast_forward(60_000)
    page.locator("#join").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hva kan du støtte?")


def test_who_comes_as_the_workshop_ends_is_told_so(hall: Hall) -> None:
    hall.open("statements")
    page = hall.page()
    page.goto(hall.address)
    hall.desk.cmd("close_session")
    page.locator("#join").tap()
    expect(page.locator("#join-problem")).to_have_text("Dette møtet er slutt.")
    expect(page.get_by_label("Jeg er her som")).to_be_visible()


def test_a_pin_is_placed_under_the_cross_hair_and_leaflet_comes_only_then(hall: Hall) -> None:
    hall.open("statements")
    page = hall.joined()
    expect(page.get_by_role("button", name="Enig", exact=True)).to_be_visible()
    assert not [url for url in hall.asked if "leaflet" in url]
    hall.open("pins")
    expect(page.locator("#map")).to_be_visible()
    assert [url for url in hall.asked if "leaflet.js" in url]
    page.get_by_role("button", name="Sett nålen").tap()
    expect(page.get_by_text("Velg først hva slags sted det er.")).to_be_visible()
    page.get_by_label("Bra sted").check()
    page.get_by_role("button", name="Vest").tap()
    page.get_by_label("Noen ord om stedet").fill("Solrikt tak")
    page.get_by_role("button", name="Sett nålen").tap()
    view = hall.desk.until(lambda v: v["results"] and v["results"]["count"] == 1)
    pin = view["results"]["pins"][0]
    assert pin["category"] == "good" and 62.3 < pin["lat"] < 62.6 and 6.0 < pin["lon"] < 6.2
    expect(page.get_by_text("Solrikt tak")).to_be_visible()
    expect(page.get_by_text("Venter på ordstyreren")).to_be_visible()


def test_a_place_from_the_list_does_the_same_as_the_map(hall: Hall) -> None:
    hall.open("pins")
    page = hall.joined()
    page.get_by_label("Dårlig sted").check()
    page.get_by_label("Velg et sted fra en liste").check()
    expect(page.locator("#map")).to_be_hidden()
    page.get_by_label("Søk etter et sted").fill("spjel")
    page.get_by_role("radio", name="Spjelkavik").check()
    page.get_by_role("button", name="Sett nålen").tap()
    view = hall.desk.until(lambda v: v["results"] and v["results"]["count"] == 1)
    assert abs(view["results"]["pins"][0]["lat"] - 62.45) < 0.05
    expect(page.get_by_text("Dårlig sted · Spjelkavik")).to_be_visible()


def test_ideas_wait_for_the_moderator_and_then_others_support_them(hall: Hall) -> None:
    hall.open("ideas")
    writer, reader = hall.joined(), hall.joined("en-GB")
    script = "<img src=x onerror=window.xss=1>"
    writer.get_by_label("Min idé").fill(script)
    writer.get_by_role("button", name="Send ideen").tap()
    expect(writer.get_by_text("Venter på ordstyreren")).to_be_visible()
    waiting = hall.desk.until(lambda v: v["counts"]["pending"] == 1)["moderation"][0]
    assert script not in reader.content()
    assert hall.desk.cmd("moderate", text_ids=[waiting["text_id"]], verdict="approve")["ok"]
    expect(reader.get_by_text(script)).to_be_visible()
    expect(writer.locator(".state.approved")).to_have_text("Vises for alle")
    reader.get_by_role("button", name="Support").tap()
    expect(reader.get_by_role("button", name="Support", pressed=True)).to_be_visible()
    idea = hall.desk.view["results"]["ideas"][0]["id"]
    for phone in hall.others(4):
        assert phone.op("support", item=idea, value=True)["ok"]
    hall.desk.until(lambda v: v["results"]["ideas"][0]["supports"] == 5)
    assert not writer.evaluate("window.xss") and not reader.evaluate("window.xss")


def test_my_contribution_is_deleted_only_when_i_say_so_twice(hall: Hall) -> None:
    hall.open("ideas")
    page = hall.joined()
    page.get_by_label("Min idé").fill("Sykkelvei")
    page.get_by_role("button", name="Send ideen").tap()
    hall.desk.until(lambda v: v["counts"]["pending"] == 1)
    page.get_by_role("button", name="Meny").tap()
    mine = page.locator("#menu-mine")
    mine.get_by_role("button", name="Slett").tap()
    mine.get_by_role("button", name="Behold").tap()
    mine.get_by_role("button", name="Slett").tap()
    mine.get_by_role("button", name="Ja, slett").tap()
    hall.desk.until(lambda v: v["moderation"] == [])
    expect(mine.get_by_text("Du har ikke sendt noen nåler eller ideer.")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hva først?")


def test_results_come_in_words_when_they_are_revealed_and_never_for_fewer_than_five(
    hall: Hall,
) -> None:
    hall.open("statements")
    page = hall.joined()
    page.get_by_role("button", name="Enig", exact=True).tap()
    hall.answered(1)
    hall.desk.cmd("close_round")
    expect(page.get_by_text("Spørsmålet er lukket.", exact=False).first).to_be_visible()
    expect(page.get_by_text("✓ Enig")).to_be_visible()
    hall.desk.cmd("reveal")
    expect(page.get_by_text("Svar så langt: 1.", exact=False)).to_be_visible()
    hall.open("statements")
    page.get_by_role("button", name="Uenig", exact=True).tap()
    hall.others(4, item="a", value="agree")
    hall.answered(5)
    hall.desk.cmd("reveal")
    expect(page.get_by_text("80 % enig · 20 % uenig · 0 % står over")).to_be_visible()
    expect(page.get_by_text("Svar: 5 · Du: ✕ Uenig")).to_be_visible()


def test_pins_are_told_by_their_categories_and_words_without_where_they_are(hall: Hall) -> None:
    hall.open("pins")
    page = hall.joined()
    hall.desk.cmd("close_round")
    expect(page.get_by_text("Spørsmålet er lukket.", exact=False).first).to_be_visible()
    told = {
        "kind": "pins",
        "count": 2,
        "categories": [{"id": "good", "count": 2}, {"id": "bad", "count": 0}],
        "texts": [{"category": "good", "text": "Solrikt tak"}],
    }
    page.evaluate(
        """results => {
          const {shown, ...round} = {...now.view.round, revealed: true};
          take({epoch: now.epoch, seq: now.seq + 1, view: {...now.view, round, results}});
        }""",
        told,
    )
    expect(page.locator("#results").get_by_text("Nåler: 2")).to_be_visible()
    expect(page.locator("#results").get_by_text("Solrikt tak")).to_be_visible()
    assert hall.problems == []


def test_the_page_follows_the_desk_through_lobby_blank_timer_and_end(hall: Hall) -> None:
    page = hall.joined()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Vi begynner snart")
    hall.open("show")
    expect(heading).to_have_text("Slik bruker byen strøm")
    expect(heading).to_be_focused()
    hall.desk.cmd("timer", seconds=60)
    expect(page.get_by_role("timer")).to_contain_text(":")
    hall.desk.cmd("blank", on=True)
    expect(heading).to_have_text("Se opp på skjermen")
    hall.desk.cmd("blank", on=False)
    expect(heading).to_have_text("Slik bruker byen strøm")
    hall.desk.cmd("close_session")
    expect(heading).to_have_text("Takk for at du ble med")
    page.reload()
    expect(heading).to_have_text("Takk for at du ble med")
    expect(page.get_by_role("link", name="Se fakta om kommunen")).to_have_attribute(
        "href", "/explore/alesund"
    )


def test_another_language_keeps_the_token_before_and_the_answers_after_joining(hall: Hall) -> None:
    hall.open("statements")
    page = hall.page()
    page.goto(f"{hall.address}#{hall.token}")
    page.get_by_role("link", name="Nynorsk").tap()
    expect(page.get_by_text("Svar på telefonen medan møtet går.", exact=False)).to_be_visible()
    assert page.url.endswith(f"#{hall.token}")
    page.locator("#join").tap()
    page.get_by_role("button", name="Einig", exact=True).tap()
    page.get_by_role("button", name="Meny").tap()
    page.locator("#menu").get_by_role("link", name="English").tap()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_have_text("What do you think?")
    statement = page.get_by_role("heading", level=2)
    expect(statement).to_have_attribute("lang", "nb")
    page.get_by_role("button", name="Back").tap()
    expect(page.get_by_role("button", name="Agree", exact=True, pressed=True)).to_be_visible()
