"""A role by a claim of the provider: what is set is a role, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workshop.at_provider import ROLES, WHOLE, go
from tests.workshop.signin_house import ADMIN, CITIES, PASSWORD, Browser, House
from workshop.claims import read_grants, rights, values_at
from workshop.errors import Rejected
from workshop.settings import Provider, read_settings
from workshop.signin_doors import LOGIN_COOKIE


@pytest.fixture(params=["groups", "realm_access.roles"])
def mapped(request: pytest.FixtureRequest, tmp_path: Path, provider: Provider) -> Iterator[House]:
    """A house whose roles come from a claim of the provider, flat or nested."""
    grants = read_grants(ROLES)
    made = House(tmp_path, provider=replace(provider, role_claim=request.param, grants=grants))
    made.clock.moment = made.clock.moment.fromtimestamp(time.time(), made.clock.moment.tzinfo)
    yield made
    made.accounts.close()


def rights_of(house: House, browser: Browser) -> tuple[str, tuple[str, ...]] | None:
    user = house.sign_in.user_of(browser.cookie(LOGIN_COOKIE))
    return (user.role, user.cities) if user else None


@pytest.mark.fault("T19", "T20")
def test_only_a_claim_that_is_set_is_a_role_and_it_is_looked_at_each_time(mapped: House):
    mapped.administrator()
    nobody = go(mapped.browser(), "kari+cooks")
    assert nobody.status_code == 403 and "You have no role here" in nobody.text
    first, closed = mapped.browser(), list[str]()
    mapped.sign_in.on_sign_out(closed.append)
    assert go(first, "kari+cooks+leads+leads-there").location == "/desk"
    assert rights_of(mapped, first) == ("facilitator", ("alesund", "baerum"))
    assert go(mapped.browser(), "kari+leads").location == "/desk"
    assert closed and rights_of(mapped, first) == ("facilitator", ("alesund",))
    assert go(mapped.browser(), "kari+plans").location == "/review"
    assert rights_of(mapped, first) == ("official", ("alesund", "baerum"))
    assert go(mapped.browser(), "kari").status_code == 403
    assert rights_of(mapped, first) is None
    assert len(mapped.accounts.accounts()) == 2


@pytest.mark.fault("T19")
def test_a_role_by_claim_lasts_a_working_day_and_an_administrator_may_take_it_over(mapped: House):
    astrid, browser = mapped.administrator().user, mapped.browser()
    go(browser, "kari+leads")
    kari = next(one for one in mapped.accounts.accounts() if one.by_provider)
    for _ in range(3):
        mapped.clock.forward(hours=3)
        assert rights_of(mapped, browser)
    mapped.clock.forward(hours=3)
    assert rights_of(mapped, browser) is None
    mapped.clock.forward(hours=-12)  # to the provider's own time
    mapped.people.change_rights(astrid, kari.id, "official", ["baerum"])
    assert go(browser, "kari+leads").location == "/review"
    assert rights_of(mapped, browser) == ("official", ("baerum",))
    mapped.people.set_active(astrid, kari.id, False)
    assert go(mapped.browser(), "kari+leads").status_code == 403


def test_an_account_made_by_a_claim_gets_no_password_past_the_provider(mapped: House):
    astrid, browser = mapped.administrator().user, mapped.browser()
    go(browser, "kari+leads")
    kari = mapped.sign_in.user_of(browser.cookie(LOGIN_COOKIE))
    assert kari
    with pytest.raises(Rejected, match="forbidden"):
        mapped.people.complete(kari, "Kari", "kari@elsewhere.example", PASSWORD)
    with pytest.raises(Rejected, match="inactive"):
        mapped.people.reset(astrid, kari.id)
    at_people = mapped.browser()
    at_people.sign_in(ADMIN, PASSWORD)
    assert "decides this role at each sign-in" in at_people.get("/people").text


def test_an_invitation_holds_whatever_the_provider_says(mapped: House):
    astrid, browser = mapped.administrator().user, mapped.browser()
    mapped.people.invite(astrid, "ola@kommune.example", "official", ["baerum"])
    for who in ("ola+leads", "ola"):
        assert go(browser, who).location == "/review"
        assert rights_of(mapped, browser) == ("official", ("baerum",))


@pytest.mark.parametrize(
    ("told", "path", "values"),
    [
        ({"groups": ["a", 7, "b"]}, "groups", ("a", "b")),
        ({"roles": "a b"}, "roles", ("a b",)),
        ({"realm_access": {"roles": ["a"]}}, "realm_access.roles", ("a",)),
        ({"resource_access": {"radslag.no": {"roles": ["a"]}}},
         "resource_access.radslag.no.roles", ("a",)),
        ({"https://kommune.no/roles": ["a"]}, "https://kommune.no/roles", ("a",)),
        ({"groups": {"a": 1}}, "groups", None),
        ({"groups": None}, "groups", None),
        ({"realm_access": ["roles"]}, "realm_access.roles", None),
        ({}, "groups", None),
    ],
)  # fmt: skip
def test_a_claim_is_found_by_its_path(
    told: dict[str, object], path: str, values: tuple[str, ...] | None
):
    assert values_at(told, path) == values


@pytest.mark.parametrize(
    ("values", "given"),
    [
        ((), None),
        (("Leads",), None),
        (("lead",), None),
        (("leads",), ("facilitator", ("alesund",))),
        (("plans", "leads"), ("facilitator", ("alesund",))),
        (("plans",), ("official", ("alesund", "baerum"))),
        (("elsewhere",), None),
        (("urn:x:chief",), ("administrator", ())),
    ],
)
def test_what_is_set_is_a_role_and_nothing_else(
    values: tuple[str, ...], given: tuple[str, tuple[str, ...]] | None
):
    grants = read_grants(f"{ROLES}, official@oslo:elsewhere, administrator:urn:x:chief")
    assert rights(grants, values, CITIES) == given


def test_roles_by_claim_are_read_from_the_settings(tmp_path: Path):
    read = read_settings(WHOLE | {"DATA_DIR": str(tmp_path)}, tmp_path).provider
    assert read and read.role_claim == "groups" and read.grants == read_grants(ROLES)
