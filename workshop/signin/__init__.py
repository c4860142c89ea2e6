"""The pages of sign-in: plain Flask and HTML, so that they are there before anything else is."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint

from workshop.people import People
from workshop.server.refusals import NotOpen
from workshop.signin.entry import EntryPages
from workshop.signin.forms import Forms
from workshop.signin.office import OfficePages
from workshop.signin_doors import SignIn

BOTH = ("GET", "POST")


def make_signin(sign_in: SignIn, cities: Callable[[], Mapping[str, object]]) -> Blueprint:
    """`cities` gives id → name, as a text or in several languages, of the cities to invite for."""
    people = People(sign_in, cities)
    forms = Forms(sign_in)
    entry, office = EntryPages(people, forms), OfficePages(people, forms)
    blueprint = Blueprint("signin", __name__, template_folder="templates")
    blueprint.add_url_rule("/sign-in", "sign_in", entry.sign_in, methods=BOTH)
    blueprint.add_url_rule("/sign-out", "sign_out", entry.sign_out, methods=BOTH)
    blueprint.add_url_rule("/invite/<token>", "invite", entry.invite, methods=BOTH)
    blueprint.add_url_rule("/reset/<token>", "reset", entry.reset, methods=BOTH)
    blueprint.add_url_rule("/account", "account", office.account, methods=BOTH)
    blueprint.add_url_rule("/people", "people", office.persons, methods=BOTH)
    blueprint.register_error_handler(NotOpen, office.forbidden)
    blueprint.after_request(forms.keep)
    return blueprint
