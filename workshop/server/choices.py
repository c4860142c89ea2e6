"""A reader's own choices: `?lang=` and `?scheme=` are remembered in a cookie each."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Flask, Response, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from workshop.language import known, negotiate
from workshop.settings import Settings

YEAR = 31_536_000
SCHEMES = ("light", "dark", "auto")


def language() -> str:
    """The language of the request at hand."""
    if "language" not in g:
        accepted = [tag for tag, _ in request.accept_languages]
        g.language = negotiate(request.args.get("lang"), request.cookies.get("lang"), accepted)
    return g.language


def scheme() -> str:
    """light, dark, or what the device prefers."""
    usual = "dark" if on_stage() else request.cookies.get("scheme", "auto")
    asked = request.args.get("scheme") or usual
    return asked if asked in SCHEMES else "auto"


def on_stage() -> bool:
    """The stage is the hall's and not its reader's: what is chosen for it stays in its address."""
    return request.path.startswith("/stage/")


def asked() -> dict[str, str]:
    """The choices that this address makes, the valid ones only."""
    found: dict[str, str] = {}
    if on_stage():
        return found
    if known(request.args.get("lang")):
        found["lang"] = language()
    if request.args.get("scheme") in SCHEMES:
        found["scheme"] = request.args["scheme"]
    return found


def with_choice(name: str, value: str) -> str:
    """The address of this page with one choice made, for the header's links."""
    rest = [(k, v) for k, v in request.args.items(multi=True) if k not in ("lang", "scheme")]
    return "?" + urlencode([*rest, (name, value)])


def remember(app: Flask, settings: Settings) -> None:
    """Lets `app` keep each choice for a year."""

    @app.after_request
    def keep(response: Response) -> Response:
        for name, value in asked().items():
            response.set_cookie(
                name, value, max_age=YEAR, samesite="Lax", secure=settings.secure_cookies
            )
        return response


def drop_from_address(app: Flask) -> None:
    """Pages get their address's arguments passed; a choice is made and then leaves the address."""

    @app.before_request
    def drop() -> AnyResponse | None:
        reading = request.method == "GET" and "text/html" in str(request.accept_mimetypes)
        if not reading or not asked():
            return None
        rest = [(k, v) for k, v in request.args.items(multi=True) if k not in ("lang", "scheme")]
        return redirect(request.path + ("?" + urlencode(rest) if rest else ""), 303)
