"""The product itself, started as its users start it, on a free port of this machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import requests

from data.accounts import Accounts
from data.library import Library
from data.log_store import LogStore
from data.models.parts import TwinParts
from data.shown import ShownFacts
from tests.built_library import ROOT, built_library
from workshop.access import Doors
from workshop.model import Session
from workshop.service import Workshop
from workshop.settings import Settings, read_settings
from workshop.signin_doors import SignIn

PATIENCE_S = 120.0  # a busy machine is slow; one that works does not wait for this


class Running:
    """A server process with a data folder of its own. `start`, `stop`, `kill`, `start` again."""

    def __init__(self, folder: Path, program: str = "app", **environment: str) -> None:
        self.folder = folder
        self.program = program
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        own = {"PORT": str(self.port), "DATA_DIR": str(folder), "FIT_MODELS": "no"}
        self._environment = os.environ | own
        self._environment |= environment
        self.process: subprocess.Popen[bytes] | None = None
        link_library(folder)

    @property
    def settings(self) -> Settings:
        return read_settings(self._environment, ROOT)

    def start(self, *arguments: str, pages: bool = True) -> float:
        """Start and wait until it answers; seconds until the sockets (or the pages) did."""
        began = time.monotonic()
        self.launch(*arguments)
        self.wait_for("/readyz" if pages else "/healthz")
        return time.monotonic() - began

    def launch(self, *arguments: str) -> None:
        with (self.folder / "stdout.txt").open("ab") as out:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", self.program, *arguments],
                cwd=ROOT,
                env=self._environment,
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def wait_for(self, path: str) -> None:
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if self.process is not None and self.process.poll() is not None:
                raise AssertionError(f"the server ended: {self.said()}")
            try:
                if requests.get(self.url + path, timeout=5).status_code == 200:
                    return
            except (requests.ConnectionError, requests.Timeout):
                pass
            time.sleep(0.02)
        raise AssertionError(f"{path} did not answer in time: {self.said()}")

    def stop(self, how: int = signal.SIGTERM) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(timeout=20)

    def kill(self) -> None:
        self.stop(signal.SIGKILL)

    def said(self) -> str:
        return (self.folder / "stdout.txt").read_text()


class Prepared:
    """What is put into a data folder before a server takes it: sessions and a way in."""

    def __init__(self, running: Running) -> None:
        self.settings = running.settings
        self.library = Library(self.settings.data_dir)
        self.twin = TwinParts(self.settings.data_dir, self.library)
        facts = ShownFacts(self.library, self.twin)
        self.workshop = Workshop(LogStore(self.settings.data_dir), facts)
        self.accounts = Accounts(self.settings.data_dir)
        signin = SignIn(self.settings, self.accounts)
        self.doors = Doors(self.settings, signin, self.workshop.pepper, self.workshop.device_ended)
        self.workshop.start()

    def __enter__(self) -> Prepared:
        return self

    def __exit__(self, *_: object) -> None:
        self.workshop.stop()
        self.twin.close()
        self.accounts.close()
        self.library.close()

    def session(self, steps: Sequence[dict[str, Any]], city: str = "alesund") -> Session:
        title = {"nb": "Prøve", "nn": "Prøve", "sv": "Prov", "en": "Trial"}
        session_id = self.workshop.create(city, title, list(steps), "nb", "tests")
        return self.workshop.state(session_id)

    def desk_link(self, to: str = "/desk") -> str:
        """A link that signs a browser in as administrator, once."""
        admin = self.accounts.local_administrator()
        return self.accounts.one_time_link(admin, to, self.settings.public_url)


def link_library(folder: Path) -> None:
    """The built library, read in place: tests that write to it make a copy of their own."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "library").exists():
        (folder / "library").symlink_to(built_library().resolve() / "library")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
