"""What the room's basket would do, asked of the model while people vote.

Whenever a session is told to screens it is looked at: where a rule buys something else than before,
the model is asked on a thread of its own, once in two seconds for a session at most, and only about
what is bought just now. What it says of a round that is shown or closed goes to the record.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from workshop.ballots.basket_measures import bought, carried
from workshop.commands import Command
from workshop.model import Json, Round, Session
from workshop.service import Workshop
from workshop.tally import results
from workshop.views import Frame

EVERY_S = 2.0
FAREWELL_S = 0.5
# A model that had no answer (it is being prepared, or busy) is asked again after so many rests.
LONGER, TRIES = 5, 30
KEPT = 24  # answers of one round
log = logging.getLogger("workshop.baskets")
Basket = tuple[str, ...]


@dataclass(slots=True)
class _Watched:
    """One round: what its rules buy in the state `seen`, and what the model has said so far."""

    seen: Round
    sets: dict[str, Basket]
    said: dict[Basket, Json] = field(default_factory=lambda: {})
    asked_at: float = float("-inf")
    tries: int = 0

    def missing(self) -> Basket | None:
        return next((each for each in self.sets.values() if each not in self.said), None)

    def wanted(self) -> tuple[Basket, int] | None:
        """What to ask next, and after how many rests: what was never asked, then what had no
        answer though something in it is modelled."""
        missing = self.missing()
        if missing is not None or self.tries >= TRIES:
            return (missing, 1) if missing else None
        found = ((each, self.said[each]) for each in self.sets.values())
        silent = (e for e, s in found if "card" not in s and len(s.get("silent", ())) < len(e))
        return next(((each, LONGER) for each in silent), None)

    def told(self) -> Json:
        """By rule: what it buys, and what that would do as far as it has been answered."""
        return {
            rule: {"bought": list(each), **self.said[each]}
            for rule, each in self.sets.items()
            if each in self.said
        }


def _kept(round_: Round) -> dict[Basket, Json]:
    """What is in the record is not asked again: a model made anew may say something else."""
    kept = (dict(each) for each in (round_.basket or {}).values())
    return {tuple(each.pop("bought")): each for each in kept}


class Baskets:
    """`changed(session_id)` is called when there is something new to show."""

    def __init__(
        self, workshop: Workshop, changed: Callable[[str], None], every_s: float = EVERY_S
    ) -> None:
        """`every_s`: how long the model rests between two answers to a session."""
        self._workshop = workshop
        self._changed = changed
        self._every_s = every_s
        self._watched: dict[tuple[str, str], _Watched] = {}
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="baskets", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._wake.set()
        # An answer under way is nobody's any more: the end does not wait for it.
        self._thread.join(timeout=FAREWELL_S)

    def told(self, frame: Frame) -> Json | None:
        """What is known of the baskets of the round on screen; asks for what is not."""
        session, round_ = frame.session, frame.round
        latest = [each for each in session.rounds[-2:] if carried(each.step)]
        for each in latest:
            self._look(
                session, each, lambda each=each: frame.results if each is round_ else results(each)
            )
        self._let_go(session.id, {each.id for each in latest})
        watched = self._watched.get((session.id, round_.id)) if round_ else None
        return watched.told() if watched else None

    def _let_go(self, session_id: str, but: set[str]) -> None:
        with self._lock:
            for key in [k for k in self._watched if k[0] == session_id and k[1] not in but]:
                del self._watched[key]

    def _look(self, session: Session, round_: Round, counted: Callable[[], Json | None]) -> None:
        """`round_` never changes: where it is the one that was seen, nothing has to be counted."""
        with self._lock:
            watched = self._watched.get((session.id, round_.id))
        if watched is None or watched.seen is not round_:
            sets = {rule: each for rule, each in bought(counted()).items() if each}
            with self._lock:
                made = _Watched(round_, sets, _kept(round_))
                watched = self._watched.setdefault((session.id, round_.id), made)
                watched.seen, watched.sets = round_, sets
        if watched.missing() is not None:
            self._wake.set()
        elif watched.sets and round_.basket != watched.told():
            self._keep(session, round_, watched.told())

    def _keep(self, session: Session, round_: Round, told: Json) -> None:
        if session.phase != "closed" and (round_.revealed or not round_.open):
            wish = Command(secrets.token_hex(8), "keep_basket", {"round": round_.id})
            wish.shown["basket"] = told
            self._workshop.submit(session.id, wish)

    # -- its own thread

    def _run(self) -> None:
        while not self._stopping.is_set():
            waits = self._ask_those_due()
            # What is wanted before its time is asked for when its time has come.
            self._wake.wait(timeout=waits)
            self._wake.clear()

    def _ask_those_due(self) -> float | None:
        """Asks for every round that may be asked for now; how long until the next one may."""
        waits: list[float] = []
        with self._lock:
            watched = list(self._watched.items())
        for (session_id, _), each in watched:
            wanted = each.wanted()
            if wanted is not None and self._left(each, wanted[1]) <= 0:
                self._ask(session_id, each, wanted[0])
                wanted = each.wanted()
            if wanted is not None:
                waits.append(max(0.0, self._left(each, wanted[1])))
        return min(waits, default=None)

    def _left(self, watched: _Watched, rests: int) -> float:
        return watched.asked_at + rests * self._every_s - time.monotonic()

    def _ask(self, session_id: str, watched: _Watched, basket: Basket) -> None:
        watched.asked_at = time.monotonic()
        watched.tries = watched.tries + 1 if basket in watched.said else 0
        try:
            said = self._workshop.basket(session_id, watched.seen.step, basket)
        except Exception:
            log.exception("a basket was not reckoned", extra={"session": session_id})
            said = {}
        with self._lock:
            watched.said[basket] = said
            for old in list(watched.said)[:-KEPT]:
                del watched.said[old]
        self._changed(session_id)
