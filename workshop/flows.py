"""Who moved between two rounds of one question: before, after, and the ways between them.

Counts alone, and each is nobody or five at least. Answer by answer they are told only where what
those answered who came or left between the rounds is that, too: it would be left over when the
ways are taken from the two results. That nobody moved, and marks, leave it over in any case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from workshop.breakdown import FOR, answers_of
from workshop.model import WHOLE_ROOM_MINIMUM, Json, Round
from workshop.tally import results

# What is further towards the option: a statement that is agreed with, an option that is marked.
_ORDER: Mapping[str, Mapping[Hashable, int]] = {
    "statements": {"disagree": 0, "pass": 1, "agree": 2},  # noqa: S105  no word to enter by
    "approval": {False: 0, True: 1},
}
WAYS = ("away", "same", "towards")

Pair = tuple[Hashable, Hashable]


def flows(before: Round, after: Round) -> list[Json] | None:
    """For each option ``{"id"}``, with ``{"away", "same", "towards"}`` where that may be told, and
    ``{"ways": [[from, to, n], …]}`` answer by answer where that may be, too. None for a question
    that cannot be followed, or whose results are not told."""
    way = after.step.way
    rooms = [results(each) or {} for each in (before, after)]
    if way not in FOR or before.by_hand or after.by_hand:
        return None
    if not all("options" in room for room in rooms):
        return None
    known = [{o["id"] for o in room["options"] if not o.get("too_few")} for room in rooms]
    old, new = answers_of(before), answers_of(after)
    made: list[Json] = []
    for option in after.step.options:
        tellable = all(option.id in ids for ids in known)
        first, second = _of(old, option.id), _of(new, option.id)
        made.append({"id": option.id} | (_told(way, first, second) if tellable else {}))
    return made


def _of(answers: Mapping[str, Mapping[str, Hashable]], item: str) -> dict[str, Hashable]:
    """Person → answer, of those who answered the item and did not abstain from it."""
    found = ((person, given.get(item)) for person, given in answers.items())
    return {person: value for person, value in found if value not in (None, "abstain")}


def _told(way: str, first: Mapping[str, Hashable], second: Mapping[str, Hashable]) -> Json:
    pairs = [(first[p], second[p]) for p in first if p in second]
    left = Counter(value for p, value in first.items() if p not in second)
    came = Counter(value for p, value in second.items() if p not in first)
    moved = Counter(_way(way, pair) for pair in pairs)
    alone = _fit([*left.values(), *came.values()])
    if not pairs or not _fit(moved.values()):
        return {}
    if not alone and (way == "approval" or moved["same"] == len(pairs)):
        return {}
    told: Json = {name: moved[name] for name in WAYS}
    ways = Counter(pairs)
    if alone and way == "statements" and _fit(ways.values()):
        told["ways"] = [[old, new, n] for (old, new), n in sorted(ways.items(), key=str)]
    return told


def _way(way: str, pair: Pair) -> str:
    order = _ORDER.get(way)
    old, new = ((order[value] if order else value) for value in pair)
    return "same" if old == new else "towards" if _less(old, new) else "away"


def _less(old: Any, new: Any) -> bool:
    return bool(old < new)


def _fit(counts: Iterable[int]) -> bool:
    return not any(0 < n < WHOLE_ROOM_MINIMUM for n in counts)
