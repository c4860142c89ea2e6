"""A hall for the tests of the stage: sessions of every kind, and a browser that watches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.axe import violations
from tests.product import Prepared, Running
from tests.workshop.builders import all_taken, op, step, text
from workshop.model import Session
from workshop.service import Workshop

EVIL = '<img src=x onerror="window.xss=1">Bra'
LONG = {
    "nb": "Kommunen bør sette solceller på alle skoler og idrettshaller innen 2030, også når det"
    " koster litt mer enn å la være, og vise fram hvert år hva de gir",
    "nn": "Kommunen bør setje solceller på alle skular og idrettshallar innan 2030, også når det"
    " kostar litt meir enn å la vere, og syne fram kvart år kva dei gir",
    "sv": "Kommunen bör sätta solceller på alla skolor och idrottshallar senast 2030, även när det"
    " kostar lite mer än att låta bli, och varje år visa vad de ger",
    "en": "The municipality should put solar panels on every school and sports hall by 2030, even"
    " when it costs a little more than not doing so, and show each year what they yield",
}
WINDOW: ViewportSize = {"width": 1920, "height": 1080}
VIEW = {"city": "alesund", "layer": "municipalities", "indicator": "electricity:XX", "year": "2024"}


MONEY = {
    "money": 60,
    "unit": "MNOK",
    "costs": {f"o{n}": 5 + 2 * n for n in range(12)},
}


def steps() -> list[dict[str, Any]]:
    """A step of every kind, with ten long statements, a map and a card among them."""
    dear = [{"id": f"o{n}", "text": LONG} for n in range(12)]
    long = dear[:10]
    categories = [
        {"id": "good", "text": text("Bra"), "colour": "teal"},
        {"id": "bad", "text": text("Dårlig"), "colour": "orange"},
    ]
    return [
        step("show", "map", view=VIEW),
        step("show", "card", card={"title": text("Kort"), "text": LONG, "points": [LONG] * 4}),
        step("statements", "statements"),
        step("statements", "long", options=long),
        step("approval", "approval"),
        step("score", "score", view=VIEW),
        step("pins", "pins", settings={"categories": categories, "text": True, "per_person": 5}),
        step("ideas", "ideas"),
        step("ranking", "ranking"),
        step("budget", "budget", options=dear, settings=MONEY),
        step("resistance", "resistance"),
        step("pairwise", "pairwise"),
    ]


def answered(prepared: Prepared, at: str, people: int, reveal: bool = True) -> Session:
    """A session with `people` answers to the step `at`, approved and shown."""
    session = prepared.session(steps())
    workshop = prepared.workshop
    assert workshop.command(session.id, "open_session").ok
    all_taken(workshop, session.id, (op("join", f"p{n}") for n in range(people)))
    ask(workshop, session.id, at, people, reveal)
    return workshop.state(session.id)


def ask(workshop: Workshop, session_id: str, at: str, people: int, reveal: bool = True) -> None:
    """Open a step (again), let everybody answer, approve what was written, and show it."""
    assert workshop.command(session_id, "open_step", {"step": at}).ok
    round_ = workshop.state(session_id).current_round()
    assert round_ is not None
    options = [o.id for o in round_.step.options]
    answers = (
        op(who=f"p{n}", round=round_.id, **fields)
        for n in range(people)
        for fields in cast_by(round_.step.kind, options, n)
    )
    all_taken(workshop, session_id, answers)
    state = workshop.state(session_id).current_round()
    assert state is not None
    waiting = [c.id for c in state.contributions.values() if c.text_id and c.state == "pending"]
    if waiting:
        order = {"text_ids": waiting, "verdict": "approve"}
        assert workshop.command(session_id, "moderate", order).ok
    if reveal:
        assert workshop.command(session_id, "reveal").ok


def _from(start: int, options: list[str]) -> list[str]:
    return [*options[start:], *options[:start]]


# What the nth person puts on one ballot about all options.
ONE_BALLOT: dict[str, Callable[[list[str], int], Any]] = {
    "approval": lambda options, n: options[: n % 3 + 1],
    "ranking": lambda options, n: _from((0, 0, 1, 1, 2)[n % 5], options)[: n % 3 + 1],
    "budget": lambda options, n: [o for i, o in enumerate(options) if (n + i) % 3 == 0][:3],
    "quadratic": lambda options, n: {options[n % len(options)]: 3},
    "dots": lambda options, n: {options[n % len(options)]: 2, options[0]: 1},
    "judgment": lambda options, n: {o: (n + n * i // 3) % 6 for i, o in enumerate(options)},
}

# What the nth person answers to the ith option.
EACH: dict[str, Callable[[int, int], Any]] = {
    "statements": lambda n, i: ("agree", "disagree", "pass")[(n + i) % 3],
    "score": lambda n, i: n % 6,
    "resistance": lambda n, i: (3 * n + 5 * i) % 11,
    "likert": lambda n, i: "dont_know" if n == i else 1 + (n * n + i) % 7,
}


def cast_by(kind: str, options: list[str], n: int) -> list[dict[str, Any]]:
    if kind == "pairwise":
        pairs = [(a, b) for i, a in enumerate(options) for b in options[i + 1 :]]
        return [
            {"do": "ballot", "item": f"{a}|{b}", "value": (a, b)[n % 3 == 0], "rev": 1}
            for a, b in pairs
        ]
    if kind in EACH:
        return [
            {"do": "ballot", "item": o, "value": EACH[kind](n, i), "rev": 1}
            for i, o in enumerate(options)
        ]
    if kind in ONE_BALLOT:
        return [{"do": "ballot", "item": "", "value": ONE_BALLOT[kind](options, n), "rev": 1}]
    if kind == "pins":
        place = {"lat": 62.47 + n / 1000, "lon": 6.2 + n / 500, "category": ("good", "bad")[n % 2]}
        return [{"do": "pin", "text": EVIL, "body": place}]
    if kind == "ideas":
        return [{"do": "idea", "text": f"{EVIL} {n}"}]
    return []


# The letters on the stage that are smaller than the last row can read.
SMALL = """() => [...document.querySelectorAll("#stage-root *")].filter((e) => e.offsetParent
  && [...e.childNodes].some((c) => c.nodeType === 3 && c.textContent.trim())
  && !e.closest(".visually-hidden") && getComputedStyle(e).clipPath === "none"
  && parseFloat(getComputedStyle(e).fontSize) < 28).map((e) => e.className)"""


class Projector:
    """A browser that shows one stage and remembers what it asked for and complained about."""

    def __init__(self, chromium: Browser, server: Running, key: str, session_id: str) -> None:
        self.server = server
        self.turn_to(key, session_id)
        context = chromium.new_context(viewport=WINDOW)
        context.add_init_script(
            "window.violations = [];"
            "addEventListener('securitypolicyviolation', (e) =>"
            " window.violations.push(e.violatedDirective + ' ' + e.blockedURI));"
        )
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))

    def turn_to(self, key: str, session_id: str) -> None:
        """The stage of a session, from the next `show` on."""
        self.address = f"{self.server.url}/stage/{session_id}?key={key}"

    def _hear(self, kind: str, said: str) -> None:
        # While the server is away the browser says by itself that it cannot be reached.
        if kind in ("error", "warning") and "ERR_CONNECTION_REFUSED" not in said:
            self.complaints.append(said)

    def show(self, more: str = "") -> Page:
        self.page.set_viewport_size(WINDOW)
        self.page.goto(self.address + more)
        self.page.wait_for_selector("#stage-root:not([data-scene=wait])")
        return self.page

    def is_well(self) -> None:
        """Nothing complained, nothing was refused by the policy, nothing asked of another host."""
        ours = (self.server.url, self.server.url.replace("http", "ws"), "data:")
        elsewhere = [url for url in self.asked if not url.startswith(ours)]
        refused = self.page.evaluate("window.violations")
        assert not (self.complaints or refused or elsewhere), (self.complaints, refused, elsewhere)

    def accessible(self) -> None:
        assert violations(self.page) == []

    def resize(self, width: int, height: int) -> None:
        """Another window; returns when the stage has been drawn for it."""
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.evaluate(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def overflow(self) -> list[str]:
        """What reaches outside the window or is cut; marks that lie along a bar do not count."""
        return self.page.evaluate(OVERFLOW)


OVERFLOW = """() => {
  const apart = ".visually-hidden, .leaflet-container, .res-mark, [hidden]";
  const seen = [...document.querySelectorAll("#stage-root *")].filter((node) =>
    !node.closest(apart) && getComputedStyle(node).visibility !== "hidden");
  const outside = seen.filter((node) => {
    const box = node.getBoundingClientRect();
    const beyond = box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
    return box.width && (beyond || box.left < -1 || box.top < -1);
  });
  const cut = seen.filter((node) => node.matches(".stage-head, .res, .stage-card")
    && node.scrollHeight > node.clientHeight + 2);
  const page = document.documentElement;
  const scrolls = page.scrollHeight > innerHeight || page.scrollWidth > innerWidth ? [page] : [];
  return [...outside, ...cut, ...scrolls].map((node) => node.id || node.className || node.tagName);
}"""
