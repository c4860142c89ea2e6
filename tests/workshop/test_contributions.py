"""Pins, ideas and reasons: how many, how long, whose, and when their words are shown."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workshop.builders import step
from tests.workshop.by_hand import Room
from workshop.desk_view import desk_view
from workshop.tally import results
from workshop.views import Frame, phone_view, stage_view


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"lat": 59.0, "lon": 6.2}, "outside"),
        ({"lat": 6.2, "lon": 62.5}, "outside"),
        ({"lat": "62.5", "lon": 6.2}, "invalid"),
        ({"lat": None, "lon": 6.2}, "invalid"),
        ({"lat": 62.5, "lon": 6.2, "category": "evil"}, "unknown_item"),
    ],
)
def test_a_pin_stands_inside_the_city_in_a_known_category(fields: dict[str, Any], code: str):
    room = Room(1)
    room.cmd("open_step", step="pins")
    body = {"category": "good"} | fields
    room.refuses(code, lambda: room.act("pin", "p1", round="r1", body=body))
    assert not room.session.rounds[0].contributions


def test_a_pins_words_wait_for_the_facilitator_and_its_place_does_not():
    room = Room(1)
    room.cmd("open_step", step="pins")
    body = {"lat": 62.47, "lon": 6.15, "category": "good"}
    room.act("pin", "p1", round="r1", body=body, text="Solceller her")
    room.cmd("reveal")
    (pin,) = stage_view(Frame(room.session))["results"]["pins"]
    assert pin["text"] is None and pin["lat"] == 62.47
    assert "Solceller" not in str(phone_view(Frame(room.session)))
    room.cmd("moderate", text_ids=[pin["id"]], verdict="approve")
    assert stage_view(Frame(room.session))["results"]["pins"][0]["text"] == "Solceller her"
    room.cmd("undo_moderation", text_id=pin["id"])
    assert "Solceller" not in str(stage_view(Frame(room.session)))


def test_each_person_has_so_many_pins_and_ideas():
    steps = [step("ideas", "few", settings={"per_person": 2, "length": 40})]
    room = Room(1, steps)
    room.cmd("next")
    idea = {"round": "r1"}
    room.refuses("text_empty", lambda: room.act("idea", "p1", text="  ", **idea))
    room.refuses("text_long", lambda: room.act("idea", "p1", text="x" * 41, **idea))
    room.act("idea", "p1", text="one", **idea)
    (second,) = room.act("idea", "p1", text="two", **idea)
    room.refuses("limit", lambda: room.act("idea", "p1", text="three", **idea))
    room.act("delete", "p1", item=second.body["id"])
    assert room.act("idea", "p1", text="three", **idea)


def test_only_ones_own_contribution_can_be_deleted():
    room = Room(2)
    room.cmd("open_step", step="ideas")
    (idea,) = room.act("idea", "p1", round="r1", text="Mine")
    room.refuses("not_yours", lambda: room.act("delete", "p2", item=idea.body["id"]))
    assert room.act("delete", "p1", item="c999") == []


def test_merging_brings_the_authors_support_along():
    room = Room(7)
    room.cmd("open_step", step="ideas")
    (first,) = room.act("idea", "p1", round="r1", text="Solceller på skulane")
    (second,) = room.act("idea", "p2", round="r1", text="Sol på skoler")
    one, two = first.body["id"], second.body["id"]
    support = {"round": "r1", "item": one, "value": True, "rev": 1}
    room.refuses("unknown_item", lambda: room.act("support", "p3", **support))
    room.cmd("moderate", text_ids=[one], verdict="approve")
    room.act("support", "p3", **support)
    room.refuses(
        "unknown_item",
        lambda: room.cmd("moderate", text_ids=[one], verdict="merge", into=one),
    )
    room.cmd("moderate", text_ids=[two], verdict="merge", into=one)
    counted = results(room.session.rounds[0])
    shown = {"id": one, "text": "Solceller på skulane", "supports": None}
    assert counted == {"kind": "ideas", "count": 1, "ideas": [shown]}
    for n in range(4, 8):
        room.act("support", f"p{n}", **support)
    assert results(room.session.rounds[0])["ideas"] == [shown | {"supports": 6}]


@pytest.mark.fault("F47")
def test_an_idea_may_have_as_many_letters_as_its_question_says():
    room = Room(1, [step("ideas", "ideas", settings={"length": 20, "per_person": 5})])
    room.cmd("open_session")
    room.cmd("open_step", step="ideas")
    for letter in ("å", "👩‍👩‍👧‍👦", "e\u0301\u0323"):
        room.act("idea", "p1", round="r1", text=letter * 20)
        sent = {"round": "r1", "text": letter * 21}
        room.refuses("text_long", lambda sent=sent: room.act("idea", "p1", **sent))
    assert len(room.session.rounds[0].contributions) == 3, "none too long"


@pytest.mark.fault("T7")
def test_why_somebody_objects_waits_for_the_facilitator_and_for_the_result():
    room = Room(5, [step("resistance", "which")])
    room.cmd("next")
    for n in range(1, 6):
        room.act("ballot", f"p{n}", round="r1", item="a", value=9, rev=1)
    room.act("ballot", "p1", round="r1", item="b", value=10, rev=1)
    unknown = {"round": "r1", "text": "x", "item": "z"}
    room.refuses("unknown_item", lambda: room.act("idea", "p1", **unknown))
    room.act("idea", "p1", round="r1", text="Too far to walk", item="a")
    room.act("idea", "p1", round="r1", text="Nobody else knows b", item="b")
    room.act("idea", "p2", round="r1", text="None of it")
    waiting = {row["text_id"]: row["about"] for row in desk_view(Frame(room.session))["moderation"]}
    first, second, third = waiting
    assert waiting == {first: "a", second: "b", third: ""}
    room.cmd("reveal")
    for view in (phone_view, stage_view):
        assert view(Frame(room.session))["reasons"] == []
    room.act("correct", "p1", item=first, text="Too far to walk in snow")
    room.cmd("moderate", text_ids=[*waiting], verdict="approve")
    told = [
        {"id": first, "text": "Too far to walk in snow", "about": "a"},
        # One person alone answered about b: that somebody objects to it is not told.
        {"id": second, "text": "Nobody else knows b", "about": ""},
        {"id": third, "text": "None of it", "about": ""},
    ]
    for view in (phone_view, stage_view):
        assert view(Frame(room.session))["reasons"] == told
    room.cmd("hide")
    assert phone_view(Frame(room.session))["reasons"] == []
