"""Calm pages for when something is not there, not allowed, too large, or not ready yet.

They need no template and no database, so they can always be shown.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterable
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from workshop.language import negotiate, translator

Environ = dict[str, Any]
App = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

SENTENCES = {
    400: ("This address is not one of ours", "Use the address that the facilitator shows."),
    403: ("This came from another site", "Open the page again from its own address and retry."),
    404: ("There is nothing at this address", "Check the address, or start from the front page."),
    405: ("This address does not take that", "Go back and try again."),
    408: ("That took too long to arrive", "Check the network and try again."),
    413: (
        "That is too large",
        "It can be at most {most} MB. Choose something smaller and try again.",
    ),
    500: ("Something went wrong here", "It has been noted. Try again in a moment."),
    503: ("Just a moment", "The pages are starting. This page opens by itself."),
}
RETRY = 2  # seconds

PAGE = """<!doctype html>
<html lang="{lang}" data-color-scheme="{scheme}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">{refresh}
<title>{title} · Rådslag</title><link rel="icon" href="/assets/mark.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/house.css"><link rel="stylesheet" href="/assets/shell.css">
</head><body class="plain"><main class="plain-page"><h1>{title}</h1><p>{text}</p>{link}{mark}</main>
</body></html>
"""


def page(status: int, **numbers: int) -> App:
    """A WSGI app that answers with the page, or the JSON, for `status`.

    `numbers` stand in its sentence: the limit of what was too large.
    """

    def app(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        headers, body = rendered(status, environ, **numbers)
        start(f"{status} {HTTPStatus(status).phrase}", headers)
        return [body]

    return app


def rendered(status: int, environ: Environ, **numbers: int) -> tuple[list[tuple[str, str]], bytes]:
    """The headers and body for `status` in the language of whoever asked."""
    cookies = cookies_of(environ)
    lang = language_of(environ, cookies)
    say = translator(lang, "shared")
    title, text = (say(sentence).format(**numbers) for sentence in SENTENCES[status])
    headers = [("Cache-Control", "no-store"), ("Vary", "Accept-Language, Cookie")]
    if status == 503:
        headers.append(("Retry-After", str(RETRY)))
    if wants_json(environ):
        body = json.dumps({"ok": False, "code": f"http_{status}", "text": f"{title}. {text}"})
        return [*headers, ("Content-Type", "application/json")], body.encode()
    refresh = f'<meta http-equiv="refresh" content="{RETRY}">' if status == 503 else ""
    link = (
        "" if status == 503 else f'<p><a href="/">{html.escape(say("To the front page"))}</a></p>'
    )
    mark = _mark(environ, say) if status == 500 else ""
    scheme = cookies.get("scheme", "auto")
    body = PAGE.format(
        lang=lang, title=html.escape(title), text=html.escape(text), link=link, mark=mark,
        refresh=refresh, scheme=scheme if scheme in ("light", "dark") else "auto",
    )  # fmt: skip
    return [*headers, ("Content-Type", "text/html; charset=utf-8")], body.encode()


def _mark(environ: Environ, say: Callable[[str], str]) -> str:
    """What a person can read out to whoever looks in the log."""
    number = html.escape(str(environ.get("radslag.request_id", "")))
    return f'<p class="soft">{html.escape(say("Reference"))}: {number}</p>'


def wants_json(environ: Environ) -> bool:
    accepted = environ.get("HTTP_ACCEPT", "")
    sent = environ.get("CONTENT_TYPE", "")
    return "text/html" not in accepted and "json" in accepted + sent


def cookies_of(environ: Environ) -> dict[str, str]:
    try:
        jar = SimpleCookie(environ.get("HTTP_COOKIE", ""))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in jar.items()}


def language_of(environ: Environ, cookies: dict[str, str]) -> str:
    asked = parse_qs(environ.get("QUERY_STRING", "")).get("lang", [None])[0]
    accepted = environ.get("HTTP_ACCEPT_LANGUAGE", "").split(",")
    return negotiate(asked, cookies.get("lang"), [tag.split(";")[0] for tag in accepted])
