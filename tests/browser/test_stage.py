"""The stage in a real browser, before a real server: what a hall sees, hears, and never sees."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.stage_crowd import WHY, crowded, show
from tests.browser.stage_hall import SMALL, Projector, answered, ask, steps
from tests.pace import slower
from tests.people import Desk, Phone, sign_in
from tests.product import Prepared, Running

pytestmark = pytest.mark.browser

KINDS = (
    "map", "card", "statements", "long", "approval", "score", "pins", "ideas", "ranking",
    "budget",
    "resistance", "pairwise",
)  # fmt: skip
SIZES = ((1920, 1080), (1366, 768), (1024, 768), (3840, 2160))


class Hall:
    """One server with a session for each screen that the tests look at."""

    def __init__(self, server: Running, browser: Browser) -> None:
        self.server, self.browser = server, browser
        self.keys: dict[str, tuple[str, str]] = {}
        with Prepared(server) as prepared:
            for kind in KINDS:
                self._keep(prepared, kind, answered(prepared, kind, 12).id)
            self._keep(prepared, "few", answered(prepared, "approval", 3).id)
            second = answered(prepared, "score", 8)
            ask(prepared.workshop, second.id, "score", 6)
            self._keep(prepared, "second", second.id)
            self._keep(prepared, "lobby", prepared.session(steps()).id)
            rehearsal = prepared.workshop.create("alesund", {"nb": "Øve"}, steps(), "nb", "t", True)
            self._keep(prepared, "rehearsal", rehearsal)
        server.start()

    def _keep(self, prepared: Prepared, name: str, session_id: str) -> None:
        self.keys[name] = (prepared.doors.stage_key(session_id), session_id)

    def projector(self, name: str) -> Projector:
        return Projector(self.browser, self.server, *self.keys[name])


@pytest.fixture(scope="module")
def hall(server: Running, browser: Browser) -> Hall:
    return Hall(server, browser)


@pytest.fixture
def screen(hall: Hall) -> Callable[[str], Projector]:
    """`screen(name)` is a browser before one of the hall's stages."""
    return hall.projector


def test_the_lobby_shows_the_way_in_as_large_as_it_can(screen: Callable[[str], Projector]):
    projector = screen("lobby")
    page = projector.show()
    expect(page.locator("#stage-host")).to_have_text(projector.server.url.removeprefix("http://"))
    assert len(page.locator("#stage-code").inner_text()) == 6
    page.locator("#stage-qr").evaluate("(code) => code.decode()")
    assert page.locator("#stage-qr").bounding_box()["width"] > 700
    size = "parseFloat(getComputedStyle(document.getElementById('stage-code')).fontSize)"
    assert page.evaluate(size) > 150
    expect(page.locator("#stage-people-words")).to_have_text("er her nå")
    projector.is_well()


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_stage_fits_every_size_and_is_open_to_everybody(hall: Hall, language: str):
    """One browser before them all, as what every page shares costs most."""
    projector = hall.projector("lobby")
    for kind in (*KINDS, "lobby", "few", "second", "rehearsal"):
        projector.turn_to(*hall.keys[kind])
        page = projector.show(f"&lang={language}&scheme={'light' if language == 'en' else 'dark'}")
        if kind in ("map", "score", "pins"):
            page.wait_for_selector("#stage-map path", state="attached")
        assert page.evaluate("document.documentElement.lang") == language
        projector.accessible()
        for width, height in SIZES:
            projector.resize(width, height)
            assert page.locator("#stage-qr").is_visible(), (kind, width, height)
            assert projector.overflow() == [], (kind, width, height)
        projector.is_well()


def test_ten_long_statements_are_all_there_and_read_from_the_last_row(
    screen: Callable[[str], Projector],
):
    page = screen("long").show("&lang=nn")
    rows = page.locator("#stage-results .res-row")
    assert rows.count() == 10 and all(row.is_visible() for row in rows.all())
    assert page.evaluate(SMALL) == []


def test_twelve_options_are_read_from_far(screen: Callable[[str], Projector]):
    projector = screen("approval")
    page = projector.show("&lang=nn&scheme=dark")
    for name, view in crowded():
        show(page, view)
        expect(page.locator("#stage-results")).to_have_attribute(
            "data-kind", view["results"]["kind"]
        )
        options = page.locator("#stage-results .res-row:not(.res-line, .res-why) .res-text")
        assert options.count() == len(view["step"]["options"]), name
        assert (page.evaluate(SMALL), projector.overflow()) == ([], []), name
        if name == "resistance":
            expect(page.locator(".res-why .res-text")).to_have_text(WHY)
        if name in ("resistance", "likert", "rules apart"):
            projector.accessible()
    projector.is_well()


def test_words_of_residents_are_only_ever_words(screen: Callable[[str], Projector]):
    for kind in ("ideas", "pins"):
        page = screen(kind).show()
        expect(page.locator("#stage-results .res-text").first).to_contain_text("<img src=x")
        assert page.evaluate("window.xss") is None
        assert page.locator("#stage-results img").count() == 0


def test_results_are_said_in_a_table_beside_the_drawing(screen: Callable[[str], Projector]):
    page = screen("statements").show("&lang=en")
    rows = page.locator("#stage-results table tbody tr")
    assert rows.first.locator("th, td").all_inner_texts() == [
        *["statements a", "33%", "33%", "33%", "12", "14–61%"]
    ]


def test_a_runoff_is_drawn_turn_by_turn(screen: Callable[[str], Projector]):
    page = screen("ranking").show("&lang=en")
    told = [text.rpartition("runoff: ")[2] for text in page.locator(".res-first").all_inner_texts()]
    assert sorted(told) == ["2 → out", "4 → 4", "6 → 7"]


def test_too_few_answers_are_not_drawn(screen: Callable[[str], Projector]):
    page = screen("few").show()
    expect(page.locator(".res-empty")).to_have_text(
        "Resultatet vises når minst 5 har svart. Hittil: 3."
    )
    assert page.locator("#stage-results .res-row").count() == 0


def test_a_second_round_shows_what_moved_and_not_how_few(screen: Callable[[str], Projector]):
    page = screen("second").show("&lang=en")
    expect(page.locator("#stage-where")).to_contain_text("Second round")
    label = page.locator("#stage-results .res-label").first
    expect(label).to_have_text("2.0 → 2.5")
    told = "Highest on average: score a, score b, score c (2.5 of 5). · Answers from 6 people"
    few = "6 answered both times. Too few changed, or too few stayed, to say how many."
    expect(page.locator("#stage-results .res-foot")).to_have_text(f"{told} · {few}")
    assert page.evaluate(LEGEND) == ["In favour", "Before", "Now"], "no interval is drawn then"


# The legend of a second round in which people marked what they are for.
LEGEND = """() => {
  const [view, drawn] = [radslag.stage.shown(), document.createElement("div")];
  const rows = view.step.options.map(({id}) => ({id, count: 4, share: 0.5, low: 0.2, high: 0.8}));
  const results = {kind: "approval", voters: 8, abstentions: 0, options: rows};
  radslag.results.draw(drawn, {...view, results}, {lang: "en", words: {}, size: "desk"});
  return [...drawn.querySelectorAll(".res-legend li")].map((each) => each.textContent);
}"""


PARTS: list[tuple[str, Any, list[str]]] = [
    ("turnout", None, ["6 of 8"]),
    (
        "groups",
        {
            "measure": "upper_half",
            "rows": [{"id": name, "voters": 9} for name in ("resident", "municipality", "others")],
            "items": [{"id": "a", "for": [9, 6, 0]}, {"id": "b"}, {"id": "c", "for": [0, 0, 9]}],
        },
        ["67%", "–", "n = 9"],
    ),
    (
        "movement",
        {"options": [{"id": "a", "away": 6, "same": 5, "towards": 9}, {"id": "b"}]},
        ["2.0 → 2.5", "– : it would tell"],
    ),
    ("movement", {"options": [{"id": "a"}, {"id": "b"}]}, ["In a small room it is often so."]),
]


def test_the_parts_of_a_result_are_drawn_for_everybody(screen: Callable[[str], Projector]):
    projector = screen("second")
    # Where nothing moves, what is drawn is measured as it will stand, too.
    projector.page.emulate_media(reduced_motion="reduce")
    page = projector.show("&lang=en")
    expect(page.locator("#stage-results .res-label").first).to_be_visible()
    for part, told, words in PARTS:
        page.evaluate(
            "([part, told]) => { const view = radslag.stage.shown();"
            " radslag.stage.receive({...view, round: {...view.round, part, told}}); }",
            [part, told],
        )
        projector.accessible()
        for width, height in SIZES:
            projector.resize(width, height)
            assert projector.overflow() == [], (part, width, height)
        drawn = page.locator("#stage-results").inner_text()
        for said in words:
            assert said in drawn, (part, drawn)
    feedback = {
        "round": "r1", "number": 1, "voters": 8, "verdict": {"says": "stop", "why": "middle"},
        "middles": [{"id": id_, "median": 2.5, "q1": 1, "q3": 4} for id_ in "abc"],
    }  # fmt: skip
    delphi = {"rounds": 3, "stop": "middle", "most": 1, "reasons": True, "scale": [0, 5],
              "says": None, "feedback": feedback,
              "reasons_given": [{"id": "c1", "text": "<i>Strøm</i>"}]}  # fmt: skip
    page.evaluate(
        "(delphi) => { const view = radslag.stage.shown();"
        " const round = {...view.round, state: 'open', revealed: false, part: '', delphi};"
        " radslag.stage.receive({...view, results: null, said: null, previous: null, round}); }",
        delphi,
    )
    projector.accessible()
    for width, height in SIZES:
        projector.resize(width, height)
        assert projector.overflow() == [], (width, height)
    expect(page.locator("#stage-hidden")).to_contain_text("The rule said stop. We go on all the")
    expect(page.locator(".res-said").first).to_have_text("2.5, half of us between 1 and 4")
    expect(page.locator(".res-idea .res-text")).to_have_text("<i>Strøm</i>")
    projector.is_well()


def test_a_rehearsal_says_so_in_a_ribbon(screen: Callable[[str], Projector]):
    page = screen("rehearsal").show()
    expect(page.locator("#stage-rehearsal")).to_have_text("Øving: deltakerne er simulerte")


def test_the_map_is_coloured_and_its_pins_have_shapes(screen: Callable[[str], Projector]):
    """The first time it is asked for, the server has no pages yet."""
    projector = screen("map")
    refused: list[str] = []

    def not_yet(route: Route) -> None:
        if not refused and '"stage-view"' in (route.request.post_data or ""):
            refused.append(route.request.url)
            route.fulfill(status=503)
        else:
            route.continue_()

    projector.page.route("**/_dash-update-component*", not_yet)
    page = projector.show()
    page.wait_for_selector("#stage-map path[data-area]", state="attached")
    assert refused
    expect(page.locator(".stage-legend .map-legend li").first).to_be_visible()
    page = screen("pins").show()
    expect(page.locator(".map-pin")).to_have_count(12)
    drawn = page.evaluate(
        "[...document.querySelectorAll('.map-pin path')].map((p) => p.getAttribute('d'))"
    )
    assert len(set(drawn)) == 2


def test_a_link_without_its_key_shows_one_calm_sentence(hall: Hall):
    page = hall.browser.new_context(locale="nb-NO").new_page()
    page.goto(f"{hall.server.url}/stage/{hall.keys['statements'][1]}?key=wrong")
    expect(page.locator("main")).to_contain_text("Denne lenken fører ikke til noe lerret.")
    assert page.locator("#stage-code").count() == 0


def test_an_older_view_is_never_shown_and_another_epoch_says_so(
    screen: Callable[[str], Projector],
):
    page = screen("approval").show("&lang=en")
    older = """() => {
      const view = structuredClone(radslag.stage.shown());
      view.seq -= 1;
      view.round.turnout.answered = 1;
      return [radslag.stage.receive(view), document.getElementById("stage-people").textContent];
    }"""
    assert page.evaluate(older) == [False, "12 of 12"]
    restored = """() => {
      const view = structuredClone(radslag.stage.shown());
      Object.assign(view, { epoch: "restored", seq: 1 });
      view.round.turnout.answered = 7;
      return [radslag.stage.receive(view), document.getElementById("stage-people").textContent];
    }"""
    assert page.evaluate(restored) == [True, "7 of 12"]
    expect(page.locator("#stage-banner")).to_contain_text("The session was restored.")


def test_a_redraw_keeps_what_is_there_and_says_what_is_withheld_in_its_place(
    screen: Callable[[str], Projector],
):
    page = screen("statements").show()
    kept = """() => {
      const before = [...document.querySelectorAll("#stage-results .res-row")];
      const view = structuredClone(radslag.stage.shown());
      const all = { agree: 12, disagree: 0, pass: 0, share_agree: 1, low: 0.76, high: 1 };
      Object.assign(view.results.options[0], all);
      radslag.stage.receive(view);
      const after = [...document.querySelectorAll("#stage-results .res-row")];
      const label = after[0].querySelector(".res-agree .res-label").textContent;
      return [after.every((row, i) => row === before[i]), label];
    }"""
    same, text = page.evaluate(kept)
    assert same and text.replace("\xa0", " ") == "100 %"
    withheld = """() => {
      const view = structuredClone(radslag.stage.shown());
      view.results.options[0] = { id: view.results.options[0].id, too_few: true };
      radslag.stage.receive(view);
      const row = document.querySelector("#stage-results .res-row");
      const said = row.querySelector(".res-n");
      const [inner, outer] = [said, row].map((each) => each.getBoundingClientRect().right);
      return [said.textContent, row.querySelector(".res-pass").hidden, inner <= outer];
    }"""
    assert page.evaluate(withheld) == ["For få til å vises", True, True]


def test_the_timer_says_when_time_is_up_and_closes_nothing(screen: Callable[[str], Projector]):
    projector = screen("approval")
    projector.page.clock.install()
    page = projector.show("&lang=en")
    page.evaluate("""() => {
      const view = structuredClone(radslag.stage.shown());
      view.now_ms = Date.now();
      view.timer = { ends_at_ms: view.now_ms + 61500, seconds: 300 };
      radslag.stage.receive(view);
    }""")
    expect(page.locator("#stage-timer")).to_have_text("1:02")
    page.evaluate("""() => {
      const view = structuredClone(radslag.stage.shown());
      view.timer.ends_at_ms = view.now_ms + 300;
      radslag.stage.receive(view);
    }""")
    page.clock.run_for(400)
    expect(page.locator("#stage-timer")).to_have_text("Time is up")
    page.clock.run_for(5000)
    expect(page.locator("#stage-voice")).to_contain_text("Time is up")
    expect(page.locator("#stage-where")).not_to_contain_text("Closed")


def test_the_screen_is_read_aloud_at_most_every_five_seconds(screen: Callable[[str], Projector]):
    projector = screen("approval")
    projector.page.clock.install()
    page = projector.show("&lang=en")
    page.evaluate("""() => {
      window.spoken = [];
      new MutationObserver(() => window.spoken.push(performance.now())).observe(
        document.getElementById("stage-voice"), { childList: true });
      let n = 0;
      setInterval(() => {
        const view = structuredClone(radslag.stage.shown());
        view.results.voters = ++n;
        radslag.stage.receive(view);
      }, 100);
    }""")
    page.clock.run_for(12_000)
    spoken = page.evaluate("window.spoken")
    assert len(spoken) >= 2
    assert min(later - earlier for earlier, later in zip(spoken, spoken[1:], strict=False)) > 4900


class Evening:
    """A workshop under way: a desk, six phones and a projector before one server."""

    def __init__(self, server: Running, browser: Browser) -> None:
        self.server = server
        with Prepared(server) as prepared:
            session = prepared.session(steps())
            key, link = prepared.doors.stage_key(session.id), prepared.desk_link()
        server.start()
        self.projector = Projector(browser, server, key, session.id)
        self.page = self.projector.show()
        self.desk = Desk(server, session.id, sign_in(server, link))
        self.phones = [Phone(server, session.code) for _ in range(6)]
        label = ".res-agree .res-label"
        self.first = self.page.locator("#stage-results .res-row").first.locator(label)

    def vote(self) -> None:
        assert self.desk.cmd("open_step", step="statements")["ok"]
        for phone in self.phones:
            phone.until(lambda view: view["round"])
            assert phone.op("ballot", item="a", value="agree")["ok"]
        expect(self.page.locator("#stage-people")).to_have_text("6 av 6")


@pytest.fixture
def evening(server_in: Callable[..., Running], browser: Browser) -> Iterator[Evening]:
    evening = Evening(server_in(), browser)
    yield evening
    evening.page.context.close()


@pytest.mark.alone
def test_votes_reach_the_stage_and_are_hidden_until_they_are_revealed(evening: Evening):
    page = evening.page
    expect(page.locator("#stage-people")).to_have_text("6")
    evening.vote()
    expect(page.locator("#stage-question")).to_have_text("statements")
    expect(page.locator("#stage-hidden")).to_have_text(
        "Svarene er skjult til møtelederen viser dem."
    )
    assert page.locator("#stage-results .res-label").count() == 0
    assert evening.desk.cmd("reveal")["ok"]
    expect(evening.first).to_have_text("100 %")
    began = time.monotonic()
    assert evening.desk.cmd("blank", on=True)["ok"]
    page.wait_for_selector("#stage-root[data-blank=true]")
    assert time.monotonic() - began < 0.5 * slower()
    assert not page.locator("#stage-question").is_visible()
    assert page.locator("#stage-code").is_visible()
    evening.projector.is_well()


def test_the_stage_survives_a_reload_and_a_restart_without_anyone_touching_it(evening: Evening):
    page, server = evening.page, evening.server
    evening.vote()
    assert evening.desk.cmd("reveal")["ok"]
    page.reload()
    expect(evening.first).to_have_text("100 %")
    server.kill()
    expect(page.locator("#stage-dot")).to_have_text("Kobler til igjen …", timeout=15000)
    expect(evening.first).to_have_text("100 %")
    server.start()
    expect(page.locator("#stage-dot")).to_be_hidden(timeout=15000)
    expect(evening.first).to_have_text("100 %")
    expect(page.locator("#stage-people")).to_have_text("6 av 6")


def test_what_the_hall_chooses_stays_in_the_address(screen: Callable[[str], Projector]):
    page = screen("lobby").show("&lang=sv&scheme=light")
    assert "lang=sv" in page.url and page.evaluate("document.documentElement.lang") == "sv"
    assert page.evaluate("document.documentElement.dataset.colorScheme") == "light"
    names = {cookie.get("name") for cookie in page.context.cookies()}
    assert not names & {"lang", "scheme"}
