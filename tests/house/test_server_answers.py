"""What every answer says, whatever was asked and in which language."""

from __future__ import annotations

import re
import socket

import pytest

from tests.house.asking import HTML, asked
from tests.product import Running

PATHS = (
    "/", "/healthz", "/readyz", "/assets/house.css", "/assets/nothing", "/sign-in", "/sign-out",
    "/invite/x", "/nothing", "/join?code=abcdef", "/j/ABCDEF", "/j/ABCDEF/qr.svg", "/explore",
    "/desk", "/review", "/import", "/people", "/account", "/stage/x?key=y", "/_dash-layout",
    "/words/shared.nb.json", "/socket.io/?EIO=4&transport=polling", "/explore?lang=sv",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_protects_its_reader(path: str, server: Running) -> None:
    headers = asked(server, path, **HTML, Origin=server.url).headers
    policy = headers["Content-Security-Policy"]
    assert "'unsafe-eval'" not in policy
    assert "'unsafe-inline'" not in re.search(r"script-src[^;]*", policy)[0]  # type: ignore[index]
    assert not re.search(r"https?:", policy)
    assert "frame-ancestors 'self'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] in ("no-referrer", "same-origin")
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert headers["X-Request-Id"]
    assert "Server" not in headers


def test_pages_allow_their_own_inline_scripts_by_hash_and_no_others(server: Running) -> None:
    answer = asked(server, "/explore", **HTML)
    allowed = re.search(r"script-src ([^;]*)", answer.headers["Content-Security-Policy"])
    assert allowed and "'sha256-" in allowed[1] and "unsafe" not in allowed[1]


def test_pages_do_not_say_which_versions_they_run(server: Running) -> None:
    text = asked(server, "/explore", **HTML).text
    assert "python_version" not in text
    assert "dash_version" not in text


@pytest.mark.parametrize("way", ["br", "gzip"])
def test_text_is_sent_small_to_whoever_takes_that(way: str, server: Running) -> None:
    small = asked(server, "/assets/house.css", **{"Accept-Encoding": way})
    whole = asked(server, "/assets/house.css", **{"Accept-Encoding": "identity"})
    assert small.headers["Content-Encoding"] == way
    assert int(small.headers["Content-Length"]) < len(whole.content) / 2
    assert small.content == whole.content
    assert "Accept-Encoding" in whole.headers["Vary"]


def test_a_marked_asset_is_kept_for_a_year_and_an_unmarked_one_asked_for_again(
    server: Running,
) -> None:
    page = asked(server, "/", **HTML).text
    marked = re.search(r"/assets/house\.css\?v=\w+", page)
    assert marked
    assert "max-age=31536000" in asked(server, marked[0]).headers["Cache-Control"]
    unmarked = asked(server, "/assets/house.css")
    assert unmarked.headers["Cache-Control"] == "no-cache"
    again = asked(server, "/assets/house.css", **{"If-None-Match": unmarked.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/assets/../app.py", "/assets/%2e%2e/app.py", "/assets/vendor"])
def test_nothing_outside_the_assets_is_served_as_one(path: str, server: Running) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        host = f"127.0.0.1:{server.port}"
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        assert line.recv(64).split()[1] == b"404"


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("nb", "Det er ingenting på denne adressen"),
        ("nn-NO", "Det er ingenting på denne adressa"),
        ("sv", "Det finns ingenting på den här adressen"),
        ("en", "There is nothing at this address"),
    ],
)
def test_a_wrong_address_is_told_in_the_readers_language(
    tag: str, sentence: str, server: Running
) -> None:
    answer = asked(server, "/nothing", **HTML, **{"Accept-Language": tag})
    assert answer.status_code == 404
    assert sentence in answer.text
    assert f'lang="{tag[:2]}"' in answer.text


def test_a_choice_of_language_is_kept_and_leaves_the_address_of_a_page(server: Running) -> None:
    answer = asked(server, "/explore?lang=sv&year=2024", **HTML)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/explore?year=2024"
    assert "lang=sv" in answer.headers["Set-Cookie"]
