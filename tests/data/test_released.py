"""Two released files between them tell nobody's answer; lone pins lie in the middle of a square."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.export import groups
from data.export.pins import pins_geojson, positions
from data.export.released import FOLDER, Released
from data.export.results import rows
from data.retention import footprint
from tests.dashboards.review_story import command, held, who
from tests.workshop.builders import op, opened, small_workshop
from tests.workshop.test_breakdown import PEOPLE, Person, crowd
from tests.workshop.test_breakdown import held as asked
from workshop.model import Contribution, Session
from workshop.service import Workshop

pytestmark = pytest.mark.fault("T7")


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    made = small_workshop(tmp_path_factory.mktemp("sessions"))
    yield made
    made.stop()


def published(session: Session, released: Released) -> dict[tuple[object, ...], int]:
    """Every whole number of both tables by its place in them."""
    told = released.figures(session)
    found: dict[tuple[object, ...], int] = {
        (r.step, r.round, r.item, r.measure): r.value
        for r in rows(session, "en", told)
        if isinstance(r.value, int)
    }
    by: dict[tuple[object, ...], int] = {
        (r.step, r.round, r.by, r.row, r.item, measure): value
        for r in groups.lines(session, "en", told)
        for measure, value in (("voters", r.voters), ("for", r.value))
        if value is not None
    }
    return found | by


def agreed(session: Session, released: Released) -> tuple[object, str]:
    found = rows(session, "en", released.figures(session))
    told = next(r.value for r in found if (r.measure, r.item) == ("agree", "a"))
    return told, next(r.note for r in found if r.measure == "answered")


def test_a_round_opened_again_is_told_anew_when_five_have_changed_it(
    workshop: Workshop, tmp_path: Path
):
    session_id, released = opened(workshop, 12), Released(tmp_path)
    command(workshop, session_id, "open_step", step="statements")

    def answers(first: int, last: int) -> Session:
        for n in range(first, last + 1):
            sent = op("ballot", f"p{n}", round="r1", item="a", value="agree", rev=1)
            assert workshop.operate(session_id, sent).ok
        command(workshop, session_id, "close_round")
        return workshop.state(session_id)

    assert agreed(answers(1, 6), released) == (6, "")
    command(workshop, session_id, "reopen_round")
    assert published(workshop.state(session_id), released) == {}  # open: it is in no file
    told, note = agreed(answers(7, 7), released)
    assert told == 6 and "first released" in note
    command(workshop, session_id, "reopen_round")
    assert agreed(answers(8, 11), Released(tmp_path)) == (11, "")  # also after a restart
    command(workshop, session_id, "reopen_round")
    assert agreed(answers(12, 12), Released(tmp_path))[0] == 11


def test_an_answer_taken_back_shows_in_no_second_file(tmp_path: Path):
    session, round_ = asked(crowd("resident", 10, 6) + crowd("business", 7, 8))
    released = Released(tmp_path)
    before = published(session, released)
    key = ("p0", "a")
    gone = round_.ballots.set(key, replace(round_.ballots[key], withdrawn=True))
    later = replace(session, rounds=(replace(round_, ballots=gone),))
    assert published(later, released) == before
    moved = session.participants.set("p0", replace(session.participants["p0"], group="business"))
    assert published(replace(session, participants=moved), released) == before


def test_the_register_holds_numbers_alone_and_goes_with_its_session(
    workshop: Workshop, tmp_path: Path
):
    session = workshop.state(held(workshop))
    Released(tmp_path).figures(session)
    (kept,) = (tmp_path / FOLDER).iterdir()
    assert not [n for n in range(7) if who(n) in kept.read_text()]
    assert "repair" not in kept.read_text() and "more light" not in kept.read_text()
    assert footprint.destroy(tmp_path, session.id) == (f"{FOLDER}/{kept.name}",)


@settings(max_examples=25, deadline=None)
@given(
    PEOPLE,
    st.lists(st.tuples(st.integers(0, 59), st.integers(0, 12), PEOPLE), min_size=1, max_size=3),
    st.integers(1, 2),
)
def test_no_two_releases_differ_by_one_to_four(
    people: list[Person], changes: list[tuple[int, int, list[Person]]], repeat: int
):
    with TemporaryDirectory() as folder:
        released = Released(Path(folder))
        sent = [published(asked(people, repeat)[0], released)]
        for place, count, others in changes:
            at = place % len(people)
            people = people[:at] + others[:count] + people[at + count // 2 :]
            sent.append(published(asked(people, repeat)[0], released))
    for one, other in combinations(sent, 2):
        shared = one.keys() & other.keys()
        assert not [key for key in shared if 0 < abs(one[key] - other[key]) < 5], (one, other)


def metres(one: list[float], other: list[float]) -> float:
    north = (one[1] - other[1]) * 111_200
    east = (one[0] - other[0]) * 111_200 * math.cos(math.radians(one[1]))
    return math.hypot(north, east)


def pinned(workshop: Workshop, places: list[tuple[float, float]]) -> Session:
    session_id = opened(workshop, len(places), "pins")
    for n, (lat, lon) in enumerate(places, 1):
        body = {"lat": lat, "lon": lon, "category": "good"}
        assert workshop.operate(session_id, op("pin", f"p{n}", round="r1", body=body)).ok
    command(workshop, session_id, "close_round")
    return workshop.state(session_id)


def test_lone_pins_lie_in_the_middle_of_a_square_of_a_hundred_metres(workshop: Workshop):
    lone = [(62.4701 + n / 5000, 6.1501 + n / 3000) for n in range(4)]
    many = [(62.60031 + n / 100_000, 6.30021) for n in range(5)]
    session = pinned(workshop, lone + many)
    assert positions(session) == {"exact": 5, "generalised": 4, "grid_m": 100}
    found = pins_geojson(session, "en")["features"]
    spots = [f["geometry"]["coordinates"] for f in found if f["properties"]["position"] != "exact"]
    assert not {tuple(spot) for spot in spots} & {(lon, lat) for lat, lon in lone}
    apart = [metres(a, b) for a, b in combinations(spots, 2) if a != b]
    assert len(spots) == 4 and min(apart, default=100) >= 99
    exact = {
        tuple(f["geometry"]["coordinates"]) for f in found if f["properties"]["position"] == "exact"
    }
    assert (6.30021, 62.60031) in exact and len(exact) == 5


def test_the_order_of_pins_in_a_file_tells_nothing_finer_than_the_square(workshop: Workshop):
    places = [(62.4701, 6.1501), (62.4702, 6.1502), (62.4703, 6.1503)]
    one, other = (pinned(workshop, order) for order in (places, places[::-1]))
    texts = {"p1": "a", "p2": "b", "p3": "c"}

    def named(session: Session) -> list[object]:
        round_ = session.rounds[0]
        words = {
            key: _with(each, texts[each.participant]) for key, each in round_.contributions.items()
        }
        told = replace(round_, contributions=type(round_.contributions)(words))
        features = pins_geojson(replace(session, rounds=(told,)), "en")["features"]
        return [feature["properties"]["text"] for feature in features]

    assert named(one) == named(other) == ["a", "b", "c"]


def _with(pin: Contribution, text: str) -> Contribution:
    return replace(pin, text=text)
