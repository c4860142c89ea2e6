"""Settings: what they give, and the one sentence for each that cannot be used."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from workshop import addresses
from workshop.settings import Settings, SettingsError, hold, read_settings

ROOT = Path(__file__).resolve().parents[2]
GOOD_KEY = "k7PqX2vRt9LmZ4wYc8NbH3sDf6GjA1eU"


def read(folder: Path, **environment: str) -> Settings:
    return read_settings({"DATA_DIR": str(folder), **environment}, folder)


def test_without_settings_the_server_is_for_this_machine_alone(tmp_path: Path) -> None:
    settings = read_settings({}, tmp_path)
    assert (settings.host, settings.port) == ("127.0.0.1", 8050)
    assert settings.public_url == "http://127.0.0.1:8050"
    assert settings.data_dir == tmp_path / "var"
    assert settings.hosts == ("127.0.0.1:8050", "localhost:8050", "[::1]:8050")


def test_a_public_address_feeds_hosts_origins_and_secure_cookies(tmp_path: Path) -> None:
    settings = read(tmp_path, PUBLIC_URL="https://Workshop.Example.org:443/")
    assert settings.public_url == "https://workshop.example.org"
    assert settings.hosts[0] == "workshop.example.org"
    assert settings.origins[0] == "https://workshop.example.org"
    assert settings.secure_cookies


def test_open_to_the_network_links_name_an_address_that_phones_reach(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "own", lambda: ("192.168.1.20", "10.0.0.7"))
    settings = read(tmp_path, HOST="0.0.0.0", PORT="9000")  # noqa: S104
    assert settings.public_url == "http://192.168.1.20:9000"
    assert "10.0.0.7:9000" in settings.hosts
    assert "http://10.0.0.7:9000" in settings.origins


def test_an_address_of_the_sixth_version_is_written_as_browsers_write_it(tmp_path: Path) -> None:
    settings = read(tmp_path, HOST="::1", PORT="9000")
    assert settings.public_url == "http://[::1]:9000"
    assert settings.hosts[0] == "[::1]:9000"


def test_the_machines_own_addresses_are_private_ones() -> None:
    assert all(addresses.is_private(one) for one in addresses.own())
    assert not any(one.startswith("127.") for one in addresses.own())


@pytest.mark.parametrize(
    ("name", "private"),
    [
        ("192.168.0.4", True),
        ("10.1.2.3", True),
        ("::1", True),
        ("localhost", True),
        ("hall.local", True),
        ("8.8.8.8", False),
        ("workshop.example.org", False),
        ("2001:4860:4860::8888", False),
    ],
)
def test_private_and_public_names_are_told_apart(name: str, private: bool) -> None:
    assert addresses.is_private(name) is private


@pytest.mark.fault("T23")
def test_the_key_is_made_once_for_our_eyes_only_and_stays(tmp_path: Path) -> None:
    first = read(tmp_path).secret_key
    place = tmp_path / "secret_key"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert len(first) >= 32
    assert read(tmp_path).secret_key == first
    assert first.decode() not in repr(read(tmp_path))


def test_a_key_of_ones_own_is_used(tmp_path: Path) -> None:
    assert read(tmp_path, SECRET_KEY=GOOD_KEY).secret_key == GOOD_KEY.encode()
    assert not (tmp_path / "secret_key").exists()


WRONG = [
    ({"MODEL_SERVICES": "http://geo.example.org"}, "MODEL_SERVICES must be servers with commas"),
    ({"MODEL_SERVICES": "https://geo.example.org/ows"}, "MODEL_SERVICES must be servers"),
    ({"MODEL_SERVICES_INSIDE": "geo.local"}, "MODEL_SERVICES_INSIDE must be servers"),
    ({"PORT": "eighty"}, "PORT must be a number"),
    ({"PORT": "0"}, "PORT must be a number"),
    ({"PORT": "65536"}, "PORT must be a number"),
    ({"PUBLIC_URL": "workshop.example.org"}, "PUBLIC_URL must be a web address"),
    ({"PUBLIC_URL": "ftp://example.org"}, "PUBLIC_URL must be a web address"),
    ({"PUBLIC_URL": "http://[::"}, "PUBLIC_URL must be a web address"),
    ({"PUBLIC_URL": "https://me:pw@example.org"}, "PUBLIC_URL must be a web address"),
    ({"PUBLIC_URL": "https://example.org/app"}, "PUBLIC_URL must end after the host name"),
    ({"PUBLIC_URL": "http://example.org"}, "PUBLIC_URL must begin with https://"),
    ({"SECRET_KEY": "short"}, "SECRET_KEY must be at least 32"),
    ({"SECRET_KEY": "changeme" * 5}, "SECRET_KEY must be at least 32"),
    ({"SECRET_KEY": "a" * 64}, "SECRET_KEY must be at least 32"),
    ({"TRUSTED_PROXIES": "the proxy"}, "TRUSTED_PROXIES must be addresses"),
    ({"DATA_DIR": "/proc/nowhere"}, "DATA_DIR /proc/nowhere cannot be written"),
]


@pytest.mark.fault("T23")
@pytest.mark.parametrize(("environment", "sentence"), WRONG)
def test_a_setting_that_cannot_be_used_is_refused_in_one_sentence(
    environment: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings({"DATA_DIR": str(tmp_path), **environment}, tmp_path)
    assert str(refused.value).startswith(sentence)
    assert "\n" not in str(refused.value)


@pytest.mark.fault("T23")
@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"SECRET_KEY": "dev"}, "SECRET_KEY must be at least 32"),
        ({"PUBLIC_URL": "http://example.org"}, "PUBLIC_URL must begin with https://"),
        ({"HOST": "203.0.113.1"}, "The server cannot listen on 203.0.113.1"),
    ],
)
def test_a_start_that_fails_says_its_sentence_and_nothing_else(
    environment: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    said = start(tmp_path, **environment)
    assert said.startswith(sentence)
    assert said.count("\n") == 1


def test_a_port_in_use_is_said_with_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = start(tmp_path, PORT=str(port))
    assert said == (
        f"Port {port} is already in use: stop what uses it, or choose another with"
        f" PORT={port + 1}.\n"
    )


@pytest.mark.fault("F17")
def test_a_data_folder_in_use_is_said_with_what_to_do(tmp_path: Path) -> None:
    held = hold(tmp_path)
    said = start(tmp_path)
    held.close()
    assert said.startswith(f"Another server already uses the folder {tmp_path}")
    assert said.count("\n") == 1


def test_a_data_folder_is_free_again_when_its_holder_ends(tmp_path: Path) -> None:
    hold(tmp_path).close()
    hold(tmp_path).close()
    held = hold(tmp_path)
    with pytest.raises(SettingsError):
        hold(tmp_path)
    held.close()


def start(folder: Path, **environment: str) -> str:
    """What a start that fails says; it fails within seconds, with a code that is not 0."""
    settings = {"DATA_DIR": str(folder), "PORT": "0", **environment}
    if "PORT" not in environment:
        settings["PORT"] = str(free_port())
    done = subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 1
    assert not done.stdout
    return done.stderr


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
