"""Every cell of the table of roles, on a running server; and nothing that is not in the table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import socketio

from tests.flows.role_hall import (
    HERE,
    SIGNED_IN,
    Hall,
    Registered,
    address_of,
    found_addresses,
    is_refused,
    open_hall,
    registered,
)
from tests.people import operation_id
from tests.product import Running
from workshop.commands import COMMANDS, OPERATIONS
from workshop.roles import CALLBACKS, EVENTS, PAGES, ROUTES, Who

pytestmark = pytest.mark.fault("T20")

CALLBACK = "/_dash-update-component"
# What an argument of an address must be for the row to answer; every other one is "1".
VALUES = {"domain": "phone", "language": "nb", "suffix": "csv", "path": "explore", "seq": "1"}
VALUES |= {"city": HERE}
# A provider is set, so that its addresses are there; nobody answers at its own.
PROVIDER = {"OIDC_DISCOVERY": "http://127.0.0.1:9/.well-known/openid-configuration"}
PROVIDER |= {"OIDC_CLIENT_ID": "radslag", "OIDC_CLIENT_SECRET": "x"}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    running = Running(tmp_path_factory.mktemp("hall"), **PROVIDER)
    yield open_hall(running)
    running.stop()


@pytest.fixture(scope="module")
def there(hall: Hall) -> dict[str, str]:
    return found_addresses(hall)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Registered:
    return registered(Running(tmp_path_factory.mktemp("registered"), **PROVIDER))


def named(hall: Hall) -> dict[str, str]:
    own = {"session_id": hall.session, "session": hall.session, "code": hall.code}
    return VALUES | own


def test_whatever_can_be_asked_has_a_row_and_every_row_can_be_asked(known: Registered) -> None:
    assert sorted(known.routes ^ set(ROUTES)) == []
    assert sorted(known.pages ^ set(PAGES)) == []
    assert sorted(set(known.callbacks) ^ set(CALLBACKS)) == []
    messages = {f"op {kind}" for kind in OPERATIONS} | {f"cmd {name}" for name in COMMANDS}
    lines = {f"connect {role}" for role in ("phone", "stage", "desk")}
    assert sorted((known.events | messages | lines) ^ set(EVENTS)) == []


@pytest.mark.parametrize("asked", ROUTES)
def test_an_address_is_open_to_the_roles_of_its_row_and_to_nobody_else(
    hall: Hall, there: dict[str, str], asked: str
) -> None:
    method, rule = asked.split(" ", 1)
    address = there.get(asked) or address_of(rule, named(hall)) + f"?city={HERE}"
    for who in Who:
        answer = hall.asked(who, method, address, **json_for(rule))
        without_key = ROUTES[asked].action == "key"
        assert is_refused(answer) is (without_key or who not in ROUTES[asked].who), (who, answer)
    for who in hall.elsewhere if ROUTES[asked].of in ("session", "city") else ():
        assert is_refused(hall.asked_elsewhere(who, method, address, **json_for(rule))), who


def json_for(rule: str) -> dict[str, Any]:
    """A callback of its own right is asked for below; here it must only reach the address."""
    return {"json": {"output": "none"}} if rule == CALLBACK else {}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_drawn_for_the_roles_of_its_row_and_for_nobody_else(
    hall: Hall, known: Registered, page: str
) -> None:
    path = address_of(page, named(hall))
    for who in Who:
        asks = "?lang=en" + (f"&key={hall.stage_key}" if who is Who.STAGE else "")
        asks += "&replay=1" if page.startswith("/stage") and who in SIGNED_IN else ""
        body = known.callbacks["dash.dash.update"].body({"pathname_": path, "search_": asks})
        answer = hall.asked(who, "POST", CALLBACK, json=body)
        assert is_refused(answer) is (who not in PAGES[page].who), (who, answer.text[:300])
    for who in hall.elsewhere if PAGES[page].of == "session" else ():
        body = known.callbacks["dash.dash.update"].body({"pathname_": path, "search_": "?lang=en"})
        assert is_refused(hall.asked_elsewhere(who, "POST", CALLBACK, json=body)), who


@pytest.mark.parametrize("name", CALLBACKS)
def test_a_callback_answers_the_roles_of_its_row_and_nobody_else(
    hall: Hall, known: Registered, name: str
) -> None:
    data = {"session": hall.session}
    values = named(hall) | {"data": data, "pathname_": "/explore", "search_": ""}
    body = known.callbacks[name].body(values)
    for who in Who:
        answer = hall.asked(who, "POST", CALLBACK, json=body)
        assert is_refused(answer) is (who not in CALLBACKS[name].who), (who, answer.text[:300])
    for who in hall.elsewhere if CALLBACKS[name].of else ():
        assert is_refused(hall.asked_elsewhere(who, "POST", CALLBACK, json=body)), who


@pytest.mark.parametrize("role", ["phone", "stage", "desk"])
def test_a_line_opens_for_the_role_of_its_row_and_for_nobody_else(hall: Hall, role: str) -> None:
    for who in Who:
        line = hall.connects(who, hall.cookies[who], role)
        assert (line is not None) is (who in EVENTS[f"connect {role}"].who), who
        if line is not None:
            line.disconnect()
    for who in hall.elsewhere:
        assert hall.connects(who, hall.elsewhere[who], role) is None


LINES = {Who.PARTICIPANT: "phone", Who.STAGE: "stage"}
LINES |= {Who.FACILITATOR: "desk", Who.ADMINISTRATOR: "desk"}


@pytest.fixture(scope="module")
def lines(hall: Hall) -> Iterator[dict[Who, socketio.Client]]:
    """A line for each role that has one at all: the others were refused it above."""
    opened = {who: hall.connects(who, hall.cookies[who], role) for who, role in LINES.items()}
    assert all(opened.values())
    yield {who: line for who, line in opened.items() if line is not None}
    for line in opened.values():
        line.disconnect()


@pytest.mark.fault("F55")
def test_a_message_is_taken_from_the_roles_of_its_row_and_from_nobody_else(
    hall: Hall, lines: dict[Who, socketio.Client]
) -> None:
    for asked, row in EVENTS.items():
        event, _, name = asked.partition(" ")
        if event != "connect":
            for who, line in lines.items():
                answer = line.call(event, message(event, name), timeout=10)
                forbidden = answer.get("code") == "forbidden"
                assert forbidden is (who not in row.who), (asked, who, answer)
    log = (hall.server.folder / "log/server.log").read_text()
    for role in ("phone", "stage"):
        assert log.count(f"not open to a {role}") == 1


def message(event: str, name: str) -> dict[str, Any]:
    if event == "join":
        return {}
    kind = "do" if event == "op" else "name"
    return {"op_id": operation_id(), kind: name}
