"""Signing in as a browser meets it: what opens, what pauses, and where it leads."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.workshop.signin_house import ADMIN, EMAIL, PASSWORD, Clock, House, refused
from workshop.accounts import User, local_path
from workshop.passwords import Passwords
from workshop.signin_doors import LOGIN_COOKIE
from workshop.throttle import Throttle

# Coming in


def test_signing_in_leads_to_the_page_that_was_asked_for(house: House, astrid: User) -> None:
    browser = house.browser()
    answer = browser.sign_in(ADMIN, PASSWORD, "/sign-in?next=/desk/abc?view=2")
    assert (answer.status_code, answer.location) == (303, "/desk/abc?view=2")
    assert browser.get("/account").status_code == 200


def test_an_official_without_a_wish_comes_to_the_review(house: House, astrid: User) -> None:
    house.person(astrid, EMAIL, "official", ["alesund"])
    assert house.browser().sign_in(EMAIL, PASSWORD).location == "/review"


def test_the_email_address_may_be_typed_with_other_case_and_spaces(
    house: House, astrid: User
) -> None:
    assert house.browser().sign_in("  ASTRID@Kommune.Example ", PASSWORD).status_code == 303


def test_a_password_may_be_typed_composed_or_not(house: House, astrid: User) -> None:
    token = house.people.invite(astrid, "x", "official", ["alesund"])
    house.people.accept(token, "Åse", EMAIL, "blåbær på fjellet i år")
    decomposed = "blåbær på fjellet i år".replace("å", "a\u030a")
    assert house.browser().sign_in(EMAIL, decomposed).status_code == 303


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (ADMIN, "wrong"),
        (ADMIN, ""),
        ("nobody@kommune.example", PASSWORD),
        ("no address", PASSWORD),
        ("", ""),
        ("x" * 100_000, "y" * 100_000),
        (ADMIN, PASSWORD + "\x00"),
        ("' OR 1=1 --", "' OR 1=1 --"),
        ("李@例え.例", "\U0001f600" * 300),
    ],
)
def test_every_wrong_sign_in_gets_the_same_answer(
    house: House, astrid: User, email: str, password: str
) -> None:
    browser = house.browser()
    answer = browser.sign_in(email, password)
    assert answer.status_code == 401
    assert "The e-mail address or the password is not right." in answer.text
    assert not browser.cookie(LOGIN_COOKIE)
    assert password not in answer.text or not password


@pytest.mark.alone
def test_a_stranger_and_a_wrong_password_take_the_same_time(tmp_path: Path) -> None:
    house = House(tmp_path, passwords=Passwords())
    house.administrator()

    def seconds(email: str) -> float:
        begun = time.perf_counter()
        with refused("wrong"):
            house.sign_in.enter(email, "not it")
        return time.perf_counter() - begun

    known = min(seconds(ADMIN) for _ in range(4))
    unknown = min(seconds(f"nobody{n}@kommune.example") for n in range(4))
    assert 0.5 < unknown / known < 2
    assert min(known, unknown) > 0.01
    house.accounts.close()


def test_a_password_hashed_more_weakly_is_hashed_anew_when_it_is_used(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.administrator()
    weak = house.accounts.accounts()[0].password
    house.sign_in.passwords = Passwords()
    house.sign_in.enter(ADMIN, PASSWORD)
    strong = house.accounts.accounts()[0].password
    assert weak.startswith("$argon2id$v=19$m=64,") and strong.startswith("$argon2id$v=19$m=47104,")
    house.sign_in.enter(ADMIN, PASSWORD)
    assert house.accounts.accounts()[0].password == strong
    house.accounts.close()


def test_after_five_wrong_tries_the_pause_grows(house: House, astrid: User) -> None:
    browser = house.browser()
    for _ in range(5):
        assert browser.sign_in(ADMIN, "wrong").status_code == 401
    answer = browser.sign_in(ADMIN, PASSWORD)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "2")
    assert "Wait 2 seconds" in answer.text
    house.clock.forward(seconds=2)
    assert browser.sign_in(ADMIN, "wrong").status_code == 401
    assert browser.sign_in(ADMIN, PASSWORD).headers["Retry-After"] == "4"
    house.clock.forward(seconds=4)
    assert browser.sign_in(ADMIN, PASSWORD).status_code == 303


def test_the_pause_tells_nothing_about_which_accounts_exist(house: House, astrid: User) -> None:
    browser = house.browser()
    for _ in range(5):
        browser.sign_in("nobody@kommune.example", "wrong")
    assert browser.sign_in("nobody@kommune.example", "wrong").status_code == 429


def test_a_stranger_cannot_keep_the_owner_out_of_a_browser_used_before(
    house: House, astrid: User
) -> None:
    owner, stranger = house.browser(), house.browser()
    owner.sign_in(ADMIN, PASSWORD)
    owner.send("/sign-out")
    for _ in range(6):
        stranger.sign_in(ADMIN, "wrong")
    assert stranger.sign_in(ADMIN, PASSWORD).status_code == 429
    assert owner.sign_in(ADMIN, PASSWORD).status_code == 303


def test_the_pause_is_never_longer_than_a_quarter_of_an_hour() -> None:
    clock = Clock()
    throttle = Throttle(clock.seconds)
    for _ in range(60):
        assert throttle.take("key") == 0
        clock.forward(seconds=900)
    assert throttle.take("key") == 0
    assert throttle.take("key") == 900
    clock.forward(hours=2)
    assert [throttle.take("key") for _ in range(6)] == [0, 0, 0, 0, 0, 2]


def test_a_hundred_tries_sent_at_once_do_not_slip_through() -> None:
    throttle = Throttle(Clock().seconds)
    with ThreadPoolExecutor(20) as threads:
        waits = list(threads.map(throttle.take, ["key"] * 100))
    assert waits.count(0) == 5


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "desk",
        "",
        " /desk",
        "/desk\r\nSet-Cookie: x=1",
        "/" + "a" * 2000,
        "/ålesund",
    ],
)
def test_the_way_on_never_leads_to_another_host(house: House, astrid: User, address: str) -> None:
    assert local_path(address, "/desk") == "/desk"
    browser = house.browser()
    browser.sign_in(ADMIN, PASSWORD)
    answer = browser.client.get("/sign-in", query_string={"next": address}, **browser.ask)
    assert answer.location == "/desk"
