"""Tell every screen what it may know, no oftener than it helps.

The writer says that a session changed; a thread of this class makes the views, once for all who
share them, and hands them to the event loop. Stage and desk follow at up to 20 a second. Phones
are told at once when their question changes, and of turnout at most once a second.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from workshop.access import Doors
from workshop.baskets import Baskets
from workshop.damage import Alarm
from workshop.desk_view import desk_view
from workshop.encoded import Encoded, encoded
from workshop.model import Json, Session
from workshop.service import Workshop
from workshop.taken_back import filled
from workshop.views import Frame, phone_view, stage_view

STAGE_EVERY_S = 0.05
# Where the counting takes long, so many times as long passes before the next, whatever comes in.
REST = 4.0
PHONE_EVERY_S = 1.0
ROLES = ("stage", "desk", "phone")
_MAKE: dict[str, Callable[[Frame], Json]] = {
    "stage": stage_view,
    "desk": desk_view,
    "phone": phone_view,
}


class Send(Protocol):
    """On the event loop: hand `told` to everybody in a room, as `event`."""

    def __call__(self, to: str, told: Encoded, event: str = "view") -> None: ...


log = logging.getLogger("workshop.publisher")


def room(session_id: str, role: str) -> str:
    return f"{session_id}:{role}"


@dataclass(slots=True)
class _Seen:
    """What was last told of one session, and who is connected to it."""

    dirty: bool = True
    frame: Frame | None = None
    rests_until: float = 0.0  # after a count, until something other than answers comes
    version: int = -1
    phone_key: Any = None
    phone_at: float = 0.0
    phone_place: tuple[int, int] = (0, -1)  # seq and version that phones were last told
    here: dict[str, int] = field(default_factory=lambda: {})
    lines: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ROLES, 0))


class Publisher:
    """`send(room, view)` runs on the event loop; `on_loop(f, *args)` gets a call there."""

    def __init__(
        self, workshop: Workshop, doors: Doors, send: Send, on_loop: Callable[..., None]
    ) -> None:
        self._workshop = workshop
        self._doors = doors
        self._send = send
        self._on_loop = on_loop
        self._sessions: dict[str, _Seen] = {}
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)
        self._baskets = Baskets(workshop, self.touch)
        workshop.observe(lambda session_id, _: self.touch(session_id))

    def start(self) -> None:
        self._thread.start()
        self._baskets.start()

    def stop(self) -> None:
        self._baskets.stop()
        self._stopping = True
        self._wake.set()
        self._thread.join()

    def touch(self, session_id: str) -> None:
        """Something that somebody sees has changed. Cheap; from any thread."""
        self._seen(session_id).dirty = True
        self._wake.set()

    def came(self, session_id: str, role: str, who: str) -> None:
        """A phone or desk connected; a participant with two tabs is here once."""
        self._count(session_id, role, who, 1)

    def went(self, session_id: str, role: str, who: str) -> None:
        self._count(session_id, role, who, -1)

    def moved(self, session_id: str, told: Json) -> None:
        """Sliders are on the move: stage and desks see where, and nothing of it is kept."""
        for role in ("stage", "desk"):
            if self._seen(session_id).lines[role] > 0:
                self._on_loop(self._send, room(session_id, role), encoded(told), "live")

    def view(self, session_id: str, role: str) -> Json:
        """What that role sees now, complete: the answer to a join."""
        session = self._workshop.state(session_id)
        return self._dressed(session, self._frame(session), role)

    def ready(self, session_id: str) -> bool:
        """Whether a phone's view can be made on the loop: what takes long is counted already."""
        return self._frame(self._workshop.state(session_id)).ready

    def _count(self, session_id: str, role: str, who: str, change: int) -> None:
        seen = self._seen(session_id)
        with self._lock:
            seen.lines[role] += change
            if role == "phone":
                tabs = seen.here.get(who, 0) + change
                seen.here[who] = tabs
                if tabs <= 0:
                    del seen.here[who]
        self.touch(session_id)

    def _seen(self, session_id: str) -> _Seen:
        with self._lock:
            return self._sessions.setdefault(session_id, _Seen())

    def _frame(self, session: Session) -> Frame:
        """One frame a state, whoever asks: three hundred phones that come back count once."""
        seen = self._seen(session.id)
        frame = seen.frame
        if frame is None or frame.session is not session:
            frame = seen.frame = Frame(session)
        return frame

    def _dressed(self, session: Session, frame: Frame, role: str) -> Json:
        """The role's view with what only the edge knows: addresses, who is connected, the clock."""
        seen = self._seen(session.id)
        view = dict(_MAKE[role](frame))
        view["step"] = filled(view["step"])
        if role == "desk":
            view["steps"] = [row | {"step": filled(row["step"])} for row in view["steps"]]
        view["people"] = view["people"] | {"here": len(seen.here)}
        view["epoch"] = self._workshop.epoch(session.id)
        view["proof"] = self._doors.proof(session.id, view["epoch"], session.seq)
        view["now_ms"] = time.time_ns() // 10**6
        alarm = self._workshop.alarm(session.id)
        view["alarm"] = alarm.wire(whole=role == "desk") if alarm else None
        if role != "phone":
            links = self._doors.links(session.id, session.code)
            view["join"] = {
                "url": links.join_url,
                "short": links.join_short,
                "code": session.code,
                "qr": f"/j/{session.code}/qr.svg?key={links.stage_key}",
            }
            basket = self._baskets.told(frame)
            if role == "desk" and basket is not None:
                # The stage is told what is in the record: what is hidden stays hidden there.
                view["round"] = view["round"] | {"basket": basket}
            if role == "desk":
                view["links"] = links.as_json()
                view["desks"] = seen.lines["desk"]
        return view

    # -- the publisher's thread

    def _run(self) -> None:
        while not self._stopping:
            self._wake.wait()
            self._wake.clear()
            again = False
            for session_id in list(self._sessions):
                try:
                    again |= self._publish(session_id)
                except Exception:
                    log.exception("publishing failed", extra={"session": session_id})
                    again = self._seen(session_id).dirty = True
            if again:
                self._wake.set()
            time.sleep(STAGE_EVERY_S)

    def _publish(self, session_id: str) -> bool:
        """Send what is due; True while something waits for its turn."""
        seen = self._seen(session_id)
        if not self._workshop.has(session_id):
            return False
        now = time.monotonic()
        if now < seen.rests_until and self._workshop.state(session_id).version == seen.version:
            return True
        # Taken down before the state is read: a commit after this line puts it up again.
        dirty, seen.dirty = seen.dirty, False
        session = self._workshop.state(session_id)
        frame = self._frame(session)
        if dirty:
            for role in ("stage", "desk"):
                self._hand_over(session, frame, role)
            seen.version = session.version
            seen.rests_until = now + (1 + REST) * (time.monotonic() - now)
        told = (self._workshop.epoch(session_id), self._workshop.alarm(session_id))
        key = _phone_key(frame, told)
        if key == seen.phone_key:
            return False
        structural = seen.phone_key is None or key[0] != seen.phone_key[0]
        if not structural and now - seen.phone_at < PHONE_EVERY_S:
            return True
        seen.phone_key, seen.phone_at = key, now
        self._tell_phones(session, frame, only_figures=not structural and not key[1][2])
        return False

    def _tell_phones(self, session: Session, frame: Frame, only_figures: bool) -> None:
        """Phones share a hall's narrow line: what only changes figures is a tenth of a view.

        It fits whoever shows a state since the one that was told last, for no command has come
        between: a phone that shows an older one asks for the whole.
        """
        seen = self._seen(session.id)
        before, seen.phone_place = seen.phone_place, (session.seq, session.version)
        if only_figures and before[1] == session.version:
            self._hand_over(session, frame, "phone", since=before[0])
        else:
            self._hand_over(session, frame, "phone")

    def _hand_over(
        self, session: Session, frame: Frame, role: str, since: int | None = None
    ) -> None:
        """Made and written as JSON here, once, if anybody is there; the loop only hands it out."""
        if self._seen(session.id).lines[role] > 0:
            view = self._dressed(session, frame, role)
            told = encoded(view if since is None else _figures(view, since))
            self._on_loop(self._send, room(session.id, role), told)


def _figures(view: Json, since: int) -> Json:
    """What may have changed for a phone that shows a state of `since` or later."""
    round_ = view["round"]
    return {
        "since": since,
        "epoch": view["epoch"],
        "seq": view["seq"],
        "proof": view["proof"],
        "people": view["people"],
        "turnout": round_["turnout"] if round_ else None,
        "now_ms": view["now_ms"],
    }


def _phone_key(frame: Frame, told: tuple[str, Alarm | None]) -> tuple[Any, Any]:
    """(what changes a phone's question, what only changes its figures)."""
    session, round_ = frame.session, frame.round
    stage = round_ and (round_.id, round_.open, round_.revealed, round_.part)
    ideas = len(frame.common["ideas"])
    structure = (session.phase, session.blank, stage, session.timer, session.title, ideas, told)
    answered = len(round_.answered) if round_ else 0
    shown = session.seq if round_ and (round_.revealed or round_.live) else 0
    return structure, (answered, len(session.participants), shown)
