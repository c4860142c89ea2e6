"""Who may talk to the server, how much they may send and how long they may take."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
import requests

from tests.house.asking import asked, handshake
from tests.product import Running
from workshop.server import headers, listen
from workshop.settings import read_settings

# Those who stop in the middle begin first, and are waited for at the end: others go on meanwhile.
pytestmark = pytest.mark.usefixtures("stopped")


@pytest.fixture(scope="module")
def stopped(server: Running) -> Iterator[dict[str, Future[float]]]:
    """How long each who sends a part and then nothing is kept."""
    host, url = f"127.0.0.1:{server.port}", server.url
    post = f"POST / HTTP/1.1\r\nHost: {host}\r\nContent-Length: 9\r\n"
    begun = {
        "nothing": "",
        "half a header": f"GET / HTTP/1.1\r\nHost: {host}\r\n",
        "half a body": f"{post}Origin: {url}\r\n\r\nx",
        "half a body from elsewhere": f"{post}\r\n",
    }
    with connections(server, len(begun)) as lines, ThreadPoolExecutor(len(begun)) as threads:
        sent = zip(begun, lines, begun.values(), strict=True)
        yield {name: threads.submit(kept, line, text) for name, line, text in sent}
        for line in lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


def kept(line: socket.socket, text: str) -> float:
    started = time.monotonic()
    line.sendall(text.encode())
    while line.recv(65536):
        pass
    return time.monotonic() - started


@pytest.mark.fault("F43", "T1")
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:1", "", "localhost"])
def test_a_host_that_is_not_ours_is_refused(host: str, server: Running) -> None:
    answer = asked(server, "/", Host=host)
    assert answer.status_code == 400


@pytest.mark.fault("F43", "T1")
def test_a_forwarded_host_changes_nothing(server: Running) -> None:
    answer = asked(server, "/join?code=abcdef", **{"X-Forwarded-Host": "evil.example"})
    assert answer.headers["Location"] == "/j/ABCDEF"


@pytest.mark.fault("T19")
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 405),
        ({"Origin": "ours"}, 405),
    ],
)
def test_only_our_own_pages_may_change_something(
    headers: dict[str, str], status: int, server: Running
) -> None:
    if headers.get("Origin") == "ours":
        headers = {"Origin": server.url}
    # The first page takes no POST: 405 means that the request got as far as the app.
    assert requests.post(server.url + "/", headers=headers, timeout=20).status_code == status


HANDSHAKES = [
    ({}, 403),
    ({"Origin": "null"}, 403),
    ({"Origin": "https://evil.example"}, 403),
    ({"Origin": "{url}", "Host": "evil.example"}, 400),
    ({"Origin": "https://evil.example", "X-Forwarded-Host": "evil.example"}, 403),
    ({"Origin": "https://evil.example", "Host": "evil.example"}, 400),
    ({"Origin": "{url}"}, 101),
]


@pytest.mark.fault("F43", "T1")
@pytest.mark.parametrize(("headers", "status"), HANDSHAKES)
def test_only_our_own_pages_may_open_a_socket(
    headers: dict[str, str], status: int, server: Running, line: socket.socket
) -> None:
    told = {"Host": f"127.0.0.1:{server.port}"} | {
        name: value.format(url=server.url) for name, value in headers.items()
    }
    assert handshake(line, told) == status


@pytest.mark.fault("F43", "T1")
def test_behind_a_proxy_the_public_address_is_ours_and_plain_http_is_not(
    server_in: Callable[..., Running],
) -> None:
    one = server_in(PUBLIC_URL="https://workshop.example.org")
    one.start(pages=False)
    for origin, status in (("https", 101), ("http", 403)):
        told = {"Host": "workshop.example.org", "Origin": f"{origin}://workshop.example.org"}
        with socket.create_connection(("127.0.0.1", one.port), timeout=20) as line:
            assert handshake(line, told) == status
    answer = asked(one, "/?lang=sv", Host="workshop.example.org")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


def test_a_socket_opens_at_its_own_address_only(server: Running, line: socket.socket) -> None:
    told = {"Host": f"127.0.0.1:{server.port}", "Origin": server.url}
    assert handshake(line, told, "/healthz") == 400


@pytest.mark.fault("F57", "T12")
def test_long_polling_is_not_offered(server: Running) -> None:
    answer = asked(server, "/socket.io/?EIO=4&transport=polling", Origin=server.url)
    assert answer.status_code == 400


@pytest.mark.fault("F43", "T1")
@pytest.mark.parametrize(
    ("address", "status"),
    [("10.0.0.9", None), ("::ffff:10.0.0.9", None), ("127.0.0.1", 400), ("192.168.1.4", 400)],
)
def test_past_a_named_proxy_nobody_gets_in(
    address: str, status: int | None, tmp_path: Path
) -> None:
    told = {"DATA_DIR": str(tmp_path), "TRUSTED_PROXIES": "10.0.0.0/24, ::1"}
    settings = read_settings({**told, "PUBLIC_URL": "https://workshop.example.org"}, tmp_path)
    environ = {
        "REMOTE_ADDR": address,
        "HTTP_HOST": "workshop.example.org",
        "HTTP_X_FORWARDED_FOR": "10.0.0.9",
        "PATH_INFO": "/",
        "REQUEST_METHOD": "GET",
    }
    assert headers.refusal(environ, settings) == status


# How much and how long


def test_a_body_that_is_too_large_is_refused_before_it_is_read(server: Running) -> None:
    answer = requests.post(
        server.url + "/j/ABCDEF/join",
        data=b"x" * (2 * 1024 * 1024),
        headers={"Origin": server.url, "Content-Type": "application/json", "Accept-Language": "nb"},
        timeout=20,
    )
    assert answer.status_code == 413
    assert answer.json()["code"] == "http_413"
    assert answer.json()["text"].startswith("Det er for stort. Det kan være på høyst 1 MB.")


def test_a_form_within_the_limit_is_answered_as_a_form(server: Running) -> None:
    """Flask has a limit of its own for forms, lower than the one that people are told of."""
    sent = {"email": "x" * 700_000, "password": "x", "form": ""}
    answer = requests.post(
        f"{server.url}/sign-in", sent, headers={"Origin": server.url}, timeout=20
    )
    assert answer.status_code == 400


def test_an_endless_body_is_cut_off(server: Running) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 65536

    answer = requests.post(
        server.url + "/j/ABCDEF/join", data=endless(), headers={"Origin": server.url}, timeout=30
    )
    assert answer.status_code == 413


@pytest.mark.fault("T12")
def test_an_upload_that_says_it_is_too_large_is_answered_at_once(
    server: Running, line: socket.socket
) -> None:
    head = f"POST /import/upload HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nOrigin: {server.url}"
    began = time.monotonic()
    line.sendall(f"{head}\r\nContent-Length: 200000000\r\n\r\n".encode() + b"x" * 100_000)
    assert line.recv(64).split()[1] == b"413"
    assert time.monotonic() - began < 1


@pytest.mark.fault("F57", "T12")
@pytest.mark.alone
def test_four_hundred_half_open_connections_do_not_hold_up_the_others(server: Running) -> None:
    with connections(server, 400) as held:
        for one in held:
            one.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
        waits = [seconds_for_health(server) for _ in range(40)]
    assert sorted(waits)[37] <= 0.2


@pytest.mark.alone
@pytest.mark.fault("F57", "T12")
def test_three_thousand_handshakes_for_long_polling_hold_nobody_up(server: Running) -> None:
    host = f"Host: 127.0.0.1:{server.port}\r\nOrigin: {server.url}"
    asked_for = f"GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\n{host}\r\n\r\n".encode()
    waits: list[float] = []
    with connections(server, 30) as flood:
        for _ in range(100):
            for one in flood:
                one.sendall(asked_for)
            waits.append(seconds_for_health(server))
    assert sorted(waits)[94] <= 0.2
    assert server.process is not None
    threads = len(list(Path(f"/proc/{server.process.pid}/task").iterdir()))
    assert threads <= 60, threads


@contextmanager
def connections(server: Running, many: int) -> Iterator[list[socket.socket]]:
    """That many bare connections, closed afterwards."""
    with ExitStack() as opened:
        yield [
            opened.enter_context(socket.create_connection(("127.0.0.1", server.port), 20))
            for _ in range(many)
        ]


def seconds_for_health(server: Running) -> float:
    started = time.monotonic()
    assert asked(server, "/healthz").status_code == 200
    return time.monotonic() - started


@pytest.mark.fault("F57", "T12")
def test_handshakes_and_open_sockets_have_an_end(tmp_path: Path) -> None:
    settings = read_settings({"DATA_DIR": str(tmp_path), "PORT": "1024"}, tmp_path)
    with socket.socket() as unused:
        server = listen.Listener(settings, lambda *_: [], unused)
        many = int(listen.HANDSHAKES_BURST)
        assert all(server.may_shake_hands() for _ in range(many))
        assert not all(server.may_shake_hands() for _ in range(many))
        roomy = listen.Listener(settings, lambda *_: [], unused)
        roomy.clients = dict.fromkeys(range(listen.SOCKETS))
        assert not roomy.may_shake_hands()


@pytest.mark.fault("F57", "T12")
def test_senders_that_stop_are_let_go_within_fifteen_seconds(
    stopped: dict[str, Future[float]],
) -> None:
    held = {name: seconds.result(timeout=20) for name, seconds in stopped.items()}
    assert len(held) == 4 and max(held.values()) < 15, held
