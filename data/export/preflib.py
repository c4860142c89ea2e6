"""Rankings, grades and marks in the formats of PrefLib: each ballot as it was, and how often.

A ranking is an order of those who were ranked (`.soi`, or `.soc` where everybody ranked all), and
once more as it is counted: whoever was left out stands behind, equal with the others (`.toc`).
Grades and marks are categories (`.cat`), the best first, and so are scores and resistance: one for
each number, without the options that somebody gave none. Dots, votes for credits and such numbers
are also told as the orders that follow from them (`-as-order`, "induced"): what has the same number
stands equal, and by how much one stands before another is not in them. Pairs, surveys, statements
and guesses say no order of the options: they have no file here. Abstentions are told in the
description.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from data.export.raw import Raw, ballots, stem
from data.export.rounds import source
from workshop.ballots.common import ABSTAIN
from workshop.ballots.judgment import GRADES
from workshop.ballots.resistance import HIGHEST
from workshop.language import pick, translator
from workshop.model import Session
from workshop.taken_back import called

Classes = tuple[tuple[int, ...], ...]  # alternatives that stand equal, the best first


def preflib_files(
    session: Session, language: str, chance: random.Random | None = None
) -> dict[str, str]:
    """Name → content, for the rounds that five or more answered."""
    files: dict[str, str] = {}
    for raw in ballots(session, language, chance):
        write = _WRITTEN.get(raw.round.step.way)
        if write is not None and not raw.few and (_said(raw) or _given(raw)):
            files |= write(session, raw, language)
    return files


def _rankings(session: Session, raw: Raw, language: str) -> dict[str, str]:
    at = _numbers(raw)
    cast = [tuple((at[each],) for each in ballot) for ballot in _said(raw)]
    counted = [order + _left(order, len(at)) for order in cast]
    base = stem(session, raw.round)
    ending = _ending(cast, len(at))
    files = {f"{base}.{ending}": _file(session, raw, language, ending, cast)}
    if counted != cast:
        name, kind = f"{base}-as-counted", _ending(counted, len(at))
        relates = {"MODIFICATION TYPE": "induced", "RELATES TO": f"{base}.{ending}"}
        files[f"{name}.{kind}"] = _file(
            session, raw, language, kind, counted, {"FILE NAME": f"{name}.{kind}"} | relates
        )
    return files


def _left(order: Classes, alternatives: int) -> Classes:
    ranked = {each for same in order for each in same}
    left = tuple(each for each in range(1, alternatives + 1) if each not in ranked)
    return (left,) if left else ()


def _ending(orders: Iterable[Classes], alternatives: int) -> str:
    """``soc``, ``soi``, ``toc``: strict or with ties, complete or not."""
    known = list(orders)
    strict = all(len(same) == 1 for order in known for same in order)
    complete = all(sum(map(len, order)) == alternatives for order in known)
    return f"{'s' if strict else 't'}o{'c' if complete else 'i'}"


def _grades(session: Session, raw: Raw, language: str) -> dict[str, str]:
    _ = translator(language, "stage")
    at = _numbers(raw)
    best_first = range(len(GRADES) - 1, -1, -1)
    sorted_ = [
        tuple(tuple(at[each] for each in at if own[each] == grade) for grade in best_first)
        for own in _said(raw)
    ]
    return _categories(session, raw, language, [_(GRADES[g]) for g in best_first], sorted_)


def _marks(session: Session, raw: Raw, language: str) -> dict[str, str]:
    _ = translator(language, "review")
    at = _numbers(raw)
    sorted_ = [
        tuple(tuple(at[each] for each in at if (each in own) is yes) for yes in (True, False))
        for own in _said(raw)
    ]
    return _categories(session, raw, language, [_("Marked"), _("Not marked")], sorted_)


def _numbered(session: Session, raw: Raw, language: str) -> dict[str, str]:
    """A number for each option, or none: sorted by it, and the order that follows."""
    at, given = _numbers(raw), _given(raw)
    against = raw.round.step.way == "resistance"
    best_first = range(HIGHEST + 1) if against else range(raw.round.step.settings["max"], -1, -1)
    sorted_ = [
        tuple(tuple(at[each] for each in at if own.get(each) == level) for level in best_first)
        for own in given
    ]
    orders = [tuple(same for same in own if same) for own in sorted_]
    files = _categories(session, raw, language, [str(level) for level in best_first], sorted_)
    return files | _induced(session, raw, language, orders, next(iter(files)))


def _laid(session: Session, raw: Raw, language: str) -> dict[str, str]:
    """Whoever laid nothing on an option has it behind all others."""
    at = _numbers(raw)
    orders: list[Classes] = []
    for own in _said(raw):
        levels = sorted({own.get(each, 0) for each in at}, reverse=True)
        orders.append(
            tuple(tuple(at[each] for each in at if own.get(each, 0) == n) for n in levels)
        )
    return _induced(session, raw, language, orders, "")


def _induced(
    session: Session, raw: Raw, language: str, orders: Sequence[Classes], relates: str
) -> dict[str, str]:
    kind = _ending(orders, len(_numbers(raw)))
    name = f"{stem(session, raw.round)}-as-order.{kind}"
    more = {"FILE NAME": name, "MODIFICATION TYPE": "induced", "RELATES TO": relates}
    return {name: _file(session, raw, language, kind, orders, more)}


def _categories(
    session: Session, raw: Raw, language: str, names: Sequence[str], found: Sequence[Classes]
) -> dict[str, str]:
    more = {"NUMBER CATEGORIES": str(len(names))}
    more |= {f"CATEGORY NAME {number}": name for number, name in enumerate(names, 1)}
    text = _file(session, raw, language, "cat", found, more)
    return {f"{stem(session, raw.round)}.cat": text}


def _said(raw: Raw) -> list[Any]:
    return [value for value in raw.values() if value != ABSTAIN]


def _given(raw: Raw) -> list[dict[str, int]]:
    """What each person gave the options one by one; who gave none of them a number is left out."""
    found = ({i: v for i, v in own.items() if i and v != ABSTAIN} for own in raw.ballots.values())
    return [own for own in found if own]


def _numbers(raw: Raw) -> dict[str, int]:
    """The options that are told of: answered one by one, those that enough people answered."""
    told = [o.id for o in raw.round.step.options if "" in raw.texts or o.id in raw.texts]
    return {each: at for at, each in enumerate(told, 1)}


def _file(
    session: Session,
    raw: Raw,
    language: str,
    kind: str,
    found: Sequence[Classes],
    more: Mapping[str, str] | None = None,
) -> str:
    """The head, and a line for each different ballot, the most frequent first."""
    step = raw.round.step
    often = Counter(found)
    unique = "PREFERENCES" if kind == "cat" else "ORDERS"
    head = {
        "FILE NAME": f"{stem(session, raw.round)}.{kind}",
        "TITLE": pick(step.title, language),
        "DESCRIPTION": f"{source(session)}; abstained: {raw.voters - len(found)}",
        "DATA TYPE": kind,
        "MODIFICATION TYPE": "original",
        "RELATES TO": "",
        "RELATED FILES": "",
        "PUBLICATION DATE": "",
        "MODIFICATION DATE": "",
        "NUMBER ALTERNATIVES": str(len(_numbers(raw))),
        "NUMBER VOTERS": str(len(found)),
        f"NUMBER UNIQUE {unique}": str(len(often)),
        **(more or {}),
        **{f"ALTERNATIVE NAME {at}": name for at, name in enumerate(_names(raw, language), 1)},
    }
    lines = [f"# {key}: {_one_line(value)}" for key, value in head.items()]
    ordered = sorted(often.items(), key=lambda each: (-each[1], each[0]))
    lines += [f"{n}: {_written(classes)}" for classes, n in ordered]
    return "\n".join(lines) + "\n"


def _names(raw: Raw, language: str) -> list[str]:
    """The options' words; where two have the same, with their ids."""
    known = _numbers(raw)
    named = {id: t for id, t in called(raw.round.step, language).items() if id in known}
    texts = list(named.values())
    return [f"{text} ({id})" if texts.count(text) > 1 else text for id, text in named.items()]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _written(classes: Classes) -> str:
    named = (", ".join(map(str, same)) for same in classes)
    return ", ".join(n if len(c) == 1 else f"{{{n}}}" for n, c in zip(named, classes, strict=True))


_WRITTEN: Mapping[str, Callable[[Session, Raw, str], dict[str, str]]] = {
    "ranking": _rankings,
    "judgment": _grades,
    "approval": _marks,
    "score": _numbered,
    "resistance": _numbered,
    "dots": _laid,
    "quadratic": _laid,
}
WAYS = tuple(_WRITTEN)
