"""The doors themselves: sign in, type the password again, sign out, and follow a link."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from workshop.accounts import LinkKind, User, home_of, local_path, tidy_email
from workshop.errors import Rejected
from workshop.people import People
from workshop.signin.forms import Forms
from workshop.signin_doors import KNOWN_DEVICE_COOKIE, CodeWanted, Entry

if TYPE_CHECKING:
    from workshop.oidc import OpenIdConnect

_EMAIL_KEY_LENGTH = 254


class EntryPages:
    def __init__(self, people: People, forms: Forms, provider: OpenIdConnect | None) -> None:
        self.people = people
        self.provider = provider
        self.sign_in_of = people.sign_in
        self.forms = forms

    def sign_in(self) -> AnyResponse:
        user = self.forms.user()
        again = user is not None and request.args.get("again") == "1"
        if user is not None and not again:
            return redirect(self._next(user), 303)
        if request.method != "POST":
            return self._sign_in_page(again)
        try:
            self.forms.check()
            return self._confirm(user) if user is not None else self._let_in()
        except CodeWanted as half_way:
            return self.forms.page("code.html", ticket=half_way.ticket)
        except Rejected as refusal:
            return self._sign_in_page(again, refusal)

    def _let_in(self) -> AnyResponse:
        if "ticket" in request.form:
            return self._second_half()
        return self.welcome(self._enter())

    def _second_half(self) -> AnyResponse:
        """The code after the password; asked for again when it is wrong."""
        ticket = request.form.get("ticket", "")[:2000]
        try:
            return self.welcome(self.sign_in_of.enter_code(ticket, request.form.get("code", "")))
        except Rejected as refusal:
            if refusal.code == "half_way":
                raise
            return self.forms.page("code.html", refusal, ticket=ticket)

    def sign_out(self) -> AnyResponse:
        user = self.forms.user()
        if request.method != "POST" or user is None:
            there = "there" in request.args and self.provider is not None
            way_out = self.provider.way_out(self._address()) if self.provider and there else ""
            return self.forms.page("sign_out.html", way_out=way_out)
        try:
            self.forms.check()
        except Rejected as refusal:
            return self.forms.page("sign_out.html", refusal)
        known = self.provider is not None and self.people.store.identities(user.id)
        self.sign_in_of.sign_out(user)
        answer = redirect("/sign-out?there=1" if known else "/sign-out", 303)
        self.sign_in_of.forget(answer)
        return answer

    def _address(self) -> str:
        return f"{self.sign_in_of.settings.public_url}/sign-out"

    def invite(self, token: str) -> AnyResponse:
        """An invitation, the first administrator's link, or the link that ``make run`` prints."""
        try:
            link = self.people.link(token, LinkKind.FIRST, LinkKind.INVITE, LinkKind.LOGIN)
        except Rejected as refusal:
            return self._closed(refusal)
        if link.kind is LinkKind.LOGIN:
            account = self.people.store.account(link.user_id)
            return self._submit("walk_in.html", lambda: self.people.walk_in(token), account=account)
        mail = link.label if "@" in link.label else ""
        return self._submit(
            "invite.html",
            lambda: self._accept(token),
            link=link,
            token=token,
            suggested={"email": mail, "name": "" if mail else link.label},
            cities=[self.people.cities().get(city, city) for city in link.cities],
        )

    def reset(self, token: str) -> AnyResponse:
        try:
            link = self.people.link(token, LinkKind.RESET)
        except Rejected as refusal:
            return self._closed(refusal)
        account = self.people.store.account(link.user_id)
        password = request.form.get("password", "")
        choose = lambda: self.people.choose_password(token, password)  # noqa: E731
        return self._submit("reset.html", choose, account=account)

    def _submit(self, template: str, act: Callable[[], Entry], **values: Any) -> AnyResponse:
        """Shows the form; when it was sent, does what it asks for and lets the person in."""
        if request.method != "POST":
            return self.forms.page(template, **values)
        try:
            self.forms.check()
            return self.welcome(act())
        except CodeWanted as half_way:
            return self.forms.page("code.html", ticket=half_way.ticket)
        except Rejected as refusal:
            if refusal.code == "link_used":
                return self._closed(refusal)
            return self.forms.page(template, refusal, **values)

    def _accept(self, token: str) -> Entry:
        sent = request.form
        return self.people.accept(
            token, sent.get("name", ""), sent.get("email", ""), sent.get("password", "")
        )

    def _enter(self) -> Entry:
        """An address that is none is refused like a wrong password, and counted like one."""
        typed = request.form.get("email", "")
        try:
            email = tidy_email(typed)
        except Rejected:
            email = typed[:_EMAIL_KEY_LENGTH]
        password = request.form.get("password", "")[:1000]
        return self.sign_in_of.enter(email, password, request.cookies.get(KNOWN_DEVICE_COOKIE))

    def _confirm(self, user: User) -> AnyResponse:
        try:
            sent = request.form
            self.sign_in_of.confirm(user, sent.get("password", "")[:1000], sent.get("code", ""))
        except Rejected as refusal:
            code = "wrong_again" if refusal.code == "wrong" else refusal.code
            where = refusal.where or "password"
            raise Rejected(code, where, refusal.retry_after) from None
        return redirect(self._next(user), 303)

    def welcome(self, entry: Entry, next: str = "") -> AnyResponse:
        """Lets the person in; whoever was signed in at this browser before is signed out."""
        before = self.forms.user()
        if before is not None:
            self.sign_in_of.sign_out(before)
        answer = redirect(next or self._next(entry.user), 303)
        self.sign_in_of.remember(answer, entry)
        return answer

    def _next(self, user: User) -> str:
        if user.limited:
            return "/account/second-step"
        return local_path(request.args.get("next"), home_of(user))

    def _sign_in_page(self, again: bool, refusal: Rejected | None = None) -> Response:
        user = self.forms.user()
        code_too = user is not None and self.sign_in_of.steps.has(user.id)
        bound = user is not None and bool(self.people.store.identities(user.id))
        return self.forms.page("sign_in.html", refusal, again=again, code_too=code_too, bound=bound)

    def _closed(self, refusal: Rejected) -> Response:
        return self.forms.page("closed.html", refusal)
