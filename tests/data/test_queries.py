"""What the library answers, checked against the published figures."""

import subprocess
import sys
from pathlib import Path

import pytest

from data import map_values, notes, queries
from data.cards import load_catalogue
from data.errors import DataError
from data.library import Draft, Library, write_next
from data.tables import insert, mark_breaks

ROOT = Path(__file__).parents[2]
PER_INHABITANT = "EN: E: E: 2C"


def gwh(library: Library, code: str, industry: str | None = None) -> list[float]:
    found = queries.electricity(library, code, industry=industry)
    return [round(each.kwh / 1e6, 1) for each in found]


def test_metered_electricity_is_what_the_source_publishes(library: Library) -> None:
    assert gwh(library, "1508") == [882.8, 886.4, 886.1]
    assert gwh(library, "1508", "XX")[2] == 395.6
    assert gwh(library, "3201") == [1486.5, 1551.1, 1545.0]
    assert gwh(library, "3201", "XX")[2] == 918.3
    assert gwh(library, "1580")[2] == 158.1


def test_industries_add_up_to_the_total_and_each_has_a_name_in_every_language(
    library: Library,
) -> None:
    parts = queries.electricity_by_industry(library, "1508", 2024)
    total = queries.electricity(library, "1508", 2024)[0]
    named = {each.code: each.names for each in queries.industries(library)}
    assert sum(part.kwh for part in parts) == pytest.approx(total.kwh)
    assert parts[0].industry == "XX"
    used = library.rows("SELECT DISTINCT industry FROM electricity")
    assert {code for (code,) in used} == set(named)
    assert all(all(names[lang] for lang in notes.LANGUAGES) for names in named.values())


def test_electricity_per_inhabitant_names_both_inputs_and_its_unknown_date(
    library: Library,
) -> None:
    (found,) = queries.latest(library, "alesund", PER_INHABITANT)
    assert found.value == pytest.approx(886_093_685.495 / 59_113)
    assert round(found.value or 0, -1) == 14_990
    assert (found.period, found.quality, found.unit) == (
        "2024",
        "derived",
        "kWh per capita per year",
    )
    assert "886.1 GWh" in found.notes["en"]
    assert "59,113 inhabitants" in found.notes["en"]
    assert "exact date not stated" in found.notes["en"]
    assert "886,1 GWh" in found.notes["nb"]


def test_only_years_near_a_held_population_are_divided_by_it(library: Library) -> None:
    by_year = {each.year: each.kwh_per_capita for each in queries.electricity(library, "3201")}
    assert by_year[2022] is None
    assert by_year[2023] is None
    assert by_year[2024] == pytest.approx(11_684, abs=1)
    assert [o.period for o in queries.observations(library, "baerum", PER_INHABITANT)] == ["2024"]
    assert queries.observations(library, "haram", PER_INHABITANT) == ()


def test_baerum_has_nothing_published_and_only_our_own_calculation(library: Library) -> None:
    assert set(queries.kpi_values(library, "baerum")) == {PER_INHABITANT}
    assert queries.kpi_status(library, "baerum", PER_INHABITANT) == "derived"
    assert queries.kpi_status(library, "baerum", "EC: I: B: 1A") == "not_reported"
    assert queries.latest(library, "baerum", "EC: I: B: 1A") == ()


def test_published_values_are_counted_and_carried_as_they_were_printed(library: Library) -> None:
    def published(city: str) -> int:
        held = queries.observations(library, city)
        return len({o.indicator for o in held if o.reported and o.quality != "derived"})

    counts = {each.id: published(each.id) for each in queries.cities(library)}
    assert counts == {
        "alesund": 14, "karmoy": 13, "stavanger": 12, "asker": 14, "baerum": 0, "haram": 0,
    }  # fmt: skip
    rows = library.rows("SELECT count(*) FROM observations WHERE source LIKE 'itu-%'")
    assert rows == [(56,)]
    (benchmark,) = queries.latest(library, "alesund", "EC: P: IN: 2C")
    assert (benchmark.value, benchmark.geography) == (35.16, "alesund-region")
    points = queries.latest(library, "karmoy", "EC: ICT: ICT: 4C")
    assert [(each.data_point, each.value) for each in points] == [("3G", 96.67), ("4G", 96.67)]


def test_a_value_in_words_and_a_value_not_reported_are_kept_apart(library: Library) -> None:
    (plans,) = queries.latest(library, "asker", "SC: SH: SA: 3A")
    (food,) = queries.latest(library, "asker", "SC: SH: FS: 1A")
    assert (plans.value, plans.text_value, plans.reported) == (None, "no", True)
    assert (food.value, food.quality, food.reported) == (None, "not_reported", False)
    assert queries.kpi_status(library, "asker", "SC: SH: FS: 1A") == "not_reported"
    assert "SC: SH: FS: 1A" not in queries.kpi_values(library, "asker")


def test_every_value_fits_the_card_of_its_indicator(library: Library) -> None:
    catalogue = load_catalogue()
    found = library.rows("SELECT DISTINCT indicator, data_point, unit FROM observations")
    for code, point, unit in found:
        card = catalogue.by_code[code]
        units = {each.id: each.unit for each in card.data_points} or {"": card.unit}
        assert units[point].knows(unit), (code, point, unit)


def test_codes_are_found_however_they_are_spaced(library: Library) -> None:
    for spelling in ("EN:E:E:2C", "en: e:  e: 2c", " EN : E: E:2C "):
        assert queries.latest(library, "alesund", spelling)


def test_the_three_geographies_of_alesund_are_never_joined(own_library_dir: Path) -> None:
    def add(draft: Draft) -> None:
        columns = ("indicator", "area", "period", "value", "unit", "quality", "source",
                   "geography")  # fmt: skip
        rows = [
            (PER_INHABITANT, area, period, value, "kWh per capita per year", "derived", "elhub",
             area)
            for area, period, value in [
                ("alesund-region", "2019", 1.0), ("alesund-region", "2020", 2.0),
                ("1507", "2021", 3.0), ("1507", "2023", 4.0), ("1508", "2025", 5.0),
            ]
        ]  # fmt: skip
        insert(draft.con, "observations", columns, rows)
        mark_breaks(draft.con)

    write_next(own_library_dir, add)
    segments = queries.series(Library(own_library_dir), "alesund", PER_INHABITANT)
    assert [segment.geography for segment in segments] == ["alesund-region", "1507", "1508"]
    assert [[o.period for o in each.observations] for each in segments] == [
        ["2019", "2020"], ["2021", "2023"], ["2024", "2025"],
    ]  # fmt: skip
    breaks = [o.break_before for each in segments for o in each.observations]
    assert breaks == [False, False, True, False, True, False]


@pytest.mark.parametrize(
    ("layer", "indicator", "held"),
    [
        ("municipalities", "electricity", 31),
        ("municipalities", "electricity:XX", 31),
        ("municipalities", "electricity_share:XX", 31),
        ("municipalities", "electricity_change", 31),
        ("municipalities", PER_INHABITANT, 1),
        ("municipalities", "EC: I: B: 1A", 0),
        ("regions", "EC: I: B: 1A", 1),
        ("districts", "population", 13),
        ("districts", "population_density", 13),
        ("districts", "electricity", 0),
    ],
)
def test_a_map_has_a_value_or_an_honest_gap_for_every_area(
    library: Library, layer: str, indicator: str, held: int
) -> None:
    values = map_values.values_for_map(library, "alesund", layer, indicator)
    drawn = queries.map_areas(library, "alesund", layer)
    assert [each.area for each in values] == [each.id for each in drawn]
    with_value = [each for each in values if each.value is not None]
    gaps = [each for each in values if each.value is None]
    assert len(with_value) == min(held, len(drawn)) or (held == 31 and not gaps)
    assert all(each.quality != "not_reported" and each.source for each in with_value)
    assert all(each.quality == "not_reported" for each in gaps)


def test_a_map_of_a_year_shows_that_year(library: Library) -> None:
    def in_alesund(indicator: str, year: int | None) -> map_values.MapValue:
        values = map_values.values_for_map(library, "alesund", "municipalities", indicator, year)
        return next(each for each in values if each.area == "1508")

    assert round(in_alesund("electricity", 2022).value or 0, 1) == 882.8
    assert round(in_alesund("electricity", None).value or 0, 1) == 886.1
    assert round(in_alesund("electricity:XX", 2024).value or 0, 1) == 395.6
    assert in_alesund("electricity_share:XX", 2024).value == pytest.approx(44.65, abs=0.01)
    assert in_alesund("electricity_change", 2024).value == pytest.approx(0.370, abs=0.001)
    assert in_alesund("electricity_change", 2022).value is None
    assert in_alesund(PER_INHABITANT, 2022).value is None
    assert in_alesund("electricity", 1999).value is None


def test_years_are_those_with_at_least_one_value(library: Library) -> None:
    def years(layer: str, indicator: str) -> tuple[str, ...]:
        return map_values.years(library, "alesund", layer, indicator)

    assert years("municipalities", "electricity:XX") == ("2022", "2023", "2024")
    assert years("municipalities", "electricity_change") == ("2023", "2024")
    assert years("municipalities", PER_INHABITANT) == ("2024",)
    assert years("regions", "EC: I: B: 1A") == ("2020",)
    assert years("municipalities", "EC: I: B: 1A") == ()


def test_unknown_questions_are_refused_in_a_sentence(library: Library) -> None:
    with pytest.raises(DataError, match="There is no city 'oslo'"):
        queries.city(library, "oslo")
    with pytest.raises(DataError, match="There is no area"):
        queries.area(library, "9999")
    with pytest.raises(DataError, match="There is no indicator"):
        map_values.values_for_map(library, "alesund", "municipalities", "happiness")
    assert not map_values.is_indicator("electricity_share")
    assert map_values.is_indicator("electricity_share:XX")


def test_every_note_and_source_title_is_there_in_all_languages(library: Library) -> None:
    observed = [o for c in queries.cities(library) for o in queries.observations(library, c.id)]
    texts = [o.notes for o in observed if o.notes] + [o.source_titles for o in observed]
    texts += [each.titles for each in queries.sources(library)]
    texts += [a.notes for c in queries.cities(library) for a in queries.areas(library, c.id)]
    for text in filter(None, texts):
        assert set(text) == set(notes.LANGUAGES)
        assert all(text.values())


def test_whoever_made_a_layer_is_named_once(library: Library) -> None:
    named = queries.attribution(library, "municipalities", "electricity:XX", "places", "land")
    assert named == ("© Kartverket", "NVE / Elhub", "GeoNames")
    assert "Statistisk sentralbyrå" in "".join(queries.attribution(library, PER_INHABITANT))
    assert queries.attribution(library, "EC: I: B: 1A") == ("ITU / U4SSC",)
    assert queries.attribution(library, "population_density") == ("Statistisk sentralbyrå",)


def test_comparing_keeps_unreported_values_as_gaps(library: Library) -> None:
    table = queries.compare(library, ["EC:P:EM:1C"], ["alesund", "stavanger", "baerum"])
    assert [o.value for o in table["EC: P: EM: 1C", "stavanger"]] == [2.74]
    assert [o.geography for o in table["EC: P: EM: 1C", "alesund"]] == ["alesund-region"]
    assert table["EC: P: EM: 1C", "baerum"] == ()


def test_the_served_program_reads_the_library_without_the_heavy_packages() -> None:
    program = (
        "import sys, data.library, data.queries, data.map_values, data.facts;"
        "print(sorted({'pandas', 'geopandas', 'shapely', 'numpy', 'pyproj'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "[]"
