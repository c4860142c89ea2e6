"""One server with somebody of every role, and everything that can be asked of it."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

import dash
import requests
import socketio
from flask import Flask
from socketio.exceptions import ConnectionError as NotConnected
from socketio.packet import Packet

from app import city_names, make_services
from dashboards import _geo
from dashboards._shell import make_pages
from data.phone_places import phone_places
from data.photos.making import made_anew
from data.photos.store import PhotoStore
from tests.people import post
from tests.product import Prepared, Running
from tests.workshop.builders import step
from workshop.model import Json
from workshop.people import People
from workshop.phone import make_kiosk, make_phone, make_photos, make_receipts
from workshop.roles import Who
from workshop.server.front import make_front
from workshop.server.guard import key
from workshop.signin import make_signin
from workshop.signin_doors import LOGIN_COOKIE
from workshop.sockets import Sockets

HERE, ELSEWHERE = "alesund", "baerum"
PASSWORD = "en stille morgen ved fjorden"  # noqa: S105
REFUSALS = ("This is not open to your account", "You are no longer signed in. Sign in")
REFUSALS += ("Sign in first", "This link does not open a stage")
SIGNED_IN = (Who.FACILITATOR, Who.OFFICIAL, Who.ADMINISTRATOR)


@dataclass
class Hall:
    """`cookies` of each role; `elsewhere` those of the same roles in another city."""

    server: Running
    session: str
    code: str
    stage_key: str
    cookies: dict[Who, dict[str, str]] = field(default_factory=lambda: {})
    elsewhere: dict[Who, dict[str, str]] = field(default_factory=lambda: {})
    ticket: str = ""

    def web(self, cookies: Mapping[str, str]) -> requests.Session:
        web = requests.Session()
        web.headers.update({"Origin": self.server.url, "Accept-Language": "en"})
        web.cookies.update(dict(cookies))
        return web

    def asked(self, who: Who, method: str, address: str, **more: Any) -> requests.Response:
        """The answer to somebody of a role; the stage shows its key in the address."""
        if who is Who.STAGE:
            address += f"{'&' if '?' in address else '?'}key={self.stage_key}"
        with self.web(self.cookies[who]) as web:
            return self._send(web, method, address, **more)

    def asked_elsewhere(self, who: Who, method: str, address: str, **more: Any) -> Any:
        with self.web(self.elsewhere[who]) as web:
            return self._send(web, method, address, **more)

    def _send(self, web: requests.Session, method: str, address: str, **more: Any) -> Any:
        how = {"timeout": 20, "allow_redirects": False} | more
        return web.request(method, self.server.url + address, **how)

    def people(self, act: str, email: str, cities: list[str]) -> requests.Response:
        """What an administrator does with the facilitator who has this address."""
        with self.web(self.cookies[Who.ADMINISTRATOR]) as web:
            page = web.get(f"{self.server.url}/people", timeout=20).text
            form = re.findall(r'name="form" value="([^"]+)"', page)[-1]
            whom = re.search(rf'{email}.*?name="whom" value="(\w+)"', page, re.DOTALL)
            assert whom, page
            sent = {"form": form, "act": act, "whom": whom[1], "role": Who.FACILITATOR}
            return self._send(web, "POST", "/people", data=sent | {"cities": cities})

    def connects(self, who: Who, cookies: Mapping[str, str], role: str) -> socketio.Client | None:
        """A socket that calls itself `role`, with all that `who` has to show; None if refused."""
        auth: Json = {"role": role, "session": self.session}
        if who is Who.PARTICIPANT:
            told, _ = post(
                f"{self.server.url}/j/{self.code}/ticket", {}, self.server.url, dict(cookies)
            )
            auth["ticket"] = told["ticket"]
        if who is Who.STAGE:
            auth["key"] = self.stage_key
        line = socketio.Client(reconnection=False)
        header = "; ".join(f"{name}={value}" for name, value in cookies.items())
        try:
            line.connect(self.server.url, {"Cookie": header}, auth=auth, transports=["websocket"])
        except NotConnected:
            line.eio.wait()
            return None
        return line


def open_hall(running: Running) -> Hall:
    with Prepared(running) as prepared:
        session = prepared.session([step("approval", "one")], HERE)
        assert prepared.workshop.command(session.id, "open_session").ok
        links = prepared.doors.links(session.id, session.code)
        hall = Hall(running, session.id, session.code, links.stage_key)
        hall.cookies = {who: {} for who in (Who.NOBODY, Who.STAGE)}
        people = People(prepared.doors.signin, lambda: {HERE: {}, ELSEWHERE: {}})
        admin = prepared.accounts.account(prepared.accounts.local_administrator())
        entry = prepared.doors.signin.admit(admin)
        hall.cookies[Who.ADMINISTRATOR] = {LOGIN_COOKIE: entry.cookie}
        for city, kept in ((HERE, hall.cookies), (ELSEWHERE, hall.elsewhere)):
            for who in (Who.FACILITATOR, Who.OFFICIAL):
                token = people.invite(entry.user, "Kari", who, [city])
                come = people.accept(token, "Kari", f"{who}@{city}.example", PASSWORD)
                kept[who] = {LOGIN_COOKIE: come.cookie}
    running.start()
    asked = {"language": "en"}
    _, cookies = post(f"{running.url}/j/{session.code}/join", asked, running.url)
    hall.cookies[Who.PARTICIPANT] = cookies
    return hall


@dataclass(frozen=True)
class Callback:
    """A callback as a browser asks for it: `values` by the name of the function's arguments."""

    name: str
    output: str
    inputs: list[Json]
    state: list[Json]
    arguments: tuple[str, ...]

    def body(self, values: Mapping[str, object]) -> Json:
        places = [*self.inputs, *self.state]
        given = [
            [] if '"ALL"' in str(place["id"]) else place | {"value": values.get(name)}
            for place, name in zip(places, self.arguments, strict=False)
        ]
        count = len(self.inputs)
        outputs = [
            {"id": one.rsplit(".", 1)[0], "property": one.rsplit(".", 1)[1]}
            for one in self.output.strip(".").split("...")
        ]
        return {
            "output": self.output,
            "outputs": outputs if self.output.startswith("..") else outputs[0],
            "inputs": given[:count],
            "state": given[count:],
            "changedPropIds": [],
        }


@dataclass(frozen=True)
class Registered:
    """All that the product answers to, read from its own registers."""

    routes: set[str]
    pages: set[str]
    callbacks: dict[str, Callback]
    events: set[str]


def registered(running: Running) -> Registered:
    """Makes the two apps and the sockets as app.py does, without serving them.

    Dash gives its callbacks to the first app of a process, so this is done once in a test run.
    """
    services = make_services(running.settings)
    library, doors = services.library, services.doors
    photos = PhotoStore(running.settings.data_dir)
    parts = [
        make_phone(services.settings, services.workshop, doors, partial(phone_places, library)),
        make_kiosk(services.workshop, doors),
        make_photos(services.workshop, doors, photos, made_anew),
        make_receipts(services.settings, services.workshop, doors, photos),
        _geo.routes,
        make_signin(doors.signin, partial(city_names, library)),
    ]
    front = make_front(services.settings, services, parts, lambda: True)
    # Sockets choose how every packet of the process is written; test clients write their own way.
    packets = cast(Any, Packet)
    written = packets.json
    io = cast(Any, Sockets(services.settings, services.workshop, doors).attach(front))
    packets.json = written
    pages, _ = make_pages(services)
    found = Registered(
        routes={*_routes(front), *_routes(pages)},
        pages={page["path_template"] or page["path"] for page in dash.page_registry.values()},
        callbacks={one.name: one for one in _callbacks()},
        events=set(io.server.handlers["/"]) - {"connect", "disconnect", "*"},
    )
    services.accounts.close()
    library.close()
    return found


def _routes(app: Flask) -> Iterable[str]:
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield key(method, rule.rule)


def _callbacks() -> Iterable[Callback]:
    for output, held in dash.get_app().callback_map.items():
        answers = held.get("callback")
        if answers is not None:
            name = f"{answers.__module__}.{answers.__name__}".removeprefix("dashboards.")
            arguments = tuple(inspect.signature(answers).parameters)
            inputs, state = _plain(held["inputs"]), _plain(held["state"])
            yield Callback(name, output, inputs, state, arguments)


def _plain(places: list[Json]) -> list[Json]:
    return [{"id": str(place["id"]), "property": place["property"]} for place in places]


def found_addresses(hall: Hall) -> dict[str, str]:
    """Addresses for the rows of which only the server knows what is there."""
    page = hall.asked(Who.NOBODY, "GET", "/explore").text
    shapes = next((hall.server.folder / "library").glob("geo-*/*.geojson"))
    suites = "/_dash-component-suites/"
    part = re.search(rf'"({suites}[^"]+)"', page)
    assert part, page
    return {
        "GET /assets/<path:name>": "/assets/house.css",
        "GET /j/script/<name>": "/j/script/later.js",
        "GET /geo/<int:version>/<name>": f"/geo/{shapes.parent.name[4:]}/{shapes.name}",
        f"GET {suites}<string:package_name>/<path:fingerprinted_path>": part[1],
    }


def address_of(rule: str, values: Mapping[str, str]) -> str:
    """An address that the rule answers: every argument gets its value, or one that does no harm."""
    chosen = re.sub(r"<any\('([^']+)'.*?\):\w+>", r"\1", rule)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values.get(found[1], "1"), chosen)


def is_refused(answer: requests.Response) -> bool:
    """Whether the gate said no: by its status, by sending to sign in, or in a page's words."""
    if answer.status_code in (401, 403, 404, 410):
        return True
    if answer.headers.get("Location", "").startswith("/sign-in?"):
        return True
    return "json" in answer.headers.get("Content-Type", "") and any(
        sentence in json.dumps(answer.json()) for sentence in REFUSALS
    )
