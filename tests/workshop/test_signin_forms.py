"""What the forms of sign-in take, how they refuse it, and in which words."""

from __future__ import annotations

import re

import pytest

from tests.built_library import ROOT
from tests.workshop.signin_house import ADMIN, CITIES, EMAIL, PASSWORD, Browser, House, refused
from workshop.accounts import User, tidy_email, tidy_name, tidy_password
from workshop.language import LANGUAGES, catalogue
from workshop.signin.sentences import SENTENCES

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
    before = house.accounts.accounts()
    assert browser.post("/account", form=form, **fields).status_code == 400
    assert house.accounts.accounts() == before


@pytest.mark.parametrize("act", ["", "unheard-of", "complete"])
def test_an_unknown_act_is_refused(house: House, astrid: User, act: str) -> None:
    browser = house.browser()
    browser.sign_in(ADMIN, PASSWORD)
    before = house.accounts.accounts(), house.accounts.links()
    assert browser.send("/account", act=act).status_code in (400, 403)
    assert browser.send("/people", act=act, whom=astrid.id).status_code == 400
    assert (house.accounts.accounts(), house.accounts.links()) == before


@pytest.mark.parametrize("act", ["rights", "reset", "off", "on"])
def test_an_act_on_nobody_is_one_sentence(house: House, astrid: User, act: str) -> None:
    browser = house.browser()
    browser.sign_in(ADMIN, PASSWORD)
    before = house.accounts.accounts(), house.accounts.links()
    answer = browser.send("/people", act=act, whom="nobody", role="official", cities=["alesund"])
    assert answer.status_code == 404 and "This account no longer exists." in answer.text
    assert (house.accounts.accounts(), house.accounts.links()) == before


def test_names_are_shown_as_text(house: House, astrid: User) -> None:
    nasty = '"><img src=x onerror=alert(1)>'
    house.people.rename(astrid, nasty)
    browser = house.browser()
    browser.sign_in(ADMIN, PASSWORD)
    for page in ("/account", "/people"):
        assert "<img src=x" not in browser.get(page).text
    invited = browser.send("/people", act="invite", label=nasty, role="administrator")
    assert invited.status_code == 200 and "<img src=x" not in invited.text


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
    with refused(code) as refusal:
        tidy_name(name)
    assert refusal.value.code == code


def test_a_refused_name_and_address_leave_the_account_as_it_is(house: House, astrid: User) -> None:
    before = house.accounts.accounts()
    with refused("name_signs"):
        house.people.rename(astrid, "a\u202eb")
    token = house.people.invite(astrid, "x", "official", ["alesund"])
    invited = house.accounts.links()
    with refused("email"):
        house.people.accept(token, "Eva", "a@b", PASSWORD)
    with refused("password_guessable"):
        house.people.accept(token, "Eva", EMAIL, "passordpassord")
    assert house.accounts.accounts() == before and house.accounts.links() == invited


@pytest.mark.parametrize(
    "email",
    ["", "a", "a@b", "@b.no", "a@b.", "a b@c.no", "a@b@c.no", "<a@b.no>",
     "a@b.no,c@d.no", "x" * 250 + "@b.no", "a\u202e@b.no"],
)  # fmt: skip
def test_what_is_no_email_address_is_refused(email: str) -> None:
    with refused("email") as refusal:
        tidy_email(email)
    assert refusal.value.code == "email"


def test_an_address_loses_the_space_around_it() -> None:
    assert tidy_email(" a@b.no\n") == "a@b.no"


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
    with refused(code) as refusal:
        tidy_password(password, "Kari Nordmann", "kari@kommune.example")
    assert refusal.value.code == code


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
