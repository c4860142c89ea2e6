"""One's own account, and the people whom an administrator invites and looks after."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from workshop.accounts import Role, User, local_path
from workshop.errors import Rejected
from workshop.people import People
from workshop.signin.forms import Forms

Made = dict[str, str]


class OfficePages:
    def __init__(self, people: People, forms: Forms) -> None:
        self.people = people
        self.forms = forms

    def account(self) -> AnyResponse:
        user = self._whoever()
        act = request.form.get("act", "")
        if request.method != "POST":
            return self._account_page(user)
        try:
            self.forms.check()
            self._change_own(user, act)
        except Rejected as refusal:
            return self._account_page(user, _own(refusal), act)
        here = url_for("signin.account", done=act)
        # Who had to choose a password on the way somewhere goes on there.
        return redirect(local_path(request.args.get("next"), here), 303)

    def persons(self) -> AnyResponse:
        user = self._whoever()
        if request.method != "POST":
            return self._people_page()
        act, whom = request.form.get("act", ""), request.form.get("whom", "")
        try:
            self.forms.check()
            made = self._act(user, act, whom)
        except Rejected as refusal:
            return self._people_page(refusal=refusal, act=act, whom=whom)
        if made:
            return self._people_page(made=made)
        return redirect(url_for("signin.people"), 303)

    def forbidden(self, _why: Exception) -> AnyResponse:
        """What somebody reads whom the table of roles does not let in."""
        return self.forms.page("forbidden.html", Rejected("forbidden"))

    def _whoever(self) -> User:
        """Who is signed in: the table lets nobody else come here."""
        user = self.forms.user()
        if user is None:
            raise Rejected("forbidden")
        return user

    def _change_own(self, user: User, act: str) -> None:
        sent = request.form
        name, password = sent.get("name", ""), sent.get("password", "")
        acts: Mapping[str, Callable[[], None]] = {
            "name": lambda: self.people.rename(user, name),
            "password": lambda: self.people.change_password(
                user, sent.get("current", "")[:1000], password, sent.get("code", "")
            ),
            "complete": lambda: self.people.complete(user, name, sent.get("email", ""), password),
            "elsewhere": lambda: self.people.sign_in.end_all(user.id, besides=user.login),
        }
        if act not in acts:
            raise Rejected("form_old")
        acts[act]()

    def _act(self, user: User, act: str, whom: str) -> Made | None:
        """Does what an administrator asked for; what it returns is a link to copy."""
        sent = request.form
        role, cities = sent.get("role", ""), sent.getlist("cities")
        acts: Mapping[str, Callable[[], Made | None]] = {
            "invite": lambda: self._invite(user, sent.get("label", ""), role, cities),
            "reset": lambda: self._reset(user, whom),
            "withdraw": lambda: self.people.withdraw(user, whom),
            "rights": lambda: self.people.change_rights(user, whom, role, cities),
            "step": lambda: self.people.drop_second_step(user, whom),
            "disconnect": lambda: self.people.disconnect(user, whom),
            "off": lambda: self.people.set_active(user, whom, False),
            "on": lambda: self.people.set_active(user, whom, True),
        }
        if act not in acts:
            raise Rejected("form_old")
        return acts[act]()

    def _invite(self, user: User, label: str, role: str, cities: list[str]) -> Made:
        token = self.people.invite(user, label, role, cities)
        return {"kind": "invite", "whom": label, "url": self._url("invite", token)}

    def _reset(self, user: User, whom: str) -> Made:
        token = self.people.reset(user, whom)
        account = self.people.store.account(whom)
        name = account.name if account else ""
        return {"kind": "reset", "whom": name, "url": self._url("reset", token)}

    def _url(self, place: str, token: str) -> str:
        return f"{self.people.sign_in.settings.public_url}/{place}/{token}"

    def _account_page(
        self, user: User, refusal: Rejected | None = None, act: str = ""
    ) -> AnyResponse:
        logins = self.people.store.logins(user.id)
        now = self.people.sign_in.clock()
        open_now = sum(login.open(now) for login in logins)
        done = request.args.get("done", "")
        cities = [self.people.cities().get(city, city) for city in user.cities]
        return self.forms.page(
            "account.html",
            refusal,
            act=act,
            done=done,
            logins=open_now,
            own_cities=cities,
            bound=bool(self.people.store.identities(user.id)),
            code_too=self.people.sign_in.steps.has(user.id),
        )

    def _people_page(
        self,
        made: Made | None = None,
        refusal: Rejected | None = None,
        act: str = "",
        whom: str = "",
    ) -> AnyResponse:
        return self.forms.page(
            "people.html",
            refusal,
            made=made,
            act=act,
            whom=whom,
            accounts=self.people.store.accounts(),
            invitations=self.people.invitations(),
            cities=self.people.cities(),
            connected=lambda user_id: bool(self.people.store.identities(user_id)),
            has_step=self.people.sign_in.steps.has,
            roles=tuple(Role),
            sent_cities=request.form.getlist("cities"),
        )


def _own(refusal: Rejected) -> Rejected:
    """On one's own page a wrong password is the field that asks for the current one."""
    if refusal.where == "code":
        return refusal
    if refusal.code in ("wrong", "wait"):
        code = "wrong_again" if refusal.code == "wrong" else "wait"
        return Rejected(code, "current", refusal.retry_after)
    return refusal
