"""A server with workshops to lead, and browsers that have signed in to its desk."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, WebSocketRoute, expect

from data import agendas
from tests.people import Desk, Phone
from tests.product import Running
from tests.rooms import Rooms
from workshop.agenda import step_json

LAPTOP = {"width": 1366, "height": 768}
TABLET = {"width": 820, "height": 1180}
PHONE = {"width": 390, "height": 844}


class House(Rooms):
    """One server for the tests of a module; each test takes a workshop of its own."""

    def __init__(self, server: Running, browser: Browser, workshops: int) -> None:
        template = agendas.load(server.folder, "energy-alesund")
        steps = [step_json(step) for step in template.steps]
        super().__init__(server, steps, workshops, pages=True)
        self.browser = browser

    def workshop(self) -> tuple[str, str]:
        """(id, code) of a workshop that nobody has touched, in its lobby."""
        session = self.take().session
        return session.id, session.code

    def context(
        self, lang: str = "en", size: dict[str, int] = LAPTOP, **more: Any
    ) -> BrowserContext:
        made = self.browser.new_context(viewport=size, **more)  # type: ignore[arg-type]
        cookies = self.cookies | {"lang": lang}
        made.add_cookies(
            [
                {"name": name, "value": value, "url": self.server.url}
                for name, value in cookies.items()
            ]
        )
        return made

    def page(self, path: str, lang: str = "en", size: dict[str, int] = LAPTOP, **more: Any) -> Page:
        page = watched(self.context(lang, size, **more).new_page())
        page.goto(self.server.url + path)
        return page

    def desk(self, session_id: str, lang: str = "en", size: dict[str, int] = LAPTOP) -> Page:
        """A desk that is live."""
        page = self.page(f"/desk/{session_id}", lang, size)
        expect(page.locator("#desk-live[data-ready=yes]")).to_be_attached()
        return page

    def line(self, session_id: str) -> Desk:
        """The same person's desk without a browser, to see what the server holds."""
        return Desk(self.server, session_id, self.cookies)

    def phone(self, code: str) -> Phone:
        return Phone(self.server, code)


def watched(page: Page) -> Page:
    """Remembers faults of the page and every address that it asked for."""
    page.problems = []  # type: ignore[attr-defined]
    page.asked = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda fault: page.problems.append(str(fault)))  # type: ignore[attr-defined]
    page.on("console", lambda said: _note(page, said.text))
    page.on("request", lambda request: page.asked.append(request.url))  # type: ignore[attr-defined]
    return page


def _note(page: Page, said: str) -> None:
    if "Content Security Policy" in said or "desk" in said:
        page.problems.append(said)  # type: ignore[attr-defined]


class Deaf:
    """A page that does not hear what others do, as on a line that is late."""

    def __init__(self, page: Page) -> None:
        self.deaf = False
        page.route_web_socket("**/socket.io/**", self._between)

    def _between(self, route: WebSocketRoute) -> None:
        server = route.connect_to_server()
        server.on_message(lambda message: self._pass(route, message))

    def _pass(self, route: WebSocketRoute, message: str | bytes) -> None:
        if not (self.deaf and str(message).startswith('42["view"')):
            route.send(message)


def sideways(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    return page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
