"""Old events in today's shape.

An event is stored once and read for ever. When the body of a kind changes its shape, the old shape
stays in the files and a step here says what it means today; the rules know today's shape alone.
"""

from __future__ import annotations

from collections.abc import Callable

from workshop.events import PERSONAL
from workshop.model import Json
from workshop.ports import NewerVersion

# kind → the steps from version 1 to 2, from 2 to 3, and so on; a kind without any is at version 1.
# A step makes a new body and leaves the one it was given as it is.
STEPS: dict[str, tuple[Callable[[Json], Json], ...]] = {
    # In version 1 what is about a person lay in the body, and in the chain: `data.sealing`.
    "pin_placed": (dict,),
    "text_corrected": (dict,),
    "text_moderated": (dict,),
}


def version_of(kind: str) -> int:
    """The version that events of this kind are written in."""
    return 1 + len(STEPS.get(kind, ()))


def upcast(kind: str, v: int, body: Json) -> Json:
    """The body of a stored event as it would be written today."""
    if kind not in PERSONAL or v > version_of(kind):
        raise NewerVersion(f"the log holds an event {kind!r} of version {v}, from a newer version")
    for step in STEPS.get(kind, ())[v - 1 :]:
        body = step(body)
    return body
