"""Who is missing, as a file: the same rows as on the page, and no district of fewer than five."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from immutables import Map

from data.export.cells import PLAIN
from data.export.missing import COLUMNS, districts, missing, missing_csv
from data.library import Library
from tests.workshop.test_every_way import round_of
from tests.workshop.test_together import session_of
from workshop.model import Participant, Session


def came(library: Library, *people: int) -> Session:
    """So many from each of the first districts of the city; one more who did not say."""
    closed = session_of(round_of("approval", []))
    ids = sorted(districts(closed, library))
    homes = [home for home, n in zip(ids, people, strict=False) for _ in range(n)] + [None]
    known = {f"p{n}": Participant(f"p{n}", "nb", None, home) for n, home in enumerate(homes)}
    return replace(closed, participants=Map(known))


def lines(session: Session, library: Library, language: str = "en") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(missing_csv(session, library, language, PLAIN))))


@pytest.mark.fault("T7")
def test_the_file_has_a_line_for_each_district_that_may_be_told_and_one_for_all_others(
    library: Library,
):
    session = came(library, 30, 6, 3, 4)
    known = districts(session, library)
    first, second, *rest = sorted(known)
    found = lines(session, library)
    assert tuple(found[0]) == COLUMNS
    assert [(row["district"], row["came"]) for row in found] == [
        (first, "30"), (second, "6"), ("others", "8"),
    ]  # fmt: skip
    assert found[0]["name"] == known[first].name and found[0]["verdict"] == "more"
    assert not {each for each in rest if each in str(found)}
    assert all(float(row["low"]) <= float(row["share"]) <= float(row["high"]) for row in found)
    told = missing(session, known)
    assert [row["people"] for row in told["rows"]] == [int(row["came"]) for row in found]


def test_the_file_says_in_the_readers_language_why_it_tells_nothing(library: Library):
    (few,) = lines(came(library, 4, 3), library, "nb")
    assert few["note"].startswith("For få") and few["came"] == ""
    (open_,) = lines(replace(came(library, 30), phase="open"), library)
    assert "when the workshop is finished" in open_["note"]
