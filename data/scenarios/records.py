"""What the scenario file holds: scenarios, their versions, runs of a version, assumptions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from twin.answer import Answer
from twin.scenario import Assumption, Chosen, Output, Text

# Who made a version: a role in a city, never a person. Ready-made ones come with the product.
READY = "product"


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to save: words in at least one language, and the measures chosen."""

    names: Text
    about: Text
    chosen: tuple[Chosen, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One wording and choice of measures.

    `edition` counts how often it was saved anew before it was bound; `origin` is "id@number" of
    what it began as a copy of, or "". Once `bound`, a vote was cast on it: it never changes again.
    """

    number: int
    edition: int
    draft: Draft
    made_by: str
    made_at: dt.datetime | None
    origin: str
    bound: bool

    @property
    def stamp(self) -> tuple[int, int]:
        """What a person who changes it says that she has seen."""
        return self.number, self.edition


@dataclass(frozen=True, slots=True)
class Foreign:
    """Whose results of another model these are, and what they were brought as.

    `service` is the address that they were fetched from, or "". `outputs` are those that no model
    of ours tells.
    """

    by: str
    model: str
    version: str
    date: str
    licence: str
    file: str
    sha256: str
    service: str
    outputs: Mapping[str, Output]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario by its id, with every version, the oldest first.

    `foreign` is there when another model computed the newest version: nothing computes it here.
    """

    id: str
    city: str
    ready: bool
    versions: tuple[Version, ...]
    foreign: Foreign | None = None

    @property
    def newest(self) -> Version:
        return self.versions[-1]

    def version(self, number: int) -> Version | None:
        return next((each for each in self.versions if each.number == number), None)


@dataclass(frozen=True, slots=True)
class Assumptions:
    """The assumptions of a city as they stood in one version; version 0 is as shipped."""

    city: str
    number: int
    table: Mapping[str, Assumption]
    edited: frozenset[str]


@dataclass(frozen=True, slots=True)
class Edit:
    """Another figure for an assumption; `source` "" when the city cannot name one."""

    value: float
    low: float
    high: float
    source: str = ""


@dataclass(frozen=True, slots=True)
class FlowLine:
    """Tonnes in a year from one thing to the next (p10, p50, p90), before or after the scenario.

    `theme` is waste or materials.
    """

    theme: str
    year: int
    state: str
    source: str
    target: str
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Run:
    """One calculation of one version. The same inputs have the same `id`.

    `chosen`: the digest of the measures that were computed (`plain.digest_of`).
    `inputs`: what was hashed besides the measures (stock, calibration …), name → digest.
    `people`: how many live in the city in each of the answer's years; where another model computed
    it, as many as live there today.
    `assumptions`: every figure that went in, id → (value, low, high), whatever is shipped later.
    """

    id: str
    scenario: str
    version: int
    chosen: str
    assumption_version: int
    assumptions: Mapping[str, tuple[float, float, float]]
    inputs: Mapping[str, str]
    people: tuple[float, ...]
    answer: Answer
    made_at: dt.datetime
    flows: tuple[FlowLine, ...] = ()
