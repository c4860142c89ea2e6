"""Sign-in as a browser meets it: who may do what, what a link opens, and what is refused how."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.workshop.signin_house import (
    ADMIN,
    CITIES,
    OTHER_PASSWORD,
    PASSWORD,
    Browser,
    Clock,
    House,
    token_of,
)
from workshop.accounts import (
    LinkKind,
    Role,
    User,
    local_path,
    may,
    tidy_email,
    tidy_name,
    tidy_password,
)
from workshop.errors import Rejected
from workshop.language import LANGUAGES, catalogue
from workshop.passwords import Passwords
from workshop.people import token_hash
from workshop.roles import Who
from workshop.signin.sentences import SENTENCES
from workshop.signin_doors import LOGIN_COOKIE
from workshop.throttle import Throttle

ROOT = Path(__file__).resolve().parents[2]
EMAIL = "ola@kommune.example"

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


@pytest.fixture
def house(tmp_path: Path):
    made = House(tmp_path)
    yield made
    made.accounts.close()


@pytest.fixture
def astrid(house: House) -> User:
    return house.administrator().user


def refused(code: str):
    return pytest.raises(Rejected, match=f"^{code}")


# Who may do what


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
    people = house.people
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


def test_nobody_can_take_their_own_rights_so_that_an_administrator_remains(
    house: House, astrid: User
) -> None:
    with refused("yourself"):
        house.people.set_active(astrid, astrid.id, False)
    with refused("yourself"):
        house.people.change_rights(astrid, astrid.id, "official", ["alesund"])


def test_an_administrator_who_was_switched_off_can_do_nothing_with_a_page_still_open(
    house: House, astrid: User
) -> None:
    other = house.person(astrid, EMAIL, "administrator", []).user
    house.people.set_active(astrid, other.id, False)
    with refused("forbidden"):
        house.people.set_active(other, astrid.id, False)


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
    assert (time.perf_counter() - begun) / 200 < 0.001


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
    house.clock.forward(hours=1)
    way = "/sign-in?again=1&next=/export/raw/1"
    wrong = browser.send(way, password="wrong")  # noqa: S106
    assert wrong.status_code == 401 and "The password is not right." in wrong.text
    assert browser.send(way, password=PASSWORD).location == "/export/raw/1"
    cookie = browser.cookie(LOGIN_COOKIE)
    assert house.sign_in.fresh(house.sign_in.user_of(cookie))


def test_asking_again_slows_down_like_signing_in(house: House, astrid: User) -> None:
    for _ in range(5):
        with refused("wrong"):
            house.sign_in.confirm(astrid, "guess")
    with refused("wait"):
        house.sign_in.confirm(astrid, PASSWORD)


# Links


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
    assert "Choose a password" in browser.get("/sign-in?again=1").text
    fields = {"name": "Astrid", "email": ADMIN, "password": PASSWORD}
    assert browser.send("/account", act="complete", **fields).status_code == 303
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


# Forms


@pytest.mark.parametrize("door", ["/sign-in", "/sign-out", "/account", "/people"])
def test_a_form_without_its_hidden_token_changes_nothing(
    house: House, astrid: User, door: str
) -> None:
    browser = house.browser()
    if door != "/sign-in":
        browser.sign_in(ADMIN, PASSWORD)
    logins = len(house.accounts.logins(astrid.id))
    fields: dict[str, str | list[str]] = {
        "email": ADMIN, "password": PASSWORD, "act": "invite", "label": "x",
        "role": "official", "cities": ["alesund"],
    }  # fmt: skip
    for form in ("", "forged", token_from(house.browser())):
        answer = browser.post(door, form=form, **fields)
        assert answer.status_code == 400
        assert "This page had been open for too long" in answer.text
    assert len(house.accounts.logins(astrid.id)) == logins
    assert house.people.invitations() == []


def token_from(other: Browser) -> str:
    found = re.search(r'name="form" value="([^"]+)"', other.get("/sign-in").text)
    return found[1] if found else ""


def test_a_form_drawn_for_another_login_is_refused(house: House, astrid: User) -> None:
    browser = house.browser()
    form = token_from(browser)
    browser.sign_in(ADMIN, PASSWORD)
    fields = {"act": "name", "name": "Eve"}
    assert browser.post("/account", form=form, **fields).status_code == 400


@pytest.mark.parametrize("act", ["", "unheard-of", "complete"])
def test_an_unknown_act_is_refused(house: House, astrid: User, act: str) -> None:
    browser = house.browser()
    browser.sign_in(ADMIN, PASSWORD)
    assert browser.send("/account", act=act).status_code in (400, 403)
    assert browser.send("/people", act=act, whom=astrid.id).status_code == 400


@pytest.mark.parametrize("act", ["rights", "reset", "off", "on"])
def test_an_act_on_nobody_is_one_sentence(house: House, astrid: User, act: str) -> None:
    browser = house.browser()
    browser.sign_in(ADMIN, PASSWORD)
    answer = browser.send("/people", act=act, whom="nobody", role="official", cities=["alesund"])
    assert answer.status_code == 404 and "This account no longer exists." in answer.text


def test_names_are_shown_as_text(house: House, astrid: User) -> None:
    nasty = '"><img src=x onerror=alert(1)>'
    house.people.rename(astrid, nasty)
    browser = house.browser()
    browser.sign_in(ADMIN, PASSWORD)
    for page in ("/account", "/people"):
        assert "<img src=x" not in browser.get(page).text
    invited = browser.send("/people", act="invite", label=nasty, role="administrator")
    assert invited.status_code == 200 and "<img src=x" not in invited.text


def test_links_stay_out_of_caches_and_of_other_sites(house: House) -> None:
    answer = house.browser().get(a_link(house, "first"))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_the_pages_need_no_inline_script_or_style(house: House, astrid: User) -> None:
    browser = house.browser()
    browser.sign_in(ADMIN, PASSWORD)
    for way in ("/account", "/people", "/sign-out", "/sign-in?again=1", a_link_for(house, astrid)):
        text = browser.get(way).text
        assert not re.search(r"<style|style=|\son\w+=|<script(?![^>]*src=)|https?://", text), way


def a_link_for(house: House, by: User) -> str:
    return "/invite/" + house.people.invite(by, "x", "official", ["alesund"])


# Names, addresses, passwords


@pytest.mark.parametrize("name", ["Kari", "Åse-Marie Ødegård", "李小龙", "O'Brien", "Ǎ" * 80])
def test_a_name_may_be_written_in_any_language(name: str) -> None:
    assert tidy_name(f"  {name} ") == name


@pytest.mark.parametrize(
    ("name", "code"),
    [("", "name_empty"), (" \n ", "name_empty"), ("x" * 81, "name_long"), ("a\x00b", "name_signs"),
     ("a\u202eb", "name_signs"), ("a\u200bb", "name_signs")],
)  # fmt: skip
def test_a_name_that_would_disturb_is_refused(name: str, code: str) -> None:
    with refused(code):
        tidy_name(name)


@pytest.mark.parametrize(
    "email",
    ["", "a", "a@b", "@b.no", "a@b.", "a b@c.no", "a@b@c.no", "<a@b.no>", "a@b.no\n",
     "a@b.no,c@d.no", "x" * 250 + "@b.no", "a\u202e@b.no"],
)  # fmt: skip
def test_what_is_no_email_address_is_refused(email: str) -> None:
    if email == "a@b.no\n":
        assert tidy_email(email) == "a@b.no"
        return
    with refused("email"):
        tidy_email(email)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "password_short"),
        ("", "password_short"),
        ("x" * 201, "password_long"),
        ("aaaaaaaaaaaaaaaa", "password_guessable"),
        ("123456789012345", "password_guessable"),
        ("1234-5678-9012", "password_guessable"),
        ("Passord2026!!", "password_guessable"),
        ("passordpassord", "password_guessable"),
        ("KariNordmann1990", "password_guessable"),
    ],
)
def test_a_password_that_is_short_or_guessable_is_refused(password: str, code: str) -> None:
    with refused(code):
        tidy_password(password, "Kari Nordmann", "kari@kommune.example")


@pytest.mark.parametrize("password", [PASSWORD, "🐟" * 3 + "torsk i sjøen", "x7!kQp93#Lm2"])
def test_a_password_needs_no_special_signs(password: str) -> None:
    assert tidy_password(password, "Kari Nordmann") == password


# Words


def test_every_refusal_has_a_sentence_and_every_sentence_is_translated() -> None:
    files = [*(ROOT / "workshop/signin").rglob("*.py"), ROOT / "dashboards/_doors.py"]
    files += (ROOT / "workshop/signin").rglob("*.html")
    said = {
        sentence
        for file in files
        for sentence in re.findall(r"""\b_\(\s*["']([^"']+)["']\s*\)""", file.read_text())
    }
    assert len(said) > 90
    for language in set(LANGUAGES) - {"en"}:
        known = getattr(catalogue(language, "signin"), "_catalog", {})
        assert said - set(known) == set(), language
        assert set(known) - said - {""} == set(), language
        for sentence in said:
            assert re.findall(r"{\w+}", sentence) == re.findall(r"{\w+}", known[sentence])


def test_every_code_that_can_be_refused_has_its_sentence() -> None:
    room = [ROOT / f"workshop/{name}.py" for name in ("accounts", "people", "passwords")]
    room += [ROOT / "workshop/signin_doors.py", *(ROOT / "workshop/signin").glob("*.py")]
    codes = {
        code
        for file in [*room, ROOT / "data/accounts.py"]
        for code in re.findall(r'Rejected\("(\w+)"', file.read_text())
    }
    assert codes <= set(SENTENCES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_can_be_drawn_in_every_language(
    house: House, astrid: User, language: str
) -> None:
    person = house.person(astrid, EMAIL, "official", ["alesund"])
    ways = ["/sign-in", "/sign-out", "/invite/x", "/invite/" + house.people.invite(
        astrid, "x@y.example", "facilitator", list(CITIES))]  # fmt: skip
    ways += ["/reset/" + house.people.reset(astrid, person.user.id)]
    ways += [house.accounts.one_time_link(astrid.id)]
    out, within = house.browser(language), house.browser(language)
    within.sign_in(ADMIN, PASSWORD)
    for browser, addresses in ((out, ways), (within, ["/account", "/people", "/sign-in?again=1"])):
        for way in addresses:
            text = browser.get(way).text
            assert f'<html lang="{language}"' in text, way


def test_first_links_are_of_their_own_kind(house: House) -> None:
    house.accounts.first_link("")
    assert [link.kind for link in house.accounts.links()] == [LinkKind.FIRST]
