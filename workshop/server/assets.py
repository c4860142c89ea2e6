"""The assets folder: its addresses with a mark of their content, and how long they may be kept."""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from pathlib import Path

from flask import Blueprint, Response, request, send_from_directory

FOLDER = Path(__file__).resolve().parents[2] / "assets"
# What the pages are made of: a change of any of it is a newer version of them.
MADE_OF = ("assets/*.js", "assets/*.css", "dashboards/*.py", "locales/*/LC_MESSAGES/*.po")
YEAR = 31_536_000
WEEK = 604_800

blueprint = Blueprint("files", __name__)


def asset(name: str) -> str:
    """The address of an asset; it changes when the content does, so it may be kept for a year."""
    place = FOLDER / name
    if not place.is_file():
        return f"/assets/{name}"
    return f"/assets/{name}?v={_mark(place, place.stat().st_mtime_ns)}"


@cache
def pages_mark() -> str:
    """Tells one version of the pages from another. Reads files: first asked for at the start."""
    places = sorted(place for kind in MADE_OF for place in FOLDER.parent.glob(kind))
    return hashlib.sha256(b"".join(place.read_bytes() for place in places)).hexdigest()[:10]


@lru_cache(maxsize=512)
def _mark(place: Path, changed: int) -> str:
    return hashlib.sha256(place.read_bytes()).hexdigest()[:10]


@blueprint.get("/assets/<path:name>")
def file(name: str) -> Response:
    """Fonts never change under their name; the rest is asked for again unless it is marked."""
    age = YEAR if "v" in request.args else WEEK if name.startswith("vendor/fonts/") else None
    answer = send_from_directory(FOLDER, name, conditional=True, max_age=age)
    if age:
        answer.cache_control.public = True
        answer.cache_control.immutable = age == YEAR
    return answer
