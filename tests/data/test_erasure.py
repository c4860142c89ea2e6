"""What was deleted is found nowhere: a marker is planted, erased, and looked for in every byte."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import wait
from pathlib import Path

import pytest

from data import backups
from data.durable import sync_file
from data.log_file import connect
from data.log_store import LogStore
from tests.workshop.builders import NoFacts, agenda, op, opened, small_workshop, step, text
from workshop.errors import Rejected
from workshop.model import Option
from workshop.ports import StorageFault
from workshop.runtime import Ack
from workshop.service import Workshop

MARKER = "Kvitveis-7f3a9c"
REASON = "Reseda-51be02"
LAT, LON = 62.471937, 6.153719
PLACE = {"lat": LAT, "lon": LON, "category": "good", "place": "Torget"}


def planted(workshop: Workshop) -> tuple[str, str]:
    """(session, pin) of a pin with a marker in its words, its place, and in why it was held."""
    session_id = opened(workshop, 2, "pins")
    done(workshop.operate(session_id, op("pin", "p1", round="r1", body=PLACE, text=MARKER)))
    done(workshop.operate(session_id, op("pin", "p2", round="r1", body=PLACE, text="stays")))
    first, _ = sorted(workshop.state(session_id).rounds[0].contributions)
    verdict = {"text_ids": [first], "verdict": "reject", "reason": REASON}
    done(workshop.command(session_id, "moderate", verdict))
    return session_id, first


def done(ack: Ack) -> Ack:
    assert ack.ok, ack
    return ack


def erased(workshop: Workshop, session_id: str, item: str) -> None:
    done(workshop.operate(session_id, op("delete", "p1", item=item)))


def traces(folder: Path, *markers: str) -> list[str]:
    """The files below a folder that hold a marker in UTF-8 or UTF-16; of words, half is enough."""
    forms = [form for marker in markers for form in forms_of(marker)]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(form in path.read_bytes() for form in forms)]


def forms_of(marker: str) -> list[bytes]:
    # Half the digits of a number come by chance in a checksum or a time.
    part = marker if marker.replace(".", "").isdigit() else marker[len(marker) // 2 :]
    return [part.encode(), part.encode("utf-16-le"), part.encode("utf-16-be")]


@pytest.fixture
def workshop(tmp_path: Path):
    made = small_workshop(tmp_path)
    yield made
    made.stop()


def again(workshop: Workshop, folder: Path) -> Workshop:
    workshop.stop()
    reopened = Workshop(LogStore(folder), NoFacts())
    reopened.start()
    return reopened


def named(keys: Path) -> set[str]:
    """What a file of keys holds one for: a key itself may hold any letters."""
    return {line.split()[0] for line in keys.read_text().splitlines()}


def test_words_place_and_reason_are_never_readable_in_the_folder(
    workshop: Workshop, tmp_path: Path
):
    session_id, pin = planted(workshop)
    assert traces(tmp_path, MARKER, REASON, str(LAT), str(LON)) == []
    reopened = again(workshop, tmp_path)
    found = reopened.state(session_id).rounds[0].contributions[pin]
    assert (found.text, found.reason, found.lat, found.lon) == (MARKER, REASON, LAT, LON)
    assert found.place == "Torget" and found.text_id == pin
    reopened.stop()


def test_deleting_destroys_every_key_of_the_contribution_before_it_is_answered(
    workshop: Workshop, tmp_path: Path
):
    session_id, pin = planted(workshop)
    keys = tmp_path / "keys" / f"{session_id}.texts"
    before = keys.read_text().splitlines()
    erased(workshop, session_id, pin)
    after = keys.read_text().splitlines()
    assert [line.split()[0].split(".")[0] for line in before if line not in after] == [pin, pin]
    assert len(after) == 1 and keys.stat().st_mode & 0o077 == 0
    texts = [r.event for r, _ in workshop.history(session_id) if r.event.text or r.event.text_id]
    assert [event.text for event in texts] == [None, "stays"]


def test_an_erased_pin_leaves_no_trace_and_the_record_stays_whole(
    workshop: Workshop, tmp_path: Path
):
    session_id, pin = planted(workshop)
    erased(workshop, session_id, pin)
    head = workshop.state(session_id).head
    size = len(list(workshop.history(session_id)))
    assert workshop.leftovers() == [session_id]
    workshop.rewrite(session_id)
    assert workshop.leftovers() == []
    assert traces(tmp_path, MARKER, REASON, str(LAT), str(LON)) == []
    reopened = again(workshop, tmp_path)
    state = reopened.state(session_id)
    assert state.head == head and len(list(reopened.history(session_id))) == size
    assert [c.text for c in state.rounds[0].contributions.values()] == ["stays"]
    assert MARKER not in str([(r, s) for r, s in reopened.history(session_id)])
    done(reopened.operate(session_id, op("join", "p3")))
    reopened.stop()


@pytest.mark.fault("T8")
def test_whoever_reads_while_a_file_is_written_anew_does_not_stand_in_the_way(
    workshop: Workshop, tmp_path: Path
):
    """A handle left on the old file, and DuckDB would open the new one for nobody."""
    session_id, pin = planted(workshop)
    reading = workshop.history(session_id)
    begun = [next(reading), next(reading)]
    erased(workshop, session_id, pin)
    workshop.rewrite(session_id)
    found = [*begun, *reading]
    assert [each.seq for each, _ in found] == [*range(1, workshop.state(session_id).seq + 1)]
    assert MARKER not in str(found)
    workshop.stop()
    logs = LogStore(tmp_path)
    replaced = logs.open(session_id)
    replaced.close()
    with pytest.raises(StorageFault, match="closed"):
        list(replaced.load())
    logs.rewrite(session_id)
    assert logs.is_sound(session_id)


def test_correcting_destroys_the_words_before_and_keeps_the_place(
    workshop: Workshop, tmp_path: Path
):
    session_id, pin = planted(workshop)
    for words in ("better said", None, "said at last"):
        done(workshop.operate(session_id, op("correct", "p1", item=pin, text=words)))
    assert MARKER not in str(list(workshop.history(session_id)))
    assert len((tmp_path / "keys" / f"{session_id}.texts").read_text().splitlines()) == 2
    assert workshop.leftovers() == [session_id]
    workshop.rewrite(session_id)
    reopened = again(workshop, tmp_path)
    found = reopened.state(session_id).rounds[0].contributions[pin]
    assert (found.text, found.lat, found.place) == ("said at last", LAT, "Torget")
    erased(reopened, session_id, pin)
    assert len((tmp_path / "keys" / f"{session_id}.texts").read_text().splitlines()) == 1
    reopened.stop()


def test_what_was_encrypted_is_gone_from_the_rewritten_file(workshop: Workshop, tmp_path: Path):
    session_id, pin = planted(workshop)
    path = tmp_path / "sessions" / f"{session_id}.duckdb"
    found: list[bytes] = []
    workshop.swap(session_id, lambda: found.append(sealed_bytes(path, pin)))
    (sealed,) = found
    assert sealed in path.read_bytes()
    erased(workshop, session_id, pin)
    workshop.rewrite(session_id)
    workshop.stop()
    assert not [p for p in tmp_path.rglob("*") if p.is_file() and sealed in p.read_bytes()]


def sealed_bytes(path: Path, text_id: str) -> bytes:
    with connect(path, read_only=True) as connection:
        query = "SELECT sealed FROM texts WHERE text_id = ?"
        return connection.execute(query, [text_id]).fetchall()[0][0]


def test_a_deletion_that_a_crash_cut_short_is_finished_at_the_next_start(
    workshop: Workshop, tmp_path: Path
):
    session_id, pin = planted(workshop)
    keys = tmp_path / "keys" / f"{session_id}.texts"
    held = keys.read_bytes()
    erased(workshop, session_id, pin)
    workshop.stop()
    keys.write_bytes(held)
    reopened = again(workshop, tmp_path)
    assert keys.read_bytes() != held and pin not in named(keys)
    reopened.stop()


def copies_of(folder: Path, session_id: str) -> list[Path]:
    return sorted((folder / "keys_backups" / session_id).glob("*.texts"))


def backed_up(logs: LogStore, session_id: str, minutes: int) -> None:
    at = dt.datetime(2026, 11, 22, 12, minutes, tzinfo=dt.UTC)
    assert logs.back_up(session_id, at)


def test_a_destroyed_key_is_destroyed_in_every_copy_of_the_keys_before_it_is_answered(
    tmp_path: Path,
):
    logs = LogStore(tmp_path)
    workshop = Workshop(logs, NoFacts())
    workshop.start()
    session_id, pin = planted(workshop)
    backed_up(logs, session_id, 0)
    done(workshop.operate(session_id, op("pin", "p2", round="r1", body=PLACE, text="later")))
    backed_up(logs, session_id, 1)
    first, second = copies_of(tmp_path, session_id)
    held = first.read_bytes()
    assert pin in named(first) & named(second)
    erased(workshop, session_id, pin)
    assert [len(path.read_text().splitlines()) for path in (first, second)] == [1, 2]
    assert pin not in named(first) | named(second)
    assert first.stat().st_mode & 0o077 == 0
    # A crash between the keys and their copies: the next start goes on with it.
    workshop.stop()
    first.write_bytes(held)
    reopened = again(workshop, tmp_path)
    assert pin not in named(first)
    # The soundest copy of the keys brings back no word that was erased.
    (tmp_path / "keys" / f"{session_id}.texts").unlink()
    reopened.swap(session_id, lambda: LogStore(tmp_path).backups.bring_back_keys(session_id))
    texts = [c.text for c in reopened.state(session_id).rounds[0].contributions.values()]
    assert sorted(map(str, texts)) == ["later", "stays"]
    reopened.stop()


def test_a_copy_of_the_keys_that_is_being_made_meanwhile_loses_an_erased_one_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    logs = LogStore(tmp_path)
    workshop = Workshop(logs, NoFacts())
    workshop.start()
    session_id, pin = planted(workshop)
    read, going_on = threading.Event(), threading.Event()

    def slow(path: Path) -> None:
        if path.name == "keys.tmp":
            read.set()
            going_on.wait(20)
        sync_file(path)

    monkeypatch.setattr(backups, "sync_file", slow)
    copying = threading.Thread(target=backed_up, args=(logs, session_id, 0))
    copying.start()
    assert read.wait(20)
    answer = workshop.submit(session_id, op("delete", "p1", item=pin))
    wait([answer], timeout=0.5)  # as long as nobody waits for the copy, it comes within this
    going_on.set()
    copying.join()
    assert answer.result(20).ok
    assert [pin in named(path) for path in copies_of(tmp_path, session_id)] == [False]
    workshop.stop()


def test_a_facilitator_deletes_on_request_also_after_the_end(workshop: Workshop):
    session_id, pin = planted(workshop)
    done(workshop.command(session_id, "close_session"))
    done(workshop.command(session_id, "delete", {"item": pin}))
    done(workshop.command(session_id, "delete", {"item": pin}))
    assert pin not in workshop.state(session_id).rounds[0].contributions
    assert workshop.leftovers() == [session_id]


def test_keys_that_cannot_be_rewritten_now_are_destroyed_with_the_next_deletion(
    workshop: Workshop, tmp_path: Path
):
    session_id, pin = planted(workshop)
    in_the_way = tmp_path / "keys" / f"{session_id}.texts.new"
    in_the_way.mkdir()
    erased(workshop, session_id, pin)
    keys = tmp_path / "keys" / f"{session_id}.texts"
    assert pin in named(keys)
    in_the_way.rmdir()
    other = next(iter(workshop.state(session_id).rounds[0].contributions))
    done(workshop.operate(session_id, op("delete", "p2", item=other)))
    assert keys.read_text() == ""


def test_a_file_that_cannot_be_copied_whole_stays_as_it_is(workshop: Workshop, tmp_path: Path):
    session_id, pin = planted(workshop)
    erased(workshop, session_id, pin)
    path = tmp_path / "sessions" / f"{session_id}.duckdb"
    in_the_way = path.with_name(f"{path.name}.rewritten")
    in_the_way.mkdir()
    before = workshop.state(session_id)
    with pytest.raises((StorageFault, OSError)):
        workshop.rewrite(session_id)
    assert workshop.state(session_id) == before


def test_an_idea_that_became_an_option_leaves_no_trace_either(workshop: Workshop, tmp_path: Path):
    session_id = opened(workshop, 2, "ideas")
    done(workshop.operate(session_id, op("idea", "p1", round="r1", text=MARKER)))
    (idea,) = workshop.state(session_id).rounds[0].contributions
    done(workshop.command(session_id, "moderate", {"text_ids": [idea], "verdict": "approve"}))
    steps = [*agenda(), step("dots", "dots", options=[{"id": idea, "idea": idea}])]
    done(workshop.command(session_id, "set_agenda", {"steps": steps}))
    done(workshop.command(session_id, "open_step", {"step": "dots"}))
    assert workshop.state(session_id).rounds[1].step.options[0].text == {"nb": MARKER}
    assert traces(tmp_path, MARKER) == []
    reopened = again(workshop, tmp_path)
    assert reopened.state(session_id).rounds[1].step.options[0].text == {"nb": MARKER}
    erased(reopened, session_id, idea)
    reopened = again(reopened, tmp_path)
    assert reopened.state(session_id).rounds[1].step.options[0] == Option(idea, {}, idea=idea)
    assert traces(tmp_path, MARKER) == []
    with pytest.raises(Rejected) as refused:
        reopened.create("alesund", text("Energy"), steps, "nb", "tester")
    assert refused.value.code == "idea_gone"
    reopened.stop()
