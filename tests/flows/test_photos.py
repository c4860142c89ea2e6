"""Photos on pins over real requests: made anew, held, shown once approved, gone with their pin."""

from __future__ import annotations

import base64
import io
import json
import re
import struct
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image

from tests.people import Desk, Phone, Stage, post
from tests.product import Running
from tests.rooms import Rooms
from tests.workshop.builders import step

MARK = b"62.4722N-PLANTED"


def jpeg(side: int = 2400, **more: Any) -> bytes:
    """A photo as a phone takes it: where it was taken, a comment, lying on its side."""
    picture = Image.new("RGB", (side, side // 2), "teal")
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif[0x010F] = MARK.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (62.0, 28.0, 20.0)})
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=MARK, icc_profile=MARK, **more)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of a few kilobytes that unpacks to a hundred million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = zlib.compress(bytes(10_000 * 1251), 9)
    head = struct.pack(">IIBBBBB", 10_000, 10_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1" + bytes(200)


class Room:
    def __init__(self, house: Rooms) -> None:
        ready, server, self.cookies = house.take(), house.server, house.cookies
        session, self.key = ready.session, ready.stage_key
        self.server, self.session = server, session
        self.desk = Desk(server, session.id, self.cookies)
        self.stage = Stage(server, session.id, self.key)
        self.phone = Phone(server, session.code)
        assert self.desk.cmd("open_step", step="pins")["ok"]
        self.phone.until(lambda v: v["round"])

    def pin(self, **more: str) -> str:
        placed = self.phone.op("pin", lat=62.47, lon=6.2, category="good", **more)
        assert placed["ok"], placed
        return placed["id"]

    def send(self, photo: bytes, pin: str, phone: Phone | None = None) -> requests.Response:
        return requests.post(
            f"{self.server.url}/photo?code={self.session.code}&pin={pin}",
            data=photo,
            headers={"Origin": self.server.url},
            cookies=(phone or self.phone).cookies,
            timeout=30,
        )

    def get(self, name: str, cookies: dict[str, str] | None = None, key: str = "") -> Any:
        address = f"{self.server.url}/photo/{self.session.id}/{name}?key={key}"
        return requests.get(address, cookies=cookies, timeout=10)

    def sees(self, name: str, **how: Any) -> bool:
        """Whether somebody gets the photo, and not a way to sign in or a page of words."""
        return self.get(name, **how).headers["Content-Type"] == "image/jpeg"

    def receipt(self, phone: Phone) -> str:
        address = f"{self.server.url}/j/{self.session.code}/receipt"
        return post(address, {}, self.server.url, phone.cookies)[0]["receipt"]

    def shown(self, receipt: str, item: str = "") -> str:
        """The page for a receipt, in a browser without cookies."""
        address = f"{self.server.url}/receipt/{self.session.id}"
        headers = {"Origin": self.server.url, "Accept-Language": "en"}
        sent = {"receipt": receipt, "item": item}
        return requests.post(address, data=sent, headers=headers, timeout=10).text

    def files(self) -> list[Path]:
        folders = ("photos", "keys")
        return [p for f in folders for p in self.server.folder.glob(f"{f}/{self.session.id}*/*")]


@pytest.fixture(scope="module")
def house(server: Running) -> Rooms:
    settings = {"categories": [{"id": "good", "text": {"nb": "bra"}}], "per_person": 20}
    steps = [step("pins", "pins", settings=settings | {"photos": True})]
    steps.append(step("pins", "plain", settings=settings))
    return Rooms(server, steps, 4)


@pytest.fixture
def room(house: Rooms) -> Room:
    return Room(house)


@pytest.mark.fault("F59", "T8")
def test_a_photo_is_made_anew_without_place_or_name_and_others_are_refused(room: Room):
    pin = room.pin()
    sent = room.send(jpeg() + b"<script>alert(1)</script>" + MARK, pin).json()
    assert sent["ok"], sent
    answer = room.get(sent["photo"], room.phone.cookies)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    made = Image.open(io.BytesIO(answer.content))
    assert made.format == "JPEG" and made.size == (800, 1600), "turned upright, and small"
    assert not made.getexif() and "icc_profile" not in made.info and "comment" not in made.info
    assert MARK not in answer.content and b"<script>" not in answer.content
    stored = [path.read_bytes() for path in room.files()]
    assert len(stored) == 2 and not [each for each in stored if answer.content[:64] in each]
    began = time.monotonic()
    for hostile, why in ((bomb(), "photo_large"), (SVG, "photo_kind"), (HEIC, "photo_kind")):
        assert room.send(hostile, pin).json()["code"] == why
    assert room.send(b"\xff\xd8" + bytes(400), pin).json()["code"] == "photo_kind"
    assert time.monotonic() - began < 15
    assert requests.get(room.server.url + "/healthz", timeout=1).ok
    assert len(room.files()) == 2


@pytest.mark.fault("T8", "T10")
def test_a_photo_is_seen_by_its_own_phone_and_the_desk_and_by_the_stage_once_approved(room: Room):
    pin = room.pin(text="her er det mørkt")
    name = room.send(jpeg(400), pin).json()["photo"]
    other = Phone(room.server, room.session.code)
    assert room.sees(name, cookies=room.phone.cookies) and room.sees(name, cookies=room.cookies)
    assert not room.sees(name) and not room.sees(name, cookies=other.cookies)
    assert not room.sees(name, key=room.key)
    assert room.send(jpeg(400), pin, other).status_code != 200
    assert room.desk.cmd("reveal")["ok"]
    room.stage.until(lambda v: v["results"] and v["results"]["count"] == 1)
    assert name not in json.dumps(room.stage.views)
    row = room.desk.view["moderation"][0]
    assert (row["photo"], row["state"]) == (name, "pending")
    assert room.desk.cmd("moderate", text_ids=[pin], verdict="approve")["ok"]
    shown = room.stage.until(lambda v: v["results"]["pins"][0].get("photo"))
    assert shown["results"]["pins"][0]["photo"] == name
    assert room.sees(name, key=room.key) and not room.sees(name, cookies=other.cookies)
    assert name not in json.dumps(room.phone.views), "other phones get no photos"
    assert room.desk.cmd("refuse_photo", text_id=pin)["ok"]
    view = room.stage.until(lambda v: not v["results"]["pins"][0].get("photo"))
    assert view["results"]["pins"][0]["text"] == "her er det mørkt", "the words stay"
    assert not room.sees(name, key=room.key)


@pytest.mark.fault("T8")
def test_a_photo_goes_with_its_pin_and_where_none_is_asked_for_none_is_taken(room: Room):
    pin = room.pin()
    first = room.send(jpeg(400), pin).json()["photo"]
    second = room.send(jpeg(400), pin).json()["photo"]
    assert first != second and not room.sees(first, cookies=room.phone.cookies)
    assert room.phone.op("delete", item=pin)["ok"]
    end = time.monotonic() + 10
    while room.files():
        assert time.monotonic() < end, room.files()
    assert room.desk.cmd("open_step", step="plain")["ok"]
    room.phone.until(lambda v: v["step"]["id"] == "plain")
    assert room.send(jpeg(400), room.pin()).json()["code"] == "forbidden"
    assert room.files() == []


@pytest.mark.fault("T8")
def test_a_receipt_shows_ones_own_photo_and_deletes_it_also_after_the_end(room: Room):
    pin, other = room.pin(text="her er det mørkt"), Phone(room.server, room.session.code)
    name = room.send(jpeg(400), pin).json()["photo"]
    room.desk.until(lambda v: v["moderation"] and v["moderation"][0]["photo"])
    assert room.desk.cmd("close_session")["ok"]
    assert not room.sees(name)
    mine = room.receipt(room.phone)
    page = room.shown(mine)
    sent = re.findall(r'src="data:image/jpeg;base64,([^"]+)"', page)
    assert len(sent) == 1 and Image.open(io.BytesIO(base64.b64decode(sent[0]))).format == "JPEG"
    assert "data:image/jpeg" not in room.shown(room.receipt(other))
    assert "could not be deleted" in room.shown(room.receipt(other), f"photo/{pin}")
    after = room.shown(mine, f"photo/{pin}")
    assert "It is deleted." in after and "data:image/jpeg" not in after
    assert "her er det mørkt" in after, "the pin and its words stay"
    end = time.monotonic() + 10
    while room.files():
        assert time.monotonic() < end, room.files()
