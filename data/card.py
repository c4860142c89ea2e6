"""The shape of a card: what is known about one indicator, apart from its values."""

import re
from dataclasses import dataclass

from data.fields import Text


@dataclass(frozen=True, slots=True)
class Unit:
    """An id for machines, a label for people, and the spellings that sources use."""

    id: str
    label: Text
    aliases: tuple[str, ...]

    def knows(self, spelling: str) -> bool:
        """Whether a source that writes this means our unit."""
        own = (self.id, *self.label.values(), *self.aliases)
        return _squeezed(spelling) in {_squeezed(text) for text in own}


@dataclass(frozen=True, slots=True)
class DataPoint:
    """One of several values of an indicator; a single value has the id ""."""

    id: str
    names: Text
    unit: Unit
    direction: str


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of the methodology in which the indicator was seen, and its kind there."""

    year: int
    kind: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a card comes from. The confidence is that of its weakest field: *verified* means
    that every field was read in an official document, *secondary* that some come second-hand
    and are listed in `to_verify`, *inferred* that those in `inferred` were deduced."""

    confidence: str
    sources: tuple[str, ...]
    to_verify: tuple[str, ...]
    inferred: tuple[str, ...]
    note: Text | None


@dataclass(frozen=True, slots=True)
class Ks:
    """The classification of KS and Statistics Norway; None is unknown."""

    goal: str | None
    perspective: str | None
    quality: str | None


@dataclass(frozen=True, slots=True)
class Card:
    code: str
    slug: str
    code_aliases: tuple[str, ...]
    editions: tuple[Edition, ...]
    names: Text
    explanation: Text
    formula: Text
    unit: Unit
    data_points: tuple[DataPoint, ...]
    direction: str
    level: str
    kind: str
    dimension: str
    subdimension: str
    category: str
    sdg_targets: tuple[str, ...]
    sdg_indicators: tuple[str, ...]
    themes: tuple[str, ...]
    provenance: Provenance
    ks: Ks

    @property
    def place(self) -> str:
        return f"{self.subdimension}/{self.category}"

    @property
    def number(self) -> int:
        return int(self.code[-2])

    @property
    def values(self) -> tuple[DataPoint, ...]:
        """What is measured: the data points, or the one value with the id ""."""
        return self.data_points or (DataPoint("", self.names, self.unit, self.direction),)

    def value(self, data_point: str = "") -> DataPoint:
        """The data point of that id, whatever its case; KeyError if there is none."""
        for point in self.values:
            if point.id.casefold() == data_point.casefold():
                return point
        raise KeyError(data_point)


def _squeezed(spelling: str) -> str:
    """A unit's spelling without spaces, case and the separators of thousands."""
    return re.sub(r"[\s,]+", "", spelling).casefold()
