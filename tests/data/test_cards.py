"""The catalogue: all cards are there, and a card that is not whole does not load."""

import csv
import pickle
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from data.card_reading import FIELDS
from data.cards import FOLDER, CardError, UnknownCode, load_catalogue
from data.fields import LANGUAGES

CATALOGUE = load_catalogue()
CARDS = CATALOGUE.cards
OBSERVATIONS = FOLDER.parent / "observations" / "u4ssc.csv"
INNER = [
    *(f"{name}.{language}" for name in ("names", "explanation", "formula", "unit_label")
      for language in LANGUAGES),
    *(f"provenance.{name}" for name in ("confidence", "sources", "to_verify", "inferred", "note")),
    *(f"ks.{name}" for name in ("goal", "perspective", "quality")),
]  # fmt: skip
WRONG = [
    ("code", "EN: E: E: 3C", "en_e_e_2c"),
    ("code", "EN:E:E:2C", "a code such as"),
    ("level", "advanced", "'core'"),
    ("direction", "up", "one of higher"),
    ("kind", "Clever", "one of Smart"),
    ("unit", "kWh", "one of air_quality_value"),
    ("dimension", "economy", "'environment'"),
    ("subdimension", "ict", "the branch of EN: E: E: 2C"),
    ("category", "waste", "one of energy"),
    ("sdg_targets", ["7.33x"], "SDG targets"),
    ("sdg_targets", ["18.1"], "SDG targets"),
    ("sdg_targets", [7.3], "SDG targets"),
    ("themes", ["sport"], "energy, circular"),
    ("names", "Strøm", "a mapping"),
    ("names.nn", " ", "a text"),
    ("provenance.sources", [], "at least one URL"),
    ("provenance.sources", ["page 7"], "a list of URLs"),
    ("provenance.to_verify", ["colour"], "formula"),
    ("provenance.confidence", "verified", "'inferred'"),
    ("editions", [], "at least one edition"),
    ("editions", [{"year": "2017", "kind": "Smart"}], "a year"),
]


def test_every_file_of_the_catalogue_is_a_card() -> None:
    files = {path.stem for path in FOLDER.glob("*.yml")} - {"_taxonomy"}
    assert {card.slug for card in CARDS} == files


def test_the_catalogue_has_91_indicators_of_which_55_core_and_36_advanced() -> None:
    assert len({card.code for card in CARDS}) == len(CARDS) == 91
    assert Counter(card.level for card in CARDS) == {"core": 55, "advanced": 36}


def test_the_tree_has_3_dimensions_7_subdimensions_and_22_categories_in_27_places() -> None:
    assert len(CATALOGUE.dimensions) == 3
    assert len(CATALOGUE.subdimensions) == 7
    assert len({category.id for category in CATALOGUE.categories}) == 22
    assert len({place.id for place in CATALOGUE.places}) == 27
    assert Counter(place.category for place in CATALOGUE.places)["transport"] == 2


def test_every_place_holds_cards_and_the_branches_share_all_cards_out() -> None:
    for branches in (CATALOGUE.places, CATALOGUE.subdimensions, CATALOGUE.dimensions):
        parts = [CATALOGUE.cards_in(branch.id) for branch in branches]
        assert all(parts)
        assert sorted(card.code for part in parts for card in part) == sorted(
            card.code for card in CARDS
        )


def test_ids_of_branches_are_unique_so_that_one_drawing_can_hold_them_all() -> None:
    branches = [*CATALOGUE.dimensions, *CATALOGUE.subdimensions, *CATALOGUE.places]
    assert len({branch.id for branch in branches}) == len(branches) == 3 + 7 + 27


def test_electronic_health_records_belong_to_health_despite_their_code() -> None:
    card = CATALOGUE.card("SC: EH: ED: 5A")
    assert card.names["en"] == "Electronic health records"
    assert card.place == "education_health_culture/health"


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.slug)
def test_a_card_speaks_all_four_languages(card: Any) -> None:
    texts = [card.names, card.explanation, card.formula, card.unit.label]
    texts += [point.names for point in card.data_points]
    for text in texts:
        assert all(text[language].strip() == text[language] != "" for language in LANGUAGES)
    for text in (card.names, card.explanation, card.formula):
        assert text["en"] not in (text["nb"], text["nn"], text["sv"])
    for text in (card.explanation, card.formula):
        assert text["sv"] not in (text["nb"], text["nn"])


BOKMAAL = {
    "ikke",
    "hvor",
    "hvis",
    "innbyggere",
    "en",
    "jeg",
    "fra",
    "være",
    "noen",
    "husholdninger",
}
NYNORSK = {"ikkje", "kor", "innbyggjarar", "ein", "frå", "vere", "nokon", "hushald", "eit", "dei"}


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.slug)
def test_bokmaal_and_nynorsk_are_not_mixed(card: Any) -> None:
    for text in (card.names, card.explanation, card.formula, card.unit.label):
        assert not BOKMAAL & set(text["nn"].lower().split()), text["nn"]
        assert not NYNORSK & set(text["nb"].lower().split()), text["nb"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_told_apart_in_every_language(language: str) -> None:
    names = Counter(card.names[language] for card in CARDS)
    assert [name for name, count in names.items() if count > 1] == []


def test_what_was_not_read_in_an_official_document_stays_visible() -> None:
    for card in CARDS:
        open_fields = card.provenance.to_verify + card.provenance.inferred
        assert (card.provenance.confidence == "verified") == (not open_fields), card.code
        assert ("kind" in card.provenance.to_verify) >= (card.kind == "unknown"), card.code
    assert 0 < sum(card.provenance.confidence == "verified" for card in CARDS) < 91


def test_child_care_is_sustainable_in_2017_and_structural_in_2022() -> None:
    editions = CATALOGUE.card("SC: SH: SI: 5A").editions
    assert {edition.year: edition.kind for edition in editions} == {
        2017: "Sustainable",
        2022: "Structural",
    }


def test_a_data_point_can_point_the_other_way_than_its_siblings() -> None:
    waste = CATALOGUE.card("EN: EN: WA: 1C")
    assert waste.value("recycled").direction == "higher"
    assert waste.value("landfill").direction == "lower"
    assert CATALOGUE.card("EC: ICT: PS: 1A").value("number").unit.id == "count"
    with pytest.raises(KeyError):
        waste.value("composted")


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("EN: E: E: 2C", "EN: E: E: 2C"),
        ("EN:E:E:2C", "EN: E: E: 2C"),
        ("  en:  e: e:2c ", "EN: E: E: 2C"),
        ("EN:\u00a0E:\u00a0E:\u00a02C", "EN: E: E: 2C"),
        ("en_e_e_2c", "EN: E: E: 2C"),
        ("EN E E 2 C", "EN: E: E: 2C"),
        ("SC: EH: ED:1C", "SC: EH: ED: 1C"),
        ("SC: EH: H:3C", "SC: EH: H: 3C"),
        ("SC: EH: H: 6A", "SC: EH: ED: 5A"),
        ("SC: EH: H: 5A", "SC: EH: H: 5A"),
    ],
)
def test_a_code_is_known_in_any_spelling(spelling: str, code: str) -> None:
    assert CATALOGUE.normalise_code(spelling) == code
    assert CATALOGUE.card(spelling).code == code


@pytest.mark.parametrize("text", ["", "EN", "EN: E: E: 9C", "ENE: E: 2C", "EN: E: E: 2C; DROP"])
def test_an_unknown_code_is_refused_by_name(text: str) -> None:
    assert not CATALOGUE.knows(text)
    with pytest.raises(UnknownCode, match="is the code of no indicator") as refused:
        CATALOGUE.card(text)
    assert text in str(refused.value)


def test_the_published_values_use_codes_data_points_and_units_that_the_cards_know() -> None:
    with OBSERVATIONS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows
    for row in rows:
        point = CATALOGUE.card(row["indicator"]).value(row["data_point"])
        assert point.unit.knows(row["unit"]), row


def test_a_unit_of_another_kind_is_not_known() -> None:
    unit = CATALOGUE.card("EN: E: E: 2C").unit
    assert unit.knows("KWH per capita  per year") and unit.knows("kWh per innbygger i året")
    assert not unit.knows("MWh per capita per year") and not unit.knows("")


def test_the_catalogue_is_read_once_and_can_travel_to_another_process() -> None:
    assert load_catalogue() is CATALOGUE
    copy = pickle.loads(pickle.dumps(CATALOGUE))  # noqa: S301
    assert copy.cards == CARDS


def test_reading_the_cards_does_not_pull_in_heavy_libraries() -> None:
    script = "import sys, data.scoring; print('pandas' in sys.modules, 'duckdb' in sys.modules)"
    root = FOLDER.parent.parent
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False False"


@pytest.mark.parametrize("field", [*FIELDS, *INNER])
def test_a_card_that_lacks_a_field_is_refused_by_name(field: str, tmp_path: Path) -> None:
    with pytest.raises(CardError) as refused:
        load_catalogue(_with_card(tmp_path, lambda card: _inside(card, field).pop(_last(field))))
    assert refused.value.field == field
    assert f"en_e_e_2c.yml: field '{field}' must be" in str(refused.value)


@pytest.mark.parametrize(("field", "value", "expected"), WRONG)
def test_a_card_with_a_wrong_value_is_refused_with_what_was_expected(
    field: str, value: Any, expected: str, tmp_path: Path
) -> None:
    def spoil(card: dict[str, Any]) -> None:
        _inside(card, field)[_last(field)] = value

    with pytest.raises(CardError) as refused:
        load_catalogue(_with_card(tmp_path, spoil))
    assert refused.value.field.startswith(field)
    assert expected in refused.value.expected
    assert refused.value.file == "en_e_e_2c.yml"


def test_a_field_that_nobody_reads_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CardError, match="'explanaton' must be left out"):
        load_catalogue(_with_card(tmp_path, lambda card: card.update(explanaton="…")))


def test_a_file_that_is_no_yaml_is_refused_in_one_line(tmp_path: Path) -> None:
    folder = _with_card(tmp_path, lambda card: None)
    (folder / "en_e_e_2c.yml").write_text("code: [unclosed", "utf-8")
    with pytest.raises(CardError, match="readable YAML") as refused:
        load_catalogue(folder)
    assert "\n" not in str(refused.value)


def test_an_alias_that_is_another_cards_code_is_refused(tmp_path: Path) -> None:
    shutil.copy(FOLDER / "en_e_e_1c.yml", tmp_path)
    folder = _with_card(tmp_path, lambda card: card.update(code_aliases=["EN: E: E: 1C"]))
    with pytest.raises(CardError, match="codes that no other card has"):
        load_catalogue(folder)


def _with_card(folder: Path, change: Any) -> Path:
    """A catalogue of one card, electricity consumption, after a change to it."""
    shutil.copy(FOLDER / "_taxonomy.yml", folder)
    card = yaml.safe_load((FOLDER / "en_e_e_2c.yml").read_text("utf-8"))
    change(card)
    text = yaml.safe_dump(card, allow_unicode=True, sort_keys=False)
    (folder / "en_e_e_2c.yml").write_text(text, "utf-8")
    return folder


def _inside(card: dict[str, Any], field: str) -> dict[str, Any]:
    return card[field.split(".")[0]] if "." in field else card


def _last(field: str) -> str:
    return field.rsplit(".", 1)[-1]
