"""What can be wrong with a session's record, as everybody who must know is told it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workshop.model import Json

# short: the end of the log is gone. chain: something inside was changed. other: this is another
# record than the one that was written here. unreadable: the file cannot be opened. witness: a
# phone has seen more than the log holds.
Kind = Literal["short", "chain", "other", "unreadable", "witness"]


@dataclass(frozen=True, slots=True)
class Damage:
    """A record that must not be written to. `good` is the last event that is there and sound.

    `known` is the last event that is known to have been stored, or None when nothing says so.
    """

    kind: Kind
    good: int
    known: int | None = None

    @property
    def missing(self) -> tuple[int, int] | None:
        """The first and the last number of what is missing, as far as that is known."""
        if self.known is None or self.known <= self.good:
            return None
        return self.good + 1, self.known

    def wire(self) -> Json:
        first, last = self.missing or (None, None)
        return {"kind": self.kind, "good": self.good, "from": first, "to": last}


@dataclass(frozen=True, slots=True)
class Alarm:
    """Why answers cannot be taken now: `damage`, or a disk that takes nothing just now."""

    damage: Damage | None = None
    auditing: bool = False

    @property
    def kind(self) -> Literal["damaged", "auditing", "storage"]:
        if self.damage is not None:
            return "damaged"
        return "auditing" if self.auditing else "storage"

    def wire(self, whole: bool) -> Json:
        """For a screen; only the desk is told the whole."""
        told: Json = {"kind": self.kind}
        return told | {"damage": self.damage.wire()} if whole and self.damage else told
