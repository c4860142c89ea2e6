"""Who is looking at this page, and what they may do: every protected page and callback asks here.

A layout goes through `gate`, a callback begins with `guard`, a plain route (an export) with
`require`. All three ask `workshop.access`; none of them knows a rule of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from dash import ctx, html
from dash.development.base_component import Component
from dash.exceptions import MissingCallbackContextException
from flask import abort, has_request_context, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from dashboards._language import words
from dashboards._services import services
from workshop.accounts import User
from workshop.errors import Rejected

_ = words("signin")

Layout = Callable[..., Component]


class Refused(Rejected):
    """Not signed in (``signed_out``), not allowed (``forbidden``), or too long ago (``stale``)."""


def current_user() -> User | None:
    """Who sent this request; None outside of one."""
    return services().doors.user(request) if has_request_context() else None


def guard(action: str, city: str | None = None, fresh: bool = False) -> User:
    """The person, who may do `action` in `city`; else `Refused`, which `_shell` puts into words.

    With `fresh` the password must have been typed within five minutes.
    """
    user = current_user()
    if user is None:
        raise Refused("signed_out")
    if not services().doors.may(user, action, city):
        raise Refused("forbidden")
    if fresh and not services().doors.fresh(user):
        raise Refused("stale")
    return user


def gate(action: str, layout: Layout) -> Layout:
    """`layout` for those who may; for others a calm word and the way in.

    Dash also calls each layout once by itself, to learn its ids, and shows what it gets to
    everybody: it then gets the bare layout, which touches no data when its arguments are missing
    (or when `current_user` is None).
    """

    @wraps(layout)
    def gated(**arguments: str) -> Component:
        if not _asked_by_a_browser():
            return layout(**arguments)
        try:
            guard(action)
            return layout(**arguments)
        except Refused as refusal:
            return _page(refusal)

    return gated


def require(action: str, city: str | None = None, fresh: bool = False) -> User:
    """As `guard`, for a plain route: sends the browser to sign in and back, or answers 404."""
    try:
        return guard(action, city, fresh)
    except Refused as refusal:
        if refusal.code == "forbidden":
            abort(404)
        asked = request.full_path.rstrip("?")
        raise ToSignIn(sign_in_address(asked, again=refusal.code == "stale")) from None


class ToSignIn(HTTPException):
    """Answers with a redirect to the sign-in page."""

    code = 303

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    def get_response(self, *_args: object, **_kwargs: object) -> Response:
        return redirect(self.address, 303)


def sign_in_address(next: str = "", again: bool = False) -> str:
    """The sign-in page that leads to `next` afterwards; `again` asks for the password anew."""
    asked = {"again": "1"} if again else {}
    asked |= {"next": next} if next else {}
    return "/sign-in" + (f"?{urlencode(asked)}" if asked else "")


def notice(refusal: Refused) -> Component:
    """A refusal in the midst of work: one signs in in another tab, so that nothing is lost."""
    if refusal.code == "forbidden":
        return html.Span(_("This is not open to your account."))
    again = refusal.code == "stale"
    said = _("Show once more who you are, then try again here.")
    if not again:
        said = _("You are no longer signed in. Sign in, then try again here.")
    link = html.A(_("Sign in"), href=sign_in_address("/account", again), target="_blank")
    return html.Span([said, " ", link])


def _page(refusal: Refused) -> Component:
    if refusal.code == "forbidden":
        title = html.H1(_("Not open to you"))
        text = _("This is not open to your account.")
        return _calm(title, text, html.A(_("My account"), href="/account", className="rs-button"))
    again = refusal.code == "stale"
    title = html.H1(_("Your password, once more") if again else _("Sign in first"))
    text = _("For those who lead workshops and those who work with the results.")
    way = sign_in_address(_here(), again)
    return _calm(title, text, html.A(_("Sign in"), href=way, className="rs-button primary"))


def _calm(title: Component, text: str, link: Component) -> Component:
    return html.Main([title, html.P(text), html.P(link)], id="main", className="plain-page")


def _asked_by_a_browser() -> bool:
    """Whether a callback runs: then a person is waiting for the page."""
    try:
        return ctx.inputs_list is not None
    except MissingCallbackContextException:
        return False


def _here() -> str:
    """The address in the browser, as the callback that draws pages was told it."""
    path = ctx.inputs.get("_pages_location.pathname") or ""
    return path + (ctx.inputs.get("_pages_location.search") or "")
