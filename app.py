"""Reads the settings, builds the parts, joins them, serves. Nothing imports this module."""

from __future__ import annotations

import gc
import os
import sys

# Socket.IO's client, which no server uses, would load a whole HTTP library, and the log, where it
# is installed, one for colours on a terminal: they go without.
UNUSED = ("requests", "rich")
if __name__ == "__main__":  # people wait for the start
    # What is loaded stays: to search it for rubbish meanwhile is time lost.
    gc.disable()
    sys.modules |= dict.fromkeys(UNUSED)  # pyright: ignore[reportArgumentType]

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from pathlib import Path
from socket import socket

import gevent
import structlog
from flask import Blueprint
from gevent.event import Event

from dashboards import _geo
from dashboards._services import Services
from data import queries
from data.accounts import Accounts
from data.backup_keeper import BackupKeeper
from data.binding import Binder
from data.errors import DataError
from data.library import Library
from data.log_store import LogStore
from data.models.parts import TwinParts
from data.phone_places import phone_places
from data.photos.keeper import PhotoKeeper
from data.photos.making import made_anew
from data.photos.store import PhotoStore
from data.retention.keeper import Keeper
from data.retention.night import Night
from data.shown import ShownFacts
from workshop.access import Doors
from workshop.phone import make_kiosk, make_phone, make_photos, make_receipts
from workshop.server.front import make_front
from workshop.server.listen import Listener, open_port
from workshop.server.log import start_log
from workshop.server.switch import Switch
from workshop.service import Workshop
from workshop.settings import Settings, SettingsError, hold, read_settings
from workshop.signin import make_signin
from workshop.signin_doors import SignIn
from workshop.sockets import Sockets

if __name__ == "__main__":
    for unused in UNUSED:
        del sys.modules[unused]

HOME = Path(__file__).resolve().parent
# How long one thread may keep the interpreter while another waits: short, so that a page that
# computes for a second delays a vote by milliseconds (docs/decisions/0001).
SWITCH_SECONDS = 0.0002
GOODBYE_SECONDS = 4.0
PEOPLE_FIRST_SECONDS = 0.3  # for those who come back at once, before the pages take a processor
PREPARE_AFTER_SECONDS = 10.0
FAREWELL_SECONDS = 0.1  # for the last answers to leave before their lines are closed

log = structlog.get_logger("app")


def main(arguments: Sequence[str]) -> int:
    try:
        settings = read_settings(os.environ, HOME)
        held = hold(settings.data_dir)
        listening = open_port(settings)
    except SettingsError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    sys.setswitchinterval(SWITCH_SECONDS)
    stop_log = start_log(settings.data_dir)
    try:
        serve(settings, listening, example="--example" in arguments)
    except DataError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    except Exception as fault:  # the last one who can answer: a sentence here, the rest in the log
        log.error("server_failed", exc_info=fault)
        return 1
    finally:
        stop_log()
        held.close()
    return 0


def serve(settings: Settings, listening: socket, example: bool) -> None:
    """Sockets first; the pages follow on a thread of their own; then until told to stop."""
    # As while loading, and for whoever serves from a program of their own.
    gc.disable()
    services = make_services(settings)
    # Sessions are opened while this thread makes the rest, and audited when people are answered.
    opening = ThreadPoolExecutor(1).submit(services.workshop.start, audits=False)
    sockets = Sockets(settings, services.workshop, services.doors)
    services.doors.signin.on_sign_out(sockets.close_login)
    keeper = PhotoKeeper(services.workshop, PhotoStore(settings.data_dir))
    front = make_front(
        settings,
        services,
        made_blueprints(services, keeper.store),
        lambda: switch.pages is not None,
    )
    sockets.attach(front)
    switch = Switch(settings, front)
    server = Listener(settings, switch, listening)
    opening.result()
    backups, binder = start_backups(services), Binder(services.workshop, services.twin)
    binder.start()
    server.start()
    sockets.start()
    keeper.start()
    threading.Thread(target=open_rest, args=(services, binder), name="opener", daemon=True).start()
    mount_soon(switch, services, example)
    wait_for_goodbye()
    server.stop_accepting()
    with suppress(gevent.Timeout), gevent.Timeout(GOODBYE_SECONDS):
        # The writer answers what has queued: it needs the loop for that, and the lines still open.
        stop_in_turn(services.night.stop, services.workshop.settle)
        stop_in_turn(*(each.stop for each in (sockets.publisher, keeper, binder)))
        gevent.sleep(FAREWELL_SECONDS)
        server.goodbye()
        # What has changed is copied before its file is closed, and nobody waits for the copies.
        stop_in_turn(backups.stop, services.workshop.stop)
        stop_in_turn(services.accounts.close, services.twin.close)
    log.info("stopped")


def open_rest(services: Services, binder: Binder) -> None:
    services.workshop.open_rest()
    binder.catch_up()


def stop_in_turn(*stops: Callable[[], object]) -> None:
    """Each on a thread, so that the loop goes on."""
    for stop in stops:
        gevent.get_hub().threadpool.apply(stop)


def mount_soon(switch: Switch, services: Services, example: bool) -> None:
    # Dash keeps a context of its own, made by the thread that first imports it: hand it on.
    context = copy_context()
    mounting = (mount, switch, services, example)
    threading.Thread(target=context.run, args=mounting, daemon=True).start()


def made_blueprints(services: Services, photos: PhotoStore) -> list[Blueprint]:
    """What the light app answers."""
    settings, library = services.settings, services.library
    workshop, doors = services.workshop, services.doors
    return [
        make_phone(settings, workshop, doors, partial(phone_places, library)),
        make_kiosk(workshop, doors),
        make_photos(workshop, doors, photos, made_anew),
        make_receipts(settings, workshop, doors, photos),
        _geo.routes,
        make_signin(doors.signin, partial(city_names, library)),
    ]


def start_backups(services: Services) -> BackupKeeper:
    keeper = BackupKeeper(services.logs)
    services.workshop.observe(keeper.changed)
    keeper.start()
    return keeper


def make_services(settings: Settings) -> Services:
    library = Library(settings.data_dir)
    logs = LogStore(settings.data_dir)
    twin = TwinParts(settings.data_dir, library, settings.fit_models)
    workshop = Workshop(logs, ShownFacts(library, twin))
    accounts = Accounts(settings.data_dir)
    doors = Doors(settings, SignIn(settings, accounts), workshop.pepper, workshop.device_ended)
    keeper = Keeper(workshop, library, settings.data_dir, settings.archive_without_tick)
    night = Night(keeper)
    workshop.observe(night.observe)
    return Services(settings, workshop, library, accounts, doors, logs, keeper, night, twin)


def city_names(library: Library) -> dict[str, dict[str, str]]:
    return {city.id: city.names for city in queries.cities(library)}


def mount(switch: Switch, services: Services, example: bool) -> None:
    """Imports and mounts the pages, then says on the terminal where everything is."""
    time.sleep(PEOPLE_FIRST_SECONDS)
    try:
        # These take a second to import; the sockets go first.
        from dashboards._shell import make_pages  # noqa: PLC0415
        from dashboards._welcome import welcome  # noqa: PLC0415

        pages, scripts = make_pages(services)
        sys.stdout.write(welcome(services, example))
        sys.stdout.flush()
        # Dash asks every answer's values whether they are pandas': half imported, it would fail.
        import pandas  # noqa: F401, PLC0415

        switch.mount(pages, scripts)
        log.info("pages_mounted")
        services.night.start()
        prepare_later(services)
    except Exception as fault:  # the sockets must go on without the pages
        log.error("pages_failed", exc_info=fault)
    finally:
        settle()


def prepare_later(services: Services) -> None:
    """Models and the classes of maps: when everybody who waited for the start has been answered."""
    turn = threading.Timer(PREPARE_AFTER_SECONDS, prepare, (services,))
    turn.daemon = True
    turn.start()


def prepare(services: Services) -> None:
    if services.settings.fit_models:
        from layers import classify  # noqa: PLC0415  as the pages: after those who wait

        classify.warm()
    services.twin.prepare()


def settle() -> None:
    """What has been loaded stays: the collector need not walk through it, which stops everybody."""
    gc.collect()
    gc.freeze()
    gc.enable()


def wait_for_goodbye() -> None:
    told = Event()
    for number in (2, 15):  # SIGINT, SIGTERM
        gevent.signal_handler(number, told.set)
    told.wait()


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    # A page that still computes must not hold up the end; everything is on disk by now.
    os._exit(code)
