"""The rehearsals of this server, and where their simulated people put pins."""

from __future__ import annotations

from typing import cast

from flask import current_app

from dashboards._services import services
from data import queries
from data.errors import DataError
from workshop.rehearsal import Rehearsals
from workshop.rehearsal_people import Place


def rehearsals() -> Rehearsals:
    """The one set of rehearsals of the app that answers this request."""
    kept = current_app.extensions
    return cast(Rehearsals, kept.setdefault("radslag.rehearsals", Rehearsals(services().workshop)))


def places(city: str) -> tuple[Place, ...]:
    """(lat, lon) of the city's named places, so that pins fall where people live."""
    try:
        found = queries.places(services().library, city, inside=True)
        return tuple((place.lat, place.lon) for place in found)
    except DataError:
        return ()
