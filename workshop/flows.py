"""Who moved between two rounds of one question: before, after, and the ways between them.

Counts alone, and each is nobody or five at least. Answer by answer they are told only where what
those answered who came or left between the rounds is that, too: it would be left over when the
ways are taken from the two results. That nobody moved, and questions with two answers, leave it
over in any case.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from workshop.ballots import METHODS
from workshop.breakdown import measure
from workshop.model import WHOLE_ROOM_MINIMUM, Json, Round, Step
from workshop.tally import results, votes

WAYS = ("away", "same", "towards")

Pair = tuple[Hashable, Hashable]
People = Mapping[str, dict[str, Any]]  # participant → item → answer


def flows(before: Round, after: Round) -> list[Json] | None:
    """For each option ``{"id"}``, with ``{"away", "same", "towards"}`` where that may be told, and
    ``{"ways": [[from, to, n], …]}`` answer by answer where that may be, too. None for a question
    that cannot be followed, or whose results are not told."""
    rooms = [results(each) or {} for each in (before, after)]
    if not measure(after) or before.by_hand or after.by_hand:
        return None
    if not all("options" in room for room in rooms):
        return None
    known = [{o["id"] for o in room["options"] if not o.get("too_few")} for room in rooms]
    old, new = _asked_alike(after.step, *(_people(each) for each in (before, after)))
    leaning = [_leanings(after.step, each) for each in (old, new)]
    made: list[Json] = []
    for option in after.step.options:
        id_ = option.id
        told: Json = {}
        if all(id_ in ids for ids in known):
            first, second = ({p: own[id_] for p, own in each.items() if id_ in own}
                             for each in leaning)  # fmt: skip
            told = _told(first, second, _words(id_, old, new))
        made.append({"id": id_} | told)
    return made


def _people(round_: Round) -> People:
    found: dict[str, dict[str, Any]] = {}
    for (person, item), value in votes(round_).items():
        found.setdefault(person, {})[item] = value
    return found


def _asked_alike(step: Step, old: People, new: People) -> tuple[People, People]:
    """Where an answer is about some of the options only (a pair), those that were given both times:
    another pair is no change of mind."""
    about = METHODS[step.way].items(step)
    some = {item for item, options in about.items() if 1 < len(options) < len(step.options)}
    if not some:
        return old, new
    both = {p: {i for i in old[p].keys() & new[p].keys() if i in some} for p in old if p in new}

    def kept(people: People) -> People:
        return {
            p: {i: v for i, v in own.items() if i in both.get(p, own)} for p, own in people.items()
        }

    return kept(old), kept(new)


def _leanings(step: Step, people: People) -> dict[str, Mapping[str, float]]:
    return {person: METHODS[step.way].leanings(step, own) for person, own in people.items()}


def _words(item: str, old: People, new: People) -> list[Pair] | None:
    """What each answered before and after, where answers are words."""
    pairs = [(old[p][item], new[p][item]) for p in old
             if p in new and item in old[p] and item in new[p]]  # fmt: skip
    return pairs if all(isinstance(word, str) for pair in pairs for word in pair) else None


def _told(
    first: Mapping[str, float], second: Mapping[str, float], words: list[Pair] | None
) -> Json:
    pairs = [(first[p], second[p]) for p in first if p in second]
    left = Counter(value for p, value in first.items() if p not in second)
    came = Counter(value for p, value in second.items() if p not in first)
    moved = Counter(_way(*pair) for pair in pairs)
    alone = _fit([*left.values(), *came.values()])
    if not pairs or not _fit(moved.values()):
        return {}
    # Of two answers, what those who came or left said is the difference that moving leaves over.
    two = len({*first.values(), *second.values()}) < 3
    if not alone and (two or moved["same"] == len(pairs)):
        return {}
    told: Json = {name: moved[name] for name in WAYS}
    ways = Counter(words or ())
    if alone and ways and _fit(ways.values()):
        told["ways"] = [[old, new, n] for (old, new), n in sorted(ways.items(), key=str)]
    return told


def _way(old: float, new: float) -> str:
    return "same" if old == new else "towards" if old < new else "away"


def _fit(counts: Iterable[int]) -> bool:
    return not any(0 < n < WHOLE_ROOM_MINIMUM for n in counts)
