"""Forms: the hidden token that proves a form is ours, and a page drawn with what went wrong."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Response, g, make_response, render_template, request
from itsdangerous import BadData, URLSafeTimedSerializer

from workshop.accounts import User, may
from workshop.errors import Rejected
from workshop.language import date, pick, translator
from workshop.server import choices
from workshop.signin.sentences import STATUS, sentence
from workshop.signin_doors import SignIn

FORM_COOKIE = "rs_form"
FORM_S = 12 * 3600
_KEPT = 300  # as much of a field as is worth showing again


class Forms:
    """The token says which browser (a cookie) and which login the form was drawn for."""

    def __init__(self, sign_in: SignIn) -> None:
        self.sign_in = sign_in
        self._signer = URLSafeTimedSerializer(sign_in.settings.secret_key, salt="rs-form")

    def user(self) -> User | None:
        """Who is signed in at this request."""
        if "signed_in" not in g:
            g.signed_in = self.sign_in.user(request)
        return g.signed_in

    def token(self) -> str:
        if "form_nonce" not in g:
            kept = request.cookies.get(FORM_COOKIE, "")
            g.form_nonce = kept if len(kept) == 22 and kept.isascii() else secrets.token_urlsafe(16)
        return str(self._signer.dumps([g.form_nonce, self._login()]))

    def check(self) -> None:
        """Refuses a form that is not ours, not this browser's, or too old."""
        try:
            said = self._signer.loads(request.form.get("form", ""), max_age=FORM_S)
        except BadData:
            raise Rejected("form_old") from None
        cookie = request.cookies.get(FORM_COOKIE, "")
        same = secrets.compare_digest(str(said[0]).encode(), cookie.encode())
        if not (cookie and same and said[1] == self._login()):
            raise Rejected("form_old")

    def page(self, template: str, refusal: Rejected | None = None, **values: Any) -> Response:
        """The page, in the reader's language, with the refusal at its field or at the top."""
        language = choices.language()
        _ = translator(language, "signin")
        answer = make_response(
            render_template(
                f"signin/{template}",
                _=_,
                form_token=self.token(),
                user=self.user(),
                provider=self.sign_in.settings.provider,
                may_people=may(self.user(), "people"),
                kept=lambda name: request.form.get(name, "")[:_KEPT] if refusal else "",
                problem=sentence(refusal, _) if refusal else "",
                field=refusal.where if refusal else "",
                day=lambda moment: date(moment.date(), language),
                city_name=lambda name: name if isinstance(name, str) else pick(name, language),
                **values,
            )
        )
        answer.status_code = STATUS.get(refusal.code, 400) if refusal else 200
        if refusal and refusal.retry_after:
            answer.headers["Retry-After"] = str(max(1, round(refusal.retry_after)))
        return answer

    def keep(self, response: Response) -> Response:
        """Gives the browser its half of the token, and keeps links out of caches and referrers.

        ``same-origin`` and not ``no-referrer``: with that, browsers send ``Origin: null`` with a
        form, and the Origin rule would refuse it.
        """
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "same-origin"
        if "form_nonce" in g:
            secure = self.sign_in.settings.secure_cookies
            response.set_cookie(
                FORM_COOKIE, g.form_nonce, httponly=True, samesite="Lax", secure=secure
            )
        return response

    def _login(self) -> str:
        user = self.user()
        return user.login if user else ""
