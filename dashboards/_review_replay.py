"""A saved session as moments: what facilitators did, and what the stage showed right then.

The log is read once for each version of a session; the states at its moments share what did not
change between them, so keeping them costs little. Only moments can be asked for: what lies
between them would tell one answer from the next.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from itertools import groupby
from threading import Lock
from typing import cast

from flask import current_app

from dashboards._services import services
from workshop.access import Doors
from workshop.events import FACILITATED, Recorded
from workshop.model import Json, Session
from workshop.service import Workshop
from workshop.views import Frame, stage_view

KEPT = 8
MODERATED = ("text_moderated", "text_unmoderated", "photo_refused")
# After these the stage shows something else: what it showed last before is a moment of its own.
TURNS = ("round_opened", "session_closed", "blanked")


@dataclass(frozen=True)
class Moment:
    """One picture of the stage. `texts` counts the texts that were looked through."""

    seq: int
    at_ms: int
    kind: str
    body: Json
    session: Session
    texts: int = 0


_Version = tuple[str, int, int]


class Replays:
    """The moments of the sessions that were looked at last."""

    def __init__(self, workshop: Workshop, doors: Doors) -> None:
        self._workshop = workshop
        self._doors = doors
        self._kept: OrderedDict[str, tuple[_Version, tuple[Moment, ...]]] = OrderedDict()
        self._lock = Lock()

    def moments(self, session_id: str) -> tuple[Moment, ...]:
        shop = self._workshop
        # What was erased must not live on in pictures that were kept.
        version = shop.epoch(session_id), shop.state(session_id).version, shop.erased(session_id)
        with self._lock:
            known = self._kept.get(session_id)
            if known is not None and known[0] == version:
                self._kept.move_to_end(session_id)
                return known[1]
        found = moments(self._workshop, session_id)
        with self._lock:
            self._kept[session_id] = version, found
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found

    def view(self, session_id: str, seq: int) -> Json | None:
        """What the stage was sent at that moment; None when there is no moment at `seq`.

        How many phones were connected is not stored: the stage then shows how many had joined.
        """
        moment = next((m for m in self.moments(session_id) if m.seq == seq), None)
        if moment is None:
            return None
        links = self._doors.links(session_id, moment.session.code)
        return stage_view(Frame(moment.session)) | {
            "epoch": self._workshop.epoch(session_id),
            "now_ms": moment.at_ms,
            "join": {
                "url": links.join_url,
                "short": links.join_short,
                "code": links.code,
                "qr": f"/review/{session_id}/qr.svg",
            },
        }


def moments(workshop: Workshop, session_id: str) -> tuple[Moment, ...]:
    """Every moment of a session, in order. A command that did several things is one moment."""
    found: list[Moment] = []
    people: Moment | None = None
    history = workshop.history(session_id)
    for _op, events in groupby(history, key=lambda pair: pair[0].op_id):
        *earlier, (recorded, session) = events
        made = _moment(recorded, session)
        if made.kind not in FACILITATED:
            people = made
            continue
        if people is not None and made.kind in TURNS and not people.session.blank:
            # Since the last moment people have moved the picture that now goes away.
            found.append(replace(people, kind="last_look", body={}))
        people = None
        _add(found, made, 1 + len(earlier))
    return tuple(found)


def _moment(recorded: Recorded, session: Session) -> Moment:
    event = recorded.event
    return Moment(recorded.seq, recorded.recorded_at_ms, event.kind, event.body, session)


def _add(found: list[Moment], made: Moment, events: int) -> None:
    """Texts that were looked through in a row are one moment."""
    if made.kind in MODERATED:
        row = bool(found) and found[-1].kind == MODERATED[0]
        texts = events + (found.pop().texts if row else 0)
        made = replace(made, kind=MODERATED[0], texts=texts)
    found.append(made)


def replays() -> Replays:
    """The one set of replays of the app that answers this request."""
    kept = current_app.extensions
    parts = services()
    return cast(Replays, kept.setdefault("radslag.replays", Replays(parts.workshop, parts.doors)))
