"""Raised hands and paper ballots: counted with the phones' answers, shown apart, entered once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from data.export.cells import PLAIN
from data.export.results import results_csv
from data.state_file import StateFile
from tests.workshop.builders import agenda, op, opened, small_workshop, step, text
from workshop.model import Json
from workshop.pieces import pieces, restored
from workshop.ports import Unread
from workshop.runtime import Ack
from workshop.service import Workshop
from workshop.tally import movement, results


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    made = small_workshop(tmp_path_factory.mktemp("sessions"))
    yield made
    made.stop()


def answered(workshop: Workshop, kind: str, people: int, value: Any) -> str:
    """A session in which so many phones gave the same answer to the open step."""
    session = opened(workshop, people, at=kind)
    item = "" if kind == "approval" else "a"
    for n in range(1, people + 1):
        cast = op("ballot", f"p{n}", round="r1", item=item, value=value, rev=1)
        assert workshop.operate(session, cast).ok
    return session


def enter(workshop: Workshop, session: str, people: int, counts: Json, **more: Any) -> Ack:
    told: Json = {"round": "r1", "source": "hands", "people": people, "counts": counts}
    return workshop.command(session, "enter_count", told | {"replaces": None} | more)


EVERYBODY = {"a": [12, 0, 0], "b": [0] * 3, "c": [0] * 3}


def found(workshop: Workshop, session: str) -> Json:
    return results(workshop.state(session).rounds[0]) or {}


def test_raised_hands_are_counted_with_the_phones_and_shown_apart(workshop: Workshop) -> None:
    session = answered(workshop, "statements", 6, "agree")
    assert enter(workshop, session, 12, {"a": [7, 3, 2], "b": [0, 9, 0], "c": [0, 0, 0]}).ok
    told = found(workshop, session)
    assert told["voters"] == 18
    assert [told["options"][0][name] for name in ("agree", "disagree", "pass")] == [13, 3, 2]
    (apart,) = told["by_hand"]
    assert (apart["source"], apart["people"]) == ("hands", 12)
    assert [apart["options"][0][name] for name in ("agree", "disagree", "pass")] == [7, 3, 2]
    csv = results_csv(workshop.state(session), "en", PLAIN)
    assert "hands_people" not in csv, "not while people answer"
    assert workshop.command(session, "close_round").ok
    csv = results_csv(workshop.state(session), "en", PLAIN)
    assert "hands_people,12" in csv and "one answer per phone: indicative" in csv


def test_paper_ballots_count_for_choices_and_scores(workshop: Workshop) -> None:
    session = answered(workshop, "approval", 5, ["a"])
    counts = {"a": [4], "b": [6], "c": [0]}
    assert enter(workshop, session, 8, counts, source="paper", abstained=1).ok
    told = found(workshop, session)
    assert (told["voters"], told["abstentions"]) == (13, 1)
    assert [(o["count"], round(o["share"], 3)) for o in told["options"]][:2] == [
        (9, 0.75),
        (6, 0.5),
    ]
    scored = answered(workshop, "score", 5, 3)
    most = workshop.state(scored).rounds[0].step.settings["max"]
    numbers = [0] * most + [5]
    counts = {"a": numbers, "b": [0] * (most + 1), "c": [0] * (most + 1)}
    assert enter(workshop, scored, 5, counts, source="paper").ok
    option = found(workshop, scored)["options"][0]
    assert (option["n"], option["mean"]) == (10, (5 * 3 + 5 * most) / 10)


@pytest.mark.parametrize(
    ("kind", "more", "code"),
    [
        ("statements", {"counts": {"a": [7, 3, 3], "b": [0, 0, 0], "c": [0, 0, 0]}}, "count_wrong"),
        ("statements", {"counts": {"a": [1, 0, 0]}}, "count_wrong"),
        ("statements", {"counts": {"a": [-1, 0, 0], "b": [0] * 3, "c": [0] * 3}}, "count_wrong"),
        ("statements", {"people": 0}, "count_wrong"),
        ("statements", {"people": True}, "count_wrong"),
        ("statements", {"counts": [1, 2]}, "count_wrong"),
        ("statements", {"abstained": 2}, "count_wrong"),
        ("statements", {"source": "phone"}, "count_kind"),
        ("score", {}, "count_kind"),
        ("pins", {}, "count_kind"),
        ("ideas", {}, "count_kind"),
        ("statements", {"round": "r2"}, "closed"),
    ],
)
def test_numbers_that_cannot_be_are_refused(
    workshop: Workshop, kind: str, more: Json, code: str
) -> None:
    session = opened(workshop, at=kind)
    told: Json = {"round": "r1", "source": "hands", "people": 12, "counts": EVERYBODY}
    ack = workshop.command(session, "enter_count", told | {"replaces": None} | more)
    assert ack.reason == code


def test_no_more_marks_than_the_ballots_could_hold(workshop: Workshop) -> None:
    steps = [step("approval", "which", settings={"cap": 2})]
    session = workshop.create("alesund", text("Energy"), steps, "nb", "tester")
    assert workshop.command(session, "open_step", {"step": "which"}).ok
    assert enter(workshop, session, 6, {"a": [6], "b": [6], "c": [1]}).reason == "count_wrong"
    assert enter(workshop, session, 6, {"a": [6], "b": [6], "c": [0]}).ok


@pytest.mark.fault("T4")
def test_a_round_is_counted_once_and_a_second_entry_says_what_it_replaces(
    workshop: Workshop,
) -> None:
    session = answered(workshop, "statements", 6, "agree")
    first = enter(workshop, session, 12, EVERYBODY)
    told = {"round": "r1", "source": "hands", "people": 12, "counts": EVERYBODY, "replaces": None}
    again = workshop.command(session, "enter_count", told)
    assert again.reason == "count_there"
    assert found(workshop, session)["voters"] == 18
    less = {"a": [9, 0, 0], "b": [0] * 3, "c": [0] * 3}
    assert enter(workshop, session, 9, less, replaces=first.seq).ok
    assert found(workshop, session)["voters"] == 15
    kinds = [recorded.event.kind for recorded, _ in workshop.history(session)]
    assert kinds.count("count_entered") == 2, "both stay in the log"
    assert enter(workshop, session, 4, EVERYBODY | {"a": [4, 0, 0]}, source="paper").ok
    assert found(workshop, session)["voters"] == 19, "hands and paper stand beside each other"


@pytest.mark.fault("T7")
def test_few_phones_beside_raised_hands_are_not_told_by_subtraction(workshop: Workshop) -> None:
    session = answered(workshop, "statements", 4, "disagree")
    assert enter(workshop, session, 12, EVERYBODY).ok
    assert found(workshop, session)["too_few"]
    nobody = opened(workshop, at="statements")
    assert enter(workshop, nobody, 12, EVERYBODY).ok
    assert found(workshop, nobody)["voters"] == 12
    paper = answered(workshop, "statements", 6, "agree")
    assert enter(workshop, paper, 3, EVERYBODY | {"a": [3, 0, 0]}, source="paper").ok
    assert found(workshop, paper)["by_hand"] == [{"source": "paper", "people": 3, "options": None}]
    rare = answered(workshop, "statements", 6, "agree")
    assert enter(workshop, rare, 12, EVERYBODY | {"b": [0, 2, 0]}).ok
    assert found(workshop, rare)["by_hand"][0]["options"] is None


def test_who_changed_their_mind_is_asked_of_phones_alone(workshop: Workshop) -> None:
    session = answered(workshop, "statements", 6, "agree")
    assert enter(workshop, session, 12, EVERYBODY).ok
    assert workshop.command(session, "close_round").ok
    assert workshop.command(session, "open_step", {"step": "statements"}).ok
    for n in range(1, 7):
        cast = op("ballot", f"p{n}", round="r2", item="a", value="disagree", rev=1)
        assert workshop.operate(session, cast).ok
    assert enter(workshop, session, 12, EVERYBODY, round="r2").ok
    before, after = workshop.state(session).rounds
    assert (movement(before, after) or {})["both"] == 6


def test_a_stored_state_holds_counts_and_codes_as_the_log_does(
    workshop: Workshop, tmp_path: Path
) -> None:
    session = opened(workshop, at="statements")
    assert enter(workshop, session, 12, EVERYBODY).ok
    lobby = workshop.create("alesund", text("Energy"), agenda(), "nb", "tester")
    assert workshop.command(lobby, "set_level", {"level": "codes"}).ok
    codes = [f"{n:032x}" for n in range(3)]
    assert workshop.command(lobby, "issue_codes", {"digests": codes, "first": 1}).ok
    assert workshop.operate(lobby, op("join", "p1", entry=codes[0], source="kiosk")).ok
    assert workshop.command(lobby, "void_code", {"number": 1}).ok
    for each in (session, lobby):
        state = workshop.state(each)
        file = StateFile(tmp_path / f"{each}.state", b"secret")
        file.write(pieces(state))
        stored = cast("Iterator[Unread]", file.read())
        assert restored(stored, lambda _: None) == state
