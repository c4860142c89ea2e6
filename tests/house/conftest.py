"""A server that runs the example workshop, and a bare connection to it."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.product import Running


@pytest.fixture(scope="module")
def server(example: Running) -> Running:
    return example


@pytest.fixture
def line(server: Running) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as opened:
        yield opened
