"""The analyses of a workshop as JSON, behind the same door as its review.

Every answer has a tag that is the state it was made of: who asks again with it is told that nothing
has changed, and nothing is reckoned. The last answers are kept. All of it runs on pages' threads.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import cast

from flask import Blueprint, Response, abort, current_app, request

from dashboards._services import services
from data.export.analysis import FORMAT, analysis
from data.export.manifest import as_text
from data.export.released import Released
from workshop.errors import Rejected
from workshop.model import Session

KEPT = 64
routes = Blueprint("analysis", __name__)


class Answers:
    """The last texts by their tag, for all threads of an app."""

    def __init__(self) -> None:
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def text(self, tag: str, make: Callable[[], str]) -> str:
        with self._lock:
            found = self._texts.get(tag)
        text = make() if found is None else found
        with self._lock:
            self._texts[tag] = text
            self._texts.move_to_end(tag)
            while len(self._texts) > KEPT:
                self._texts.popitem(last=False)
        return text


@routes.get(
    "/analysis/<session_id>/<any('breakdown','groups','movement','learning','influence',"
    "'agreement','robustness','missing','places'):what>.json"
)
def analysed(session_id: str, what: str) -> Response:
    """One kind of analysis of a workshop, of what may leave."""
    try:
        session = services().workshop.state(session_id)
    except Rejected:
        abort(404)
    tag = _tag(session, what)
    if request.if_none_match.contains_weak(tag):
        answer = Response(status=304)
    else:
        answers = cast(Answers, current_app.extensions.setdefault("radslag.analysis", Answers()))
        answer = Response(answers.text(tag, lambda: _text(session, what)))
        answer.mimetype = "application/json"
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _tag(session: Session, what: str) -> str:
    """The record as it stands, the library that says where people live, and the form of this."""
    made_of = (session.id, session.head, services().library.version, FORMAT, what)
    return hashlib.sha256(repr(made_of).encode()).hexdigest()[:32]


def _text(session: Session, what: str) -> str:
    parts = services()
    told = Released(parts.settings.data_dir).figures(session)
    return as_text(analysis(session, parts.library, told, what))
