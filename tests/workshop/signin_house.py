"""A small real front with sign-in, its accounts in a real file, and a clock that tests move."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest
from werkzeug.test import TestResponse

from data.accounts import Accounts
from workshop.access import Doors
from workshop.accounts import User
from workshop.errors import Rejected
from workshop.passwords import Passwords
from workshop.people import People
from workshop.server.front import make_front
from workshop.settings import Provider, Settings
from workshop.signin import make_signin
from workshop.signin_doors import Entry, SignIn

CITIES = {"alesund": "Ålesund", "baerum": "Bærum"}
PASSWORD = "en stille morgen ved fjorden"  # noqa: S105
OTHER_PASSWORD = "to båter på vei mot havna"  # noqa: S105
ADMIN = "astrid@kommune.example"
EMAIL = "ola@kommune.example"


@dataclass
class Clock:
    moment: dt.datetime = field(default_factory=lambda: dt.datetime(2026, 5, 4, 8, tzinfo=dt.UTC))

    def now(self) -> dt.datetime:
        return self.moment

    def seconds(self) -> float:
        return self.moment.timestamp()

    def forward(self, **how_long: float) -> None:
        self.moment += dt.timedelta(**how_long)


class House:
    """`passwords` hash quickly unless a test is about how long that takes."""

    def __init__(
        self,
        data_dir: Path,
        https: bool = False,
        passwords: Passwords | None = None,
        second_step: str = "",
        provider: Provider | None = None,
    ) -> None:
        self.base = "https://radslag.example" if https else "http://127.0.0.1:8050"
        self.settings = Settings(
            8050,
            "127.0.0.1",
            data_dir,
            self.base,
            b"k" * 40,
            (self.base,),
            (),
            https,
            second_step=second_step,
            provider=provider,
        )
        self.clock = Clock()
        self.accounts = Accounts(data_dir, self.clock.now)
        self.sign_in = SignIn(
            self.settings,
            self.accounts,
            self.clock.now,
            self.clock.seconds,
            passwords or Passwords(time_cost=1, memory_kib=64),
        )
        self.people = People(self.sign_in, lambda: CITIES)
        pages = make_signin(self.sign_in, lambda: CITIES)
        doors = Doors(self.settings, self.sign_in, lambda _: b"pepper", lambda *_: False)
        parts = SimpleNamespace(doors=doors, workshop=None)
        self.front = make_front(self.settings, parts, [pages], lambda: True)

    def browser(self, language: str = "en") -> Browser:
        return Browser(self, language)

    def administrator(self) -> Entry:
        link = self.accounts.first_link("") or ""
        return self.people.accept(token_of(link), "Astrid", ADMIN, PASSWORD)

    def person(self, by: User, email: str, role: str, cities: list[str]) -> Entry:
        token = self.people.invite(by, email, role, cities)
        return self.people.accept(token, email.split("@")[0], email, PASSWORD)


class Browser:
    """One browser: it keeps cookies, and sends forms with the token that their page holds."""

    def __init__(self, house: House, language: str) -> None:
        self.client = house.front.test_client()
        self.ask = {"base_url": house.base, "headers": {"Accept-Language": language}}

    def get(self, address: str) -> TestResponse:
        return self.client.get(address, **self.ask)

    def send(self, address: str, **fields: str | list[str]) -> TestResponse:
        page = self.client.get(address, **self.ask)
        found = re.search(r'name="form" value="([^"]+)"', page.text)
        return self.post(address, form=found[1] if found else "", **fields)

    def post(self, address: str, **fields: str | list[str]) -> TestResponse:
        return self.client.post(address, data=fields, **self.ask)

    def sign_in(self, email: str, password: str, way: str = "/sign-in") -> TestResponse:
        return self.send(way, email=email, password=password)

    def cookie(self, name: str) -> str:
        host = self.ask["base_url"].split("//")[1].split(":")[0]  # pyright: ignore
        kept = self.client.get_cookie(name, domain=host)
        return kept.value if kept else ""


def token_of(address: str) -> str:
    return address.rsplit("/", 1)[1].split("?")[0]


def refused(code: str) -> pytest.RaisesExc[Rejected]:
    return pytest.raises(Rejected, match=f"^{code}")
