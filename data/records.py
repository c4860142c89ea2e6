"""What the library answers with: plain, frozen records."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CodePeriod:
    """A municipality number and when it was in force; None means open."""

    code: str
    valid_from: str | None
    valid_to: str | None


@dataclass(frozen=True)
class City:
    """A city we hold a folder for. Positions are latitude, longitude in decimal degrees."""

    id: str
    names: dict[str, str]
    municipality: str
    languages: tuple[str, ...]
    centre: tuple[float, float]
    zoom: int
    bounds: tuple[tuple[float, float], tuple[float, float]]
    population: int | None
    population_date: dict[str, str]
    population_source: str | None
    neighbours: tuple[str, ...]
    history: tuple[CodePeriod, ...]


@dataclass(frozen=True)
class Area:
    """A municipality, district, functional region or country; `area_km2` is computed.

    `kind` is municipality, district, functional_region or country. `notes` holds one text a
    language and is empty when there is nothing to say.
    """

    id: str
    kind: str
    name: str
    names: dict[str, str]
    parent: str | None
    city: str | None
    population: int | None
    population_date: dict[str, str]
    population_source: str | None
    area_km2: float | None
    approximate: bool
    valid_from: str | None
    valid_to: str | None
    notes: dict[str, str]
    source: str


@dataclass(frozen=True)
class Observation:
    """One value of one indicator. `value` and `text_value` both None means not reported.

    `quality` says what kind of value it is: published, verified, measured, derived (our own
    calculation) or not_reported. `grade` is U4SSC's grade of data quality, or ungraded.
    """

    indicator: str
    area: str
    period: str
    data_point: str
    value: float | None
    text_value: str | None
    unit: str
    quality: str
    grade: str
    source: str
    source_titles: dict[str, str]
    attribution: str
    notes: dict[str, str]
    break_before: bool
    geography: str

    @property
    def reported(self) -> bool:
        return self.value is not None or self.text_value is not None


@dataclass(frozen=True)
class Segment:
    """A stretch of a series measured on one geography; segments are never joined."""

    geography: str
    area: str
    area_names: dict[str, str]
    data_point: str
    observations: tuple[Observation, ...]


@dataclass(frozen=True)
class MapValue:
    """What one area on a map shows; `value` None is drawn as not reported."""

    area: str
    names: dict[str, str]
    value: float | None
    unit: str
    quality: str
    source: str
    notes: dict[str, str]
    period: str | None


@dataclass(frozen=True)
class Electricity:
    """Metered use in a year; `kwh_per_capita` only where an honest population is held."""

    municipality: str
    year: int
    industry: str | None
    kwh: float
    kwh_per_capita: float | None


@dataclass(frozen=True)
class Industry:
    code: str
    names: dict[str, str]


@dataclass(frozen=True)
class Place:
    """A named point; `inside` says whether it lies in the city itself."""

    city: str
    name: str
    kind: str
    lat: float
    lon: float
    population: int | None
    municipality: str | None
    inside: bool


@dataclass(frozen=True)
class Source:
    id: str
    titles: dict[str, str]
    licence: str
    attribution: str
    package: str | None
    file: str | None
    sha256: str | None
    fetched_at: str | None
    origin: str
