"""A page that computes for seconds holds up nobody's vote: pages never run on the loop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from bench.serving import BURN
from tests.people import Phone, post
from tests.product import Prepared, Running
from tests.workshop.builders import step

BURN_S = 4.0


@pytest.mark.alone
def test_votes_are_answered_while_a_page_burns_the_processor(
    server_in: Callable[..., Running],
):
    server = server_in(program="bench.serving")
    with Prepared(server) as before:
        session = before.session([step("statements", "quick")])
        before.workshop.command(session.id, "next")
    server.start()
    phone = Phone(server, session.code)
    burning = dict(BURN, inputs=[{"id": "bench-burn", "property": "data", "value": BURN_S}])
    address = f"{server.url}/_dash-update-component"
    page = threading.Thread(target=post, args=(address, burning, server.url))
    page.start()
    took: list[float] = []
    while page.is_alive() and len(took) < 20:
        began = time.monotonic()
        assert phone.op("ballot", item="a", value="agree")["ok"]
        took.append(time.monotonic() - began)
    page.join()
    # On the loop, the first vote would have waited for the whole page.
    assert len(took) >= 10 and max(took) < BURN_S / 2, took
