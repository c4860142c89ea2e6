"""Socket.IO: who connects, what they may say, and an answer to everything.

Handlers run on the event loop: they ask the doors who it is and the wire what was said, hand the
wish to the writer's thread, and let only this client wait for the answer.
"""

from __future__ import annotations

import logging
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import gevent
from flask import Flask, request
from flask_socketio import SocketIO, join_room
from gevent.event import AsyncResult
from socketio.exceptions import ConnectionRefusedError

from workshop import encoded, wire
from workshop.access import Doors, read_cookies
from workshop.bucket import Bucket
from workshop.detector import findings
from workshop.encoded import Encoded
from workshop.errors import Rejected
from workshop.model import Json
from workshop.publisher import Publisher, room
from workshop.runtime import Ack, refusal
from workshop.service import Workshop
from workshop.settings import Settings
from workshop.views import mine_view

ANSWER_WITHIN_S = 5.0
LARGEST_MESSAGE = 262_144  # a desk may send a whole agenda; `wire` bounds what is in it
OPERATIONS_PER_S, BURST = 2.0, 30.0
JOINS_PER_S, JOIN_BURST = 0.5, 10.0
PATIENCE = 100  # refusals for haste, one after the other, before the line is cut
DEVICES = 20_000

log = logging.getLogger("workshop.sockets")


class _Client:
    """One connection: its role, its session, and what it may say."""

    def __init__(self, role: str, session_id: str, who: str, login: str = "") -> None:
        self.role = role
        self.session_id = session_id
        self.who = who
        self.login = login
        self.joined = False
        self.joins = Bucket(JOINS_PER_S, JOIN_BURST)
        self.ignored = 0


class Sockets:
    """The live half of the product. Make it with the parts, then `attach` it to the light app."""

    def __init__(self, settings: Settings, workshop: Workshop, doors: Doors) -> None:
        self._settings = settings
        self._workshop = workshop
        self._doors = doors
        self._clients: dict[str, _Client] = {}
        self._buckets: OrderedDict[tuple[str, str], Bucket] = OrderedDict()
        self._hub = gevent.get_hub()
        self._calls: deque[tuple[Callable[..., Any], tuple[Any, ...]]] = deque()
        self._called = False
        self.io = SocketIO(
            async_mode="gevent",
            async_handlers=False,
            transports=["websocket"],  # pyright: ignore[reportCallIssue]  handed on to Engine.IO
            cors_allowed_origins=list(settings.origins),
            max_http_buffer_size=LARGEST_MESSAGE,
            ping_interval=5,
            ping_timeout=5,
            http_compression=False,
            json=encoded,
            manage_session=False,
        )
        self.publisher = Publisher(workshop, doors, self._send, self._on_loop)

    def attach(self, app: Flask) -> SocketIO:
        self.io.init_app(app)
        self.io.on_event("connect", self._connect)
        self.io.on_event("disconnect", self._disconnect)
        self.io.on_event("join", self._answering(self._join))
        self.io.on_event("op", self._answering(self._op))
        self.io.on_event("cmd", self._answering(self._cmd))
        self.io.on_event("*", self._unknown)
        self.io.on_error_default(self._failed)
        return self.io

    def close_login(self, login_id: str) -> None:
        """End the desks of somebody who signed out; from any thread."""
        self._on_loop(self._close_desks, login_id)

    # -- handlers

    def _connect(self, auth: object = None) -> None:
        try:
            client = self._enter(auth if isinstance(auth, dict) else {})
        except Rejected as rejected:
            raise ConnectionRefusedError(rejected.code) from None
        self._clients[_sid()] = client

    def _enter(self, auth: dict[str, Any]) -> _Client:
        role, session_id = auth.get("role"), str(auth.get("session", ""))[:40]
        if not self._workshop.has(session_id):
            raise Rejected("unknown_session")
        cookies = read_cookies(request.environ.get("HTTP_COOKIE", ""))
        if role == "phone":
            who = self._doors.by_ticket(auth.get("ticket"), session_id, cookies)
            return _Client("phone", session_id, who)
        if role == "stage" and self._doors.is_stage_key(auth.get("key"), session_id):
            return _Client("stage", session_id, "stage")
        if role == "desk":
            user = self._doors.user_of(cookies)
            if self._doors.may(user, "desk", self._workshop.state(session_id).city) and user:
                return _Client("desk", session_id, user.id, user.login)
        raise Rejected("forbidden")

    def _disconnect(self, *_: object) -> None:
        client = self._clients.pop(_sid(), None)
        if client is not None and client.joined:
            self.publisher.went(client.session_id, client.role, client.who)

    def _join(self, client: _Client, message: object) -> Json:
        """Into the room first, then the whole view: no view that comes between can be missed.

        A view that overtakes this answer is newer, and the client keeps the newer one.
        """
        wire.position(message)
        self._slow_down(client, client.joins)
        join_room(room(client.session_id, client.role))
        if not client.joined:
            client.joined = True
            self.publisher.came(client.session_id, client.role, client.who)
        view = self._view(client.session_id, client.role)
        answer = {"ok": True, "epoch": view["epoch"], "seq": view["seq"], "view": view}
        if client.role == "phone":
            answer["mine"] = mine_view(self._workshop.state(client.session_id), client.who)
        return answer

    def _op(self, client: _Client, message: object) -> Json:
        if client.role != "phone":
            raise Rejected("forbidden")
        try:
            operation = wire.operation(message, client.who)
        except Rejected:
            self._slow_down(client, self._bucket(client))
            raise
        known = self._workshop.known(client.session_id, operation)
        if known is not None:
            return known.wire()
        self._slow_down(client, self._bucket(client))
        if operation.text:
            # On a thread: a hostile text may take longer than the loop has.
            finding = self._hub.threadpool.apply(findings, (operation.text,))
            operation = replace(operation, finding=finding)
        return self._wait(self._workshop.submit(client.session_id, operation)).wire()

    def _cmd(self, client: _Client, message: object) -> Json:
        if client.role != "desk":
            raise Rejected("forbidden")
        wish = wire.command(message, client.who)
        pool = self._hub.threadpool
        wish = pool.apply(self._workshop.with_facts, (client.session_id, wish))
        answer = self._wait(self._workshop.submit(client.session_id, wish)).wire()
        if answer.get("code") == "conflict":
            answer["view"] = self._view(client.session_id, "desk")
        return answer

    def _view(self, session_id: str, role: str) -> Json:
        """Phones' views are small; the others are made on a thread, and only this client waits."""
        if role == "phone":
            return self.publisher.view(session_id, role)
        return self._hub.threadpool.apply(self.publisher.view, (session_id, role))

    def _bucket(self, client: _Client) -> Bucket:
        """The allowance of one device, the same after it has connected anew."""
        key = (client.session_id, client.who)
        bucket = self._buckets.pop(key, None) or Bucket(OPERATIONS_PER_S, BURST)
        self._buckets[key] = bucket
        while len(self._buckets) > DEVICES:
            self._buckets.popitem(last=False)
        return bucket

    def _slow_down(self, client: _Client, bucket: Bucket) -> None:
        """Refuse what comes too fast; hang up on somebody who does not listen."""
        wait = bucket.take()
        if wait <= 0:
            client.ignored = 0
            return
        client.ignored += 1
        if client.ignored > PATIENCE:
            gevent.spawn(self._server.disconnect, _sid())
        raise Rejected("busy", retry_after=round(wait, 1))

    @property
    def _server(self) -> Any:
        return self.io.server  # pyright: ignore[reportAttributeAccessIssue]  not in its types

    def _unknown(self, event: str, *_: object) -> Json:
        return refusal(Rejected("invalid", "event")).wire()

    def _failed(self, fault: BaseException) -> Json:
        log.error("a message failed", exc_info=fault)
        return refusal(Rejected("internal")).wire()

    def _answering(self, handler: Callable[[_Client, object], Json]) -> Callable[..., Json]:
        """Every message gets an answer; a wrong number of arguments is one more wrong message."""

        def handle(*arguments: object) -> Json:
            client = self._clients.get(_sid())
            try:
                if client is None:
                    raise Rejected("forbidden")
                return handler(client, arguments[0] if len(arguments) == 1 else None)
            except Rejected as rejected:
                return refusal(rejected).wire()

        return handle

    # -- between threads and the loop

    def _wait(self, future: Future[Ack]) -> Ack:
        """Let this client wait for the writer, and nobody else."""
        arrived: AsyncResult[Ack] = AsyncResult()
        future.add_done_callback(lambda done: self._on_loop(arrived.set, done.result()))
        try:
            answer = arrived.get(timeout=ANSWER_WITHIN_S)
        except gevent.Timeout:
            answer = None
        return answer or refusal(Rejected("busy", retry_after=1.0))

    def _on_loop(self, function: Callable[..., Any], *arguments: Any) -> None:
        """Have the loop call this soon. A batch of answers wakes it once, not once each."""
        self._calls.append((function, arguments))
        if not self._called:
            self._called = True
            self._hub.loop.run_callback_threadsafe(self._carry_out)

    def _carry_out(self) -> None:
        # First: who adds a call after this line wakes the loop again.
        self._called = False
        while self._calls:
            function, arguments = self._calls.popleft()
            try:
                function(*arguments)
            except Exception:
                log.exception("a call on the loop failed")

    def _send(self, to: str, view: Encoded) -> None:
        gevent.spawn(self.io.emit, "view", view, to=to)

    def _close_desks(self, login_id: str) -> None:
        for sid, client in list(self._clients.items()):
            if client.role == "desk" and client.login == login_id:
                gevent.spawn(self._server.disconnect, sid)


def _sid() -> str:
    return str(request.sid)  # type: ignore[attr-defined]  # added by Flask-SocketIO
