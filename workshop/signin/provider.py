"""Signing in with the provider: the way there, and the way back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from workshop.accounts import LinkKind, Person, User, local_path
from workshop.by_provider import ByProvider
from workshop.errors import Rejected
from workshop.oidc import OpenIdConnect, Started
from workshop.people import People
from workshop.seal import Seal
from workshop.server.refusals import sign_in_address
from workshop.signin.entry import EntryPages
from workshop.signin.forms import Forms
from workshop.signin_doors import LOGIN_COOKIE

COOKIE, PATH = "rs_provider", "/sign-in/provider"
WITHIN_S = 600


@dataclass(frozen=True, slots=True)
class Errand:
    """What somebody set out for: `enter`, `again`, `connect`, or `invite` with the link's token."""

    purpose: str
    login: str
    invite: str
    next: str


class ProviderPages:
    def __init__(
        self, people: People, forms: Forms, entry: EntryPages, provider: OpenIdConnect
    ) -> None:
        self.people = people
        self.by_provider = ByProvider(people)
        self.forms = forms
        self.entry = entry
        self.provider = provider
        settings = people.sign_in.settings
        self._secure = settings.secure_cookies
        self._seal = Seal(settings.secret_key, "provider", people.sign_in.seconds)

    def start(self) -> AnyResponse:
        """Sends the browser to the provider, with a sealed note of what it set out for."""
        user, asked = self.forms.user(), request.args
        purpose = asked.get("for", "enter")
        if purpose in ("again", "connect") and user is None:
            return redirect(sign_in_address(request.path), 303)
        if purpose == "connect" and not self.people.sign_in.fresh(user):
            return redirect(sign_in_address(f"{PATH}?for=connect", again=True), 303)
        started = self.provider.start()
        errand = Errand(
            purpose,
            user.login if user else "",
            asked.get("invite", "")[:100],
            local_path(asked.get("next"), ""),
        )
        try:
            answer = redirect(self.provider.way(started, again=purpose == "again"), 303)
        except Rejected as refusal:
            away = self.forms.page("provider.html", refusal)
            away.status_code = 503
            return away
        note = self._seal.close(json.dumps([asdict(started), asdict(errand)]))
        answer.set_cookie(
            COOKIE, note, WITHIN_S, httponly=True, samesite="Lax", secure=self._secure, path=PATH
        )
        return answer

    def back(self) -> AnyResponse:
        """What came back, looked at; the note is used up, whatever it was."""
        answer: AnyResponse
        try:
            answer = self._come_back()
        except Rejected as refusal:
            answer = self.forms.page("provider.html", refusal)
        answer.delete_cookie(COOKIE, path=PATH, samesite="Lax", secure=self._secure)
        return answer

    def _come_back(self) -> AnyResponse:
        note = self._seal.open(request.cookies.get(COOKIE, ""), WITHIN_S)
        if note is None:
            raise Rejected("provider")
        told = json.loads(note)
        started, errand = Started(**told[0]), Errand(**told[1])
        person = self.provider.person(started, request.args, again=errand.purpose == "again")
        return self._done(errand, person)

    def _done(self, errand: Errand, person: Person) -> AnyResponse:
        if errand.purpose == "invite":
            link = self.people.link(errand.invite, LinkKind.INVITE, LinkKind.FIRST)
            return self.entry.welcome(self.by_provider.accept(link, person), errand.next)
        if errand.purpose not in ("again", "connect"):
            return self.entry.welcome(self.by_provider.enter(person), errand.next)
        user = self._who_set_out(errand)
        if errand.purpose == "again":
            self.by_provider.confirm(user, person)
            return redirect(errand.next or "/account", 303)
        self.by_provider.connect(user, person)
        return redirect("/account?done=provider", 303)

    def _who_set_out(self, errand: Errand) -> User:
        user = self.people.sign_in.user_of(request.cookies.get(LOGIN_COOKIE))
        if user is None or user.login != errand.login:
            raise Rejected("provider")
        return user
