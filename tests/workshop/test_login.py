"""A login: the cookie that holds it, how long it lasts, and the password once more."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.pace import slower
from tests.workshop.signin_house import ADMIN, EMAIL, PASSWORD, House, refused
from workshop.accounts import User
from workshop.signin_doors import LOGIN_COOKIE

# The cookie


@pytest.mark.parametrize("https", [True, False])
def test_the_cookies_are_out_of_reach_for_scripts_and_secure_on_https(
    tmp_path: Path, https: bool
) -> None:
    house = House(tmp_path, https)
    house.administrator()
    answer = house.browser().sign_in(ADMIN, PASSWORD)
    cookies = answer.headers.getlist("Set-Cookie")
    assert {cookie.split("=")[0] for cookie in cookies} == {"rs_login", "rs_device"}
    for cookie in cookies:
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
        assert ("Secure" in cookie) is https
        assert "Domain" not in cookie
    house.accounts.close()


def test_a_forged_or_foreign_cookie_is_nobody(house: House, tmp_path: Path) -> None:
    entry = house.administrator()
    assert house.sign_in.user_of(entry.cookie) == entry.user
    (tmp_path / "other").mkdir()
    other = House(tmp_path / "other")
    cookies = ["", "x", entry.cookie[:-1], entry.cookie + "x", entry.device, "\x00", "ø" * 5000]
    for cookie in [*cookies, other.administrator().cookie]:
        assert house.sign_in.user_of(cookie) is None
    other.accounts.close()


def test_a_login_ends_after_twelve_idle_hours(house: House) -> None:
    cookie = house.administrator().cookie
    house.clock.forward(hours=11)
    assert house.sign_in.user_of(cookie)
    house.clock.forward(hours=11)
    assert house.sign_in.user_of(cookie)
    house.clock.forward(hours=12)
    assert house.sign_in.user_of(cookie) is None


def test_a_desk_that_is_looked_at_does_not_count_as_used(house: House) -> None:
    user = house.administrator().user
    house.clock.forward(hours=11)
    assert house.sign_in.looked_at(user.login)
    house.clock.forward(hours=1)
    assert house.sign_in.looked_at(user.login) is None


def test_a_login_ends_after_seven_days_however_much_it_is_used(house: House) -> None:
    cookie = house.administrator().cookie
    for _ in range(7 * 4 - 1):
        house.clock.forward(hours=6)
        assert house.sign_in.user_of(cookie)
    house.clock.forward(hours=6)
    assert house.sign_in.user_of(cookie) is None


@pytest.mark.alone
def test_asking_who_it_is_takes_less_than_a_millisecond(house: House) -> None:
    cookie = house.administrator().cookie
    begun = time.perf_counter()
    for _ in range(200):
        house.sign_in.user_of(cookie)
    assert (time.perf_counter() - begun) / 200 < 0.001 * slower()


def test_signing_out_ends_the_login_and_closes_its_sockets(house: House, astrid: User) -> None:
    closed: list[str] = []
    house.sign_in.on_sign_out(closed.append)
    browser = house.browser()
    browser.sign_in(ADMIN, PASSWORD)
    cookie = browser.cookie(LOGIN_COOKIE)
    login = house.sign_in.user_of(cookie).login  # pyright: ignore[reportOptionalMemberAccess]
    assert "Sign out?" in browser.get("/sign-out").text
    assert browser.send("/sign-out").status_code == 303
    assert "You are signed out" in browser.get("/sign-out").text
    assert closed == [login]
    assert house.sign_in.user_of(cookie) is None
    assert not browser.cookie(LOGIN_COOKIE)
    assert browser.get("/account").location == "/sign-in?next=/account"


def test_a_login_is_still_open_after_a_restart(house: House, tmp_path: Path) -> None:
    cookie = house.administrator().cookie
    house.accounts.close()
    again = House(tmp_path)
    assert again.sign_in.user_of(cookie)
    again.accounts.close()


def test_signing_in_anew_ends_what_this_browser_had_before(house: House, astrid: User) -> None:
    house.person(astrid, EMAIL, "official", ["alesund"])
    browser = house.browser()
    browser.sign_in(ADMIN, PASSWORD)
    before = browser.cookie(LOGIN_COOKIE)
    token = house.people.invite(astrid, "x", "official", ["alesund"])
    fields = {"name": "Eva", "email": "eva@kommune.example", "password": PASSWORD + "!"}
    assert browser.send(f"/invite/{token}", **fields).status_code == 303
    assert house.sign_in.user_of(before) is None
    assert "eva@kommune.example" in browser.get("/account").text


# The password, once more


def test_a_sign_in_is_fresh_for_five_minutes_and_again_after_the_password(house: House) -> None:
    user = house.administrator().user
    assert house.sign_in.fresh(user)
    house.clock.forward(minutes=5)
    assert not house.sign_in.fresh(user)
    assert house.sign_in.fresh(user, minutes=30)
    house.sign_in.confirm(user, PASSWORD)
    assert house.sign_in.fresh(user)
    assert not house.sign_in.fresh(None)


def test_the_password_is_asked_again_without_signing_out(house: House, astrid: User) -> None:
    browser = house.browser()
    browser.sign_in(ADMIN, PASSWORD)
    cookie = browser.cookie(LOGIN_COOKIE)
    house.clock.forward(hours=1)
    way = "/sign-in?again=1&next=/export/raw/1"
    wrong = browser.send(way, password="wrong")  # noqa: S106
    assert wrong.status_code == 401 and "The password is not right." in wrong.text
    assert browser.cookie(LOGIN_COOKIE) == cookie
    assert not house.sign_in.fresh(house.sign_in.user_of(cookie))
    assert browser.send(way, password=PASSWORD).location == "/export/raw/1"
    assert house.sign_in.fresh(house.sign_in.user_of(browser.cookie(LOGIN_COOKIE)))


def test_asking_again_slows_down_like_signing_in(house: House, astrid: User) -> None:
    house.clock.forward(minutes=6)
    for _ in range(5):
        with refused("wrong"):
            house.sign_in.confirm(astrid, "guess")
    with refused("wait"):
        house.sign_in.confirm(astrid, PASSWORD)
    assert not house.sign_in.fresh(astrid), "even the right password, too early, confirms nothing"
