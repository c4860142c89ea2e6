"""First links, invitations and links for a new password: each opens one door, once, in time."""

from __future__ import annotations

import re

import pytest

from tests.workshop.signin_house import ADMIN, EMAIL, OTHER_PASSWORD, PASSWORD, House, token_of
from workshop.accounts import LinkKind, Role, User
from workshop.errors import Rejected
from workshop.people import token_hash
from workshop.signin_doors import LOGIN_COOKIE


def test_the_first_link_makes_the_administrator_once(house: House) -> None:
    way = house.accounts.first_link("") or ""
    browser = house.browser()
    assert "become the administrator" in browser.get(way).text
    fields = {"name": "Astrid", "email": ADMIN, "password": PASSWORD}
    assert browser.send(way, **fields).location == "/desk"
    assert browser.get("/people").status_code == 200
    assert house.browser().get(way).status_code == 410
    assert house.accounts.first_link("") is None


def test_looking_at_a_link_does_not_use_it(house: House) -> None:
    way = house.accounts.one_time_link(house.accounts.local_administrator(), "/desk/abc")
    for _ in range(3):
        assert house.browser().get(way).status_code == 200
    browser = house.browser()
    assert browser.send(way).location == "/desk/abc"
    assert house.browser().get(way).status_code == 410


def test_a_walk_in_administrator_chooses_a_password_later(house: House) -> None:
    browser = house.browser()
    browser.send(house.accounts.one_time_link(house.accounts.local_administrator()))
    assert "Make this account your own" in browser.get("/account").text
    asked = browser.get("/sign-in?again=1&next=/review/abc").text
    assert "Choose a password" in asked and 'href="/account?next=/review/abc"' in asked
    fields = {"name": "Astrid", "email": ADMIN, "password": PASSWORD}
    chosen = browser.send("/account?next=/review/abc", act="complete", **fields)
    assert chosen.location == "/review/abc", "back to what asked for it"
    assert house.browser().sign_in(ADMIN, PASSWORD).status_code == 303
    assert browser.send("/account", act="complete", **fields).status_code == 403


LINKS = ("first", "invite", "reset", "login")


def a_link(house: House, kind: str) -> str:
    if kind == "first":
        return house.accounts.first_link("") or ""
    if kind == "login":
        return house.accounts.one_time_link(house.accounts.local_administrator())
    boss = house.administrator().user
    if kind == "invite":
        return "/invite/" + house.people.invite(boss, "x", "official", ["alesund"])
    person = house.person(boss, EMAIL, "official", ["alesund"])
    return "/reset/" + house.people.reset(boss, person.user.id)


FIELDS = {"name": "Eva", "email": "eva@kommune.example", "password": OTHER_PASSWORD}


@pytest.mark.parametrize("kind", LINKS)
def test_a_link_opens_once(house: House, kind: str) -> None:
    way = a_link(house, kind)
    first, second = house.browser(), house.browser()
    form = re.search(r'name="form" value="([^"]+)"', second.get(way).text)
    assert form
    assert first.send(way, **FIELDS).status_code == 303
    assert second.post(way, form=form[1], **FIELDS).status_code == 410
    assert not second.cookie(LOGIN_COOKIE)


@pytest.mark.parametrize(
    ("kind", "hours"), [("first", 24), ("invite", 7 * 24), ("reset", 24), ("login", 12)]
)
def test_a_link_closes_when_its_time_is_over(house: House, kind: str, hours: int) -> None:
    way = a_link(house, kind)
    house.clock.forward(hours=hours, seconds=-1)
    assert house.browser().get(way).status_code == 200
    house.clock.forward(seconds=1)
    answer = house.browser().get(way)
    assert answer.status_code == 410 and "its time is over" in answer.text


@pytest.mark.parametrize("kind", LINKS)
def test_a_link_opens_only_the_door_it_was_made_for(house: House, kind: str) -> None:
    token = token_of(a_link(house, kind))
    wrong_door = "invite" if kind == "reset" else "reset"
    assert house.browser().get(f"/{wrong_door}/{token}").status_code == 410


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "..%2f..", "æøå", "a" * 5000])
def test_a_forged_link_is_answered_like_a_used_one(house: House, token: str) -> None:
    for door in ("invite", "reset"):
        answer = house.browser().get(f"/{door}/{token}")
        assert answer.status_code in (404, 410)
        if answer.status_code == 410:
            assert "This link has been used, or its time is over." in answer.text


def test_what_is_kept_of_a_link_opens_nothing(house: House) -> None:
    token = token_of(a_link(house, "first"))
    kept = token_hash(token)
    assert house.accounts.link(kept)
    assert house.browser().get(f"/invite/{kept}").status_code == 410


def test_an_invitation_gives_its_role_and_cities_and_no_others(house: House, astrid: User) -> None:
    token = house.people.invite(astrid, "x", "facilitator", ["baerum"])
    sent = {**FIELDS, "role": "administrator", "cities": ["alesund", "baerum"]}
    house.browser().send(f"/invite/{token}", **sent)
    account = house.accounts.by_email("eva@kommune.example")
    assert account and (account.role, account.cities) == (Role.FACILITATOR, ("baerum",))


def test_a_withdrawn_invitation_is_closed(house: House, astrid: User) -> None:
    token = house.people.invite(astrid, "x", "facilitator", ["baerum"])
    house.people.withdraw(astrid, token_hash(token))
    assert house.browser().get(f"/invite/{token}").status_code == 410


def test_withdrawing_reaches_invitations_only(house: House, astrid: User) -> None:
    way = house.accounts.one_time_link(astrid.id)
    house.people.withdraw(astrid, token_hash(token_of(way)))
    assert house.browser().get(way).status_code == 200


@pytest.mark.parametrize(
    ("role", "cities"),
    [("official", []), ("official", ["oslo"]), ("king", ["alesund"]), ("", ["alesund"])],
)
def test_an_invitation_needs_a_role_and_a_known_city(
    house: House, astrid: User, role: str, cities: list[str]
) -> None:
    with pytest.raises(Rejected):
        house.people.invite(astrid, "x", role, cities)


def test_a_new_password_ends_every_login_and_the_link_before(house: House, astrid: User) -> None:
    person = house.person(astrid, EMAIL, "official", ["alesund"])
    earlier = house.people.reset(astrid, person.user.id)
    token = house.people.reset(astrid, person.user.id)
    assert house.browser().get(f"/reset/{earlier}").status_code == 410
    assert house.browser().send(f"/reset/{token}", password=OTHER_PASSWORD).status_code == 303
    assert house.sign_in.user_of(person.cookie) is None
    assert house.browser().sign_in(EMAIL, PASSWORD).status_code == 401
    assert house.browser().sign_in(EMAIL, OTHER_PASSWORD).status_code == 303


def test_a_refused_password_leaves_the_link_open(house: House) -> None:
    way = a_link(house, "invite")
    browser = house.browser()
    answer = browser.send(way, **{**FIELDS, "password": "kort-7-x"})
    assert answer.status_code == 400 and 'aria-invalid="true"' in answer.text
    assert "eva@kommune.example" in answer.text and "kort-7-x" not in answer.text
    assert browser.send(way, **FIELDS).status_code == 303


def test_links_stay_out_of_caches_and_of_other_sites(house: House) -> None:
    answer = house.browser().get(a_link(house, "first"))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_first_links_are_of_their_own_kind(house: House) -> None:
    house.accounts.first_link("")
    assert [link.kind for link in house.accounts.links()] == [LinkKind.FIRST]
