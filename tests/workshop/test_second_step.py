"""The second step: set up with an app, asked for after the password, each code once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyotp.totp import TOTP

from tests.workshop.signin_house import (
    ADMIN,
    EMAIL,
    OTHER_PASSWORD,
    PASSWORD,
    Browser,
    House,
    token_of,
)
from workshop.accounts import User
from workshop.errors import Rejected
from workshop.seal import Seal
from workshop.signin_doors import LOGIN_COOKIE

pytestmark = pytest.mark.fault("T19")
PAGE = "/account/second-step"


class Phone:
    """The app that holds the secret, and the paper with the recovery codes."""

    def __init__(self, house: House, browser: Browser) -> None:
        self.house = house
        page = browser.get(PAGE).text
        found = re.search(r"signin-secret-text\">([A-Z2-7 ]+)<", page)
        assert found and "data:image/svg+xml;base64," in page
        self.secret = found[1].replace(" ", "")
        self.codes = re.findall(
            r"<li>([A-Z0-9-]{14})</li>", browser.send(PAGE, act="confirm", code=self.code()).text
        )
        house.clock.forward(seconds=30)

    def code(self, steps: int = 0) -> str:
        at = self.house.clock.now().timestamp() + 30 * steps
        return TOTP(self.secret).at(int(at))


@pytest.fixture
def phone(house: House, astrid: User) -> Phone:
    browser = house.browser()
    browser.sign_in(ADMIN, PASSWORD)
    return Phone(house, browser)


def half_way(browser: Browser, password: str = PASSWORD) -> dict[str, str]:
    """The form that asks for the code, after the password."""
    page = browser.sign_in(ADMIN, password)
    assert page.status_code == 200 and not browser.cookie(LOGIN_COOKIE)
    return dict(re.findall(r'type="hidden" name="(form|ticket)" value="([^"]+)"', page.text))


def test_after_the_password_the_code_is_asked_for(house: House, phone: Phone) -> None:
    browser = house.browser()
    sent = half_way(browser)
    assert browser.post("/sign-in", **sent, code="000000").status_code == 401
    assert not browser.cookie(LOGIN_COOKIE)
    answer = browser.post("/sign-in?next=/review", **sent, code=phone.code())
    assert (answer.status_code, answer.location) == (303, "/review")
    assert house.sign_in.user_of(browser.cookie(LOGIN_COOKIE))


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_of_a_neighbouring_half_minute_counts(
    house: House, phone: Phone, steps: int
) -> None:
    house.clock.forward(seconds=90)
    browser = house.browser()
    assert browser.post("/sign-in", **half_way(browser), code=phone.code(steps)).status_code == 303


@pytest.mark.parametrize("steps", [-3, -2, 2, 3])
def test_an_older_or_later_code_does_not(house: House, phone: Phone, steps: int) -> None:
    browser = house.browser()
    assert browser.post("/sign-in", **half_way(browser), code=phone.code(steps)).status_code == 401


def test_a_code_counts_once_and_none_before_it_counts_after_it(house: House, phone: Phone) -> None:
    code, earlier = phone.code(), phone.code(-1)
    first, second = house.browser(), house.browser()
    assert first.post("/sign-in", **half_way(first), code=code).status_code == 303
    for replayed in (code, earlier):
        assert second.post("/sign-in", **half_way(second), code=replayed).status_code == 401


def test_each_recovery_code_opens_the_account_once(house: House, phone: Phone) -> None:
    assert len(set(phone.codes)) == 10
    browser, other = house.browser(), house.browser()
    typed = phone.codes[3].replace("-", " ").lower()
    assert browser.post("/sign-in", **half_way(browser), code=typed).status_code == 303
    assert other.post("/sign-in", **half_way(other), code=phone.codes[3]).status_code == 401
    assert "9 of 10" in browser.get(PAGE).text


def test_tries_are_slowed_down(house: House, phone: Phone) -> None:
    browser = house.browser()
    sent = half_way(browser)
    for _ in range(5):
        assert browser.post("/sign-in", **sent, code="000000").status_code == 401
    assert browser.post("/sign-in", **sent, code=phone.code()).status_code == 429
    house.clock.forward(seconds=2)
    assert browser.post("/sign-in", **sent, code=phone.code()).status_code == 303


def test_the_half_way_is_open_for_five_minutes_and_for_the_same_password(
    house: House, phone: Phone
) -> None:
    browser = house.browser()
    late = half_way(browser)
    house.clock.forward(seconds=301)
    assert "took too long" in browser.post("/sign-in", **late, code=phone.code()).text
    sent = half_way(browser)
    reset = house.accounts.reset_link(house.accounts.accounts()[0].id)
    answer = house.browser().send(f"/reset/{token_of(reset)}", password=OTHER_PASSWORD)
    assert "The code from your phone" in answer.text
    answer = browser.post("/sign-in", **sent, code=phone.code())
    assert answer.status_code == 401 and "Start with the password again" in answer.text
    forged = sent | {"ticket": sent["ticket"][:-4] + "AAAA"}
    assert browser.post("/sign-in", **forged, code=phone.code()).status_code == 401


def test_the_secret_lies_sealed_and_recovery_codes_as_hashes(
    house: House, phone: Phone, tmp_path: Path
) -> None:
    house.accounts.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("accounts.duckdb*"))
    assert phone.secret.encode() not in kept
    assert not [code for code in phone.codes if code.replace("-", "").encode() in kept]
    again = House(tmp_path)
    user = again.accounts.accounts()[0]
    assert again.sign_in.steps.has(user.id)
    with pytest.raises(Rejected):
        again.sign_in.steps.check(user.id, "000000")
    again.accounts.close()


def test_what_is_sealed_for_one_purpose_or_key_opens_nothing_else() -> None:
    sealed = Seal(b"k" * 40, "one").close("secret")
    assert Seal(b"k" * 40, "one").open(sealed) == "secret"
    for other in (Seal(b"k" * 40, "two"), Seal(b"l" * 40, "one")):
        assert other.open(sealed) is None
    assert Seal(b"k" * 40, "one").open("å") is None


def test_showing_who_one_is_again_takes_the_code_too(house: House, phone: Phone) -> None:
    browser = house.browser()
    browser.post("/sign-in", **half_way(browser), code=phone.code())
    house.clock.forward(minutes=6)
    again = "/sign-in?again=1&next=/people"
    assert browser.get(PAGE).location == f"/sign-in?again=1&next={PAGE}"
    assert browser.send(again, password=PASSWORD).status_code == 401
    assert browser.send(again, password=PASSWORD, code=phone.code()).location == "/people"
    house.clock.forward(minutes=1)
    assert browser.send(PAGE, act="off").status_code == 303
    assert house.browser().sign_in(ADMIN, PASSWORD).status_code == 303


def test_an_administrator_takes_the_step_away_from_somebody_else(
    house: House, phone: Phone, astrid: User
) -> None:
    ola = house.person(astrid, EMAIL, "official", ["alesund"]).user
    browser = house.browser()
    browser.sign_in(EMAIL, PASSWORD)
    Phone(house, browser)
    boss = house.browser()
    boss.post("/sign-in", **half_way(boss), code=phone.code())
    assert "Take the second step away" in boss.get("/people").text
    assert boss.send("/people", act="step", whom=ola.id).status_code == 303
    assert browser.get("/account").status_code == 303
    assert browser.sign_in(EMAIL, PASSWORD).status_code == 303
    with pytest.raises(Rejected, match="yourself"):
        house.people.drop_second_step(astrid, astrid.id)


def test_where_it_is_required_an_administrator_gets_nowhere_without_it(tmp_path: Path) -> None:
    house = House(tmp_path, second_step="administrators")
    assert house.administrator().user.limited
    browser = house.browser()
    assert browser.sign_in(ADMIN, PASSWORD).location == PAGE
    assert browser.get("/people").status_code == 403
    Phone(house, browser)
    assert browser.get("/people").status_code == 200
    house.accounts.close()
