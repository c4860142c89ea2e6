"""A request to the server, and a WebSocket that is asked for by hand."""

from __future__ import annotations

import socket

import requests

from tests.bare_line import SOCKET, ask_for_socket
from tests.product import Running

HTML = {"Accept": "text/html"}


def asked(server: Running, path: str, **headers: str) -> requests.Response:
    return requests.get(server.url + path, headers=headers, timeout=20, allow_redirects=False)


def handshake(line: socket.socket, headers: dict[str, str], path: str = SOCKET) -> int:
    """The status of the answer to who asks for a socket."""
    ask_for_socket(line, headers, path)
    return int(line.recv(64).split()[1])
