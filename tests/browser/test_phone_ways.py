"""Residents answer in every way of asking: by touch and keys, undone, refused, told again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.phone_stand import Hall, House
from tests.product import Running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house(server: Running, browser: Browser) -> House:
    return House(server, browser, halls=25)


def counted(page: Page) -> None:
    expect(page.locator("#delivery")).to_have_text("Talt med")


def test_statements_can_be_gone_back_to_and_changed_and_count_once(hall: Hall) -> None:
    hall.open("statements")
    page = hall.joined()
    for word in ("Enig", "Uenig", "Står over / usikker"):
        page.get_by_role("button", name=word, exact=True).tap()
        expect(page.get_by_role("button", name=word, exact=True, pressed=True)).to_have_count(0)
    expect(page.get_by_role("heading", level=2)).to_have_text("Du har svart på alt")
    page.get_by_role("button", name="Endre: Solceller på skolene").tap()
    page.get_by_role("button", name="Uenig", exact=True).tap()
    hall.others(4, item="a", value="agree")
    first = hall.result(lambda told: told["options"][0]["disagree"] == 1)["options"][0]
    assert (first["agree"], first["disagree"], first["n"]) == (4, 1, 5)


def test_approval_holds_to_its_cap_and_abstaining_clears_the_marks(hall: Hall) -> None:
    hall.open("approval")
    page = hall.joined()
    hall.others(4, item="", value=["b"])
    for word in ("Solceller", "Varmepumper"):
        page.get_by_label(word).check()
    page.get_by_label("Busser").tap()
    expect(page.get_by_label("Busser")).not_to_be_checked()
    expect(page.get_by_text("2 av høyst 2 valgt")).to_be_visible()
    hall.result(lambda told: [o["count"] for o in told["options"]] == [1, 5, 0, 0])
    page.get_by_label("Ingen av disse: jeg avstår").check()
    expect(page.get_by_label("Solceller")).not_to_be_checked()
    hall.result(lambda told: told["abstentions"] == 1)
    counted(page)


def test_scores_are_chosen_with_fingers_or_keys(hall: Hall) -> None:
    hall.open("score")
    page = hall.joined()
    for phone in hall.others(4, item="b", value=0):
        assert phone.op("ballot", item="a", value=0)["ok"]
    first = page.get_by_role("group", name="Lav regning")
    first.get_by_role("radio", name="4").check()
    second = page.get_by_role("group", name="Små utslipp")
    second.get_by_role("radio", name="2").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    counts = [[4, 0, 0, 0, 1, 0], [4, 0, 0, 1, 0, 0]]
    hall.result(lambda told: [row.get("counts") for row in told["options"]] == counts)
    counted(page)


def test_options_are_ranked_by_taps_or_keys_and_every_step_can_be_undone(hall: Hall) -> None:
    hall.open("ranking")
    page = hall.joined(viewport={"width": 360, "height": 740})
    hall.others(4, item="", value=["c", "a"])
    order = page.locator(".ranked p")
    page.get_by_role("button", name="Busser").tap()
    page.get_by_role("button", name="Isolering").press("Enter")
    expect(page.locator("button:focus")).to_contain_text("Solceller")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(order).to_have_text(["Busser", "Isolering", "Varmepumper"])
    page.get_by_role("button", name="Flytt opp: Varmepumper").press("Enter")
    expect(order).to_have_text(["Busser", "Varmepumper", "Isolering"])
    expect(page.get_by_role("button", name="Flytt opp: Varmepumper")).to_be_focused()
    page.get_by_role("button", name="Ta bort: Isolering").tap()
    page.get_by_role("button", name="Angre").tap()
    expect(order).to_have_text(["Busser", "Varmepumper", "Isolering"])
    expect(page.get_by_text("3 av 4 har fått plass")).to_be_visible()
    ranks = [2.4, 3.2, 1.0, 3.4]
    hall.result(lambda told: [row["rank"] for row in told["options"]] == ranks)
    counted(page)
    small = (
        "els => els.map(e => e.getBoundingClientRect()).filter(b => b.height < 44 || b.right > 360)"
    )
    assert page.locator("#form button").evaluate_all(small) == []


def test_what_the_room_ranked_is_told_with_ones_own_place(hall: Hall) -> None:
    hall.open("ranking")
    page = hall.joined()
    phones = hall.others(4, item="", value=["c", "a"])
    twice = phones[0].op("ballot", item="", value=["c", "c"])
    assert (twice["ok"], twice["code"], twice["reason"]) == (False, "invalid", "repeated")
    none = page.get_by_label("Ingen av disse: jeg avstår")
    none.check()
    hall.result(lambda told: told["abstentions"] == 1)
    page.get_by_role("button", name="Busser").tap()
    expect(none).not_to_be_checked()
    hall.result(lambda told: told["options"][2]["ranked"] == 5)
    assert hall.desk.cmd("reveal")["ok"] and hall.desk.cmd("close_round")["ok"]
    first = page.locator(".results li").first
    expect(first).to_contain_text("snittplass 1,0 · først etter alle reglene")
    expect(first).to_contain_text("Du: nummer 1")


def test_dots_are_laid_one_by_one_and_never_more_than_there_are(hall: Hall) -> None:
    hall.open("dots")
    page = hall.joined(viewport={"width": 360, "height": 740})
    phones = hall.others(4, item="", value={"b": 2})
    over = phones[0].op("ballot", item="", value={"a": 3, "b": 3})
    assert (over["ok"], over["reason"]) == (False, "dots_over")
    more = page.get_by_role("button", name="En prikk til: Busser")
    for _ in range(3):
        more.tap()
    expect(more).to_be_disabled()
    expect(page.get_by_role("button", name="En prikk mindre: Busser")).to_be_focused()
    first = page.get_by_role("button", name="En prikk til: Solceller")
    first.press("Enter")
    first.press("Space")
    expect(page.get_by_text("Prikker igjen: 0 av 5")).to_be_visible()
    expect(page.get_by_role("button", name="En prikk til: Varmepumper")).to_be_disabled()
    page.get_by_role("button", name="Angre").tap()
    hall.result(lambda told: [row["dots"] for row in told["options"]] == [1, 8, 3])
    counted(page)
    outside = "els => els.map(e => e.getBoundingClientRect()).filter(b => b.height < 44)"
    assert page.locator("#form button").evaluate_all(outside) == []
    assert hall.desk.cmd("reveal")["ok"] and hall.desk.cmd("close_round")["ok"]
    told = page.locator(".results li")
    expect(told.first).to_contain_text("Prikker: 8, fra 4 personer")
    expect(told.last).to_contain_text("Du: prikker: 1")


def test_a_basket_says_what_is_left_and_what_does_not_fit(hall: Hall) -> None:
    hall.open("budget")
    page = hall.joined(viewport={"width": 360, "height": 740})
    phones = hall.others(5, item="", value=["b", "c"])
    over = phones[0].op("ballot", item="", value=["a", "b"])
    assert (over["ok"], over["reason"]) == (False, "money_over")
    sun, pumps, buses = (page.get_by_label(w) for w in ("Solceller", "Varmepumper", "Busser"))
    sun.tap()
    expect(page.get_by_text("Penger igjen: 4 av 10 millioner kroner")).to_be_visible()
    expect(page.get_by_text("Får ikke plass: 1 million kroner for mye")).to_be_visible()
    pumps.press("Space")
    expect(pumps).not_to_be_checked()
    expect(page.locator("#announcer")).to_contain_text("Ta ut noe annet først.")
    buses.press("Space")
    expect(page.get_by_text("Penger igjen: 0 av 10")).to_be_visible()
    page.get_by_role("button", name="Angre").tap()
    hall.result(lambda told: [row["support"] for row in told["options"]] == [1, 5, 5])
    counted(page)
    small = "els => els.map(e => e.getBoundingClientRect()).filter(b => b.height < 44)"
    assert page.locator("#form label, #form button").evaluate_all(small) == []
    assert hall.desk.cmd("reveal")["ok"] and hall.desk.cmd("close_round")["ok"]
    expect(page.locator(".results")).to_contain_text("Begge reglene kjøper det samme.")
    expect(page.locator(".results")).to_contain_text("5 av 6 personer fikk noe fra kurven sin")
    told = page.locator(".results li")
    expect(told.first).to_contain_text("5 millioner kroner · i 83 % av kurvene · kjøpt etter begge")
    expect(told.last).to_contain_text("Du: i kurven min")


def test_each_further_vote_costs_more_credits(hall: Hall) -> None:
    hall.open("quadratic")
    page = hall.joined(viewport={"width": 360, "height": 740})
    phones = hall.others(4, item="", value={"b": 3})
    over = phones[0].op("ballot", item="", value={"a": 3, "b": 1})
    assert (over["ok"], over["reason"]) == (False, "credits_over")
    more = page.get_by_role("button", name="En stemme til: Busser")
    more.tap()
    more.press("Enter")
    expect(page.get_by_text("Poeng igjen: 5 av 9")).to_be_visible()
    row = page.locator("#form li").last
    expect(row).to_contain_text("koster 4, én til koster 5")
    more.press("Enter")
    expect(more).to_be_disabled()
    expect(page.get_by_role("button", name="En stemme mindre: Busser")).to_be_focused()
    page.get_by_role("button", name="Angre").tap()
    hall.result(lambda told: [row["votes"] for row in told["options"]] == [0, 12, 2])
    counted(page)
    assert hall.desk.cmd("reveal")["ok"] and hall.desk.cmd("close_round")["ok"]
    told = page.locator(".results li")
    expect(told.first).to_contain_text("Stemmer: 12, fra 4 personer")
    expect(told.nth(1)).to_contain_text("Du: stemmer: 2")


def gives_a_reason(hall: Hall, option: Locator) -> None:
    """Under the option that somebody objects to; it is let through at the desk."""
    option.get_by_label("Hva gjør det så vanskelig å leve med?").fill("Jeg må ha bil")
    option.get_by_role("button", name="Send begrunnelsen min").tap()
    reason = hall.desk.until(lambda view: view["moderation"])["moderation"][0]
    assert reason["about"] == "a"
    assert hall.desk.cmd("moderate", text_ids=[reason["text_id"]], verdict="approve")["ok"]


def test_resistance_is_told_in_words_and_taken_back_by_touch_or_keys(hall: Hall) -> None:
    hall.open("resistance")
    page = hall.joined(viewport={"width": 360, "height": 740})
    for phone in hall.others(4, item="a", value=2):
        assert phone.op("ballot", item="status-quo", value=5)["ok"]
        over = phone.op("ballot", item="b", value=11)
        assert (over["ok"], over["reason"]) == (False, "limit")
    toll = page.get_by_role("group", name="Bomvei")
    toll.get_by_role("radio", name="10 – det kan jeg ikke leve med").check(force=True)
    expect(toll.get_by_text("10 av 10: det kan jeg ikke leve med")).to_be_visible()
    asked = page.get_by_label("Hva gjør det så vanskelig å leve med?")
    gives_a_reason(hall, toll)
    today = page.get_by_role("group", name="Som i dag")
    expect(today.get_by_text("Slik er det i dag.")).to_be_visible()
    today.get_by_role("radio", name="3 – litt imot").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("2 av 3 besvart")).to_be_visible()
    page.get_by_role("group", name="Sykkelvei").get_by_role("radio", name="8").check(force=True)
    expect(asked.filter(visible=True)).to_have_count(1)
    page.get_by_role("button", name="Angre").tap()
    expect(page.get_by_text("2 av 3 besvart")).to_be_visible()
    expect(asked.filter(visible=True)).to_have_count(0)
    hall.result(lambda told: [row.get("strong") for row in told["options"]] == [1, None, 0])
    counted(page)
    assert hall.desk.cmd("reveal")["ok"] and hall.desk.cmd("close_round")["ok"]
    told = page.locator(".results li")
    expect(told.first).to_contain_text("aksept 64")
    expect(told.first).to_contain_text("Du: 10 av 10: det kan jeg ikke leve med")
    expect(told.first.locator("li")).to_have_text("Jeg må ha bil")
    expect(told.nth(2)).to_contain_text("slik er det i dag")


def test_grades_wait_on_the_phone_until_no_option_lacks_one(hall: Hall) -> None:
    hall.open("judgment")
    page = hall.joined(viewport={"width": 360, "height": 740})
    phones = hall.others(4, item="", value={"a": 3, "b": 3, "c": 1})
    short = phones[0].op("ballot", item="", value={"a": 3, "b": 2})
    assert (short["ok"], short["reason"]) == (False, "incomplete")
    page.get_by_role("group", name="Solceller").get_by_label("Fremragende").check()
    page.get_by_role("group", name="Varmepumper").get_by_label("Bra", exact=True).check()
    expect(page.get_by_text("2 av 3 har fått karakter.")).to_be_visible()
    page.reload()
    expect(page.get_by_role("group", name="Solceller").get_by_label("Fremragende")).to_be_checked()
    expect(page.locator(".missing:visible")).to_have_count(1)
    expect(page.locator("#delivery")).to_be_empty()
    page.get_by_role("button", name="Gå til neste uten karakter").tap()
    expect(page.get_by_role("group", name="Busser").get_by_label("Fremragende")).to_be_focused()
    page.keyboard.press("ArrowDown")
    counted(page)
    hall.result(lambda told: [row["counts"][4] for row in told["options"]] == [0, 0, 1])
    page.get_by_role("button", name="Angre").tap()
    hall.answered(4)
    assert hall.desk.cmd("close_round")["ok"]
    expect(page.get_by_text("Svaret ditt var ikke ferdig og ble derfor ikke talt")).to_be_visible()
    assert hall.desk.cmd("reopen_round")["ok"]
    page.get_by_role("group", name="Busser").get_by_label("Må avvises").check()
    hall.result(lambda told: [row["place"] for row in told["options"]] == [1, 2, 3])
    small = (
        "els => els.map(e => e.getBoundingClientRect()).filter(b => b.height < 44 || b.right > 360)"
    )
    assert page.locator("#form button:visible, #form label").evaluate_all(small) == []
    assert hall.desk.cmd("reveal")["ok"] and hall.desk.cmd("close_round")["ok"]
    first = page.locator(".results li").first
    expect(first).to_contain_text("nummer 1 · Bra")
    expect(first).to_contain_text("Du: Fremragende")


def test_a_survey_takes_one_claim_after_the_other_and_not_knowing_is_no_middle(hall: Hall) -> None:
    hall.open("likert")
    page = hall.joined(viewport={"width": 360, "height": 740})
    phones = hall.others(6, item="a", value=4)
    assert phones[0].op("ballot", item="a", value=6)["reason"] == "limit"
    page.get_by_role("button", name="Vet ikke").tap()
    expect(page.get_by_role("heading", level=2)).to_have_text("Byen er grønn nok")
    page.get_by_role("button", name="Helt uenig").press("Enter")
    hall.result(lambda told: told["options"][0]["unknown"] == 1)
    page.get_by_role("button", name="Endre: Byen er grønn nok").tap()
    page.get_by_role("button", name="Ta tilbake svaret mitt").tap()
    expect(page.get_by_role("button", name="Hopp over nå")).to_be_visible()
    for phone in phones[:5]:
        assert phone.op("ballot", item="b", value=1)["ok"]
    told = hall.result(lambda told: told["options"][1].get("n") == 5)["options"]
    assert (told[0]["n"], told[0]["median"], told[0]["net"], told[1]["net"]) == (6, 4, 1, -1)
    assert hall.desk.cmd("reveal")["ok"] and hall.desk.cmd("close_round")["ok"]
    first = page.locator(".results li").first
    expect(first).to_contain_text("100 % enige · 0 % uenige · netto +100 av 100")
    expect(first).to_contain_text("midterste svar: Enig")
    expect(first).to_contain_text("Du: Vet ikke")


def test_two_at_a_time_are_compared_in_an_order_of_ones_own_that_a_reload_keeps(hall: Hall) -> None:
    hall.open("pairwise")
    page = hall.joined(viewport={"width": 360, "height": 740})
    for phone in hall.others(4, item="a|b", value="b"):
        assert phone.op("ballot", item="b|c", value="b")["ok"]
        assert phone.op("ballot", item="c|d", value="undecided")["ok"]
        wrong = phone.op("ballot", item="b|a", value="b")
        assert (wrong["ok"], wrong["reason"]) == (False, "unknown_item")
    two = page.locator(".one-of-two")
    expect(page.get_by_text("Par 1 av 6.")).to_be_visible()
    two.first.tap()
    expect(page.get_by_text("Par 2 av 6.")).to_be_visible()
    expect(page.get_by_role("heading", name="Hvilket av disse to?")).to_be_focused()
    second = two.all_inner_texts()
    page.get_by_role("button", name="Jeg kan ikke velge").press("Enter")
    expect(page.get_by_text("Par 3 av 6.")).to_be_visible()
    counted(page)
    page.reload()
    expect(page.get_by_text("Par 3 av 6.")).to_be_visible()
    page.get_by_role("button", name="Angre").tap()
    expect(page.get_by_text("Par 2 av 6.")).to_be_visible()
    assert two.all_inner_texts() == second
    assert page.evaluate(FAIR) == []
    for pair in range(3, 7):
        two.last.tap()
        expect(page.get_by_text(f"Par {pair} av 6.")).to_be_visible()
    two.first.press("Space")
    expect(page.get_by_role("heading", name="Du har sammenlignet alle parene")).to_be_focused()
    hall.result(lambda told: told["comparisons"] == 8 + 6 and told["undecided"] == 4)
    counted(page)
    assert hall.desk.cmd("reveal")["ok"] and hall.desk.cmd("close_round")["ok"]
    told = page.locator(".results li", has_text="Busser")
    expect(told).to_contain_text(re.compile("Du: valgt [0-3] av 3 ganger"))


# What is not fair in the order of pairs of two hundred phones: a pair that comes twice or never, an
# option that waits for longer than others, one that comes first too often, or stands above.
FAIR = """() => {
  const ids = [..."abcdefghijkl"];
  const wrong = [];
  const above = {};
  const early = {};
  for (let seed = 1; seed <= 200; seed++) {
    const pairs = pairing(ids, seed * 7919);
    if (new Set(pairs.map((pair) => [...pair].sort().join())).size !== 66) wrong.push("pairs");
    for (let turn = 0; turn < 11; turn++) {
      if (new Set(pairs.slice(6 * turn, 6 * turn + 6).flat()).size !== 12) wrong.push("turn");
    }
    for (const [one] of pairs) above[one] = (above[one] || 0) + 1;
    for (const one of pairs[0]) early[one] = (early[one] || 0) + 1;
  }
  for (const id of ids) {
    if (Math.abs(above[id] - 1100) > 120) wrong.push("above " + id + " " + above[id]);
    if (Math.abs(early[id] - 200 / 6) > 20) wrong.push("early " + id + " " + early[id]);
  }
  return wrong;
}"""


def test_before_answering_again_one_reads_what_the_room_answered_and_why(hall: Hall) -> None:
    hall.open("again")
    page = hall.joined()
    rule = "Vi stopper når halvparten av oss ligger innenfor 1 av hverandre på skalaen."
    expect(page.get_by_text(rule)).to_be_visible()
    page.get_by_role("radio", name="5", exact=True).check()
    for value, phone in enumerate(hall.others(5)):
        assert phone.op("ballot", item="a", value=value)["ok"]
    page.get_by_label("Hvorfor svarer du slik?").fill("<b>Strømmen</b> er dyr nå")
    page.get_by_role("button", name="Send begrunnelsen min").tap()
    expect(page.get_by_text("Venter på ordstyreren")).to_be_visible()
    waiting = hall.desk.until(lambda v: v["counts"]["pending"] == 1)["moderation"][0]
    hall.answered(6)
    assert hall.desk.cmd("moderate", text_ids=[waiting["text_id"]], verdict="approve")["ok"]
    assert hall.desk.cmd("close_round")["ok"]
    expect(page.get_by_text("Regelen vi ble enige om, sier: én gang til.")).to_be_visible()
    hall.open("again")
    expect(page.get_by_role("heading", name="Dette svarte vi i runde 1.")).to_be_visible()
    told = page.locator("#again")
    expect(told).to_contain_text("I midten 2,5, halvparten av oss mellom 1,3 og 3,8")
    expect(told.get_by_text("<b>Strømmen</b> er dyr nå")).to_be_visible()
    assert not page.locator("#form input:checked").count()
    assert not hall.problems
