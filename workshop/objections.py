"""Why people object: the reasons that a facilitator let through, each with what it is about."""

from __future__ import annotations

from workshop.delphi import reasons
from workshop.model import Json, Round
from workshop.tally import results


def objections(round_: Round) -> list[Json]:
    """Of a round of resistance: ``{"id", "text", "about"}``, in the order in which they came.

    What a reason is about is told of options that the room is told of, as it says that somebody
    objects to that option; of others, and where none was named, it is "".
    """
    if round_.step.way != "resistance":
        return []
    told = {row["id"] for row in (results(round_) or {}).get("options", ()) if "n" in row}
    about = {each.id: each.about for each in round_.contributions.values() if each.about in told}
    return [each | {"about": about.get(each["id"], "")} for each in reasons(round_)]
