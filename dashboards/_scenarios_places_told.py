"""The best places for stations in words: how good the choice is, and what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dashboards._language import current, words
from dashboards._scenarios_json import short
from dashboards._services import services
from workshop.language import number

if TYPE_CHECKING:  # see _scenarios_told
    from data.models.stations import Everywhere, Found, Near
    from twin.scenario import Assumption

_ = words("scenarios")
Json = dict[str, Any]


def found_json(city: str, found: Found, count: int, walk: float) -> Json:
    finder = services().twin.best_places
    where = finder.where(city, found.places)
    return {
        "places": found.places,
        "areas": where,
        **near_json(found.near),
        "text": sentences(found, count, walk, finder.known(city)),
    }


def near_json(near: Everywhere) -> Json:
    return {
        "whole": _near(near.whole),
        "districts": {area: _near(each) for area, each in near.areas.items()},
    }


def _near(near: Near) -> Mapping[str, list[float | None] | None]:
    before = None if near.before is None else [short(each) for each in near.before.tolist()]
    return {"before": before, "after": [short(each) for each in near.after.tolist()]}


def sentences(
    found: Found, count: int, walk: float, known: tuple[Assumption, Assumption]
) -> list[str]:
    """How good the choice is, how far people have to it, and what that leaves out.

    `known`: the city's assumptions of how far people walk, and by what detour.
    """
    assumed, detour = known
    told = [_how_good(found, count), _how_far(found)]
    if found.existing is None:
        told.append(
            _(
                "Where stations stand today is not reported. So this tells who lives near a new"
                " one, not how many had none before."
            )
        )
    leaves = _(
        "Ways are straight lines, made {low} to {high} times longer. Fjords, bridges, hills and"
        " streets are left out, and people are spread evenly over their district."
    )
    told.append(leaves.format(low=_number(detour.low, 2), high=_number(detour.high, 2)))
    if walk != assumed.value:
        mix = _("The mix itself is reckoned with {n} m, as the city's assumptions say.")
        told.append(mix.format(n=_number(assumed.value)))
    return told


def _how_good(found: Found, count: int) -> str:
    if len(found.places) < count:
        few = _("There are only {n} places to choose among: all of them are taken.")
        return few.format(n=len(found.places))
    if found.placement.proven:
        return _("No other choice among these places brings a station nearer to people.")
    late = _(
        "The time was up before it was proven that this is the best choice. Another one may be up"
        " to {n}% better."
    )
    return late.format(n=_number(100 * found.placement.gap, 1))


def _how_far(found: Found) -> str:
    metres = _number(round(found.placement.metres, -1))
    if found.existing is None:
        return _("On average it is {n} m in a straight line to the nearest of them.").format(
            n=metres
        )
    far = _("On average it is {n} m in a straight line to the nearest station, old or new.")
    return far.format(n=metres)


def _number(value: float, digits: int = 0) -> str:
    return number(value, current(), digits)
