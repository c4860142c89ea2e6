"""Rankings, grades and marks in the formats of PrefLib: each ballot as it was, and how often.

A ranking is an order of those who were ranked (`.soi`, or `.soc` where everybody ranked all), and
once more as it is counted: whoever was left out stands behind, equal with the others (`.toc`).
Grades and marks are categories (`.cat`), the best first. Abstentions are told in the description.
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
from workshop.language import pick, translator
from workshop.model import Session

Classes = tuple[tuple[int, ...], ...]  # alternatives that stand equal, the best first


def preflib_files(
    session: Session, language: str, chance: random.Random | None = None
) -> dict[str, str]:
    """Name → content, for the rounds that five or more answered."""
    files: dict[str, str] = {}
    for raw in ballots(session, language, chance):
        write = _WRITTEN.get(raw.round.step.way)
        if write is not None and not raw.few and _said(raw):
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


def _categories(
    session: Session, raw: Raw, language: str, names: Sequence[str], found: Sequence[Classes]
) -> dict[str, str]:
    more = {"NUMBER CATEGORIES": str(len(names))}
    more |= {f"CATEGORY NAME {number}": name for number, name in enumerate(names, 1)}
    text = _file(session, raw, language, "cat", found, more)
    return {f"{stem(session, raw.round)}.cat": text}


def _said(raw: Raw) -> list[Any]:
    return [value for value in raw.values() if value != ABSTAIN]


def _numbers(raw: Raw) -> dict[str, int]:
    return {option.id: at for at, option in enumerate(raw.round.step.options, 1)}


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
        "NUMBER ALTERNATIVES": str(len(step.options)),
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
    texts = [pick(option.text, language) for option in raw.round.step.options]
    return [
        f"{text} ({option.id})" if texts.count(text) > 1 else text
        for text, option in zip(texts, raw.round.step.options, strict=True)
    ]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _written(classes: Classes) -> str:
    named = (", ".join(map(str, same)) for same in classes)
    return ", ".join(n if len(c) == 1 else f"{{{n}}}" for n, c in zip(named, classes, strict=True))


_WRITTEN: Mapping[str, Callable[[Session, Raw, str], dict[str, str]]] = {
    "ranking": _rankings,
    "judgment": _grades,
    "approval": _marks,
}
WAYS = tuple(_WRITTEN)
