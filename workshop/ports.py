"""What the session needs from the outside, as the session sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from workshop.damage import Damage
from workshop.events import Event, Recorded
from workshop.model import Json, Step


@dataclass(frozen=True, slots=True)
class Unread:
    """A piece of a stored state as it lies there: what JSON can hold, read when it is asked for."""

    content: bytes
    read: Callable[[bytes], Any]

    def value(self) -> Any:
        return self.read(self.content)


# A piece of a state that is to be stored: what JSON can hold, what JSON held before, or bytes.
Frame = str | bytes | list[Any] | Unread


class SessionLog(Protocol):
    """One session's append-only log. One with `damage` can be read and not written."""

    epoch: str
    seq: int
    head: str
    damage: Damage | None
    audited: bool

    def load(self, after: int = 0) -> Iterable[Recorded]:
        """Every event beyond `after`, in order, with its text where the key still exists."""
        ...

    def hash_at(self, seq: int) -> str | None:
        """The hash of an event, or None when the log has not come so far."""
        ...

    def words(self) -> Callable[[str], str | None]:
        """What opens a text by its id; None for one that is gone."""
        ...

    def stored(self) -> Iterator[bytes | Unread] | None:
        """The state that was last stored for this log by this very code, if it is sound."""
        ...

    def store(self, frames: Iterable[Frame]) -> None:
        """Keep a state beside the log: it may be lost without harm."""
        ...

    def append(self, events: Sequence[tuple[str, int, Event]]) -> list[Recorded]:
        """Store (op_id, recorded_at_ms, event) as one commit; return them with seq and hash.

        When it returns, the events are on disk. Raises `StorageFault` when they are not.
        """
        ...

    def recover(self) -> None:
        """After a failed commit: go on from what is really on disk, or raise `StorageFault`."""
        ...

    def audit(self) -> Damage | None:
        """Look through the whole log, which may take long; `audited` says that it is sound."""
        ...

    def forget(self, before: Mapping[str, float]) -> bool:
        """Destroy the keys of what was written of contributions; whether any was left.

        `before` names contributions, each with the number of the event before which it was written
        (infinite for all of it). When it returns, nothing of that can be read any more. Raises
        `StorageFault`.
        """
        ...

    def leftover(self) -> bool:
        """Whether encrypted texts lie in the file that no key opens any more."""
        ...

    def drop_state(self) -> None:
        """Do without the stored state: it knows where a pin lay that may have been erased."""
        ...

    def rest(self) -> None:
        """Let go of the file until somebody reads or writes again."""
        ...

    def close(self) -> None: ...


class Logs(Protocol):
    """All the sessions on this machine."""

    def ids(self) -> list[str]:
        """The sessions on disk, the one written last first."""
        ...

    def create(self, session_id: str, first: tuple[str, int, Event]) -> SessionLog: ...
    def open(self, session_id: str, one_of_many: bool = False) -> SessionLog:
        """The log; `one_of_many` is opened quickly, and audited afterwards."""
        ...

    def pepper(self, session_id: str) -> bytes: ...
    def rewrite(self, session_id: str) -> None:
        """Write a session's file anew without what cannot be read any more; hold it closed."""
        ...


class Facts(Protocol):
    """What a map shows, from the library of facts."""

    def shown(self, view: Json) -> Json:
        """Values, year, unit and library version behind a step's map; {} when nothing is held."""
        ...

    def exhibits(self, city: str, step: Step) -> Json:
        """What a step shows of scenarios: {"scenarios": [card …], "scale": …}, and for live sliders
        "measures"; a scenario that is gone, or has no run, has no card."""
        ...

    def live(self, city: str, step: Step, chosen: list[Json]) -> Json:
        """The model's estimate for sliders at these positions, as a card; {} when it is silent."""
        ...

    def basket(self, city: str, step: Step, bought: Sequence[str]) -> Json:
        """What the model says of the measures that these options stand for, together:
        {"card": …, "silent": [the options that stand for none]}; no card where it is silent."""
        ...

    def bounds(self, city: str) -> tuple[float, float, float, float] | None:
        """(west, south, east, north) of a city in degrees (EPSG:4326), or None if not known."""
        ...

    def places(self, city: str) -> tuple[list[str], list[str]]:
        """(ids of the city's districts, names of its places): the only ones that may be given."""
        ...


class StorageFault(Exception):
    """The log could not be written. Nothing of the batch counts; it may be tried again."""


class NewerVersion(StorageFault):
    """A file that a newer version wrote: nothing is wrong with it, and it is left as it is."""
