"""The twin's tables are read whole, and what is wrong in them is named."""

from pathlib import Path

import pytest

from data.fields import LANGUAGES
from data.twin.tables import HERE, TableError, load_assumptions, load_measures, load_outputs

ASSUMPTION = """
- id: price
  value: 1
  low: 0.5
  high: 2
  unit: NOK/kWh
  source: ""
  confidence: low
  names: {nb: Pris, nn: Pris, sv: Pris, en: Price}
"""


def of(folder: Path, text: str, name: str = "assumptions.yml") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder


def test_every_measure_and_output_is_told_in_four_languages() -> None:
    entries = [*load_measures().values(), *load_outputs().values()]
    assert entries
    for entry in entries:
        for texts in (entry.names, entry.about):
            assert set(texts) == set(LANGUAGES)
            assert texts["nb"] != texts["sv"] or len(texts["nb"]) < 20, entry.id


def test_levels_are_reached_by_whole_steps_of_the_slider() -> None:
    for each in load_measures().values():
        notches = each.highest / each.step
        assert abs(notches - round(notches)) < 1e-9, each.id


def test_assumptions_of_all_models_are_read_together(tmp_path: Path) -> None:
    of(tmp_path, ASSUMPTION)
    of(tmp_path, ASSUMPTION.replace("id: price", "id: cost"), "assumptions_more.yml")
    found = load_assumptions(tmp_path)
    assert list(found) == ["price", "cost"]
    assert (found["price"].low, found["price"].high, found["price"].source) == (0.5, 2, "")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("low: 0.5", "low: 1.5", "assumptions[0].value"),
        ("high: 2", "high: .inf", "assumptions[0].value"),
        ("value: 1\n", "value: much\n", "assumptions[0].value"),
        ("confidence: low", "confidence: sure", "assumptions[0].confidence"),
        ("sv: Pris, ", "", "assumptions[0].names.sv"),
        ('source: ""', "sorce: x", "assumptions[0].sorce"),
        ("- id: price", "- id: Pris på strøm", "assumptions[0].id"),
    ],
)
def test_an_assumption_that_is_wrong_is_named(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(TableError) as problem:
        load_assumptions(of(tmp_path, ASSUMPTION.replace(old, new)))
    assert said in str(problem.value)
    assert "assumptions.yml" in str(problem.value)


def test_two_assumptions_of_one_name_are_refused_across_files(tmp_path: Path) -> None:
    of(tmp_path, ASSUMPTION)
    of(tmp_path, ASSUMPTION, "assumptions_twice.yml")
    with pytest.raises(TableError, match="assumptions_twice.yml"):
        load_assumptions(tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("highest: 0.5", "highest: 1.5"),
        ("step: 0.05", "step: 0.3"),
        ("by_area: true", "by_area: 1"),
    ],
)
def test_a_measure_with_impossible_levels_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = (HERE / "measures.yml").read_text("utf-8").replace(old, new, 1)
    with pytest.raises(TableError, match=r"measures.yml: field 'measures\[0\]"):
        load_measures(of(tmp_path, text, "measures.yml"))


def test_a_table_that_is_no_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="a list of assumptions"):
        load_assumptions(of(tmp_path, "price: 1\n"))
