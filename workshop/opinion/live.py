"""The opinion groups of the round on screen while people answer, for the facilitator alone.

Reckoned anew at most every five seconds, however many desks ask. The number of groups changes only
after four such updates in a row have preferred another one.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from workshop.model import Json, Round, Session
from workshop.opinion.clusters import Held
from workshop.opinion.groups import of_votes
from workshop.opinion.told import told
from workshop.tally import votes

EVERY_S = 5.0
KEPT = 32  # rounds


@dataclass(frozen=True)
class _Last:
    at: float
    seq: int
    held: Held | None
    told: Json | None


class LiveGroups:
    """What was told last of each round, and the number of groups that it keeps to."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: OrderedDict[tuple[str, str], _Last] = OrderedDict()
        self._lock = Lock()

    def told(self, session: Session) -> Json | None:
        """As `workshop.opinion.told`; of a closed round the clearest groups."""
        round_ = session.current_round()
        if round_ is None or round_.step.way != "statements":
            return None
        if not round_.open:
            return told(round_)
        key = session.id, round_.id
        with self._lock:
            last, now = self._last.get(key), self._clock()
            if last and (last.seq == session.seq or now - last.at < EVERY_S):
                return last.told
            held = _held(round_, last.held if last else None)
            made = _Last(now, session.seq, held, told(round_, held))
            self._last[key] = made
            self._last.move_to_end(key)
            while len(self._last) > KEPT:
                self._last.popitem(last=False)
            return made.told


def _held(round_: Round, held: Held | None) -> Held | None:
    """What is kept to after this update; None as long as there are no groups."""
    _, found = of_votes(round_.step, votes(round_))
    if found.why:
        return None
    return held.after(found.clearest) if held else Held(found.clearest)
