"""The pages of sign-in: plain Flask and HTML, so that they are there before anything else is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from flask import Blueprint

from workshop.people import People
from workshop.server.refusals import NotOpen
from workshop.signin.entry import EntryPages
from workshop.signin.forms import Forms
from workshop.signin.office import OfficePages
from workshop.signin.second import SecondStepPage
from workshop.signin_doors import SignIn

if TYPE_CHECKING:
    from workshop.oidc import OpenIdConnect

BOTH = ("GET", "POST")
PATH = "/sign-in/provider"


def make_signin(sign_in: SignIn, cities: Callable[[], Mapping[str, object]]) -> Blueprint:
    """`cities` gives id → name, as a text or in several languages, of the cities to invite for."""
    people = People(sign_in, cities)
    forms = Forms(sign_in)
    provider = _provider(sign_in)
    entry, office = EntryPages(people, forms, provider), OfficePages(people, forms)
    second = SecondStepPage(sign_in, forms)
    blueprint = Blueprint("signin", __name__, template_folder="templates")
    blueprint.add_url_rule("/sign-in", "sign_in", entry.sign_in, methods=BOTH)
    blueprint.add_url_rule("/sign-out", "sign_out", entry.sign_out, methods=BOTH)
    blueprint.add_url_rule("/invite/<token>", "invite", entry.invite, methods=BOTH)
    blueprint.add_url_rule("/reset/<token>", "reset", entry.reset, methods=BOTH)
    blueprint.add_url_rule("/account", "account", office.account, methods=BOTH)
    blueprint.add_url_rule("/account/second-step", "second_step", second.show, methods=BOTH)
    blueprint.add_url_rule("/people", "people", office.persons, methods=BOTH)
    if provider is not None:
        from workshop.signin.provider import ProviderPages  # noqa: PLC0415

        pages = ProviderPages(people, forms, entry, provider)
        blueprint.add_url_rule(PATH, "provider", pages.start)
        blueprint.add_url_rule(f"{PATH}/back", "provider_back", pages.back)
    blueprint.register_error_handler(NotOpen, office.forbidden)
    blueprint.after_request(forms.keep)
    return blueprint


def _provider(sign_in: SignIn) -> OpenIdConnect | None:
    """The sign-in provider, when one is set; nobody else waits for what it needs to be loaded."""
    settings = sign_in.settings
    if settings.provider is None:
        return None
    from workshop.oidc import OpenIdConnect  # noqa: PLC0415

    return OpenIdConnect(settings.provider, f"{settings.public_url}{PATH}/back", sign_in.seconds)
