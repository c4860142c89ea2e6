"""What is stored, why, for how long and who sees it: short on the join page, whole on its own."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from workshop.language import pick, translator
from workshop.model import Json, Session
from workshop.phone.codes import possible, tidy
from workshop.phone.entrance import Entrance, remember_device
from workshop.phone.joining import Places
from workshop.server import choices
from workshop.settings import Settings


class Stored:
    def __init__(self, settings: Settings, entrance: Entrance, places: Places) -> None:
        self._settings = settings
        self._entrance = entrance
        self._places = places

    def show(self, code: str) -> AnyResponse:
        """The whole page. A wrong code is sent to where wrong codes are answered."""
        code = tidy(code)
        session = self._entrance.session_of(code) if possible(code) else None
        member = session is not None and self._entrance.member(session) is not None
        refused = None if member else self._entrance.refusal(session)
        if session is None or refused == "too_many_guesses":
            return redirect(f"/j/{code}", 303)
        language = choices.language()
        page = render_template(
            "rights/stored.html",
            _=translator(language, "rights"),
            code=code,
            days=session.retention_days,
            **self.told(session, language),
        )
        answer: Response = make_response(page)
        answer.headers["Cache-Control"] = "no-store"
        remember_device(answer, self._settings.secure_cookies)
        return answer

    def told(self, session: Session, language: str) -> dict[str, Any]:
        """What the municipality says of itself; "" where it says nothing."""
        places = self._places(session.city)
        own: Json = places.get("notice", {})
        said = {name: pick(own.get(name), language) for name in ("contact", "purpose", "basis")}
        say = translator(language, "rights")
        name = pick(places.get("names"), language)
        general = say("The municipality of {name}").format(name=name) if name else ""
        return said | {"controller": pick(own.get("controller"), language) or general}
