"""A phone that comes back, or missed something, is told what it lacks, and no more than that."""

from __future__ import annotations

import time

import gevent
import pytest
from engineio import Server, socket

from tests.conftest import hang_up
from tests.people import Desk, Phone, Stage, sign_in
from tests.product import Prepared, Running
from tests.workshop.builders import step
from workshop import sockets
from workshop.clients import Client
from workshop.errors import Rejected
from workshop.server.steady import keep_time_steadily


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory):
    server = Running(tmp_path_factory.mktemp("hall"), program="tests.soak.serving", SOAK_PAGES="no")
    with Prepared(server) as before:
        session = before.session([step("statements", "one"), step("score", "two")])
        key, link = before.doors.stage_key(session.id), before.desk_link()
    server.start(pages=False)
    desk = Desk(server, session.id, sign_in(server, link))
    assert desk.cmd("next")["ok"]
    yield server, session, key, desk
    hang_up()
    server.stop()


@pytest.fixture(autouse=True)
def hung_up():
    """The desk of this module stays for all its tests."""
    return


def shows(phone: Phone) -> dict:
    return {"epoch": phone.view["epoch"], "seq": phone.view["seq"], "shown": phone.view["seq"]}


@pytest.mark.fault("F29", "F30")
def test_a_phone_that_shows_the_newest_state_is_told_only_that_it_does(hall):
    server, session, _, _ = hall
    phone = Phone(server, session.code)
    answer = phone.call("join", shows(phone))
    assert answer["ok"] and "view" not in answer and answer["mine"]["ballots"] == {}
    older = shows(phone) | {"shown": phone.view["seq"] - 1}
    assert phone.call("join", older)["view"]["seq"] == phone.view["seq"]
    elsewhere = shows(phone) | {"epoch": "another"}
    assert phone.call("join", elsewhere)["view"]["epoch"] == phone.view["epoch"]
    phone.close()


@pytest.mark.fault("F33", "F35")
def test_figures_alone_are_a_tenth_of_a_view_and_give_the_same_state(hall):
    server, session, _, _ = hall
    told: list[dict] = []
    watcher, voter = Phone(server, session.code), Phone(server, session.code)
    watcher.until(lambda v: v["people"]["joined"] == voter.view["people"]["joined"])
    watcher.client.on("view", lambda view: (told.append(view), watcher._take(view)))
    assert voter.op("ballot", item="a", value="agree")["ok"]
    view = watcher.until(lambda v: v["round"]["turnout"]["answered"] >= 1)
    whole = watcher.call("join", {})["view"]
    assert told and all("since" in each for each in told)
    assert max(len(str(each)) for each in told) < len(str(whole)) / 4
    same = whole.keys() - {"now_ms", "people"}
    assert {name: view[name] for name in same} == {name: whole[name] for name in same}
    assert view["people"]["joined"] == whole["people"]["joined"]
    assert watcher.missed == 0
    for line in (watcher, voter):
        line.close()


@pytest.mark.fault("F33")
def test_after_a_command_phones_are_told_the_whole_view_again(hall):
    server, session, _, desk = hall
    phone = Phone(server, session.code)
    assert desk.cmd("next")["ok"]
    phone.until(lambda v: v["step"]["id"] == "two")
    assert phone.op("ballot", item="a", value=3)["ok"]
    view = phone.until(lambda v: v["round"]["turnout"]["answered"] == 1)
    assert view["round"]["turnout"]["answered"] == 1 and phone.missed == 0
    phone.close()


@pytest.mark.fault("F36")
def test_a_stage_that_is_loaded_anew_shows_nothing_older(hall):
    server, session, key, _ = hall
    seen = Stage(server, session.id, key).view["seq"]
    phone = Phone(server, session.code)
    again = Stage(server, session.id, key)
    assert again.view["seq"] > seen
    assert Stage(server, session.id, key).view["seq"] >= again.view["seq"]
    phone.close()


@pytest.mark.fault("F38")
def test_a_clock_that_is_set_drops_nobody(monkeypatch: pytest.MonkeyPatch):
    keep_time_steadily()
    line = socket.Socket(Server(async_mode="threading"), "somebody")
    true = time.time
    for jump in (3600, -7200):
        line.last_ping = socket.time.time()
        monkeypatch.setattr(time, "time", lambda jump=jump: true() + jump)
        assert line.check_ping_timeout()
        line.last_ping = socket.time.time() - 60
        assert not line.check_ping_timeout()
        line.closed = False


def test_who_waits_for_a_thread_that_nobody_frees_hears_that_we_are_busy(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(sockets, "ANSWER_WITHIN_S", 0.05)
    handler = sockets._in_time(lambda client, message: gevent.sleep(60) or {})
    with pytest.raises(Rejected) as refused:
        handler(Client("phone", "s", "p"), {})
    assert refused.value.code == "busy" and refused.value.retry_after
