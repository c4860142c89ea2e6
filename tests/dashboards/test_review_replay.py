"""A saved session as moments: which there are, and that each shows what the stage was sent."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest

from dashboards._review_moments import SAID
from dashboards._review_replay import MODERATED, Moment, Replays, moments
from tests.dashboards.review_story import HELD_BACK, command, held, who
from tests.product import Prepared, Running
from tests.workshop.builders import op, opened
from workshop.events import FACILITATED
from workshop.service import Workshop
from workshop.views import Frame, stage_view


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prepared]:
    with Prepared(Running(tmp_path_factory.mktemp("replay"))) as prepared:
        yield prepared


@pytest.fixture
def workshop(house: Prepared) -> Workshop:
    return house.workshop


@pytest.fixture
def replays(house: Prepared) -> Replays:
    return Replays(house.workshop, house.doors)


def kinds(found: tuple[Moment, ...]) -> list[str]:
    return [moment.kind for moment in found]


def test_the_moments_are_what_facilitators_did_and_the_last_look_before_a_turn(workshop: Workshop):
    found = moments(workshop, held(workshop))
    assert kinds(found)[:7] == [
        "session_created",
        "last_look",
        "round_opened",
        "round_opened",
        "round_closed",
        "revealed",
        "round_opened",
    ]
    assert kinds(found)[-1] == "session_closed"
    assert [m.seq for m in found] == sorted({m.seq for m in found})


def test_everything_that_a_facilitator_can_do_has_a_line_in_the_review() -> None:
    assert FACILITATED - set(SAID) <= set(MODERATED), "texts in a row are told by one line"


def test_texts_looked_through_in_a_row_are_one_moment(workshop: Workshop):
    found = moments(workshop, held(workshop))
    looked = [moment.texts for moment in found if moment.kind == "text_moderated"]
    assert looked == [2, 2]


def test_each_picture_is_what_the_stage_was_sent_at_that_time(workshop: Workshop, replays: Replays):
    """The views that the stage got while it happened, against those of the replay."""
    seen: dict[int, dict[str, object]] = {}
    workshop.observe(lambda _id, session: seen.update({session.seq: stage_view(Frame(session))}))
    session_id = held(workshop)
    compared = 0
    for moment in replays.moments(session_id):
        view = replays.view(session_id, moment.seq)
        assert view is not None
        if moment.seq in seen:
            assert {name: view[name] for name in seen[moment.seq]} == seen[moment.seq]
            compared += 1
    assert compared > 15


def test_results_are_in_the_picture_only_while_they_were_shown(
    workshop: Workshop, replays: Replays
):
    session_id = opened(workshop, people=6, at="statements")
    for n in range(1, 7):
        sent = op("ballot", f"p{n}", round="r1", item="a", value="agree", rev=1)
        assert workshop.operate(session_id, sent).ok
    for name in ("close_round", "reveal", "hide"):
        command(workshop, session_id, name)
    shown = {
        moment.kind: replays.view(session_id, moment.seq)["results"]  # type: ignore[index]
        for moment in replays.moments(session_id)
    }
    assert shown["round_closed"] is None and shown["hidden"] is None
    assert shown["revealed"]["options"][0]["agree"] == 6


def test_what_lies_between_two_moments_is_not_told(workshop: Workshop, replays: Replays):
    session_id = held(workshop)
    told = {moment.seq for moment in replays.moments(session_id)}
    last = workshop.state(session_id).seq
    between = [seq for seq in range(-1, last + 3) if seq not in told]
    assert between and all(replays.view(session_id, seq) is None for seq in between)


def test_no_picture_names_a_device_or_holds_a_text_that_was_held_back(
    workshop: Workshop, replays: Replays
):
    session_id = held(workshop)
    pictures = [replays.view(session_id, moment.seq) for moment in replays.moments(session_id)]
    text = json.dumps(pictures)
    assert HELD_BACK not in text and "a repair" in text
    assert not [n for n in range(7) if who(n) in text]


def test_a_session_that_goes_on_gets_new_moments_and_keeps_the_old(
    workshop: Workshop, replays: Replays
):
    session_id = opened(workshop, people=5, at="statements")
    before = replays.moments(session_id)
    assert replays.moments(session_id) is before
    command(workshop, session_id, "close_round")
    after = replays.moments(session_id)
    assert after[:-1] == before and after[-1].kind == "round_closed"


def test_only_the_sessions_looked_at_last_are_kept(workshop: Workshop, replays: Replays):
    sessions = [opened(workshop) for _ in range(10)]
    first = replays.moments(sessions[0])
    for session_id in sessions[1:]:
        replays.moments(session_id)
    assert replays.moments(sessions[0]) == first
    assert replays.moments(sessions[0]) is not first


def test_ten_thousand_events_are_read_in_time_and_then_stepped_through_at_once(
    workshop: Workshop, replays: Replays
):
    session_id = opened(workshop, people=100, at="statements")
    wishes = [
        op("ballot", f"p{n % 100 + 1}", round="r1", item="abc"[n % 3], value="agree", rev=n + 1)
        for n in range(9_900)
    ]
    answers = [workshop.submit(session_id, wish) for wish in wishes]
    assert all(answer.result(timeout=60).ok for answer in answers)
    command(workshop, session_id, "reveal")
    assert workshop.state(session_id).seq > 10_000
    began = time.process_time()
    found = replays.moments(session_id)
    opened_in = time.process_time() - began
    began = time.process_time()
    for moment in found:
        replays.view(session_id, moment.seq)
    moved_in = (time.process_time() - began) / len(found)
    assert opened_in < 1.5 and moved_in < 0.3, (opened_in, moved_in)


def test_blanking_the_screen_keeps_the_picture_before_it(workshop: Workshop):
    session_id = opened(workshop, people=5, at="approval")
    ballot_from = [f"p{n}" for n in range(1, 6)]
    for person in ballot_from:
        sent = op("ballot", person, round="r1", item="", value=["a"], rev=1)
        assert workshop.operate(session_id, sent).ok
    command(workshop, session_id, "blank", on=True)
    command(workshop, session_id, "blank", on=False)
    assert kinds(moments(workshop, session_id))[-3:] == ["last_look", "blanked", "blanked"]
