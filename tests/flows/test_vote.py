"""A vote from tap to stage, over real sockets, through a restart."""

from __future__ import annotations

import pytest
import socketio
from socketio.exceptions import ConnectionError as SocketError

from tests.people import Desk, Phone, Stage, operation_id
from tests.product import Running
from tests.rooms import Rooms
from tests.workshop.builders import agenda


@pytest.fixture(scope="module")
def house(server: Running) -> Rooms:
    return Rooms(server, agenda(), 16)


@pytest.fixture
def hall(house: Rooms):
    """A session of one's own: (server, session, stage key, the desk's cookies)."""
    ready = house.take()
    return house.server, ready.session, ready.stage_key, house.cookies


def test_a_vote_is_acknowledged_shown_when_revealed_and_kept(hall):
    server, session, key, cookies = hall
    desk, stage = Desk(server, session.id, cookies), Stage(server, session.id, key)
    phones = [Phone(server, session.code) for _ in range(5)]
    assert desk.cmd("open_step", step="statements")["ok"]
    for phone in phones:
        phone.until(lambda v: v["round"])
        answer = phone.op("ballot", item="a", value="agree")
        assert answer["ok"] and answer["seq"] > 0
    view = stage.until(lambda v: v["round"]["turnout"]["answered"] == 5)
    assert view["results"] is None and view["round"]["turnout"]["joined"] == 5
    assert desk.until(lambda v: v["results"])["results"]["hidden"] is True
    assert desk.cmd("reveal")["ok"]
    shown = stage.until(lambda v: v["results"])["results"]
    assert shown["options"][0] | {"low": 0, "high": 0} == {
        "id": "a",
        "agree": 5,
        "disagree": 0,
        "pass": 0,
        "n": 5,
        "share_agree": 1.0,
        "low": 0,
        "high": 0,
    }
    seq = stage.view["seq"]
    server.kill()
    server.start(pages=False)
    again = Stage(server, session.id, key)
    assert again.view["seq"] == seq and again.view["results"] == shown


def test_an_answer_lost_on_the_way_is_sent_again_and_counts_once(hall):
    server, session, _, cookies = hall
    desk, phone = Desk(server, session.id, cookies), Phone(server, session.code)
    desk.cmd("open_step", step="statements")
    round_ = phone.until(lambda v: v["round"])["round"]["id"]
    message = {
        "op_id": operation_id(),
        "do": "ballot",
        "round": round_,
        "item": "a",
        "value": "pass",
        "rev": 1,
        "seen_seq": phone.view["seq"],
    }
    first = phone.call("op", message)
    server.kill()
    server.start(pages=False)
    resumed = phone.back(server, session.code)
    assert resumed.call("op", message) == first
    assert resumed.mine["ballots"][round_]["a"]["value"] == "pass"


@pytest.mark.parametrize(
    "message",
    [
        None,
        [],
        "vote",
        {"op_id": "x", "do": "ballot"},
        {"op_id": "abcdefgh", "do": "explode"},
        {"op_id": "abcdefgh", "do": "ballot", "round": "r1", "item": "a", "value": 2**70},
        {"op_id": "abcdefgh", "do": "ballot", "round": "r9", "item": "a", "value": "agree"},
        {"op_id": "abcdefgh", "do": "ballot", "round": "r1", "value": [[[[[[[[1]]]]]]]]},
        {"op_id": "abcdefgh", "do": "ballot", "round": "r1", "admin": True},
    ],
)
def test_a_bad_message_is_answered_and_changes_nothing(hall, message):
    server, session, _, cookies = hall
    desk, phone = Desk(server, session.id, cookies), Phone(server, session.code)
    desk.cmd("open_step", step="statements")
    before = phone.until(lambda v: v["round"])["seq"]
    answer = phone.call("op", message)
    assert (answer["ok"], answer["code"]) == (False, "invalid")
    assert phone.join()["seq"] == before


def test_unknown_events_and_foreign_roles_are_answered(hall):
    server, session, key, _ = hall
    phone, stage = Phone(server, session.code), Stage(server, session.id, key)
    assert phone.call("shutdown", {})["ok"] is False
    assert phone.call("cmd", {"op_id": operation_id(), "name": "reveal"})["code"] == "forbidden"
    assert stage.call("op", {"op_id": operation_id(), "do": "idea"})["code"] == "forbidden"
    assert phone.call("op")["code"] == "invalid"


def test_nobody_gets_in_without_ticket_key_or_sign_in(hall):
    server, session, _, _ = hall
    for auth in (
        {"role": "phone", "session": session.id, "ticket": "made-up"},
        {"role": "stage", "session": session.id, "key": "0" * 32},
        {"role": "desk", "session": session.id},
        {"role": "stage", "session": "nowhere", "key": "0" * 32},
        {},
    ):
        client = socketio.Client(reconnection=False)
        with pytest.raises(SocketError):
            client.connect(server.url, auth=auth, transports=["websocket"], wait_timeout=5)
        client.disconnect()
