"""Who is missing: where those who came live, beside where the city's people live.

A district is told with how many came from it when they are five or more. All others together are
one row; were they one to four, the smallest of the told ones goes to them. Where one to four did
not say where they live, they are in that row too, and shares are of all who came.
"""

from __future__ import annotations

from collections.abc import Mapping

from workshop.ballots.interval import wilson
from workshop.model import WHOLE_ROOM_MINIMUM, Json


def compared(came: Mapping[str | None, int], living: Mapping[str, int]) -> Json | None:
    """How many came by district (None: did not say) beside how many live there; None where nobody
    knows. ``{"people", "mixed", "rows": [{"ids", "people", "share", "low", "high", "living",
    "verdict"}]}``; `mixed`: the last row also has people who did not say.

    The verdict is "fewer", "more" or "unsure": whether the interval of the share that came holds
    the share that lives there. It is "" for a mixed row.
    """
    everybody = sum(living.values())
    if not everybody:
        return None
    silent = sum(n for place, n in came.items() if place not in living)
    mixed = 0 < silent < WHOLE_ROOM_MINIMUM
    people = sum(came.values()) - (0 if mixed else silent)
    told = _told({place: came.get(place, 0) for place in living}, people)
    rows = [_row([place], came[place], people, living, everybody) for place in told]
    rest = sorted(set(living) - set(told))
    left = people - sum(came[place] for place in told)
    if rest or left:
        verdict = {"verdict": ""} if mixed else {}
        rows.append(_row(rest, left, people, living, everybody) | verdict)
    told_ = rows if people >= WHOLE_ROOM_MINIMUM else []
    return {"people": people, "mixed": mixed, "rows": told_}


def _told(came: Mapping[str, int], people: int) -> list[str]:
    """The districts that may be told, the largest first."""
    enough = [place for place, n in came.items() if n >= WHOLE_ROOM_MINIMUM]
    enough.sort(key=lambda place: (-came[place], place))
    left = people - sum(came[place] for place in enough)
    return enough[:-1] if enough and 0 < left < WHOLE_ROOM_MINIMUM else enough


def _row(ids: list[str], n: int, people: int, living: Mapping[str, int], everybody: int) -> Json:
    low, high = wilson(n, people)
    lives = sum(living[place] for place in ids) / everybody
    verdict = "fewer" if high < lives else "more" if low > lives else "unsure"
    share = n / people if people else 0.0
    return {"ids": ids, "people": n, "share": share, "low": low, "high": high, "living": lives,
            "verdict": verdict}  # fmt: skip
