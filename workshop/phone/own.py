"""What a phone asks about its own words: how they look before they are sent, and its receipt."""

from __future__ import annotations

import base64
from collections import OrderedDict
from threading import Lock

from flask import Response

from workshop.access import Doors
from workshop.bucket import Bucket
from workshop.detector import findings
from workshop.phone.codes import tidy
from workshop.phone.entrance import Entrance
from workshop.phone.joining import body, reply
from workshop.phone.picture import qr_svg
from workshop.service import Workshop
from workshop.settings import Settings

LOOKS_PER_S, BURST = 1.0, 20.0
DEVICES = 5_000


class Own:
    def __init__(
        self, settings: Settings, workshop: Workshop, doors: Doors, entrance: Entrance
    ) -> None:
        self._settings = settings
        self._workshop = workshop
        self._doors = doors
        self._entrance = entrance
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()
        self._lock = Lock()

    def look(self, code: str) -> Response:
        """Whether a text seems to tell who somebody is. It is not kept, nor logged."""
        session = self._entrance.session_of(tidy(code))
        participant = self._entrance.member(session)
        if session is None or participant is None:
            return reply({"ok": False, "code": "forbidden"})
        if self._hasty(participant):
            return reply({"ok": False, "code": "busy"})
        text = body().get("text")
        found = findings(text) if isinstance(text, str) else ()
        return reply({"ok": True, "finding": list(found)})

    def receipt(self, code: str) -> Response:
        """The number, the link and the square code of this participant's receipt."""
        session = self._entrance.session_of(tidy(code))
        participant = self._entrance.member(session)
        if session is None or participant is None:
            return reply({"ok": False, "code": "forbidden"})
        number = self._doors.receipt(session.id, participant)
        # In the fragment: it is not sent with a request, and so stands in no log.
        url = f"{self._settings.public_url}/receipt/{session.id}#{number}"
        picture = base64.b64encode(qr_svg(url)).decode()
        qr = f"data:image/svg+xml;base64,{picture}"
        return reply({"ok": True, "receipt": number, "url": url, "qr": qr})

    def _hasty(self, participant: str) -> bool:
        with self._lock:
            bucket = self._buckets.pop(participant, None) or Bucket(LOOKS_PER_S, BURST)
            self._buckets[participant] = bucket
            while len(self._buckets) > DEVICES:
                self._buckets.popitem(last=False)
            return bucket.take() > 0
