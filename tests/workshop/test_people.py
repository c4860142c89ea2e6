"""Who may do what in which city, and what ends when their rights or passwords change."""

from __future__ import annotations

import re

import pytest

from tests.workshop.signin_house import ADMIN, EMAIL, OTHER_PASSWORD, PASSWORD, House, refused
from workshop.accounts import Role, User, may
from workshop.roles import Who

# The whole table, written out: who may do what in a city of their own.
ALLOWED = {
    (Role.FACILITATOR, "desk"),
    (Role.FACILITATOR, "review"),
    (Role.FACILITATOR, "import"),
    (Role.OFFICIAL, "review"),
    (Role.OFFICIAL, "import"),
    (Role.OFFICIAL, "raw"),
    *((Role.ADMINISTRATOR, action) for action in ("desk", "review", "import", "raw", "people")),
}


ACTIONS = ("desk", "review", "import", "raw", "people")


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", [*ACTIONS, "unheard-of", ""])
def test_every_role_may_do_what_the_table_says_and_nothing_else(role: Role, action: str) -> None:
    user = User("u", "Kari", role, ("alesund",))
    allowed = (role, action) in ALLOWED
    assert may(user, action, "alesund") is allowed
    assert may(user, action) is allowed
    assert may(user, action, "baerum") is (allowed and role is Role.ADMINISTRATOR)
    assert may(None, action, "alesund") is False


def test_the_table_of_rights_names_every_role() -> None:
    assert set(Role) < set(Who)


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.OFFICIAL])
def test_somebody_without_a_city_may_do_nothing(role: Role) -> None:
    assert not any(may(User("u", "Kari", role, ()), action) for action in ACTIONS)


def test_the_people_page_is_for_administrators_alone(house: House, astrid: User) -> None:
    for role in ("facilitator", "official"):
        house.person(astrid, f"{role}@kommune.example", role, ["alesund"])
        browser = house.browser()
        browser.sign_in(f"{role}@kommune.example", PASSWORD)
        assert browser.get("/people").status_code == 403
        sent = browser.send("/account", act="name", name="Kari")
        assert sent.status_code == 303
        form = re.search(r'name="form" value="([^"]+)"', browser.get("/account").text)
        assert form
        fields = {"act": "invite", "label": "x", "role": "administrator"}
        assert browser.post("/people", form=form[1], **fields).status_code == 403
    assert house.people.invitations() == []


@pytest.mark.parametrize("role", ["facilitator", "official"])
def test_only_an_administrator_can_do_what_is_done_with_people(
    house: House, astrid: User, role: str
) -> None:
    person = house.person(astrid, EMAIL, role, ["alesund"]).user
    people, before = house.people, house.sign_in.store.account(astrid.id)
    acts = [
        lambda: people.invite(person, "x", "official", ["alesund"]),
        lambda: people.reset(person, astrid.id),
        lambda: people.change_rights(person, astrid.id, "official", ["alesund"]),
        lambda: people.set_active(person, astrid.id, False),
        lambda: people.withdraw(person, "x"),
    ]
    for act in acts:
        with refused("forbidden"):
            act()
    assert house.people.invitations() == []
    assert house.sign_in.store.account(astrid.id) == before


def test_nobody_can_take_their_own_rights_so_that_an_administrator_remains(
    house: House, astrid: User
) -> None:
    before = house.sign_in.store.account(astrid.id)
    with refused("yourself"):
        house.people.set_active(astrid, astrid.id, False)
    with refused("yourself"):
        house.people.change_rights(astrid, astrid.id, "official", ["alesund"])
    assert house.sign_in.store.account(astrid.id) == before


def test_an_administrator_who_was_switched_off_can_do_nothing_with_a_page_still_open(
    house: House, astrid: User
) -> None:
    other = house.person(astrid, EMAIL, "administrator", []).user
    house.people.set_active(astrid, other.id, False)
    with refused("forbidden"):
        house.people.set_active(other, astrid.id, False)
    account = house.sign_in.store.account(astrid.id)
    assert account is not None and account.active


def test_a_switched_off_account_is_closed_everywhere_at_once(house: House, astrid: User) -> None:
    closed: list[str] = []
    house.sign_in.on_sign_out(closed.append)
    person = house.person(astrid, EMAIL, "official", ["alesund"])
    reset = house.people.reset(astrid, person.user.id)
    house.people.set_active(astrid, person.user.id, False)
    assert house.sign_in.user_of(person.cookie) is None
    assert person.user.login in closed
    assert house.browser().sign_in(EMAIL, PASSWORD).status_code == 401
    assert house.browser().get(f"/reset/{reset}").status_code == 410
    with refused("inactive"):
        house.people.reset(astrid, person.user.id)
    house.people.set_active(astrid, person.user.id, True)
    assert house.browser().sign_in(EMAIL, PASSWORD).status_code == 303


def test_changed_rights_count_at_once_and_sockets_ask_again(house: House, astrid: User) -> None:
    closed: list[str] = []
    house.sign_in.on_sign_out(closed.append)
    person = house.person(astrid, EMAIL, "facilitator", ["alesund"])
    house.people.change_rights(astrid, person.user.id, "official", ["baerum"])
    user = house.sign_in.user_of(person.cookie)
    assert user and not may(user, "desk") and may(user, "review", "baerum")
    assert closed == [person.user.login]


def test_changing_ones_password_ends_the_other_browsers_only(house: House, astrid: User) -> None:
    here, there = house.browser(), house.browser()
    here.sign_in(ADMIN, PASSWORD)
    there.sign_in(ADMIN, PASSWORD)
    fields = {"act": "password", "password": OTHER_PASSWORD}
    wrong = here.send("/account", current="wrong", **fields)
    assert wrong.status_code == 401 and 'id="current-problem"' in wrong.text
    assert here.send("/account", current=PASSWORD, **fields).status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
