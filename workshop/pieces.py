"""A session's state as plain lists, piece by piece, and back.

People's own words stay out of it (fields marked `WORDS` in the model); they are opened anew from
the log's vault. Maps that grow with people travel in pieces of a few hundred entries, so that no
step takes long; what people answered in rounds that are over stays in its pieces until it is asked
for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from itertools import islice
from typing import Any, cast, get_origin, get_type_hints

from immutables import Map

from workshop.by_person import ByPerson, shared_out
from workshop.model import WORDS, Contribution, Round, Session
from workshop.ports import Frame, Unread
from workshop.typed import Read, entry, reader

PIECE = 500
BY_PERSON = ("ballots", "answered")
Piece = list[Any]
Words = Callable[[str], str | None]


def pieces(session: Session) -> Iterator[Frame]:
    """``[what, …]`` after ``[what, …]``: the session, each round, and after each its maps.

    After ``["people", name, size, n]`` come `n` pieces of nothing but that map's entries.
    """
    yield from _owner("session", session)
    for round_ in session.rounds:
        yield from _owner("round", round_)


def _owner(what: str, value: Session | Round) -> Iterator[Frame]:
    maps = _maps(type(value))
    plain = {
        field.name: written(getattr(value, field.name))
        for field in fields(value)
        if field.name not in maps and field.name != "rounds"
    }
    yield [what, plain]
    for name in maps:
        held = cast("Mapping[Any, Any]", getattr(value, name))
        if name in BY_PERSON:
            yield from _people(name, held)
            continue
        entries = iter(held.items())
        while part := list(islice(entries, PIECE)):
            yield ["entries", name, _rows(part)]


def _people(name: str, held: Mapping[Any, Any]) -> Iterator[Frame]:
    if isinstance(held, ByPerson):
        yield ["people", name, len(held), len(held.unread)]
        yield from held.unread
    elif held:
        parts = shared_out(held)
        yield ["people", name, len(held), len(parts)]
        yield from map(_rows, parts)


def _rows(entries: Iterable[tuple[Any, Any]]) -> Piece:
    return [[written(key), written(value)] for key, value in entries]


def written(value: Any) -> Any:
    """The value as JSON can hold it; a dataclass as the list of its fields."""
    if is_dataclass(value) and not isinstance(value, type):
        return [written(each) for each in _values(cast(type, type(value)))(value)]
    if isinstance(value, (tuple, list)):
        return [written(each) for each in cast("tuple[Any, ...]", value)]
    if isinstance(value, frozenset):
        return sorted(cast("frozenset[str]", value))
    if isinstance(value, Map):
        entries = cast("Map[Any, Any]", value).items()
        return [[written(key), written(each)] for key, each in entries]
    return value


@cache
def _values(kind: type) -> Callable[[Any], list[Any]]:
    """The fields of a dataclass, None for people's own words."""
    names = [None if field.metadata.get(WORDS) else field.name for field in fields(kind)]
    return lambda value: [None if name is None else getattr(value, name) for name in names]


def restored(found: Iterable[Unread], words: Words) -> Session:
    """The session that these pieces hold, with what `words(text_id)` says put back in."""
    owners: list[tuple[type, dict[str, Any]]] = []
    pieces_ = iter(found)
    for piece in pieces_:
        what, name, *rest = piece.value()
        if what == "entries":
            kind, held = owners[-1]
            held[name].update(map(_entry_of(kind, name), rest[0]))
        elif what == "people":
            kind, held = owners[-1]
            size, parts = rest
            held[name] = ByPerson(tuple(islice(pieces_, parts)), size, _entry_of(kind, name))
        else:
            kind = Session if what == "session" else Round
            read = _readers(kind)
            held = {each: read[each](value) for each, value in name.items()}
            owners.append((kind, held | {each: Map().mutate() for each in _maps(kind)}))
    return _joined([_made(kind, held, words) for kind, held in owners])


def _made(kind: type, held: dict[str, Any], words: Words) -> Any:
    for name in _maps(kind):
        if not isinstance(held[name], ByPerson):
            held[name] = held[name].finish()
    if kind is Round:
        held["contributions"] = _with_words(held["contributions"], words)
    return kind(**held)


def _joined(made: list[Any]) -> Session:
    """The last round's answers are read at once: they are those that people now change."""
    session, *rounds = made
    if rounds:
        answers = {name: getattr(rounds[-1], name) for name in BY_PERSON}
        read = {name: Map(held.items()) for name, held in answers.items()}
        rounds[-1] = replace(rounds[-1], **read)
    return replace(session, rounds=tuple(rounds))


def _with_words(contributions: Map[str, Contribution], words: Words) -> Map[str, Contribution]:
    changed = contributions.mutate()
    for name, each in contributions.items():
        if each.text_id is not None:
            changed[name] = replace(each, text=words(each.text_id))
    return changed.finish()


@cache
def _maps(kind: type) -> tuple[str, ...]:
    """The names of the fields that hold a map, in their order."""
    hints = get_type_hints(kind)
    return tuple(field.name for field in fields(kind) if get_origin(hints[field.name]) is Map)


@cache
def _readers(kind: type) -> dict[str, Read]:
    return {name: reader(hint) for name, hint in get_type_hints(kind).items()}


@cache
def _entry_of(kind: type, name: str) -> Callable[[Piece], tuple[Any, Any]]:
    return entry(get_type_hints(kind)[name])
