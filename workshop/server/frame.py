"""What surrounds every page: templates extend document.html and say their sentences by `say`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask, request

from workshop.language import LANGUAGES, NAMES, translator
from workshop.server import choices
from workshop.server.assets import asset

HOME = str(Path(__file__).parent)  # where the templates lie
PLACES = (
    ("/explore", "Explore"),
    ("/desk", "Desk"),
    ("/review", "Review"),
    ("/import", "Import"),
)


def say(sentence: str) -> str:
    """A sentence of the frame in the language of the request."""
    return translator(choices.language(), "shared")(sentence)


def furnish(app: Flask) -> None:
    """Gives the templates of `app` the words and addresses of the frame."""
    tools: dict[str, object] = {
        "say": say,
        "asset": asset,
        "places": PLACES,
        "languages": [(tag, NAMES[tag]) for tag in LANGUAGES],
        "with_choice": choices.with_choice,
    }

    @app.context_processor
    def frame() -> dict[str, object]:
        signed_in: Callable[[], object] | None = app.extensions.get("radslag.user")
        return {
            **tools,
            "language": choices.language(),
            "scheme": choices.scheme(),
            "here": request.path,
            "page": request.path.split("/")[1],
            "user": signed_in() if signed_in else None,
        }
