"""The light app that is there at once: the first page, assets, words for scripts, and health.

The residents' page and the sign-in are blueprints of their own, handed in by app.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
)
from werkzeug.wrappers import Response as AnyResponse

from workshop.language import LANGUAGES, sentences
from workshop.server import assets, choices, faults, frame, guard
from workshop.settings import Settings

VERSION = "0.1.0"
DOMAINS = (
    "shared",
    "phone",
    "rights",
    "signin",
    "stage",
    "desk",
    "explore",
    "scenarios",
    "review",
    "imports",
    "errors",
)

blueprint = Blueprint("front", __name__)


def make_front(
    settings: Settings, parts: Any, blueprints: Iterable[Blueprint], ready: Callable[[], bool]
) -> Flask:
    """`parts` is what blueprints find in extensions["radslag"]; `ready` says if pages are up."""
    app = Flask(__name__, static_folder=None)
    app.secret_key = settings.secret_key
    app.extensions["radslag"] = parts
    app.extensions["radslag.ready"] = ready
    guard.guard(app)
    for one in (blueprint, assets.blueprint, *blueprints):
        app.register_blueprint(one)
    choices.remember(app, settings)
    faults.calm(app)
    frame.furnish(app)
    return app


@blueprint.get("/")
def first() -> str:
    return render_template("first.html")


@blueprint.get("/join")
def join() -> AnyResponse:
    """A code typed on the first page, with whatever spaces and small letters it came with."""
    code = "".join(c for c in request.args.get("code", "").upper() if c.isalnum())[:12]
    return redirect(f"/j/{code}" if code else "/", 303)


@blueprint.get("/words/<domain>.<language>.json")
def words(domain: str, language: str) -> Response:
    """The sentences that a page's script needs."""
    if domain not in DOMAINS or language not in LANGUAGES:
        abort(404)
    answer = jsonify(sentences(language, domain))
    answer.add_etag()
    if "v" in request.args:
        answer.cache_control.public = True
        answer.cache_control.max_age = assets.YEAR
    answer.make_conditional(request)
    return answer


@blueprint.get("/healthz")
def health() -> dict[str, Any]:
    """Answers as soon as sockets can be served."""
    said = current_app.extensions["radslag"].workshop.health()
    return {
        "version": VERSION,
        "sessions_open": said["sessions"],
        "writer_queue": said["queue"],
        "last_commit_age_s": said["last_commit_age_s"],
    }


@blueprint.get("/readyz")
def readiness() -> tuple[dict[str, Any], int]:
    """200 once the pages are mounted as well."""
    ready = current_app.extensions["radslag.ready"]()
    told = {"ready": ready, "version": VERSION, "page": assets.pages_mark()}
    return told, 200 if ready else 503
