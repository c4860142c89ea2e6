"""A meeting whose record was damaged: everybody is told, nothing is written, and it comes back."""

from __future__ import annotations

import pytest
import requests

from data.log_store import LogStore
from tests.conftest import hang_up
from tests.people import Desk, Phone, Stage, operation_id, sign_in
from tests.product import Prepared, Running
from tests.workshop.builders import agenda
from workshop.model import Json


@pytest.mark.fault("F09", "F34")
def test_a_damaged_meeting_is_shown_refuses_answers_and_is_restored_from_the_desk(server_in):
    server: Running = server_in()
    with Prepared(server) as before:
        session = before.session(agenda())
        key, link = before.doors.stage_key(session.id), before.desk_link()
    server.start(pages=False)
    cookies = sign_in(server, link)
    phone, last = Phone(server, session.code), operation_id()
    assert Desk(server, session.id, cookies).cmd("open_step", step="statements")["ok"]
    hang_up()
    server.stop()
    server.start(pages=False)
    told = phone.back(server, session.code).call("op", answered(phone, last))
    hang_up()
    server.kill()
    LogStore(server.folder).path(session.id).with_suffix(".duckdb.wal").unlink()

    server.start()
    desk, stage = Desk(server, session.id, cookies), Stage(server, session.id, key)
    back = phone.back(server, session.code)
    damage = desk.view["alarm"]["damage"]
    assert told["ok"] and (damage["from"], damage["to"]) == (told["seq"], told["seq"])
    assert stage.view["alarm"] == back.view["alarm"] == {"kind": "damaged"}
    refused = back.call("op", answered(phone, last))
    assert (refused["code"], refused["reason"]) == ("retry", "damaged")
    pressed = [press_restore(server, session.id, each) for each in ({}, cookies)]
    assert pressed[0] in (303, 401, 403, 404) and pressed[1] == 200
    view = desk.until(lambda v: v["alarm"] is None and v["epoch"] != back.views[0]["epoch"])
    assert view["restored"]["missing"] == [told["seq"], told["seq"]]
    for line in (stage, back):
        line.until(lambda v: v["epoch"] == view["epoch"] and v["alarm"] is None)
    # What the phone still had is sent again, under the name that it had, and counts.
    assert back.call("op", answered(phone, last))["seq"] == view["seq"] + 1
    assert press_restore(server, session.id, cookies) == 409


def press_restore(server: Running, session_id: str, cookies: dict[str, str]) -> int:
    address = f"{server.url}/review/{session_id}/restore"
    origin = {"Origin": server.url}
    with requests.Session() as web:
        web.cookies.update(cookies)
        answer = web.post(address, headers=origin, timeout=30, allow_redirects=False)
    return answer.status_code


def answered(phone: Phone, op_id: str) -> Json:
    ballot = {"do": "ballot", "round": "r1", "item": "a", "value": "pass", "rev": 9}
    return {"op_id": op_id, "seen_seq": phone.view["seq"]} | ballot


@pytest.mark.fault("T21")
def test_a_phone_that_has_seen_more_than_the_log_holds_raises_the_alarm_and_a_liar_does_not(
    server_in,
):
    server: Running = server_in()
    with Prepared(server) as before:
        session = before.session(agenda())
        doors, key = before.doors, before.doors.stage_key(session.id)
    server.start(pages=False)
    stage, phone = Stage(server, session.id, key), Phone(server, session.code)
    epoch, seq = stage.view["epoch"], stage.view["seq"]
    shown = {"epoch": epoch, "seq": seq, "proof": stage.view["proof"]}
    assert phone.call("join", shown)["view"]["alarm"] is None
    lie = {"epoch": epoch, "seq": seq + 5, "proof": stage.view["proof"]}
    assert phone.call("join", lie)["view"]["alarm"] is None
    older = {"epoch": "0" * 8, "seq": 99, "proof": doors.proof(session.id, "0" * 8, 99)}
    assert phone.call("join", older)["view"]["alarm"] is None
    seen = {"epoch": epoch, "seq": seq + 5, "proof": doors.proof(session.id, epoch, seq + 5)}
    assert phone.call("join", seen)["view"]["alarm"] == {"kind": "damaged"}
    stage.until(lambda v: v["alarm"] == {"kind": "damaged"})
    assert phone.call("op", answered(phone, operation_id()))["reason"] == "damaged"
