"""Who is let in, at each of the three levels, and what a wrong code is told."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.workshop.builders import op
from tests.workshop.entry_house import Hall, hall_in
from workshop.access import cookie_name
from workshop.errors import Rejected
from workshop.model import Session
from workshop.phone.guesses import PER_DEVICE
from workshop.slips import new_codes
from workshop.wire import command

CONTEXTS = 100


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with hall_in(tmp_path_factory.mktemp("hall")) as made:
        yield made


@pytest.mark.fault("F53", "T3")
def test_a_hundred_browsers_without_a_past_count_as_often_as_the_level_declares(
    hall: Hall,
) -> None:
    """By device: everybody. By table: as many as the code admits. By own code: one each, and the
    same phone again is let in without counting again."""
    open_to_all = hall.session("device")
    tables = hall.session("table")
    table = hall.issue(tables, 1, admits=8)[0]
    own = hall.session("codes")
    codes = hall.issue(own, 5)
    phones = [hall.phone() for _ in range(CONTEXTS)]
    for number, phone in enumerate(phones):
        assert hall.join(open_to_all, phone)["ok"]
        assert hall.join(tables, phone, entry=table)["ok"] == (number < 8)
        assert hall.join(own, phone, entry=codes[number % 5])["ok"] == (number < 5)
    assert hall.join(own, phones[0])["ok"], "who is in needs no code again"
    counted = [hall.people(session) for session in (open_to_all, tables, own)]
    assert counted == [CONTEXTS, 8, 5]


def cookies_of(phone: FlaskClient, session: Session) -> dict[str, str]:
    held = phone.get_cookie(cookie_name(session.id))
    assert held is not None
    return {held.key: held.value}


def refusals(hall: Hall, session: Session, used: str, voided: str) -> dict[str, str]:
    other = hall.session("codes")
    return {
        "used": used,
        "voided": voided,
        "of another workshop": hall.issue(other, 1)[0],
        "never printed": new_codes("codes", 1)[0],
        "too long": "A" * 60,
        "of the wrong letters": "ÆØÅ-<b>4",
        "the stage's": session.code,
    }


@pytest.fixture(scope="module")
def refused(hall: Hall) -> tuple[Session, dict[str, str]]:
    """A workshop with printed codes, and codes that do not open it."""
    session = hall.session("codes")
    used, voided, _good = hall.issue(session, 3)
    assert hall.join(session, entry=used)["ok"]
    assert hall.workshop.command(session.id, "void_code", {"number": 2}).ok
    return session, refusals(hall, session, used, voided)


@pytest.mark.fault("F54", "T3")
def test_a_used_forged_voided_or_foreign_code_gets_one_and_the_same_answer(
    hall: Hall, refused: tuple[Session, dict[str, str]]
) -> None:
    session, codes = refused
    before = hall.workshop.state(session.id)
    answers: dict[str, Any] = {}
    for name, code in codes.items():
        web = hall.phone()
        web.get(f"/j/{session.code}")
        answer = web.post(f"/j/{session.code}/join", json={"entry": code})
        answers[name] = (answer.status_code, answer.data, sorted(dict(answer.headers).items()))
    assert len({repr(answer) for answer in answers.values()}) == 1, answers
    assert answers["used"][:2] == (403, b'{"ok": false, "code": "entry_refused"}')
    assert hall.workshop.state(session.id) is before, "nothing was written either"


@pytest.mark.fault("F54")
def test_how_long_the_answer_takes_tells_nothing_of_the_code(
    hall: Hall, refused: tuple[Session, dict[str, str]]
) -> None:
    """Taken in turns, so that whatever else the machine does falls on all alike; with a seal, so
    that none of them has to wait."""
    session, codes = refused
    took: dict[str, list[float]] = {"used": [], "never printed": [], "of another workshop": []}
    web = hall.phone()
    web.get(f"/j/{session.code}")
    for _ in range(60):
        for name, times in took.items():
            asked = {"entry": codes[name], "seal": hall.doors.slips.seal(session.id, codes[name])}
            began = time.perf_counter()
            assert web.post(f"/j/{session.code}/join", json=asked).status_code == 403
            times.append(time.perf_counter() - began)
    middle = [statistics.median(times) for times in took.values()]
    assert max(middle) < 1.5 * min(middle) + 0.001, took


def test_a_code_is_found_however_it_is_typed(hall: Hall) -> None:
    session = hall.session("codes")
    code = hall.issue(session, 1)[0]
    assert hall.join(session)["code"] == "entry_needed"
    assert hall.join(session, entry=f" {code[:4].lower()}-{code[4:]} ")["ok"]


def test_the_log_holds_no_code_that_anybody_could_use(hall: Hall) -> None:
    session = hall.session("codes")
    codes = hall.issue(session, 20)
    assert hall.join(session, entry=codes[0])["ok"]
    told = repr([recorded for recorded, _ in hall.workshop.history(session.id)])
    assert not [code for code in codes if code in told]


def test_a_lost_phone_is_out_and_its_open_answer_no_longer_counts_beside_the_new_one(
    hall: Hall,
) -> None:
    session = hall.session("codes")
    codes = hall.issue(session, 2)
    lost = hall.phone()
    assert hall.join(session, lost, entry=codes[0])["ok"]
    (person,) = hall.workshop.state(session.id).participants
    answer = {"round": "r1", "item": "a", "value": "agree"}
    assert hall.workshop.operate(session.id, op("ballot", person, rev=1, **answer)).ok
    assert hall.workshop.command(session.id, "void_code", {"number": 1}).ok
    assert not hall.workshop.operate(session.id, op("ballot", person, rev=2, **answer)).ok
    assert hall.join(session, lost, entry=codes[0])["code"] == "entry_refused"
    assert hall.people(session) == 0
    assert hall.join(session, hall.phone(), entry=codes[1])["ok"]
    round_ = hall.workshop.state(session.id).rounds[0]
    assert (len(round_.ballots), len(round_.answered)) == (0, 0)


def test_an_answer_given_before_the_question_closed_stays_unless_the_question_opens_again(
    hall: Hall,
) -> None:
    session = hall.session("codes")
    hall.join(session, entry=hall.issue(session, 1)[0])
    (person,) = hall.workshop.state(session.id).participants
    cast = op("ballot", person, rev=1, round="r1", item="a", value="agree")
    assert hall.workshop.operate(session.id, cast).ok
    for name, left in (("close_round", 1), ("void_code", 1), ("reopen_round", 0)):
        assert hall.workshop.command(session.id, name, {"number": 1}).ok
        assert len(hall.workshop.state(session.id).rounds[0].ballots) == left, name


def test_a_voided_table_code_lets_nobody_else_in_and_nobody_out(hall: Hall) -> None:
    session = hall.session("table")
    code = hall.issue(session, 1, admits=8)[0]
    assert hall.join(session, entry=code)["ok"]
    assert hall.workshop.command(session.id, "void_code", {"number": 1}).ok
    assert hall.join(session, entry=code)["code"] == "entry_refused"
    assert hall.people(session) == 1


def test_the_level_stands_once_somebody_is_in_or_the_doors_are_open(hall: Hall) -> None:
    lobby = hall.session(opened=False)
    assert hall.workshop.command(lobby.id, "set_level", {"level": "codes"}).ok
    assert hall.workshop.command(lobby.id, "set_level", {"level": "device"}).ok
    assert hall.join(lobby)["ok"]
    for session in (lobby, hall.session()):
        ack = hall.workshop.command(session.id, "set_level", {"level": "codes"})
        assert ack.reason == "level_late"


@pytest.mark.fault("F53", "T3")
def test_a_shared_device_is_let_in_by_its_link_and_each_person_by_their_own_code(
    hall: Hall,
) -> None:
    tables, own = hall.session("table"), hall.session("codes")
    for session, needed in ((tables, None), (own, "entry_needed")):
        stranger, tablet = hall.phone(), hall.phone()
        assert stranger.get(f"/kiosk/{session.id}?key={'0' * 32}").status_code == 404
        assert stranger.post(f"/j/{session.code}/next", json={}).status_code == 403
        link = hall.doors.links(session.id, session.code).kiosk_url
        assert tablet.get(link.split("/", 3)[3]).headers["Location"] == f"/j/{session.code}"
        assert hall.join(session, tablet).get("code") == needed
    assert hall.join(tables, entry="")["code"] == "entry_needed", "a phone still needs one"
    codes = hall.issue(own, 2)
    for code in codes:
        assert hall.join(own, tablet, entry=code)["ok"]
        assert tablet.post(f"/j/{own.code}/next", json={}).status_code == 200
    people = hall.workshop.state(own.id).participants.values()
    assert [each.shared for each in people] == [True, True]


@pytest.mark.fault("F53", "T3")
def test_a_shared_device_that_was_ended_is_nobody_until_it_follows_the_link_again(
    hall: Hall,
) -> None:
    session = hall.session()
    link = hall.doors.links(session.id, session.code).kiosk_url.split("/", 3)[3]
    first, second = hall.phone(), hall.phone()
    for tablet in (first, second, first):  # the link twice is still one device
        tablet.get(link)
    devices = hall.workshop.state(session.id).devices
    assert [each.ended for each in devices] == [False, False]
    assert hall.join(session, first)["ok"] and hall.join(session, second)["ok"]
    assert hall.workshop.command(session.id, "end_device", {"number": 1}).ok
    for asked in ("join", "next"):
        answer = first.post(f"/j/{session.code}/{asked}", json={})
        assert (answer.status_code, answer.get_json()["code"]) == (403, "device_ended")
    for asked in ("ticket", "look", "receipt"):
        assert first.post(f"/j/{session.code}/{asked}", json={}).status_code == 403
    page = first.get(f"/j/{session.code}", headers={"Accept-Language": "en"})
    assert page.status_code == 403 and "This device is no longer shared" in page.text
    assert f"{cookie_name(session.id)}=;" in str(page.headers.getlist("Set-Cookie"))
    assert second.post(f"/j/{session.code}/next", json={}).status_code == 200
    assert hall.people(session) == 2, "what was counted stays"
    first.get(link)
    assert hall.join(session, first)["ok"] and len(hall.workshop.state(session.id).devices) == 3
    assert hall.workshop.command(session.id, "close_session").ok
    assert hall.phone().get(link, follow_redirects=True).status_code == 410


@pytest.mark.fault("T3")
def test_a_desk_cannot_bring_codes_of_its_own() -> None:
    digests = {"digests": ["0" * 32], "first": 1}
    with pytest.raises(Rejected, match="invalid"):
        command({"op_id": "op-00000001", "name": "issue_codes", "args": digests}, "desk")


@pytest.mark.fault("F52", "T2")
def test_a_device_may_guess_five_codes_a_minute_and_a_scanned_slip_never_waits(
    hall: Hall,
) -> None:
    session = hall.session("codes")
    good = hall.issue(session, 2)
    guesser = hall.phone()
    guesser.get(f"/j/{session.code}")
    told = [hall.join(session, guesser, entry=code) for code in new_codes("codes", 8)]
    assert [each["status"] for each in told] == [403] * PER_DEVICE + [429] * 3
    assert hall.join(session, guesser, entry=good[0])["code"] == "too_many_guesses"
    assert hall.join(session, entry=good[0])["ok"], "a neighbour behind the same address"
    seal = hall.doors.slips.seal(session.id, good[1])
    assert hall.join(session, guesser, entry=good[1], seal=seal)["ok"], "scanned, not typed"


@pytest.mark.fault("F52", "T2")
def test_ten_thousand_guesses_open_nothing_and_the_hall_still_gets_in(hall: Hall) -> None:
    """One device, then thousands that throw their past away after each guess."""
    session = hall.session("codes")
    good = hall.issue(session, 1)[0]
    before = hall.people(session)
    guesser = hall.phone()
    guesser.get(f"/j/{session.code}")
    (who,) = [f"{name}={value}" for name, value in cookies_of(guesser, session).items()]
    devices = ["one"] * 5_000 + [f"device-{number}" for number in range(5_000)]
    statuses = [
        hall.guess(session, code, f"{who}; rs_d={device}")
        for device, code in zip(devices, new_codes("codes", len(devices)), strict=True)
    ]
    assert set(statuses) == {403, 429}
    assert statuses[:6] == [403] * 5 + [429]
    assert statuses.count(403) < 150, "few were even looked at"
    assert hall.people(session) == before
    seal = hall.doors.slips.seal(session.id, good)
    began = time.perf_counter()
    assert hall.join(session, entry=good, seal=seal)["ok"]
    assert time.perf_counter() - began < 2


@pytest.mark.fault("T4")
def test_an_operation_counts_once_and_only_for_whom_and_where_it_was_made(hall: Hall) -> None:
    """Replayed, shown by another device, and sent to another workshop."""
    here, there = hall.session(), hall.session()
    for session in (here, there):
        for who in ("anna", "bo"):
            assert hall.workshop.operate(session.id, op("join", who)).ok
    said = op("ballot", "anna", op_id="the-same-op", round="r1", item="a", value="agree", rev=1)
    first = hall.workshop.operate(here.id, said)
    assert hall.workshop.operate(here.id, said) == first
    stolen = op("ballot", "bo", op_id="the-same-op", round="r1", item="a", value="agree", rev=1)
    assert hall.workshop.operate(here.id, stolen).code == "forbidden"
    elsewhere = hall.workshop.operate(there.id, said)
    assert elsewhere.ok and elsewhere.seq == hall.workshop.state(there.id).seq
    counted = [dict(hall.workshop.state(s.id).rounds[0].ballots) for s in (here, there)]
    assert [sorted(ballots) for ballots in counted] == [[("anna", "a")]] * 2


@pytest.mark.fault("T4")
def test_another_devices_cookie_or_ticket_opens_no_other_workshop(hall: Hall) -> None:
    here, there = hall.session(), hall.session()
    phone = hall.phone()
    told = hall.join(here, phone)
    cookies = cookies_of(phone, here)
    participant = hall.doors.participant(cookies, here.id)
    assert hall.doors.by_ticket(told["ticket"], here.id, cookies) == participant
    assert hall.doors.participant(cookies, there.id) is None
    renamed = {name.replace(here.id[-12:], there.id[-12:]): c for name, c in cookies.items()}
    assert hall.doors.participant(renamed, there.id) is None
    for session, jar in ((there, renamed), (here, {}), (there, cookies)):
        with pytest.raises(Rejected, match="ticket"):
            hall.doors.by_ticket(told["ticket"], session.id, jar)
    stranger = hall.phone()
    hall.join(here, stranger)
    with pytest.raises(Rejected, match="ticket"):
        hall.doors.by_ticket(told["ticket"], here.id, cookies_of(stranger, here))
