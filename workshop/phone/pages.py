"""The addresses of the residents' page.

A code says which workshop; the token behind a QR code (in the address's fragment, so that it
is never sent with a request for the page) stands in for typing and for the limits on typing.
"""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template, request

from workshop.access import Doors
from workshop.language import LANGUAGES, NAMES, picked, sentences, translator
from workshop.model import Json, Session
from workshop.phone import inline
from workshop.phone.codes import possible, tidy
from workshop.phone.entrance import Entrance, remember_device
from workshop.phone.guesses import Guesses
from workshop.phone.joining import STATUS, Joining, Places
from workshop.phone.own import Own
from workshop.phone.picture import qr_svg
from workshop.phone.stored import Stored
from workshop.phone.told import preview, told
from workshop.rules.entry import asks_code
from workshop.server import choices, headers
from workshop.server.assets import YEAR, asset
from workshop.server.refusals import NotOpen
from workshop.service import Workshop
from workshop.settings import Settings


def make_phone(settings: Settings, workshop: Workshop, doors: Doors, places: Places) -> Blueprint:
    """`places(city)` gives names, districts, places, bounds and the address of the land."""
    blueprint = Blueprint("phone", __name__, template_folder="templates", url_prefix="/j")
    entrance = Entrance(workshop, doors, Guesses())
    page = Page(settings, workshop, doors, entrance, places)
    joining = Joining(workshop, doors, entrance, places)
    own = Own(settings, workshop, doors, entrance)
    stored = Stored(settings, entrance, places)
    blueprint.add_url_rule("/<code>", "page", page.show)
    blueprint.add_url_rule("/<code>/qr.svg", "qr", page.qr)
    blueprint.add_url_rule("/script/<name>", "script", page.script)
    blueprint.add_url_rule("/<code>/join", "join", joining.join, methods=["POST"])
    blueprint.add_url_rule("/<code>/ticket", "ticket", joining.ticket, methods=["POST"])
    blueprint.add_url_rule("/<code>/next", "next", joining.next, methods=["POST"])
    blueprint.add_url_rule("/<code>/places", "places", joining.places)
    blueprint.add_url_rule("/<code>/scenarios/<round_id>", "scenarios", joining.scenarios)
    blueprint.add_url_rule("/<code>/stored", "stored", stored.show)
    blueprint.add_url_rule("/<code>/look", "look", own.look, methods=["POST"])
    blueprint.add_url_rule("/<code>/receipt", "receipt", own.receipt, methods=["POST"])
    blueprint.register_error_handler(NotOpen, joining.forbidden)
    return blueprint


class Page:
    """One answer that can be used at once: words, style, script and what the session shows."""

    def __init__(
        self,
        settings: Settings,
        workshop: Workshop,
        doors: Doors,
        entrance: Entrance,
        places: Places,
    ) -> None:
        self._settings = settings
        self._workshop = workshop
        self._doors = doors
        self._entrance = entrance
        self._places = places
        self._stored = Stored(settings, entrance, places)
        self._style = inline.style()
        self._script = inline.script(inline.AT_ONCE)
        self._later = {"later.js": inline.script(inline.LATER)}
        self._said = inline.sentences(self._script + self._later["later.js"])
        own_words = {
            "own": inline.OWN,
            "pins": inline.PLACES,
            "scenarios": inline.SCENARIOS,
            "kiosk": inline.SHARED,
            "ways": inline.WAYS,
        }
        for name, parts in own_words.items():
            text = inline.script(parts)
            for language in LANGUAGES:
                self._later[f"{name}.{language}.js"] = _with_words(text, language)

    def show(self, code: str) -> Response:
        """The question for who has joined; a welcome, or the reason why not, for others."""
        code = tidy(code)
        session = self._entrance.session_of(code) if possible(code) else None
        if session is not None and session.phase != "closed" and self._entrance.ended(session):
            return self._ended(session)
        participant = self._entrance.member(session)
        if session is not None and participant is not None:
            joined = told(self._workshop, self._doors, session, participant)
            return self._answer(self._page(code, session, joined))
        refused = self._entrance.refusal(session)
        if refused in ("unknown_code", "session_closed"):
            return self._answer(self._refused(refused, code), STATUS[refused])
        if refused:
            # Whoever holds a QR code's token may still go on; nothing else is said of the session.
            return self._answer(self._page(code, None, None, refused), STATUS.get(refused, 503))
        welcome = self._answer(self._page(code, session, None))
        if session is not None:
            # The cookie comes before the button is pressed, so that joining twice is joining once.
            self._doors.admit(welcome, session.id, request.cookies)
        return welcome

    def _page(
        self, code: str, session: Session | None, joined: Json | None, refused: str | None = None
    ) -> str:
        language = choices.language()
        places = self._places(session.city) if session else {}
        title_language, title = picked(session.title if session else None, language)
        return render_template(
            "phone/phone.html",
            _=translator(language, "phone"),
            names=NAMES,
            title=title,
            title_language=title_language,
            who=picked(places.get("names"), language)[1],
            places=places,
            code=code,
            days=session.retention_days if session else None,
            notice=self._stored.told(session, language) if session else None,
            rehearsal=bool(session and session.rehearsal),
            level=session.level if session else None,
            asked=bool(session and self._asks_code(session)),
            told=joined,
            style=self._style,
            script=self._script,
            boot=_inside_html(self._boot(code, session, joined) | {"refused": refused}),
        )

    def _asks_code(self, session: Session) -> bool:
        return asks_code(session, "kiosk" if self._entrance.shared(session) else "phone")

    def _boot(self, code: str, session: Session | None, joined: Json | None) -> Json:
        """What the script starts with. Only the sentences that it says are sent."""
        language = choices.language()
        return {
            "code": code,
            "told": joined,
            "preview": preview(self._workshop, session) if session and not joined else None,
            "page": inline.page_mark(),
            "entry": bool(session and self._asks_code(session)),
            "kiosk": self._address(f"kiosk.{language}.js")
            if session and self._entrance.shared(session)
            else None,
            "device": self._entrance.number(session) if session else None,
            "words": _words(self._said, language),
            "later": self._address("later.js"),
            "own": self._address(f"own.{language}.js"),
            "pins": self._address(f"pins.{language}.js"),
            "scenarios": self._address(f"scenarios.{language}.js"),
            "ways": self._address(f"ways.{language}.js"),
            "leaflet": asset("vendor/leaflet/leaflet.js"),
            "leafletStyle": asset("vendor/leaflet/leaflet.css"),
        }

    def _ended(self, session: Session) -> Response:
        """One sentence at a shared device that was ended; the last person's cookie goes, too."""
        say = translator(choices.language(), "phone")
        page = render_template(
            "phone/refused.html",
            _=say,
            heading=say("This device is no longer shared"),
            text=say("Those who lead have ended it. What was counted stays. Ask them to go on."),
            again=False,
            style=self._style,
        )
        answer = self._answer(page, STATUS["device_ended"])
        self._doors.forget(answer, session.id)
        return answer

    def _refused(self, reason: str, typed: str) -> str:
        say = translator(choices.language(), "phone")
        over = reason == "session_closed"
        return render_template(
            "phone/refused.html",
            _=say,
            heading=say("This workshop is over") if over else say("No workshop has this code"),
            text=say("Thank you to everybody who took part.")
            if over
            else say("Look at the big screen and type the six characters again."),
            again=not over,
            code=typed[:12],
            style=self._style,
        )

    def _answer(self, text: str, status: int = 200) -> Response:
        """Under this page's own policy: its style and script may run, and nothing else inline."""
        answer = make_response(text, status)
        answer.headers["Content-Security-Policy"] = headers.policy(
            request.host, (inline.digest(self._script),), (inline.digest(self._style),)
        )
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["Vary"] = "Accept-Language, Cookie"
        remember_device(answer, self._settings.secure_cookies)
        return answer

    def _address(self, name: str) -> str:
        mark = inline.digest(self._later[name])[8:18].replace("+", "-").replace("/", "_")
        return f"/j/script/{name}?v={mark}"

    def qr(self, code: str) -> Response:
        """The join address as a picture; with the token for whoever shows the stage's key.

        Without the key no session is looked up, so that the picture tells a guesser nothing.
        """
        code = tidy(code)
        if not possible(code):
            abort(404)
        address = f"{self._settings.public_url}/j/{code}"
        key = request.args.get("key")
        session = self._entrance.session_of(code) if key else None
        if session is not None and self._doors.is_stage_key(key, session.id):
            address = self._doors.links(session.id, session.code).qr_url
        answer = Response(qr_svg(address), mimetype="image/svg+xml")
        answer.headers["Cache-Control"] = "private, max-age=3600"
        return answer

    def script(self, name: str) -> Response:
        """A part of the script that is not needed for the first answer."""
        if name not in self._later:
            abort(404)
        answer = Response(self._later[name], mimetype="text/javascript")
        answer.cache_control.public = True
        answer.cache_control.max_age = YEAR
        return answer


def _words(said: set[str], language: str) -> dict[str, str]:
    """Those of a script's sentences that are not English as they are."""
    known = {} if language == "en" else sentences(language, "phone")
    return {sentence: words for sentence, words in known.items() if sentence in said}


def _with_words(script: str, language: str) -> str:
    """A script that brings its own words, so that nobody fetches them who does not need them."""
    words = json.dumps(_words(inline.sentences(script), language), ensure_ascii=False)
    return script.replace("\n", f"\nObject.assign(boot.words, {words});\n", 1)


def _inside_html(value: dict[str, Any]) -> str:
    """JSON that cannot end the element that it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
