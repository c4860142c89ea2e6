"""A hall for the tests of the residents' page: a server, every kind of step, a desk, phones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.people import Desk, Phone
from tests.product import Running
from tests.rooms import Ready, Rooms
from workshop.model import Json

CHROMIUM = "/usr/bin/chromium"
# A process for the address bar's list, and one in reserve, would begin with every page: nobody here
# sees the one or waits for the other, and they take a third of all the work.
NOT_WANTED = "WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess"
ARGUMENTS = ["--no-sandbox", f"--disable-features={NOT_WANTED}"]
SCREEN = {"width": 390, "height": 844}


def text(nb: str, en: str = "") -> dict[str, str]:
    return {"nb": nb, "en": en} if en else {"nb": nb}


def options(*words: str) -> list[dict[str, Any]]:
    return [{"id": "abcdef"[i], "text": text(word)} for i, word in enumerate(words)]


STEPS: list[dict[str, Any]] = [
    {
        "id": "show",
        "kind": "show",
        "title": text("Slik bruker byen strøm", "How the city uses electricity"),
        "card": {"title": text("Solceller"), "text": text("Et regnestykke"), "points": []},
    },
    {
        "id": "statements",
        "kind": "statements",
        "title": text("Hva mener du?", "What do you think?"),
        "options": options("Solceller på skolene", "Vindkraft her", "Fjernvarme til alle"),
    },
    {
        "id": "approval",
        "kind": "approval",
        "title": text("Hva kan du støtte?", "What can you support?"),
        "options": options("Solceller", "Varmepumper", "Busser", "Isolering"),
        "settings": {"cap": 2},
    },
    {
        "id": "score",
        "kind": "score",
        "title": text("Hvor viktig?", "How important?"),
        "options": options("Lav regning", "Små utslipp"),
        "settings": {"max": 5},
    },
    {
        "id": "pins",
        "kind": "pins",
        "title": text("Hvor er det?", "Where is it?"),
        "settings": {
            "categories": [
                {"id": "good", "text": text("Bra sted", "Good place"), "colour": "teal"},
                {"id": "bad", "text": text("Dårlig sted", "Bad place"), "colour": "orange"},
            ],
            "per_person": 2,
        },
    },
    {
        "id": "ideas",
        "kind": "ideas",
        "title": text("Hva først?", "What first?"),
        "settings": {"per_person": 2, "length": 60},
    },
    {
        "id": "ranking",
        "kind": "ranking",
        "title": text("Hva er viktigst?", "What matters most?"),
        "options": options("Solceller", "Varmepumper", "Busser", "Isolering"),
    },
    {
        "id": "dots",
        "kind": "dots",
        "title": text("Hvor mye på hva?", "How much on what?"),
        "options": options("Solceller", "Varmepumper", "Busser"),
        "settings": {"dots": 5, "cap": 3},
    },
    {
        "id": "budget",
        "kind": "budget",
        "title": text("Hva kjøper vi?", "What do we buy?"),
        "options": options("Solceller", "Varmepumper", "Busser"),
        "settings": {"money": 10, "unit": "MNOK", "costs": {"a": 6, "b": 5, "c": 4}},
    },
    {
        "id": "quadratic",
        "kind": "quadratic",
        "title": text("Hvor mye betyr det?", "How much does it matter?"),
        "options": options("Solceller", "Varmepumper", "Busser"),
        "settings": {"credits": 9},
    },
    {
        "id": "pairwise",
        "kind": "pairwise",
        "title": text("Hva betyr mest?", "What matters more?"),
        "options": options("Solceller", "Varmepumper", "Busser", "Isolering"),
    },
    {
        "id": "resistance",
        "kind": "resistance",
        "title": text("Hva kan du leve med?", "What can you live with?"),
        "options": [
            *options("Bomvei", "Sykkelvei"),
            {"id": "status-quo", "text": text("Som i dag")},
        ],
    },
    {
        "id": "judgment",
        "kind": "judgment",
        "title": text("Hvor gode er de?", "How good are they?"),
        "options": options("Solceller", "Varmepumper", "Busser"),
    },
    {
        "id": "likert",
        "kind": "likert",
        "title": text("Hvor enig er du?", "How far do you agree?"),
        "options": options("Bussene går ofte nok", "Byen er grønn nok"),
    },
    {
        "id": "again",
        "kind": "score",
        "title": text("Hvor mye haster det?", "How urgent is it?"),
        "options": options("Solceller"),
        "settings": {"max": 5, "delphi": {"rounds": 3, "stop": "middle", "most": 1}},
    },
]


class House(Rooms):
    """One server with many sessions: a hall for each test."""

    def __init__(self, server: Running, browser: Browser, halls: int) -> None:
        super().__init__(server, STEPS, halls)
        self.browser = browser

    def hall(self) -> Hall:
        return Hall(self, self.take())


class Hall:
    """A running workshop; `desk` commands it, `joined()` is a resident's phone."""

    def __init__(self, house: House, ready: Ready) -> None:
        self.server = house.server
        self.browser = house.browser
        self.session = ready.session
        self.token = ready.join_token
        self.code = self.session.code
        self.address = f"{self.server.url}/j/{self.code}"
        self.problems: list[str] = []  # what went wrong in any page of this hall
        self.asked: list[str] = []  # what any of them asked for
        self._cookies = house.cookies
        self.desk = self.desk_again()

    def desk_again(self) -> Desk:
        """The desk, also after a restart of the server."""
        self.desk = Desk(self.server, self.session.id, self._cookies)
        return self.desk

    def context(self, locale: str = "nb-NO", **more: Any) -> BrowserContext:
        settings: dict[str, Any] = {
            "viewport": SCREEN,
            "is_mobile": True,
            "has_touch": True,
            "locale": locale,
        }
        return self.browser.new_context(**settings | more)

    def page(self, locale: str = "nb-NO", **more: Any) -> Page:
        page = self.context(locale, **more).new_page()
        page.on("pageerror", lambda fault: self.problems.append(str(fault)))
        page.on("request", lambda request: self.asked.append(request.url))
        return page

    def joined(self, locale: str = "nb-NO", **more: Any) -> Page:
        """A phone that has scanned the QR code and pressed the button."""
        page = self.page(locale, **more)
        page.goto(f"{self.address}#{self.token}")
        page.locator("#join").tap()
        expect(page.locator("#app")).to_be_visible()
        return page

    def open(self, step: str) -> None:
        assert self.desk.cmd("open_step", step=step)["ok"]

    def others(self, number: int, **answer: Any) -> list[Phone]:
        """Further people, without a browser; each gives this answer, if one is given."""
        phones = [Phone(self.server, self.code) for _ in range(number)]
        for phone in phones:
            assert not answer or phone.op("ballot", **answer)["ok"]
        return phones

    def answered(self, number: int) -> None:
        """Wait until the server has counted that many people in the round on screen."""
        self.desk.until(lambda v: v["round"]["turnout"]["answered"] == number)

    def result(self, holds: Callable[[Json], bool]) -> Json:
        """The results as the desk sees them, once they hold; from five voters on."""
        view = self.desk.until(lambda v: "options" in (v["results"] or {}) and holds(v["results"]))
        return view["results"]
