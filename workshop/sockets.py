"""Socket.IO: who connects, what they may say, and an answer to everything.

Handlers run on the event loop: they ask the doors who it is and the wire what was said, hand the
wish to the writer's thread, and let only this client wait for the answer.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import gevent
from flask import Flask, request
from flask_socketio import SocketIO, join_room
from socketio.exceptions import ConnectionRefusedError

from workshop import encoded, roles, wire
from workshop.access import Doors, read_cookies
from workshop.allowances import SHUT_OUT_S, Allowances
from workshop.clients import Client, Entrance
from workshop.commands import Command
from workshop.detector import findings
from workshop.encoded import Encoded
from workshop.errors import Rejected
from workshop.model import Json
from workshop.phone.inline import page_mark
from workshop.publisher import Publisher, room
from workshop.runtime import Ack, refusal
from workshop.server.assets import pages_mark
from workshop.server.frames import DESK_LARGEST, Frames
from workshop.server.loop import Loop
from workshop.server.steady import keep_time_steadily
from workshop.service import Workshop
from workshop.settings import Settings
from workshop.views import mine_view

ANSWER_WITHIN_S = 5.0
LOOK_EVERY_S = 5.0

log = logging.getLogger("workshop.sockets")


class Sockets:
    """The live half of the product. Make it with the parts, then `attach` it to the light app."""

    def __init__(self, settings: Settings, workshop: Workshop, doors: Doors) -> None:
        self._workshop = workshop
        self._doors = doors
        self._entrance = Entrance(workshop, doors)
        self._clients: dict[str, Client] = {}
        self._allowances = Allowances()
        self._loop = Loop()
        pages_mark()  # read before anybody waits for it
        keep_time_steadily()
        self.io = SocketIO(
            async_mode="gevent",
            async_handlers=False,
            transports=["websocket"],  # pyright: ignore[reportCallIssue]  handed on to Engine.IO
            cors_allowed_origins=list(settings.origins),
            max_http_buffer_size=DESK_LARGEST,
            ping_interval=5,
            ping_timeout=5,
            http_compression=False,
            json=encoded,
            manage_session=False,
        )
        self.publisher = Publisher(workshop, doors, self._send, self._loop.soon)

    def attach(self, app: Flask) -> SocketIO:
        self.io.init_app(app)
        self.io.on_event("connect", self._connect)
        self.io.on_event("disconnect", self._disconnect)
        for event, handler in (("join", self._join), ("op", self._op), ("cmd", self._cmd)):
            self.io.on_event(event, self._answering(event, handler))
        self.io.on_event("*", self._unknown)
        self.io.on_error_default(self._failed)
        return self.io

    def start(self) -> None:
        self.publisher.start()
        gevent.spawn(self._watch)

    def close_login(self, login_id: str) -> None:
        """End the desks of somebody who signed out; from any thread."""
        self._loop.soon(self._close, lambda one: one.role == "desk" and one.login == login_id)

    def _watch(self) -> None:
        """For ever, on the loop: ends desks whose sign-in has run out, which nobody tells of.

        One look at all of them every few seconds, from memory, instead of one at every view.
        """
        while True:
            gevent.sleep(LOOK_EVERY_S)
            try:
                self._close(lambda one: one.role == "desk" and not self._entrance.may_stay(one))
            except Exception:  # one bad look must not be the last
                log.exception("looking through the desks failed")

    # -- handlers

    def _connect(self, auth: object = None) -> None:
        try:
            cookies = read_cookies(request.environ.get("HTTP_COOKIE", ""))
            client = self._entrance.enter(auth if isinstance(auth, dict) else {}, cookies)
            self._allowances.enter(client.device)
        except Rejected as rejected:
            raise ConnectionRefusedError(rejected.code) from None
        self._clients[_sid()] = client
        _line().enter(trusted=client.role == "desk")

    def _disconnect(self, *_: object) -> None:
        client = self._clients.pop(_sid(), None)
        line = _line()
        line.leave()
        if client is None:
            return
        self._allowances.leave(client.device)
        if line.flooded:
            self._shut_out(client)
        if client.joined:
            self.publisher.went(client.session_id, client.role, client.who)

    def _join(self, client: Client, message: object) -> Json:
        """Into the room first, then the whole view: no view that comes between can be missed.

        A view that overtakes this answer is newer, and the client keeps the newer one.
        """
        epoch, seq, proof = wire.position(message)
        self._may_go_on(client, self._allowances.join(client.device))
        if self._doors.is_proof(proof, client.session_id, epoch, seq):
            self._workshop.witnessed(client.session_id, epoch, seq)
        join_room(room(client.session_id, client.role))
        if not client.joined:
            client.joined = True
            self.publisher.came(client.session_id, client.role, client.who)
        answer = {"ok": True, "page": pages_mark()} | self._news(client, wire.shown(message))
        if client.role == "phone":
            answer["page"] = page_mark()
            answer["mine"] = mine_view(self._workshop.state(client.session_id), client.who)
        return answer

    def _news(self, client: Client, shown: tuple[str, int]) -> Json:
        """The whole view; to a phone that shows the newest one already, only that it does."""
        session_id = client.session_id
        newest = (self._workshop.epoch(session_id), self._workshop.state(session_id).seq)
        if client.role == "phone" and shown == newest:
            return {"epoch": newest[0], "seq": newest[1], "now_ms": time.time_ns() // 10**6}
        view = self._view(session_id, client.role)
        return {"epoch": view["epoch"], "seq": view["seq"], "view": view}

    def _op(self, client: Client, message: object) -> Json:
        try:
            operation = wire.operation(message, client.who)
        except Rejected:
            self._may_go_on(client, self._allowances.operation(client.device))
            raise
        known = self._workshop.known(client.session_id, operation)
        if known is not None:
            return self._proven(client, known)
        self._may_go_on(client, self._allowances.operation(client.device))
        if operation.text:
            # On a thread: a hostile text may take longer than the loop has.
            finding = self._loop.on_thread(findings, operation.text)
            operation = replace(operation, finding=finding)
        answer = self._wait(self._workshop.submit(client.session_id, operation))
        return self._proven(client, answer)

    def _proven(self, client: Client, answer: Ack) -> Json:
        """An answer with what its phone can show later, should the log ever be shorter again."""
        if not answer.ok:
            return answer.wire()
        epoch = self._workshop.epoch(client.session_id)
        return answer.wire() | {"proof": self._doors.proof(client.session_id, epoch, answer.seq)}

    def _cmd(self, client: Client, message: object) -> Json:
        wish = wire.command(message, client.who)
        wish = self._loop.on_thread(self._workshop.with_facts, client.session_id, wish)
        answer = self._wait(self._workshop.submit(client.session_id, wish)).wire()
        if answer["ok"] and wish.name == "end_device":
            self._close_device(client.session_id, wish.args.get("number"))
        if answer["ok"] and wish.name == "set_live":
            self._show_live(client.session_id, wish)
        if answer.get("code") == "conflict":
            answer["view"] = self._view(client.session_id, "desk")
        return answer

    def _show_live(self, session_id: str, wish: Command) -> None:
        """What is let go comes with the next view; what still moves is shown at once."""
        if wish.args.get("settled") is not True:
            told = {name: wish.args[name] for name in ("round", "chosen")}
            card = {"card": wish.shown["live"]}
            self._loop.on_thread(self.publisher.moved, session_id, told | card)

    def _view(self, session_id: str, role: str) -> Json:
        """Phones' views are small once their results are counted; all others are made on a thread,
        and only this client waits."""
        if role == "phone" and self.publisher.ready(session_id):
            return self.publisher.view(session_id, role)
        return self._loop.on_thread(self.publisher.view, session_id, role)

    def _may_go_on(self, client: Client, allowed: bool) -> None:
        """Hang up on a device that does not listen when it is told to slow down."""
        if not allowed:
            self._shut_out(client)
            gevent.spawn(self._server.disconnect, _sid())
            raise Rejected("busy", retry_after=SHUT_OUT_S)

    def _shut_out(self, client: Client) -> None:
        seconds = self._allowances.shut_out(client.device)
        log.warning("flood", extra={"role": client.role, "shut_out_s": seconds})

    @property
    def _server(self) -> Any:
        return self.io.server  # pyright: ignore[reportAttributeAccessIssue]  not in its types

    def _unknown(self, event: str, *_: object) -> Json:
        return refusal(Rejected("invalid", "event")).wire()

    def _failed(self, fault: BaseException) -> Json:
        log.error("a message failed", exc_info=fault)
        return refusal(Rejected("internal")).wire()

    def _answering(
        self, event: str, handler: Callable[[Client, object], Json]
    ) -> Callable[..., Json]:
        """Every message gets an answer; a wrong number of arguments is one more wrong message."""
        handler = _in_time(handler)

        def handle(*arguments: object) -> Json:
            client = self._clients.get(_sid())
            try:
                if client is None:
                    raise Rejected("forbidden")
                if len(arguments) > 1:
                    raise Rejected("invalid", "message")
                message = arguments[0] if arguments else None
                self._ask(client, event, message)
                return handler(client, message)
            except Rejected as rejected:
                return refusal(rejected).wire()

        return handle

    def _ask(self, client: Client, event: str, message: object) -> None:
        """Asks the table of roles; who sends what is not theirs is noted once a line."""
        row = roles.of_message(event, message)
        if row.admits(self._entrance.people(client)):
            if row.fresh and not self._doors.fresh(self._doors.looked_at(client.login)):
                raise Rejected("stale")
            return
        if not client.noted:
            client.noted = True
            log.warning("not open to a %s: %s", client.role, event)
        self._may_go_on(client, self._allowances.not_open(client.device))
        raise Rejected("forbidden")

    # -- what is told, and who is sent away

    def _wait(self, future: Future[Ack]) -> Ack:
        """Let this client wait for the writer, and nobody else."""
        answer = self._loop.result(future, ANSWER_WITHIN_S)
        return answer or refusal(Rejected("busy", retry_after=1.0))

    def _send(self, to: str, told: Encoded, event: str = "view") -> None:
        gevent.spawn(self.io.emit, event, told, to=to)

    def _close_device(self, session_id: str, number: object) -> None:
        """A shared device was ended: its page asks to come back, and is told why it cannot."""
        self._close(lambda one: (one.session_id, one.shared) == (session_id, number))

    def _close(self, whose: Callable[[Client], bool]) -> None:
        for sid, client in list(self._clients.items()):
            if whose(client):
                gevent.spawn(self._server.disconnect, sid)


def _in_time(handler: Callable[[Client, object], Json]) -> Callable[[Client, object], Json]:
    """Whatever a handler waits for (the writer, a free thread), its client hears in time."""

    def handle(client: Client, message: object) -> Json:
        try:
            with gevent.Timeout(ANSWER_WITHIN_S):
                return handler(client, message)
        except gevent.Timeout:
            raise Rejected("busy", retry_after=1.0) from None

    return handle


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]  # added by Flask-SocketIO


def _line() -> Frames:
    return request.environ["wsgi.websocket"]
