"""Benchmarks: few, each with its source, and none that does not fit its card."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from data.benchmarks import FILE, BenchmarkError, load_benchmarks
from data.cards import load_catalogue
from data.fields import LANGUAGES

CATALOGUE = load_catalogue()
GOOD: dict[str, Any] = {
    "code": "EN: E: E: 2C",
    "value": 12000,
    "unit": "kwh_per_capita_year",
    "kind": "city_plan",
    "city": "alesund",
    "source": dict.fromkeys(LANGUAGES, "The energy plan of the city."),
    "document": "Energy plan, p. 3",
    "year": 2024,
}


def test_every_benchmark_that_ships_names_a_document_and_speaks_four_languages() -> None:
    entries = load_benchmarks().entries
    assert entries
    for entry in entries:
        assert entry.document.strip() and all(entry.source[language] for language in LANGUAGES)
        assert entry.source["nb"] != entry.source["en"]


def test_most_indicators_ship_without_a_benchmark_rather_than_with_an_invented_one() -> None:
    benchmarks = load_benchmarks()
    scored = [card for card in CATALOGUE.cards if benchmarks.of_card(card)]
    assert len(scored) == len(benchmarks.entries) == 17


def test_a_natural_ceiling_is_all_of_something_or_yes_or_equal() -> None:
    ceilings = [item for item in load_benchmarks().entries if item.kind == "natural_ceiling"]
    assert {(item.unit, item.value) for item in ceilings} == {
        ("percent", 100),
        ("yes_no", 1),
        ("ratio", 1),
    }


def test_the_goal_for_mothers_is_that_of_the_united_nations() -> None:
    found = load_benchmarks().find("SC: EH: H: 2C")
    assert found and (found.value, found.kind) == (70, "sdg_target")


def test_the_waste_target_is_for_recycling_alone() -> None:
    card = CATALOGUE.card("EN: EN: WA: 1C")
    assert list(load_benchmarks().of_card(card)) == ["recycled"]


def test_a_city_plan_counts_for_its_own_city_only(tmp_path: Path) -> None:
    benchmarks = load_benchmarks(_file(tmp_path, GOOD))
    assert benchmarks.find("EN: E: E: 2C", city="baerum") is None
    assert benchmarks.find("EN: E: E: 2C") is None
    found = benchmarks.find("EN: E: E: 2C", city="alesund")
    assert found and found.value == 12000


def test_a_citys_own_plan_goes_before_the_common_benchmark(tmp_path: Path) -> None:
    common = {key: value for key, value in GOOD.items() if key != "city"}
    common |= {"kind": "national_target", "value": 15000}
    benchmarks = load_benchmarks(_file(tmp_path, common, GOOD))
    card = CATALOGUE.card("EN: E: E: 2C")
    assert benchmarks.of_card(card, "alesund")[""].value == 12000
    assert benchmarks.of_card(card, "baerum")[""].value == 15000


@pytest.mark.parametrize(
    "field", ["code", "value", "unit", "kind", "source", "document", "year", "city"]
)
def test_a_benchmark_that_lacks_a_field_is_refused_by_name(field: str, tmp_path: Path) -> None:
    entry = {key: value for key, value in GOOD.items() if key != field}
    with pytest.raises(BenchmarkError) as refused:
        load_benchmarks(_file(tmp_path, entry))
    assert refused.value.field == f"benchmarks[0].{field}"


@pytest.mark.parametrize(
    ("change", "field", "expected"),
    [
        ({"source": {"nb": "Planen", "nn": "Planen", "sv": "Planen"}}, "source.en", "a text"),
        ({"source": dict.fromkeys(LANGUAGES, "  ")}, "source.nb", "a text"),
        ({"code": "EN: E: E: 9C"}, "code", "the code of an indicator"),
        ({"value": 0}, "value", "a number above zero"),
        ({"value": True}, "value", "a number"),
        ({"unit": "percent"}, "unit", "kwh_per_capita_year"),
        ({"kind": "hunch"}, "kind", "city_plan"),
        ({"kind": "eu_target"}, "city", "left out otherwise"),
        ({"data_point": "winter"}, "data_point", "(none)"),
        ({"code": "EN: EN: WA: 1C", "unit": "percent"}, "data_point", "recycled"),
        (
            {"code": "EN: EN: WA: 1C", "unit": "percent", "data_point": "incinerated"},
            "data_point",
            "more or less is known",
        ),
        ({"colour": "grey"}, "colour", "left out"),
    ],
)
def test_a_benchmark_that_does_not_fit_is_refused(
    change: dict[str, Any], field: str, expected: str, tmp_path: Path
) -> None:
    with pytest.raises(BenchmarkError) as refused:
        load_benchmarks(_file(tmp_path, GOOD | change))
    assert refused.value.field == f"benchmarks[0].{field}"
    assert expected in refused.value.expected


def test_two_benchmarks_for_one_value_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError, match="has no benchmark yet"):
        load_benchmarks(_file(tmp_path, GOOD, GOOD))


def test_an_empty_file_means_no_benchmarks_at_all(tmp_path: Path) -> None:
    path = tmp_path / "benchmarks.yml"
    path.write_text("# none yet\n", "utf-8")
    assert load_benchmarks(path).entries == ()


def test_the_shipped_file_is_the_default() -> None:
    assert load_benchmarks() is load_benchmarks() and FILE.name == "benchmarks.yml"


def _file(folder: Path, *entries: dict[str, Any]) -> Path:
    path = folder / "benchmarks.yml"
    path.write_text(yaml.safe_dump(list(entries), allow_unicode=True), "utf-8")
    return path
