"""What a participant sees, takes away and takes back by a receipt, without the phone's cookie."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import requests

from tests.people import Desk, Phone, post
from tests.product import Running
from tests.rooms import Rooms
from tests.workshop.builders import agenda


class Room:
    """A session in which two people have answered and written."""

    def __init__(self, house: Rooms) -> None:
        server, session = house.server, house.take().session
        self.server, self.session = server, session
        self.address = f"{server.url}/receipt/{session.id}"
        self.desk = Desk(server, session.id, house.cookies)
        self.mine, self.other = Phone(server, session.code), Phone(server, session.code)
        self.desk.cmd("open_step", step="statements")
        for phone in (self.mine, self.other):
            phone.until(lambda v: v["round"])
            assert phone.op("ballot", item="a", value="agree")["ok"]
        self.desk.cmd("open_step", step="ideas")
        for phone, words in ((self.mine, "min egen idé"), (self.other, "en annens idé")):
            phone.until(lambda v: v["step"]["id"] == "ideas")
            assert phone.op("idea", text=words)["ok"]

    def receipt(self, phone: Phone) -> str:
        asked = f"{self.server.url}/j/{self.session.code}/receipt"
        told, _ = post(asked, {}, self.server.url, phone.cookies)
        assert (
            told["url"]
            == f"{self.server.settings.public_url}/receipt/{self.session.id}#" + told["receipt"]
        )
        return told["receipt"]

    def shown(self, receipt: str, web: requests.Session | None = None, **fields: str):
        """The page that a browser without any cookie gets for a receipt."""
        with web or requests.Session() as asking:
            headers = {"Origin": self.server.url, "Accept-Language": "en"}
            fields = {"receipt": receipt} | fields
            return asking.post(self.address, data=fields, headers=headers, timeout=10)

    def data(self, receipt: str) -> requests.Response:
        headers = {"Origin": self.server.url}
        fields = {"receipt": receipt}
        return requests.post(f"{self.address}/data", data=fields, headers=headers, timeout=10)


@pytest.fixture(scope="module")
def house(server: Running) -> Rooms:
    return Rooms(server, agenda(), 4)


@pytest.fixture
def room(house: Rooms) -> Room:
    return Room(house)


def test_after_the_end_a_receipt_shows_what_is_mine_and_takes_it_back(room: Room):
    receipt = room.receipt(room.mine)
    assert "Round 1" not in room.shown(receipt).text
    assert room.desk.cmd("open_step", step="statements")["ok"]
    assert "Round 1" in room.shown(receipt).text, "which of two rounds an answer is of"
    assert room.desk.cmd("close_session")["ok"]
    assert room.receipt(room.mine) == receipt, "the phone shows it after the end too"
    page = room.shown(receipt)
    assert page.status_code == 200 and "min egen idé" in page.text
    assert "en annens idé" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    items = re.findall(r'name="item" value="([^"]+)"', page.text)
    assert len(items) == 2 and "r1/a" in items
    for item in items:
        assert "It is deleted." in room.shown(receipt, item=item).text
    assert "min egen idé" not in room.shown(receipt).text
    view = room.desk.until(lambda v: len(v["moderation"]) == 1)
    assert view["moderation"][0]["text"] == "en annens idé"
    told = room.data(receipt).json()
    assert told["now"]["contributions"] == []
    kinds = [each["event"]["kind"] for each in told["events"]]
    assert kinds[-2:] == ["contribution_deleted", "ballot_withdrawn"]


def test_the_file_of_ones_own_holds_everything_of_mine_and_nothing_of_others(room: Room):
    answer = room.data(room.receipt(room.mine))
    told = answer.json()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    kinds = [each["event"]["kind"] for each in told["events"]]
    assert kinds == ["joined", "ballot_cast", "idea_written"]
    assert told["events"][2]["event"]["text"] == "min egen idé"
    assert told["now"]["ballots"]["r1"]["a"]["value"] == "agree"
    assert "en annens idé" not in answer.text
    assert {each["event"]["participant"] for each in told["events"]} == {told["participant"]}


@pytest.mark.fault("T8")
def test_nobody_takes_back_what_is_another_persons(room: Room):
    theirs = room.desk.until(lambda v: len(v["moderation"]) == 2)["moderation"][1]["text_id"]
    page = room.shown(room.receipt(room.mine), item=theirs)
    assert "could not be deleted" in page.text
    assert len(room.desk.view["moderation"]) == 2


@pytest.mark.fault("T8")
def test_a_receipt_cannot_be_guessed_and_is_stored_nowhere(room: Room, house: Rooms):
    mine, other = room.receipt(room.mine), room.receipt(room.other)
    number, secret = mine.split("-")
    assert re.fullmatch(r"[a-z2-7]{26}", secret), "26 letters of 5 bits: 128 bits"
    assert secret != other.split("-")[1]
    with requests.Session() as guesser:
        wrong = [f"{number}-{other.split('-')[1]}", f"{number}-{'a' * 26}", number, "", "æ-ø"]
        answers = [room.shown(guess, guesser).status_code for guess in wrong]
        assert answers == [404] * 5
        assert room.shown(mine, guesser).status_code == 429
    assert room.shown(mine).status_code == 200, "somebody else is not held up"
    files = [path for path in Path(house.server.folder).rglob("*") if path.is_file()]
    files = [path for path in files if "library" not in path.parts]
    assert len(files) > 5
    assert not [path for path in files if secret.encode() in path.read_bytes()]
