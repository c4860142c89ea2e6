"""What a sign-in provider says of somebody, and the role here that it stands for.

Only what is set counts: a value that no setting names opens nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from workshop.accounts import Role


@dataclass(frozen=True, slots=True)
class Grant:
    """Whoever has `value` in their claim has `role`, in `cities`; in all when none is named."""

    role: Role
    cities: tuple[str, ...]
    value: str


def read_grants(text: str) -> tuple[Grant, ...]:
    """``role:value`` or ``role@city+city:value``, with commas between them; else a `ValueError`."""
    return tuple(_grant(one.strip()) for one in text.split(",") if one.strip())


def _grant(text: str) -> Grant:
    """Values may hold colons: the first one ends the role."""
    whom, _, value = text.partition(":")
    role, at, cities = whom.strip().partition("@")
    named = tuple(city.strip() for city in cities.split("+") if city.strip())
    if role not in tuple(Role) or not value.strip() or bool(at) != bool(named):
        raise ValueError(text)
    return Grant(Role(role), named, value.strip())


def values_at(told: Mapping[str, object], path: str) -> tuple[str, ...] | None:
    """The texts at ``groups``, ``realm_access.roles``, …; None when nothing is there.

    Names may hold dots themselves (addresses, names of clients): the longest that fits is taken.
    """
    found = _at(told, path.split("."))
    if isinstance(found, str):
        return (found,)
    if isinstance(found, list):
        return tuple(one for one in cast(list[object], found) if isinstance(one, str))
    return None


def _at(told: object, names: Sequence[str]) -> object:
    if not names or not isinstance(told, Mapping):
        return None if names else told
    inside = cast(Mapping[str, object], told)
    for length in range(len(names), 0, -1):
        found = _at(inside.get(".".join(names[:length])), names[length:])
        if found is not None:
            return found
    return None


def rights(
    grants: Iterable[Grant], values: Iterable[str], known: Iterable[str]
) -> tuple[Role, tuple[str, ...]] | None:
    """The role of the first grant that fits, in the cities of all that give this role; or None.

    `known` are the cities that are there: another one is no city to have a role in.
    """
    shown = set(values)
    fitting = [grant for grant in grants if grant.value in shown]
    if not fitting:
        return None
    role = fitting[0].role
    if role is Role.ADMINISTRATOR:
        return role, ()
    there, same = set(known), [grant for grant in fitting if grant.role is role]
    named = {city for grant in same for city in grant.cities or there}
    cities = tuple(sorted(named & there))
    return (role, cities) if cities else None
