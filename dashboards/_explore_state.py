"""What a viewer looks at, as it stands in the address: city, indicator, year, layer, part, view.

Without a layer or a year the map shows the first layer on which there is a value, and the newest.

The address may come from anywhere, so every value is held against what exists; what does not exist
gives way to the default and is never shown back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.cards import load_catalogue
from data.library import Library
from layers import subjects

VIEWS = ("card", "trend", "compare", "table")
WHOLE = "city"


@dataclass(frozen=True)
class State:
    city: str
    indicator: str = subjects.DEFAULT
    year: str | None = None
    layer: str | None = None
    part: str = WHOLE
    view: str = VIEWS[0]

    @property
    def subject(self) -> dict[str, str | None]:
        """The keys that decide the map; a view of a step has the same names."""
        return {
            "city": self.city,
            "indicator": short(self.indicator),
            "year": self.year,
            "layer": self.layer,
        }


def short(indicator: str) -> str:
    """An indicator as addresses write it: ``en_e_e_2c`` for the code, others as they are."""
    card = subjects.card_of(indicator)
    return card.slug if card else indicator


def read(library: Library, city: str, asked: Mapping[str, Any]) -> State:
    """The state of an address; `city` is one that we hold."""
    subject = subjects.choose(library, {**asked, "city": city})
    return State(
        city=city,
        indicator=subject.indicator,
        year=subject.year if asked.get("year") == subject.year else None,
        layer=subject.layer if asked.get("layer") == subject.layer else None,
        part=_part(asked.get("part")),
        view=asked["view"] if asked.get("view") in VIEWS else VIEWS[0],
    )


def _part(asked: Any) -> str:
    """The id of a dimension, a sub-dimension or a place; the whole city otherwise."""
    catalogue = load_catalogue()
    known = (*catalogue.dimensions, *catalogue.subdimensions, *catalogue.places)
    return asked if any(asked == branch.id for branch in known) else WHOLE
