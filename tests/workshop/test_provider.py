"""Signing in at a real OpenID provider, on loopback: who gets in, and what is refused."""

from __future__ import annotations

import datetime as dt
import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from tests.product import free_port
from tests.workshop.at_provider import BACK, HERE, SECRET, WAY, WHOLE, at_provider, go
from tests.workshop.signin_house import ADMIN, PASSWORD, House
from workshop.accounts import Person, User
from workshop.errors import Rejected
from workshop.oidc import OpenIdConnect, Started
from workshop.settings import WELL_KNOWN, Provider, SettingsError, read_settings
from workshop.signin_doors import LOGIN_COOKIE


@pytest.fixture
def house(tmp_path: Path, provider: Provider) -> Iterator[House]:
    made = House(tmp_path, provider=provider)
    # The provider lives in the real time, and says when it saw whom.
    made.clock.moment = made.clock.moment.fromtimestamp(time.time(), made.clock.moment.tzinfo)
    yield made
    made.accounts.close()


def test_the_way_there_carries_state_nonce_and_a_challenge(house: House, provider: Provider):
    sent = house.browser().get(WAY)
    asked = parse_qs(urlsplit(sent.location).query)
    assert sent.location.startswith(provider.discovery.removesuffix(WELL_KNOWN))
    assert (asked["response_type"], asked["code_challenge_method"]) == (["code"], ["S256"])
    assert all(len(asked[name][0]) >= 43 for name in ("state", "nonce", "code_challenge"))
    cookie = sent.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and f"Path={WAY}" in cookie
    assert asked["state"][0] not in cookie


def test_an_unknown_person_is_not_let_in_whatever_the_provider_says(house: House, astrid: User):
    browser = house.browser()
    answer = go(browser, "kari")
    assert answer.status_code == 403 and "Nobody has invited you" in answer.text
    assert not browser.cookie(LOGIN_COOKIE)
    assert [one.email for one in house.accounts.accounts()] == [ADMIN]


def test_an_invitation_binds_the_person_who_opens_it(house: House, astrid: User):
    token = house.people.invite(astrid, "the new one", "official", ["alesund"])
    browser = house.browser()
    assert "Go on with Kommunen" in browser.get(f"/invite/{token}").text
    assert go(browser, "nina", f"{WAY}?for=invite&invite={token}").location == "/review"
    user = house.sign_in.user_of(browser.cookie(LOGIN_COOKIE))
    assert user and (user.name, user.role, user.cities) == ("Nina", "official", ("alesund",))
    assert go(house.browser(), "nina", f"{WAY}?next=/account").location == "/account"
    again = go(house.browser(), "else", f"{WAY}?for=invite&invite={token}")
    assert again.status_code == 410


def test_a_verified_address_on_an_invitation_is_enough(house: House, astrid: User):
    for who in ("ola", "per"):
        house.people.invite(astrid, f"{who}@kommune.example", "facilitator", ["alesund"])
    assert go(house.browser(), "ola").location == "/desk"
    assert go(house.browser(), "per").status_code == 403


def test_an_address_of_an_account_does_not_bind_it(house: House, astrid: User):
    """Whoever made the account chose the address: only its owner connects it, from inside."""
    house.person(astrid, "ola@kommune.example", "official", ["alesund"])
    assert go(house.browser(), "ola").status_code == 403
    browser = house.browser()
    browser.sign_in("ola@kommune.example", PASSWORD)
    assert go(browser, "ola", f"{WAY}?for=connect").location == "/account?done=provider"
    assert go(house.browser(), "ola").location == "/review"
    other = house.browser()
    other.sign_in(ADMIN, PASSWORD)
    taken = go(other, "ola", f"{WAY}?for=connect")
    assert "already belongs to another account" in taken.text
    house.clock.forward(minutes=6)
    assert browser.get(f"{WAY}?for=connect").location.startswith("/sign-in?again=1")


def test_an_account_that_is_off_stays_off(house: House, astrid: User):
    token = house.people.invite(astrid, "x", "official", ["alesund"])
    go(house.browser(), "nina", f"{WAY}?for=invite&invite={token}")
    nina = next(one for one in house.accounts.accounts() if one.name == "Nina")
    house.people.set_active(astrid, nina.id, False)
    assert go(house.browser(), "nina").status_code == 403
    house.people.set_active(astrid, nina.id, True)
    house.people.disconnect(astrid, nina.id)
    assert go(house.browser(), "nina").status_code == 403


@pytest.mark.fault("T19")
def test_somebody_whom_the_provider_remembers_shows_it_anew_before_what_needs_it(
    house: House, astrid: User
):
    token = house.people.invite(astrid, "x", "official", ["alesund"])
    browser, there = house.browser(), requests.Session()
    go(browser, "nina", f"{WAY}?for=invite&invite={token}", there)
    user = house.sign_in.user_of(browser.cookie(LOGIN_COOKIE))
    house.accounts.confirm(user.login, house.clock.now() - dt.timedelta(minutes=6))
    assert not house.sign_in.fresh(user)
    way = f"{WAY}?for=again&next=/review/x?raw%3Dready"
    assert "prompt=login" in browser.get(way).location
    assert go(browser, "ola", way).status_code == 403
    assert not house.sign_in.fresh(user)
    assert go(browser, "nina", way, there).location == "/review/x?raw=ready"
    assert house.sign_in.fresh(user)


def test_signing_out_leads_to_signing_out_there(house: House, astrid: User, provider: Provider):
    token = house.people.invite(astrid, "x", "official", ["alesund"])
    browser = house.browser()
    go(browser, "nina", f"{WAY}?for=invite&invite={token}")
    page = browser.get(browser.send("/sign-out").location).text
    way = re.search(r'href="([^"]+/session/end[^"]+)"', page)
    assert way, page
    there = requests.get(way[1].replace("&amp;", "&"), timeout=10)
    assert there.status_code == 200 and "Submitting Callback" in there.text


@pytest.mark.parametrize(
    "change", [{"state": "x"}, {"state": ""}, {"code": "x"}, {"iss": "http://evil.example"}]
)
def test_an_answer_that_is_not_as_it_must_be_opens_nothing(
    house: House, astrid: User, change: dict[str, str]
):
    browser = house.browser()
    started = browser.get(WAY)
    with requests.Session() as there:
        back = at_provider(there, started.location, "nina")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
    answer = browser.get(f"{WAY}/back?{urlencode(asked | change)}")
    assert answer.status_code == 403 and "did not work" in answer.text
    # The note is used up: the right answer comes too late now.
    assert browser.get(back.removeprefix(HERE)).status_code == 403
    assert house.browser().get(back.removeprefix(HERE)).status_code == 403


# What only a provider that lies would send


class Lying:
    """Answers of a provider, signed with its own key, without a provider."""

    def __init__(self, **change: object) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one"})
        self.oidc = OpenIdConnect(
            Provider("https://id.example" + WELL_KNOWN, "radslag", SECRET, "x"), BACK, lambda: 1000
        )
        self.started = Started("s" * 43, "n" * 43, "v" * 43, 1000)
        self.claims = {"iss": "https://id.example", "sub": "nina", "aud": "radslag", "iat": 990}
        self.claims |= {"exp": 1300, "nonce": "n" * 43, "auth_time": 990}
        self.claims |= change
        self.found = {"issuer": "https://id.example", "jwks_uri": "https://id.example/keys"}
        self.found["token_endpoint"] = "https://id.example/token"  # noqa: S105
        self.found["authorization_endpoint"] = "https://id.example/way"

    def person(self, token: str, monkeypatch: pytest.MonkeyPatch, again: bool = False) -> Person:
        answers: dict[str, Any] = {self.oidc.provider.discovery: self.found}
        answers["https://id.example/keys"] = KeySet([self.key]).as_dict(private=False)
        answers["https://id.example/token"] = {"id_token": token}
        monkeypatch.setattr(self.oidc, "_asked", lambda method, url, *_, **__: answers[url])
        return self.oidc.person(self.started, {"state": "s" * 43, "code": "c"}, again)

    def signed(self, key: object = None, **header: str) -> str:
        claims = {name: value for name, value in self.claims.items() if value is not None}
        head = {"alg": "RS256", "kid": "one"} | header
        return jwt.encode(head, claims, key or self.key, algorithms=[head["alg"]])  # pyright: ignore


def test_a_token_as_it_must_be_is_taken(monkeypatch: pytest.MonkeyPatch):
    true = Lying()
    assert true.person(true.signed(), monkeypatch).subject == "nina"


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://evil.example"},
        {"aud": "another"},
        {"aud": ["another"]},
        {"aud": ["radslag", "another"], "azp": "another"},
        {"exp": 900},
        {"exp": None},
        {"iat": 5000},
        {"nonce": "x"},
        {"nonce": None},
        {"sub": ""},
        {"sub": None},
        {"sub": 7},
        {"auth_time": "now"},
    ],
)
def test_a_claim_that_is_not_as_it_must_be_is_refused(
    change: dict[str, object], monkeypatch: pytest.MonkeyPatch
):
    lying = Lying(**change)
    with pytest.raises(Rejected, match="provider"):
        lying.person(lying.signed(), monkeypatch)


@pytest.mark.parametrize("auth_time", [None, 100])
def test_once_more_means_now(auth_time: int | None, monkeypatch: pytest.MonkeyPatch):
    remembered = Lying(auth_time=auth_time)
    with pytest.raises(Rejected, match="provider"):
        remembered.person(remembered.signed(), monkeypatch, again=True)


def test_a_signature_that_is_not_the_providers_is_refused(monkeypatch: pytest.MonkeyPatch):
    lying = Lying()
    whole = lying.signed()
    head, body, _ = whole.split(".")
    forged = [
        lying.signed(RSAKey.generate_key(2048, {"kid": "one"})),
        lying.signed(RSAKey.generate_key(2048, {"kid": "two"}), kid="two"),
        lying.signed(OctKey.import_key(SECRET), alg="HS256"),
        lying.signed(ECKey.generate_key("P-256", {"kid": "one"}), alg="ES256"),
        f"{head}.{body}.",
        "eyJhbGciOiJub25lIn0." + body + ".",
        "x",
        json.dumps({}),
    ]
    for token in forged:
        with pytest.raises(Rejected, match="provider"):
            lying.person(token, monkeypatch)


def test_a_discovery_document_of_another_issuer_is_refused(monkeypatch: pytest.MonkeyPatch):
    lying = Lying()
    lying.found = lying.found | {"issuer": "https://evil.example"}
    with pytest.raises(Rejected, match="provider"):
        lying.person(lying.signed(), monkeypatch)


def test_endpoints_on_this_machine_are_not_asked_for_a_provider_elsewhere():
    oidc = Lying().oidc
    line = oidc._open([oidc.provider.discovery, "http://127.0.0.1:8050/token"])
    with pytest.raises(Exception, match="scheme"):
        line.post("http://127.0.0.1:8050/token", "application/json", {})


def test_a_provider_that_is_away_says_so_and_is_not_asked_at_every_click(
    tmp_path: Path, provider: Provider
):
    away = replace(provider, discovery=f"http://127.0.0.1:{free_port()}{WELL_KNOWN}")
    house = House(tmp_path, provider=away)
    begun = time.monotonic()
    answers = [house.browser().get(WAY) for _ in range(20)]
    assert {one.status_code for one in answers} == {503} and time.monotonic() - begun < 3
    house.accounts.close()


@pytest.mark.parametrize(
    "setting",
    [
        {"OIDC_CLIENT_ID": "x"},
        {"OIDC_DISCOVERY": "https://id.example" + WELL_KNOWN},
        {"OIDC_DISCOVERY": "http://id.example" + WELL_KNOWN, "OIDC_CLIENT_ID": "x"},
        {"OIDC_DISCOVERY": "https://id.example/", "OIDC_CLIENT_ID": "x"},
        {"SECOND_STEP": "everybody"},
        {"OIDC_ROLE_CLAIM": "groups"},
        {"OIDC_ROLES": "facilitator:leads"},
        {"OIDC_ROLE_CLAIM": "groups", "OIDC_ROLES": "facilitator:leads"},
        *(
            {**WHOLE, "OIDC_ROLES": wrong}
            for wrong in ("leads", "chief:x", "official@:x", "official:")
        ),
    ],
)
def test_a_setting_that_cannot_be_used_ends_the_start(setting: dict[str, str], tmp_path: Path):
    given = setting | ({"OIDC_CLIENT_SECRET": "y"} if "OIDC_CLIENT_ID" in setting else {})
    with pytest.raises(SettingsError):
        read_settings(given | {"DATA_DIR": str(tmp_path)}, tmp_path)
