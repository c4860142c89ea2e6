"""Values of the model's types, made out of what JSON holds of them."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from immutables import Map

Read = Callable[[Any], Any]


@cache
def entry(hint: Any) -> Callable[[list[Any]], tuple[Any, Any]]:
    """Reads one [key, value]. Keys come again in many maps: equal ones become the same text."""
    key_hint, value_hint = get_args(hint)
    key, value = reader(key_hint), reader(value_hint)
    if key_hint is str:
        key = sys.intern
    elif key_hint == tuple[str, str]:
        key = _intern_both
    return lambda pair: (key(pair[0]), value(pair[1]))


@cache
def reader(hint: Any) -> Read:
    """Makes a value of this type out of what JSON holds of it."""
    origin, inside = get_origin(hint), get_args(hint)
    if is_dataclass(hint):
        return _dataclass_reader(cast(type, hint))
    if origin is tuple:
        return _tuple_reader(inside)
    if origin is frozenset:
        return frozenset
    if origin is Map:
        each = entry(hint)
        return lambda pairs: Map(each(pair) for pair in pairs)
    if origin in (Union, types.UnionType):
        return _optional_reader([reader(each) for each in inside if each is not type(None)])
    return _intern_any if hint is Any else _as_it_is


def _dataclass_reader(kind: type) -> Read:
    hints = get_type_hints(kind)
    readers = [reader(hints[field.name]) for field in fields(kind)]
    worked = [(place, read) for place, read in enumerate(readers) if read is not _as_it_is]

    def read(row: list[Any]) -> Any:
        for place, each in worked:
            row[place] = each(row[place])
        return kind(*row)

    return read


def _tuple_reader(inside: tuple[Any, ...]) -> Read:
    if len(inside) == 2 and inside[1] is Ellipsis:
        each = reader(inside[0])
        return lambda values: tuple(each(value) for value in values)
    readers = [reader(each) for each in inside]
    return lambda values: tuple(read(v) for read, v in zip(readers, values, strict=True))


def _optional_reader(readers: list[Read]) -> Read:
    worked = [read for read in readers if read is not _as_it_is]
    if not worked:
        return _as_it_is
    if len(readers) > 1:
        raise TypeError("a stored field is one type, or None")
    return lambda value: None if value is None else worked[0](value)


def _intern_both(pair: list[str]) -> tuple[str, str]:
    return sys.intern(pair[0]), sys.intern(pair[1])


def _as_it_is(value: Any) -> Any:
    return value


def _intern_any(value: Any) -> Any:
    """Most answers are one of a few words."""
    return sys.intern(value) if type(value) is str else value
