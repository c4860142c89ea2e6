"""People without a browser: a phone, a stage and a desk that speak the real wire."""

from __future__ import annotations

import itertools
import re
import threading
from typing import Any, cast

import requests
import socketio

from tests.product import Running
from workshop.model import Json

ANSWER_S = 10.0
NO_COOKIE_YET = 409  # who joins without having opened the page gets its cookie, and asks again
_numbers = itertools.count(1)
# Every line of the test that runs, so that none is left open when it ends.
OPEN: list[Line] = []


def operation_id() -> str:
    return f"test-{next(_numbers):010d}"


class Line:
    """One socket: keeps the newest view and lets a test wait until it shows something."""

    def __init__(self, server: Running, auth: Json, cookies: dict[str, str] | None = None) -> None:
        OPEN.append(self)
        self.view: Json = {}
        self.views: list[Json] = []
        self.mine: Json = {}
        self.missed = 0  # figures that did not fit the view, after which a page joins anew
        self._changed = threading.Condition()
        self._web: Any = None
        self.client = socketio.Client(reconnection=False)
        self.client.on("view", self._take)
        header = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
        self.client.connect(
            server.url,
            headers={"Cookie": header},
            auth=auth,
            transports=["websocket"],
            wait_timeout=int(ANSWER_S),
        )
        # Kept: a line that the server broke is closed by nobody else, and tells so in a later test.
        self._web = self.client.eio.ws
        self.join()

    def _take(self, view: Json) -> None:
        """As the product's own pages: a view replaces an older one, figures go into it."""
        with self._changed:
            if "since" in view:
                if not self.view or view["since"] > self.view["seq"]:
                    self.missed += 1
                    return
                round_ = self.view["round"] and self.view["round"] | {"turnout": view["turnout"]}
                told = {name: view[name] for name in ("epoch", "seq", "proof", "people", "now_ms")}
                view = self.view | told | {"round": round_}
            self.views.append(view)
            another = not self.view or view["epoch"] != self.view["epoch"]
            if another or view["seq"] >= self.view["seq"]:
                self.view = view
            self._changed.notify_all()

    def join(self) -> Json:
        answer = self.call("join", {})
        assert answer["ok"], answer
        self.mine = answer.get("mine", {})
        self._take(answer["view"])
        return answer

    def call(self, event: str, *message: Any) -> Json:
        said = message if len(message) != 1 else message[0]
        return cast(Json, self.client.call(event, said, timeout=10))

    def until(self, holds: Any, within_s: float = 10.0) -> Json:
        """The first view from now on for which `holds(view)` is true."""
        with self._changed:
            assert self._changed.wait_for(lambda: holds(self.view), within_s), self.view
            return self.view

    def close(self) -> None:
        self.client.disconnect()
        if self._web is not None:  # a line that was refused never had one
            # At once: after a goodbye of the server `close` would do nothing, and leave the socket.
            self._web.shutdown()


class Phone(Line):
    """A resident who typed the code."""

    def __init__(
        self, server: Running, code: str, jar: dict[str, str] | None = None, **profile: str
    ) -> None:
        """`jar`: the cookies that this phone has already, from another workshop."""
        asked = {"language": "nb"} | profile
        told, self.cookies = post(f"{server.url}/j/{code}/join", asked, server.url, jar)
        self._rev = 0
        auth = {"role": "phone", "session": told["session"]["id"], "ticket": told["ticket"]}
        super().__init__(server, auth, self.cookies)

    def back(self, server: Running, code: str) -> Line:
        """The same phone after a lost line: a new ticket for the cookie that it has."""
        told, _ = post(f"{server.url}/j/{code}/ticket", {}, server.url, self.cookies)
        auth = {"role": "phone", "session": self.view["session"]["id"], "ticket": told["ticket"]}
        return Line(server, auth, self.cookies)

    def op(self, do: str, **fields: Any) -> Json:
        """Send one operation for the round on screen; the answer."""
        self._rev += 1
        round_ = (self.view.get("round") or {}).get("id")
        message: Json = {"op_id": operation_id(), "do": do, "seen_seq": self.view["seq"]}
        if do not in ("delete", "profile"):
            message["round"] = round_
        if do in ("ballot", "support", "withdraw"):
            message["rev"] = self._rev
        return self.call("op", message | fields)


class Stage(Line):
    """The projected screen."""

    def __init__(self, server: Running, session_id: str, key: str) -> None:
        super().__init__(server, {"role": "stage", "session": session_id, "key": key})


class Desk(Line):
    """A facilitator who has signed in: see `sign_in`."""

    def __init__(self, server: Running, session_id: str, cookies: dict[str, str]) -> None:
        super().__init__(server, {"role": "desk", "session": session_id}, cookies)

    def cmd(self, name: str, **args: Any) -> Json:
        message = {
            "op_id": operation_id(),
            "name": name,
            "args": args,
            "expected_version": self.view["version"],
        }
        answer = self.call("cmd", message)
        if answer["ok"]:
            self.until(lambda view: view["version"] >= answer["version"])
        return answer


def post(
    url: str, body: Json, origin: str, cookies: dict[str, str] | None = None
) -> tuple[Json, dict[str, str]]:
    """(the JSON answer, the cookies of this browser afterwards)."""
    with requests.Session() as web:
        web.headers["Origin"] = origin
        web.cookies.update(cookies or {})
        answer = web.post(url, json=body, timeout=ANSWER_S)
        if answer.status_code == NO_COOKIE_YET:
            answer = web.post(url, json=body, timeout=ANSWER_S)
        assert answer.ok, answer.text
        return answer.json(), kept(web)


def kept(web: requests.Session) -> dict[str, str]:
    return {name: value or "" for name, value in web.cookies.get_dict().items()}


def sign_in(server: Running, link: str) -> dict[str, str]:
    """The cookies of a browser that followed a one-time link and pressed its button."""
    with requests.Session() as web:
        web.headers["Origin"] = server.url
        page = web.get(link, timeout=ANSWER_S)
        hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
        assert hidden, page.text[:500]
        answer = web.post(link, data=hidden, timeout=ANSWER_S, allow_redirects=False)
        assert answer.status_code in (302, 303), answer.text[:500]
        return kept(web)
