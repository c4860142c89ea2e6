"""The one way out: to whom the running product may speak, and that nothing goes past it."""

from __future__ import annotations

import ast
import http.server
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from workshop.server import outgoing
from workshop.server.outgoing import Outgoing, OutgoingError

ROOT = Path(__file__).resolve().parents[2]
JSON = "application/json"
# Names that somebody else's name server answers for, with addresses that are nobody's business.
NAMES = {
    "loop.example": "127.0.0.1",
    "six.example": "::1",
    "mapped.example": "::ffff:127.0.0.1",
    "wrapped.example": "64:ff9b::7f00:1",
    "cloud.example": "169.254.169.254",
    "office.example": "10.0.0.7",
    "carrier.example": "100.64.0.9",
    "nothing.example": "0.0.0.0",  # noqa: S104  an answer, not bound
}
DISGUISES = [
    *(f"https://{name}:{{port}}/wms" for name in NAMES),
    "https://127.0.0.1:{port}/wms",
    "https://2130706433:{port}/wms",
    "https://0x7f000001:{port}/wms",
    "https://0177.0.0.1:{port}/wms",
    "https://127.1:{port}/wms",
    "https://0:{port}/wms",
    "https://localhost:{port}/wms",
    "https://LOCALHOST:{port}/wms",
    "https://localhost.:{port}/wms",
    "https://[::1]:{port}/wms",
    "https://[::ffff:7f00:1]:{port}/wms",
    "https://[0:0:0:0:0:ffff:127.0.0.1]:{port}/wms",
    "https://maps.example@127.0.0.1:{port}/wms",
    "https://maps.example:443@127.0.0.1:{port}/",
    "https://maps.example#@127.0.0.1:{port}/",
    "https://127.0.0.1:{port}\\@maps.example/",
    "https://127。0。0。1:{port}/wms",
    "https://①②⑦.0.0.1:{port}/wms",
    "https://maps.example%00.127.0.0.1:{port}/",
    "https://maps.example\r\nHost: 127.0.0.1:{port}/",
    "http://127.0.0.1:{port}/wms",
    "http://maps.example:{port}/wms",
    "file:///etc/passwd?{port}",
    "gopher://127.0.0.1:{port}/_GET",
    "//127.0.0.1:{port}/wms",
]


class Trap(http.server.ThreadingHTTPServer):
    """A server on this machine that counts who comes, and answers as its path says."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.connections = 0
        self.asked: list[str] = []
        self.port = self.server_address[1]

    def get_request(self):  # noqa: ANN201  as its parent
        self.connections += 1
        return super().get_request()


class _Answering(http.server.BaseHTTPRequestHandler):
    @property
    def trap(self) -> Trap:
        assert isinstance(self.server, Trap)
        return self.server

    def do_GET(self) -> None:
        status = 302 if self.path == "/elsewhere" else 200
        kind = "text/html" if self.path == "/page" else JSON
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if status == 302:
            self.send_header("Location", f"http://127.0.0.1:{self.trap.port}/trapped")
        self.end_headers()
        if self.path == "/large":
            self.wfile.write(b" " * (outgoing.LARGEST + 1))
        elif self.path == "/slow":
            self._trickle()
        else:
            self.wfile.write(b'{"held": true}')

    do_POST = do_GET  # noqa: N815  the name that its parent looks for

    def _trickle(self) -> None:
        try:
            for _ in range(100):
                self.wfile.write(b" ")
                time.sleep(0.05)
        except OSError:
            return

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """The log of this server is a list that the tests read."""
        self.trap.asked.append(self.headers["Host"])


@pytest.fixture
def trap() -> Iterator[Trap]:
    with Trap() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def told(host: str, port: int) -> list[str]:
    return [NAMES[host]] if host in NAMES else outgoing.resolved(host, port)


def refused(out: Outgoing, url: str) -> str:
    with pytest.raises(OutgoingError) as caught:
        out.get(url, JSON)
    return caught.value.code


@pytest.mark.fault("F62", "T16")
@pytest.mark.parametrize("disguise", DISGUISES)
def test_no_disguise_of_an_address_of_our_own_network_is_asked(disguise: str, trap: Trap) -> None:
    """Even when somebody has put that very address, as it is written, on the list."""
    url = disguise.format(port=trap.port)
    allowed = ["https://maps.example", f"http://maps.example:{trap.port}"]
    for careless in (allowed, [*allowed, url]):
        try:
            out = Outgoing(careless, resolve=told)
        except OutgoingError:
            continue  # no origin at all: it cannot even be put there
        assert refused(out, url) in ("address", "host", "private", "scheme", "name")
    assert trap.connections == 0


@pytest.mark.fault("F62", "T16")
def test_a_name_with_one_private_address_among_public_ones_is_not_asked(trap: Trap) -> None:
    out = Outgoing(["https://two.example"], resolve=lambda *_: ["93.184.216.34", "127.0.0.1"])
    assert refused(out, "https://two.example/") == "private"


@pytest.mark.fault("F62", "T16")
def test_the_connection_goes_to_the_address_that_was_checked_and_the_name_is_asked_for_once(
    trap: Trap,
) -> None:
    answers = iter([["127.0.0.1"]])
    name = f"http://inside.example:{trap.port}"
    out = Outgoing([], private=[name], resolve=lambda *_: next(answers))
    assert out.get(f"{name}/a", JSON).body == b'{"held": true}'
    assert trap.asked == [f"inside.example:{trap.port}"]


@pytest.mark.fault("F62", "T16")
def test_a_redirect_is_not_followed(trap: Trap) -> None:
    out = Outgoing([], private=[f"http://127.0.0.1:{trap.port}"])
    assert refused(out, f"http://127.0.0.1:{trap.port}/elsewhere") == "redirect"
    assert trap.connections == 1


def test_what_was_allowed_is_asked_and_its_answer_given(trap: Trap) -> None:
    base = f"http://127.0.0.1:{trap.port}"
    out = Outgoing([], private=[base])
    assert out.get(f"{base}/a?b=c", JSON).status == 200
    assert out.post(f"{base}/token", JSON, {"code": "å&="}).body == b'{"held": true}'
    assert refused(out, f"http://127.0.0.1:{trap.port + 1}/") == "host"


@pytest.mark.fault("F62", "T16")
@pytest.mark.parametrize(
    ("path", "why"), [("/large", "size"), ("/page", "kind"), ("/slow", "time")]
)
def test_an_answer_is_limited_in_size_kind_and_time(
    path: str, why: str, trap: Trap, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "SECONDS", 0.5 if path == "/slow" else 5.0)
    base = f"http://127.0.0.1:{trap.port}"
    began = time.monotonic()
    assert refused(Outgoing([], private=[base]), base + path) == why
    assert time.monotonic() - began < 3


# Whatever can open a connection of its own. `data/sources` runs when data is built, never when
# people are served; the listener's own sockets only take.
CALLERS = {
    "requests", "urllib.request", "http.client", "httpx", "urllib3", "aiohttp", "ftplib", "smtplib",
    "authlib.integrations.requests_client", "authlib.integrations.httpx_client",
    "authlib.integrations.flask_client",
}  # fmt: skip
EXEMPT = ("workshop/server/outgoing.py", "data/sources/")


def test_nothing_that_serves_people_can_call_out_past_the_guard() -> None:
    found = []
    for room in ("app.py", "dashboards", "layers", "data", "workshop"):
        place = ROOT / room
        for path in [place] if place.is_file() else place.rglob("*.py"):
            name = str(path.relative_to(ROOT))
            if not name.startswith(EXEMPT):
                found += [f"{name}: {one}" for one in imported(path) & CALLERS]
    assert not found


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names
