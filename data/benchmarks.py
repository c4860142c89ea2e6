"""What values are held against: benchmarks are configuration, and none is used without a source."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from data.card import Card
from data.cards import Catalogue, UnknownCode, load_catalogue
from data.fields import FieldError, Fields, Text, read_yaml

FILE = Path(__file__).parent / "benchmarks.yml"
KINDS = ("natural_ceiling", "sdg_target", "eu_target", "national_target", "city_plan")


class BenchmarkError(FieldError):
    """A benchmark that cannot be used as it is written."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A figure with its source; `city` is set only for the plan of one city."""

    code: str
    data_point: str
    city: str | None
    value: float
    unit: str
    kind: str
    source: Text
    document: str
    year: int


class Benchmarks:
    """All benchmarks, found by indicator and city."""

    def __init__(self, entries: Iterable[Benchmark]) -> None:
        self.entries = tuple(entries)
        self._found = {(item.code, item.data_point, item.city): item for item in self.entries}

    def find(self, code: str, data_point: str = "", city: str | None = None) -> Benchmark | None:
        """The city's own plan if it has one for this value, else the common benchmark."""
        own = self._found.get((code, data_point, city))
        return own or self._found.get((code, data_point, None))

    def of_card(self, card: Card, city: str | None = None) -> dict[str, Benchmark]:
        """The benchmarks of a card by data point ("" for its one value); often none."""
        found = {point.id: self.find(card.code, point.id, city) for point in card.values}
        return {id: benchmark for id, benchmark in found.items() if benchmark}


@lru_cache(maxsize=4)
def load_benchmarks(path: Path = FILE, catalogue: Catalogue | None = None) -> Benchmarks:
    """Read and check the benchmarks; BenchmarkError says which entry and field is wrong."""
    cards = catalogue or load_catalogue()
    raw = read_yaml(path, BenchmarkError)
    top = Fields({"benchmarks": raw or []}, path.name, BenchmarkError)
    seen: dict[tuple[str, str, str | None], Benchmark] = {}
    for fields in top.records("benchmarks", "a list of benchmarks"):
        entry = _entry(fields, cards)
        if seen.setdefault((entry.code, entry.data_point, entry.city), entry) is not entry:
            raise fields.wrong("code", "an indicator that has no benchmark yet")
    return Benchmarks(seen.values())


def _entry(fields: Fields, catalogue: Catalogue) -> Benchmark:
    fields.only(
        {"code", "data_point", "city", "value", "unit", "kind", "source", "document", "year"}
    )
    card = _card(fields, catalogue)
    kind = fields.choice("kind", KINDS)
    if fields.has("city") != (kind == "city_plan"):
        raise fields.wrong("city", "given for a city_plan and left out otherwise")
    entry = Benchmark(
        code=card.code,
        data_point=fields.string("data_point") if fields.has("data_point") else "",
        city=fields.string("city") if fields.has("city") else None,
        value=fields.number("value"),
        unit=fields.string("unit"),
        kind=kind,
        source=fields.text("source"),
        document=fields.string("document"),
        year=fields.year("year"),
    )
    _check_fit(fields, entry, card)
    return entry


def _card(fields: Fields, catalogue: Catalogue) -> Card:
    try:
        return catalogue.card(fields.string("code"))
    except UnknownCode as unknown:
        raise fields.wrong("code", "the code of an indicator") from unknown


def _check_fit(fields: Fields, entry: Benchmark, card: Card) -> None:
    """The benchmark must be of a value that the card has, in its unit, and able to divide."""
    points = {point.id: point for point in card.values}
    if entry.data_point not in points:
        raise fields.wrong("data_point", "one of " + ", ".join(id or "(none)" for id in points))
    point = points[entry.data_point]
    if entry.unit != point.unit.id:
        raise fields.wrong("unit", f"'{point.unit.id}', the unit of the card")
    if not 0 < entry.value < float("inf"):
        raise fields.wrong("value", "a number above zero")
    if point.direction not in ("higher", "lower"):
        raise fields.wrong("data_point", "a value of which more or less is known to be better")
