"""What surrounds every page: templates extend document.html and say their sentences by `say`."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, request

from workshop.accounts import User, may
from workshop.language import LANGUAGES, NAMES, translator
from workshop.server import choices
from workshop.server.assets import asset

HOME = str(Path(__file__).parent)  # where the templates lie
# Where the header leads, and what somebody must be allowed to do for it to lead there.
PLACES = (
    ("/explore", "Explore", None),
    ("/scenarios", "Scenarios", None),
    ("/desk", "Desk", "desk"),
    ("/review", "Review", "review"),
    ("/import", "Import", "import"),
    ("/people", "People", "people"),
)


def say(sentence: str) -> str:
    """A sentence of the frame in the language of the request."""
    return translator(choices.language(), "shared")(sentence)


def places(user: User | None) -> list[tuple[str, str]]:
    """The header's links for this person: nobody is led to a door that is closed to them."""
    return [(path, name) for path, name, action in PLACES if not action or may(user, action)]


def furnish(app: Flask) -> None:
    """Gives the templates of `app` the words and addresses of the frame."""

    @app.context_processor
    def frame() -> dict[str, object]:
        user = app.extensions["radslag"].doors.user(request)
        return {
            "say": say,
            "asset": asset,
            "places": places(user),
            "languages": [(tag, NAMES[tag]) for tag in LANGUAGES],
            "with_choice": choices.with_choice,
            "language": choices.language(),
            "language_name": NAMES[choices.language()],
            "scheme": choices.scheme(),
            "here": request.path,
            "page": request.path.split("/")[1],
            "user": user,
        }
