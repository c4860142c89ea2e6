"""Signing out at the desk, or being signed out by time: its sockets close, and only its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import requests
from socketio.exceptions import ConnectionError as NotConnected

from tests.people import OPEN, Desk, Stage
from tests.product import Prepared, Running
from tests.workshop.builders import step
from workshop.accounts import IDLE
from workshop.signin_doors import LOGIN_COOKIE
from workshop.sockets import LOOK_EVERY_S

Signed = dict[str, str]


@pytest.fixture
def signed(server_in: Callable[..., Running]) -> tuple[Running, str, Signed, Signed]:
    """A server with a session, and the cookies of one person in two browsers."""
    server = server_in()
    with Prepared(server) as prepared:
        session = prepared.session([step("approval", "one")])
        admin = prepared.accounts.account(prepared.accounts.local_administrator())
        cookies = [prepared.doors.signin.admit(admin).cookie for _ in range(2)]
    server.start(pages=False)
    return server, session.id, {LOGIN_COOKIE: cookies[0]}, {LOGIN_COOKIE: cookies[1]}


def sign_out(server: Running, cookies: Signed) -> None:
    with requests.Session() as web:
        web.headers["Origin"] = server.url
        web.cookies.update(cookies)
        page = web.get(f"{server.url}/sign-out", timeout=10).text
        form = page.split('name="form" value="')[1].split('"')[0]
        assert web.post(f"{server.url}/sign-out", data={"form": form}, timeout=10).ok


def is_refused(server: Running, session_id: str, cookies: Signed) -> bool:
    """Whether the server says no to a desk; waits until its line is closed."""
    try:
        Desk(server, session_id, cookies)
    except NotConnected:
        OPEN[-1].client.eio.wait()
        return True
    return False


@pytest.mark.alone
@pytest.mark.fault("T19")
def test_a_desk_is_closed_within_two_seconds_after_signing_out(
    signed: tuple[Running, str, Signed, Signed],
) -> None:
    server, session_id, here, there = signed
    leaving, staying = Desk(server, session_id, here), Desk(server, session_id, there)
    gone = threading.Event()
    leaving.client.on("disconnect", lambda *_: gone.set())
    began = time.monotonic()
    sign_out(server, here)
    assert gone.wait(10)
    assert time.monotonic() - began < 2
    leaving.client.eio.wait()
    assert is_refused(server, session_id, here)
    assert staying.cmd("open_session")["ok"]
    staying.close()


@pytest.mark.fault("T19")
def test_a_desk_left_open_is_shown_nothing_more_once_its_sign_in_has_run_out(
    server_in: Callable[..., Running], tmp_path: Path
) -> None:
    """Nobody tells of that moment: the desks are looked through, and the stage stays."""
    clock = tmp_path / "clock.txt"
    clock.write_text("0")
    wrong = {"SOAK_CLOCK": str(clock), "SOAK_PAGES": "no"}
    server = server_in(program="tests.soak.serving", **wrong)
    with Prepared(server) as prepared:
        session = prepared.session([step("approval", "one")])
        key = prepared.doors.stage_key(session.id)
        admin = prepared.accounts.account(prepared.accounts.local_administrator())
        cookies = {LOGIN_COOKIE: prepared.doors.signin.admit(admin).cookie}
    server.start(pages=False)
    desk, stage = Desk(server, session.id, cookies), Stage(server, session.id, key)
    gone = threading.Event()
    desk.client.on("disconnect", lambda *_: gone.set())
    clock.write_text(str((IDLE + timedelta(minutes=1)).total_seconds()))
    assert gone.wait(LOOK_EVERY_S + 2)
    desk.client.eio.wait()
    assert is_refused(server, session.id, cookies)
    assert stage.join()["ok"]


def test_a_desk_does_not_open_without_a_right_to_it(
    signed: tuple[Running, str, Signed, Signed],
) -> None:
    server, session_id, here, _ = signed
    for cookies in ({}, {LOGIN_COOKIE: "forged"}, {LOGIN_COOKIE: here[LOGIN_COOKIE] + "x"}):
        assert is_refused(server, session_id, cookies)
