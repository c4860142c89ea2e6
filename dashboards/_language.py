"""The language of the request at hand, for pages and callbacks."""

from __future__ import annotations

from collections.abc import Callable

from flask import g, has_request_context, request

from workshop.language import DEFAULT, negotiate, plural, translator


def current() -> str:
    """The language of this request; Norwegian when a page is built without one."""
    if not has_request_context():
        return DEFAULT
    if "language" not in g:
        accepted = [tag for tag, _ in request.accept_languages]
        g.language = negotiate(request.args.get("lang"), request.cookies.get("lang"), accepted)
    return g.language


def words(domain: str) -> Callable[[str], str]:
    """A function that translates in the language of the request in which it is called."""

    def translate(sentence: str) -> str:
        return translator(current(), domain)(sentence)

    return translate


def plurals(domain: str) -> Callable[[str, str, int], str]:
    """As `words`, for sentences that depend on a number."""

    def translate(one: str, many: str, n: int) -> str:
        return plural(current(), domain)(one, many, n)

    return translate
