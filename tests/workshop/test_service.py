"""A session through the real writer and a real file: what is answered is kept, once, in order."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from data.event_log import EventLog
from data.log_file import connect
from tests.soak.ledger import rows_of
from tests.workshop.builders import agenda, op, opened, small_workshop
from workshop.ports import StorageFault
from workshop.service import Workshop
from workshop.tally import results


@pytest.fixture
def workshop(tmp_path: Path):
    made = small_workshop(tmp_path)
    yield made
    made.stop()


def vote(workshop: Workshop, session_id: str, who: str, value: str, rev: int = 1, **more: str):
    wish = op("ballot", who, round="r1", item="a", value=value, rev=rev, **more)
    return workshop.operate(session_id, wish)


def test_an_acknowledged_vote_is_there_after_a_restart(workshop: Workshop, tmp_path: Path):
    session_id = opened(workshop, 5, "statements")
    for n in range(1, 6):
        assert vote(workshop, session_id, f"p{n}", "agree").ok
    before = workshop.state(session_id)
    workshop.stop()
    again = small_workshop(tmp_path)
    after = again.state(session_id)
    again.stop()
    assert after == before
    counted = results(after.rounds[0])
    assert counted and counted["options"][0]["agree"] == 5


def test_the_same_operation_sent_fifty_times_at_once_counts_once(workshop: Workshop):
    session_id = opened(workshop, 1, "statements")
    before = workshop.state(session_id).seq
    with ThreadPoolExecutor(20) as pool:
        send = lambda _: vote(workshop, session_id, "p1", "agree", op_id="same-op-0001")  # noqa: E731
        answers = list(pool.map(send, range(50)))
    assert {(a.ok, a.seq) for a in answers} == {(True, before + 1)}
    assert workshop.state(session_id).seq == before + 1


def test_somebody_elses_operation_number_is_refused(workshop: Workshop):
    session_id = opened(workshop, 2, "statements")
    assert vote(workshop, session_id, "p1", "agree", op_id="same-op-0001").ok
    assert vote(workshop, session_id, "p2", "agree", op_id="same-op-0001").code == "forbidden"


def test_the_highest_rev_wins_whatever_order_it_arrives_in(workshop: Workshop):
    session_id = opened(workshop, 1, "statements")
    vote(workshop, session_id, "p1", "disagree", rev=3)
    late = vote(workshop, session_id, "p1", "agree", rev=2)
    assert late.ok
    assert workshop.state(session_id).rounds[0].ballots["p1", "a"].value == "disagree"


def test_a_vote_after_closing_is_refused_and_changes_nothing(workshop: Workshop):
    session_id = opened(workshop, 1, "statements")
    workshop.command(session_id, "close_round")
    seq = workshop.state(session_id).seq
    assert vote(workshop, session_id, "p1", "agree").code == "closed"
    assert workshop.state(session_id).seq == seq


def test_of_two_desks_with_the_same_version_one_wins(workshop: Workshop):
    session_id = opened(workshop, 0, "statements")
    version = workshop.state(session_id).version
    first = workshop.command(session_id, "close_round", expected_version=version)
    second = workshop.command(session_id, "reveal", expected_version=version)
    assert first.ok and second.code == "conflict"
    assert first.data["version"] == workshop.state(session_id).version


def test_numbers_have_no_gap_however_many_write_at_once(workshop: Workshop):
    session_id = opened(workshop, 40, "statements")
    start = workshop.state(session_id).seq
    with ThreadPoolExecutor(20) as pool:
        people = [f"p{n}" for n in range(1, 41)] * 5
        revs = range(1, 201)
        list(
            pool.map(
                lambda p: vote(workshop, session_id, p[0], "pass", p[1]),
                zip(people, revs, strict=True),
            )
        )
    rows = list(workshop._runtimes[session_id].log.load())
    assert [r.seq for r in rows] == list(range(1, start + 201))


def test_an_idea_keeps_its_words_out_of_the_chain(workshop: Workshop):
    session_id = opened(workshop, 1, "ideas")
    wish = op("idea", "p1", round="r1", text="Flere varmepumper på skolene")
    answer = workshop.operate(session_id, wish)
    log = workshop._runtimes[session_id].log
    assert answer.data["id"] in workshop.state(session_id).rounds[0].contributions
    assert all("varmepumper" not in str(row) for row in rows_of(log))  # type: ignore[arg-type]
    assert [r.event.text for r in log.load()][-1] == "Flere varmepumper på skolene"


def test_a_rehearsal_is_a_session_of_its_own(workshop: Workshop):
    session_id = workshop.create("alesund", {"nb": "Øving"}, agenda(), "nb", "t", rehearsal=True)
    assert workshop.state(session_id).rehearsal and session_id.startswith("rehearsal-")


def test_a_file_that_cannot_be_read_keeps_nobody_else_from_theirs(tmp_path: Path):
    first = small_workshop(tmp_path)
    good, bad = opened(first, 1, "statements"), opened(first)
    first.stop()
    (tmp_path / "sessions" / f"{bad}.duckdb").write_bytes(b"this is no database")
    again = small_workshop(tmp_path)
    assert again.has(good) and not again.has(bad)
    assert again.health()["unreadable"] == 1
    again.stop()


def test_of_many_sessions_the_newest_are_there_at_once_and_the_rest_follow(tmp_path: Path):
    first = small_workshop(tmp_path)
    ids = [opened(first) for _ in range(22)]
    first.stop()
    again = small_workshop(tmp_path)
    there = [i for i in ids if again.has(i)]
    assert len(there) == 20
    again.open_rest()
    assert all(again.has(i) for i in ids)
    again.stop()


def test_what_cannot_be_stored_fails_alone(workshop: Workshop):
    session_id = opened(workshop, 2, "statements")
    fields = {"round": "r1", "item": "a", "value": "agree", "rev": 1}
    poison = op("ballot", "p1", **fields, language="\ud800")
    sound = op("ballot", "p2", **fields)
    with ThreadPoolExecutor(2) as pool:
        bad, good = pool.map(lambda wish: workshop.operate(session_id, wish), (poison, sound))
    assert (bad.code, good.ok) == ("internal", True)
    assert vote(workshop, session_id, "p1", "pass").ok


def test_a_commit_that_is_under_way_is_no_alarm(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
):
    session_id, seen, append = opened(workshop), list[object](), EventLog.append

    def looked_at(log: EventLog, events: Any) -> Any:
        seen.append(workshop.alarm(session_id))
        return append(log, events)

    monkeypatch.setattr(EventLog, "append", looked_at)
    assert workshop.operate(session_id, op("join", "anna")).ok
    assert seen == [None]


@pytest.mark.parametrize("name", ["r²", "r٣", "r0", "r01", "r", "x1", "r9999999"])
def test_a_round_with_an_odd_name_is_unknown(workshop: Workshop, name: str):
    session_id = opened(workshop, 1, "statements")
    wish = op("ballot", "p1", round=name, item="a", value="agree", rev=1)
    assert workshop.operate(session_id, wish).reason == "unknown_item"


def test_an_answer_that_a_newer_one_made_needless_always_says_where_that_one_is(
    workshop: Workshop,
):
    session_id = opened(workshop, 2, "statements")
    newest = vote(workshop, session_id, "p1", "disagree", rev=5)
    late = vote(workshop, session_id, "p1", "agree", rev=2)
    vote(workshop, session_id, "p2", "agree")
    assert vote(workshop, session_id, "p1", "agree", rev=2).seq == late.seq == newest.seq


def test_only_districts_and_places_of_the_city_are_kept(workshop: Workshop):
    session_id = opened(workshop, 0, "pins")
    wrong = op("join", "p1", body={"district": "my street 5"})
    assert workshop.operate(session_id, wrong).reason == "invalid"
    assert workshop.operate(session_id, op("join", "p1", body={"district": "d1"})).ok
    for place, kept in (("Torget", "Torget"), ("Kari Nordmann, 99887766", None)):
        body = {"lat": 62.47, "lon": 6.15, "category": "good", "place": place}
        answer = workshop.operate(session_id, op("pin", "p1", round="r1", body=body))
        pin = workshop.state(session_id).rounds[0].contributions[answer.data["id"]]
        assert pin.place == kept


def test_a_closed_session_can_still_be_read_and_moderated(workshop: Workshop):
    session_id = opened(workshop, 1, "ideas")
    idea = workshop.operate(session_id, op("idea", "p1", round="r1", text="Sol")).data["id"]
    assert workshop.command(session_id, "close_session").ok
    assert len(list(workshop.history(session_id))) == workshop.state(session_id).seq
    approve = {"text_ids": [idea], "verdict": "approve"}
    assert workshop.command(session_id, "moderate", approve).ok
    assert workshop.state(session_id).rounds[0].contributions[idea].state == "approved"


def test_a_file_is_swapped_between_two_votes_and_everybody_is_told(
    workshop: Workshop, tmp_path: Path
):
    session_id = opened(workshop, 3, "statements")
    folder, kept = tmp_path / "sessions", tmp_path / "before"
    assert vote(workshop, session_id, "p1", "agree").ok
    workshop.swap(session_id, lambda: shutil.copytree(folder, kept))
    before = workshop.state(session_id)
    told: list[int] = []
    workshop.observe(lambda _, session: told.append(session.seq))
    assert vote(workshop, session_id, "p2", "agree").ok
    workshop.swap(session_id, lambda: shutil.copytree(kept, folder, dirs_exist_ok=True))
    assert workshop.state(session_id) == before
    assert told == [before.seq + 1, before.seq]
    assert vote(workshop, session_id, "p3", "agree").seq == before.seq + 1


def test_a_swap_that_fails_leaves_the_session_as_it_was(workshop: Workshop):
    session_id = opened(workshop, 1, "statements")
    before = workshop.state(session_id)

    def work() -> None:
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        workshop.swap(session_id, work)
    assert workshop.state(session_id) == before
    assert vote(workshop, session_id, "p1", "agree").ok


def test_a_reader_is_cut_off_when_another_record_is_put_in_the_place(
    workshop: Workshop, tmp_path: Path
):
    session_id = opened(workshop, 5, "statements")
    reading = workshop.history(session_id)
    next(reading)

    def another() -> None:
        own = tmp_path / "sessions" / f"{session_id}.duckdb"
        with connect(own) as file:
            file.execute("UPDATE meta SET value = 'restored' WHERE key = 'epoch'")
        own.with_suffix(".hwm").unlink()

    workshop.swap(session_id, another)
    with pytest.raises(StorageFault):
        list(reading)
