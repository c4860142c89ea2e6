"""What a phone tells the server by merely connecting is written down nowhere."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

import pytest
import requests

from tests.people import Phone
from tests.product import Prepared, Running
from tests.workshop.builders import step

AGENT = "Dovregubben-UA/7.31"
ADDRESS = "203.0.113.77"


@pytest.mark.fault("T6")
def test_no_browser_and_no_address_is_kept_and_two_workshops_know_two_people(
    server_in: Callable[..., Running], monkeypatch: pytest.MonkeyPatch
):
    server = server_in()
    with Prepared(server) as before:
        sessions = [before.session([step("statements", "s")]) for _ in range(2)]
        for each in sessions:
            assert before.workshop.command(each.id, "open_session").ok
            assert before.workshop.command(each.id, "open_step", {"step": "s"}).ok
    server.start(pages=False)
    told = {"User-Agent": AGENT, "X-Forwarded-For": ADDRESS, "Forwarded": f"for={ADDRESS}"}
    said = requests.Session.request

    def tells(self: requests.Session, *arguments: object, **more: object) -> requests.Response:
        self.headers.update(told)
        return said(self, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(requests.Session, "request", tells)
    jars: list[dict[str, str]] = []  # of one phone: the second workshop is sent the first's too
    for each in sessions:
        phone = Phone(server, each.code, jars[-1] if jars else None)
        jars.append((jars[-1] if jars else {}) | phone.cookies)
        answer = phone.op("ballot", item="a", value="agree")
        assert answer["ok"], answer
        phone.close()
    server.stop()
    found = [path for path in server.folder.rglob("*") if path.is_file() and not path.is_symlink()]
    found = [path for path in found if "library" not in path.parts]
    for trace in (AGENT, ADDRESS):
        assert not [path for path in found if trace.encode() in path.read_bytes()]
    assert [path for path in found if path.name == "server.log"]
    tied = [value for name, value in jars[-1].items() if name.startswith("rs_p_")]
    assert len(tied) == 2 and _random(tied[0]) != _random(tied[1])
    with Prepared(server) as after:
        people = [set(after.workshop.state(each.id).participants) for each in sessions]
    assert all(len(each) == 1 for each in people) and not people[0] & people[1]


def _random(cookie: str) -> str:
    """The number by which a phone is known in one workshop."""
    told = json.loads(base64.urlsafe_b64decode(cookie.split(".")[0] + "=="))
    assert len(told["d"]) == 32, told
    return told["d"]
