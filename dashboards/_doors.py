"""Who is looking at this page, and what somebody reads who may not.

Pages, callbacks and routes were let in by the table of roles (`_gates`, `workshop.server.guard`).
Where the city is known only later, from a template or a file, a callback asks again with `guard`.
"""

from __future__ import annotations

from dash import ctx, html
from dash.development.base_component import Component
from flask import has_request_context, request

from dashboards._language import words
from dashboards._services import services
from workshop.accounts import User
from workshop.gate import Refused
from workshop.server.refusals import sign_in_address

_ = words("signin")


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


def refused_page(refusal: Refused) -> Component:
    """A page for somebody who may not see the one that was asked for."""
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


def _here() -> str:
    """The address in the browser, as the callback that draws pages was told it."""
    path = ctx.inputs.get("_pages_location.pathname") or ""
    return path + (ctx.inputs.get("_pages_location.search") or "")
