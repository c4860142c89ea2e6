"""One indicator value on its whole way: from a source to the map, the trend and the shell."""

from pathlib import Path

import pytest

from data import facts, map_values, queries
from data.library import Draft, Library, write_next
from data.tables import insert, mark_breaks

CODE = "EC: I: B: 1A"


def report_for_baerum(draft: Draft) -> None:
    """What an official's upload amounts to: a source and two values that name it."""
    columns = ("id", "title", "licence", "attribution", "origin")
    insert(draft.con, "sources", columns, [("bm-1", "Byggrapport", "own", "Bærum", "import")])
    columns = ("indicator", "area", "period", "value", "unit", "quality", "grade", "source",
               "geography")  # fmt: skip
    rows = [
        (CODE, area, "2025", value, "percent", "published", "measured", "bm-1", area)
        for area, value in [("3201", 12.5), ("32010600", 40.0)]
    ]
    insert(draft.con, "observations", columns, rows)
    mark_breaks(draft.con)


def shown(library: Library, layer: str, area: str) -> map_values.MapValue:
    values = map_values.values_for_map(library, "baerum", layer, CODE)
    return next(each for each in values if each.area == area)


def test_an_unreported_value_becomes_visible_everywhere_once_it_is_reported(
    own_library_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = Library(own_library_dir)
    assert queries.kpi_status(library, "baerum", CODE) == "not_reported"
    assert shown(library, "municipalities", "3201").quality == "not_reported"

    write_next(own_library_dir, report_for_baerum)

    assert queries.kpi_status(library, "baerum", CODE) == "reported"
    on_map = shown(library, "municipalities", "3201")
    assert (on_map.value, on_map.unit, on_map.period) == (12.5, "percent", "2025")
    (wheel,) = queries.kpi_values(library, "baerum")[CODE]
    assert (wheel.value, wheel.grade, wheel.attribution) == (12.5, "measured", "Bærum")
    assert facts.main(["baerum", CODE, "--data-dir", str(own_library_dir)]) == 0
    assert "2025  12.5 percent  [published, measured]" in capsys.readouterr().out


def test_a_districts_value_is_on_the_district_map_and_not_taken_for_the_citys(
    own_library_dir: Path,
) -> None:
    write_next(own_library_dir, report_for_baerum)
    library = Library(own_library_dir)
    assert shown(library, "districts", "32010600").value == 40.0
    assert shown(library, "districts", "32010700").quality == "not_reported"
    assert [each.value for each in queries.latest(library, "baerum", CODE)] == [12.5]
    assert [each.value for each in queries.latest(library, "32010600", CODE)] == [40.0]
