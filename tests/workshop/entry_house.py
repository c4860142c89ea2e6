"""The residents' entrance without a browser: many phones at one workshop, at any level."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import run_wsgi_app

from data.accounts import Accounts
from data.log_store import LogStore
from tests.people import NO_COOKIE_YET
from tests.workshop.builders import NoFacts, agenda, text
from workshop.access import Doors
from workshop.model import Json, Level, Session
from workshop.phone import make_kiosk, make_phone
from workshop.server.front import make_front
from workshop.service import Workshop
from workshop.settings import read_settings
from workshop.signin_doors import SignIn
from workshop.slips import new_codes


class Hall:
    """An app, its workshop and its doors; `phone()` is a browser that nobody has seen before."""

    def __init__(self, folder: Path) -> None:
        self.settings = read_settings({"DATA_DIR": str(folder)}, folder)
        self.workshop = Workshop(LogStore(folder), NoFacts())
        self.workshop.start()
        self.accounts = Accounts(folder)
        self.doors = Doors(
            self.settings,
            SignIn(self.settings, self.accounts),
            self.workshop.pepper,
            self.workshop.device_ended,
        )
        parts = [
            make_phone(self.settings, self.workshop, self.doors, lambda city: {}),
            make_kiosk(self.workshop, self.doors),
        ]
        self.app = make_front(self.settings, self, parts, lambda: True)

    def close(self) -> None:
        self.workshop.stop()
        self.accounts.close()

    def session(self, level: Level = "device", opened: bool = True) -> Session:
        made = self.workshop.create("alesund", text("Energy"), agenda(), "nb", "tester")
        if level != "device":
            assert self.workshop.command(made, "set_level", {"level": level}).ok
        if opened:
            assert self.workshop.command(made, "open_step", {"step": "statements"}).ok
        return self.workshop.state(made)

    def issue(self, session: Session, count: int, admits: int = 1) -> list[str]:
        """The plain codes of a new batch."""
        now = self.workshop.state(session.id)
        codes = new_codes(now.level, count)
        digests = [self.doors.slips.digest(session.id, code) for code in codes]
        args = {"digests": digests, "admits": admits, "first": len(now.codes) + 1}
        assert self.workshop.command(session.id, "issue_codes", args).ok
        return codes

    def phone(self) -> FlaskClient:
        return self.app.test_client()

    def join(self, session: Session, phone: FlaskClient | None = None, **asked: Any) -> Json:
        """The answer to a phone that opened the page and asks to be let in, with its status."""
        web = phone or self.phone()
        answer = web.post(f"/j/{session.code}/join", json=asked)
        if answer.status_code == NO_COOKIE_YET:
            answer = web.post(f"/j/{session.code}/join", json=asked)
        return (answer.get_json() or {}) | {"status": answer.status_code}

    def guess(self, session: Session, code: str, cookie: str) -> int:
        """The status that a typed code gets, without all that a browser does around it."""
        body = json.dumps({"entry": code}).encode()
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": f"/j/{session.code}/join",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_COOKIE": cookie,
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": "http",
        }
        _, status, _ = run_wsgi_app(self.app.wsgi_app, environ)
        return int(status[:3])

    def people(self, session: Session) -> int:
        return len(self.workshop.state(session.id).participants)


@contextmanager
def hall_in(folder: Path) -> Iterator[Hall]:
    made = Hall(folder)
    yield made
    made.close()
