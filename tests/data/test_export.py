"""What leaves a session: figures, released pins, raw ballots, and what must never be among it."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterator

import pytest

from data.export.ballots import ballots_csv, ballots_jsonl, lines
from data.export.cells import EXCEL, PLAIN
from data.export.manifest import as_text, manifest
from data.export.pins import pins_geojson
from data.export.results import COLUMNS, headings, results_csv, rows
from data.library import Library
from tests.dashboards.review_story import APPROVED, HELD_BACK, cast, command, held, who
from tests.data.test_export_cells import original
from tests.workshop.builders import op, opened, small_workshop
from workshop.language import LANGUAGES
from workshop.service import Workshop


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    made = small_workshop(tmp_path_factory.mktemp("sessions"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def over(workshop: Workshop):
    return workshop.state(held(workshop))


def read(text: str, separator: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=separator))


def figure(session, measure: str, item: str = "", kind: str = "statements", number: int = 1):
    found = [
        row
        for row in rows(session, "en")
        if (row.measure, row.item, row.kind, row.round) == (measure, item, kind, number)
    ]
    assert len(found) == 1, (measure, item, found)
    return found[0]


def everything(session, library: Library) -> str:
    """Every byte that may leave, raw ballots included, as one text."""
    found = lines(session, "en")
    parts = [results_csv(session, "en", dialect) for dialect in (PLAIN, EXCEL)]
    parts += [as_text(pins_geojson(session, "en")), ballots_csv(found, PLAIN), ballots_jsonl(found)]
    return "\n".join([*parts, as_text(manifest(session, library, "en", {}, 0))])


def test_every_figure_of_a_round_is_a_line_of_its_own(over):
    assert figure(over, "voters").value == 7
    assert figure(over, "agree", "a").value == 3
    assert figure(over, "disagree", "a").value == 2
    assert figure(over, "share_agree", "a").value == pytest.approx(3 / 7)
    assert figure(over, "agree", "a").n == 7
    assert figure(over, "count", "a", "approval").value == 3
    assert figure(over, "abstentions", "", "approval").value == 4
    assert figure(over, "score_5", "a", "score").value == 2
    assert figure(over, "supports", "idea_1", "ideas").text == "+ a repair café"


def test_a_second_round_says_what_moved(over):
    assert figure(over, "answered_both", number=2).value == 7
    assert figure(over, "before", "a", number=2).value == pytest.approx(3 / 7)
    assert figure(over, "after", "a", number=2).value == pytest.approx(5 / 7)
    assert figure(over, "changed", number=2).n == 7


def test_the_plain_table_is_read_back_by_a_program(over):
    read_back = read(results_csv(over, "en", PLAIN), ",")
    assert tuple(read_back[0]) == COLUMNS
    assert len(read_back) == len(rows(over, "en"))
    shares = [line for line in read_back if line["measure"] == "share_agree"]
    assert float(shares[0]["value"]) == pytest.approx(3 / 7, abs=1e-4)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_for_excel_has_its_mark_its_commas_and_heads_in_the_language(over, language):
    text = results_csv(over, language, EXCEL)
    assert text.startswith("\ufeff")
    read_back = read(text, ";")
    assert tuple(read_back[0]) == headings(language)
    assert len(set(headings(language))) == len(COLUMNS)
    assert "0,4286" in text and "0.4286" not in text


def test_words_that_look_like_formulas_leave_as_words(over):
    for dialect in (EXCEL, PLAIN):
        text = results_csv(over, "en", dialect)
        read_back = csv.reader(io.StringIO(text), delimiter=dialect.separator)
        cells = [cell for line in read_back for cell in line]
        assert not any(cell.startswith(("=", "+", "@")) for cell in cells)
        assert "'+ a repair café" in cells and original("'+ a repair café") == "+ a repair café"


def test_fewer_than_five_voters_leave_no_figure_and_no_ballot(workshop: Workshop):
    few = workshop.state(held(workshop, people=4))
    measures = {row.measure for row in rows(few, "en") if row.kind in ("statements", "score")}
    assert measures == {"answered", "voters"}
    assert all("withheld" in row.note for row in rows(few, "en") if row.measure == "voters")
    assert all(line.person is None and "withheld" in line.note for line in lines(few, "en"))


def test_movement_between_rounds_with_hardly_anybody_in_common_is_withheld(workshop: Workshop):
    session_id = held(workshop, people=5, over=False)
    command(workshop, session_id, "open_step", step="score")
    for n in range(5):
        workshop.operate(session_id, op("join", who(100 + n)))
    cast(workshop, session_id, ((n, "a", 1) for n in range(100, 105)))
    command(workshop, session_id, "close_round")
    state = workshop.state(session_id)
    moved = [row for row in rows(state, "en") if (row.kind, row.round) == ("score", 2)]
    assert [(row.measure, row.item) for row in moved if row.note] == [
        ("answers", "b"), ("answers", "c"), ("changed", ""),
    ]  # fmt: skip
    assert not {"before", "after"} & {row.measure for row in moved}


def test_an_open_round_that_nobody_has_shown_stays_inside(workshop: Workshop):
    session_id = held(workshop, over=False)
    command(workshop, session_id, "open_step", step="approval")
    cast(workshop, session_id, ((n, "", ["b"]) for n in range(6)))
    state = workshop.state(session_id)
    assert not [row for row in rows(state, "en") if (row.kind, row.round) == ("approval", 2)]
    assert not [line for line in lines(state, "en") if (line.kind, line.round) == ("approval", 2)]
    command(workshop, session_id, "close_round")
    state = workshop.state(session_id)
    assert [row for row in rows(state, "en") if (row.kind, row.round) == ("approval", 2)]


def test_only_released_pins_leave_and_lone_ones_in_the_middle_of_their_square(over):
    found = pins_geojson(over, "nb")
    texts = [feature["properties"]["text"] for feature in found["features"]]
    assert APPROVED in texts and HELD_BACK not in texts and len(texts) == 5
    assert "nobody has read this" not in texts
    lon, lat = found["features"][0]["geometry"]["coordinates"]
    assert (lon, lat) == (6.15213, 62.4715)
    assert found["features"][0]["properties"]["position"] == "grid 100 m"
    opened = found["features"][0]["properties"]["question_opened"]
    assert len(opened) == len("2026-03-12T17:04Z") and opened.endswith("Z")
    numbers = [feature["properties"]["pin"] for feature in found["features"]]
    assert numbers == [1, 2, 3, 4, 5]


def test_no_participant_group_language_or_operation_is_in_any_file(over, library: Library):
    text = everything(over, library)
    for n in range(7):
        assert who(n) not in text
    ballots = {b.op_id for r in over.rounds for b in r.ballots.values()}
    assert not [op_id for op_id in ballots if op_id in text]
    assert HELD_BACK not in text and "resident" not in text


def test_people_get_new_numbers_in_every_round_and_every_export(over):
    def pattern(seed: int, number: int) -> list[tuple[int | None, object]]:
        found = lines(over, "en", random.Random(seed))  # noqa: S311
        return [
            (line.person, line.value)
            for line in found
            if (line.kind, line.round, line.item) == ("statements", number, "a")
        ]

    assert len({tuple(pattern(seed, 1)) for seed in range(20)}) > 10
    shuffled = lines(over, "en")
    assert {line.person for line in shuffled if line.kind == "score"} == set(range(1, 8))
    assert [line.person for line in shuffled if line.kind == "score"] == sorted(
        line.person or 0 for line in shuffled if line.kind == "score"
    )


def test_raw_ballots_add_up_to_the_figures(over):
    found = [line for line in lines(over, "en") if line.kind == "statements" and line.round == 1]
    agreed = sum(line.value == "agree" for line in found if line.item == "a")
    assert agreed == figure(over, "agree", "a").value
    as_json = [json.loads(line) for line in ballots_jsonl(lines(over, "en")).splitlines()]
    approvals = [line["value"] for line in as_json if line["kind"] == "approval"]
    assert sorted(map(str, approvals)) == sorted(map(str, 3 * [["a", "c"]] + 4 * ["abstain"]))


def test_raw_ballots_carry_no_time_group_or_district(over):
    head = ballots_csv(lines(over, "en"), PLAIN).splitlines()[0].split(",")
    assert head == [
        "source", "step", "step_title", "kind", "round", "person", "item", "text", "value", "note",
    ]  # fmt: skip


def test_the_manifest_holds_the_seal_the_counts_and_the_sources(over, library: Library):
    files = {"results.csv": results_csv(over, "en", PLAIN).encode()}
    told = manifest(over, library, "en", files, 1_773_334_000_000)
    assert told["seal"]["head"] == over.head and told["seal"]["events"] == over.seq
    assert told["counts"]["participants"] == 7
    assert told["counts"]["pins"] == {"approved": 5, "pending": 1, "rejected": 1, "merged": 0}
    assert told["attribution"] and told["licence"]
    assert told["exported"] == "2026-03-12T16:46Z"
    assert told["files"][0]["bytes"] == len(files["results.csv"])
    assert json.loads(as_text(told)) == told


def test_a_rehearsal_says_so_in_every_file(workshop: Workshop, library: Library):
    played = workshop.state(held(workshop, rehearsal=True))
    for row in rows(played, "en"):
        assert "simulated" in row.source
    for line in lines(played, "en"):
        assert "simulated" in line.source
    for feature in pins_geojson(played, "en")["features"]:
        assert "simulated" in feature["properties"]["source"]
    assert "simulated" in manifest(played, library, "en", {}, 0)["source"]


def test_a_session_where_nothing_happened_gives_empty_files(workshop: Workshop):
    empty = workshop.state(opened(workshop))
    assert rows(empty, "en") == [] and lines(empty, "en") == []
    assert pins_geojson(empty, "en")["features"] == []
    assert results_csv(empty, "en", PLAIN).splitlines() == [",".join(COLUMNS)]
