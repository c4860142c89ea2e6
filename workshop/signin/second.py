"""One's own second step: set it up with an app, write the recovery codes down, or take it away."""

from __future__ import annotations

import base64

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from workshop.accounts import User
from workshop.errors import Rejected
from workshop.phone.picture import qr_svg
from workshop.second_step import grouped
from workshop.signin.forms import Forms
from workshop.signin_doors import SignIn


class SecondStepPage:
    """The table opens it to somebody who has just shown who they are."""

    def __init__(self, sign_in: SignIn, forms: Forms) -> None:
        self.steps = sign_in.steps
        self.forms = forms

    def show(self) -> AnyResponse:
        user = self.forms.user()
        if user is None:
            raise Rejected("forbidden")
        if request.method != "POST":
            return self._page(user)
        try:
            self.forms.check()
            return self._act(user, request.form.get("act", ""))
        except Rejected as refusal:
            return self._page(user, refusal)

    def _act(self, user: User, act: str) -> AnyResponse:
        if act == "off":
            self.steps.drop(user.id, user.id)
            return redirect("/account?done=step", 303)
        if act != "confirm":
            raise Rejected("form_old")
        codes = self.steps.confirm(user, request.form.get("code", ""))
        return self.forms.page("recovery.html", codes=[grouped(code) for code in codes])

    def _page(self, user: User, refusal: Rejected | None = None) -> AnyResponse:
        if self.steps.has(user.id):
            left = self.steps.left(user.id)
            return self.forms.page("second_step.html", refusal, offer=None, left=left)
        offer = self.steps.offer(user)
        picture = base64.b64encode(qr_svg(offer.address)).decode()
        secret = " ".join(offer.secret[at : at + 4] for at in range(0, len(offer.secret), 4))
        return self.forms.page(
            "second_step.html", refusal, offer=offer, picture=picture, secret=secret
        )
