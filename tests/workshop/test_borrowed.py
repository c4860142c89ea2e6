"""Ideas as options of a later step: bound by name, never copied, gone when they are taken back."""

from __future__ import annotations

from typing import Any

import pytest

from data.export.preflib import preflib_files
from data.export.results import rows
from tests.workshop.builders import step, text
from tests.workshop.by_hand import Room
from workshop.agenda import step_json
from workshop.answered import Answered
from workshop.borrowed import lent, own, returned
from workshop.desk_view import desk_view
from workshop.errors import SENTENCES, wire_code
from workshop.model import Option
from workshop.stored import Stored, frames
from workshop.taken_back import filled
from workshop.tally import results
from workshop.views import Frame, phone_view

WORDS = "Flere benker langs elva"
OWN = {"id": "own", "text": text("Noe annet")}


def room(approved: bool = True) -> tuple[Room, str]:
    """A room of five with one idea, and its name."""
    at = Room(5, [step("ideas", "ideas"), step("approval", "first"), step("show", "end")])
    at.cmd("next")
    at.act("idea", "p1", round="r1", text=WORDS)
    (idea,) = at.session.rounds[0].contributions
    if approved:
        at.cmd("moderate", text_ids=[idea], verdict="approve")
    return at, idea


def agenda(at: Room, *options: dict[str, Any], kind: str = "approval", **more: Any) -> list[Any]:
    """The agenda with these options in a step of its own, right after the ideas."""
    steps = [step_json(each) for each in at.session.agenda if each.id != "next"]
    return [steps[0], step(kind, "next", options=list(options), **more), *steps[1:]]


def texts(at: Room) -> list[str]:
    told = filled(phone_view(Frame(at.session))["step"]) or {}
    return [option["text"]["nb"] for option in told["options"]]


def test_an_idea_is_asked_about_in_its_own_words_and_the_agenda_knows_only_its_name():
    at, idea = room()
    for person in ("p2", "p3", "p4", "p5", "p1"):
        at.act("support", person, round="r1", item=idea, value=True)
    (offered,) = desk_view(Frame(at.session))["moderation"]
    assert (offered["version"], offered["supports"]) == (idea, 5)
    borrowed = {"id": idea, "idea": idea, "text": text("not taken from here")}
    changed = at.cmd("set_agenda", steps=agenda(at, borrowed, OWN))
    opened = at.cmd("next")
    assert WORDS not in str(changed) + str(opened) and "not taken from here" not in str(changed)
    assert changed[0].body["steps"][1]["options"][0] == {"id": idea, "text": {}, "idea": idea}
    assert texts(at) == [WORDS, "Noe annet"]
    assert at.cmd("set_agenda", steps=[step_json(s, words=True) for s in at.session.agenda]) == []
    assert lent(returned(at.session)) == at.session


def test_a_stored_state_holds_none_of_the_words():
    at, idea = room()
    at.cmd("set_agenda", steps=agenda(at, {"id": idea, "idea": idea}, OWN))
    at.cmd("next")
    known = Answered(None)
    stored = frames(Stored(at.session, known.packed_with(known.recent()), 0))
    assert "Noe annet" in (told := str(list(stored))) and WORDS not in told


@pytest.mark.parametrize("way", ["delete", "correct", "undo_moderation"])
def test_what_is_taken_back_goes_from_every_option_and_what_was_answered_stays(way: str):
    at, idea = room()
    at.cmd("set_agenda", steps=agenda(at, {"id": idea, "idea": idea}, OWN))
    at.cmd("next")
    for n in range(1, 6):
        at.act("ballot", f"p{n}", round="r2", value=[idea], rev=1)
    if way == "undo_moderation":
        at.cmd(way, text_id=idea)
    else:
        at.act(way, "p1", item=idea, **({"text": "Noe helt nytt"} if way == "correct" else {}))
    if way == "correct":
        at.cmd("moderate", text_ids=[idea], verdict="approve")
    assert texts(at) == ["(tatt tilbake av den som skrev det)", "Noe annet"]
    assert WORDS not in str(at.session.agenda) + str([r.step for r in at.session.rounds])
    assert (results(at.session.rounds[1]) or {})["options"][0]["count"] == 5
    at.cmd("close_round")
    told = "(teke tilbake av den som skreiv det)"
    assert {row.text for row in rows(at.session, "nn") if row.item == idea} == {told}
    assert f"ALTERNATIVE NAME 1: {told}" in preflib_files(at.session, "nn")["step-2-round-1.cat"]


def test_an_idea_taken_back_before_it_is_asked_about_is_left_out():
    at, idea = room()
    at.cmd("set_agenda", steps=agenda(at, {"id": idea, "idea": idea}, OWN, kind="pairwise"))
    at.act("delete", "p1", item=idea)
    at.refuses("idea_gone", lambda: at.cmd("next"))
    at.cmd("set_agenda", steps=agenda(at, {"id": idea, "idea": idea}, OWN))
    at.cmd("next")
    assert texts(at) == ["Noe annet"]


@pytest.mark.parametrize(
    ("option", "approved", "code"),
    [
        ({"id": "c99", "idea": "c99"}, True, "idea_gone"),
        ({"id": "IDEA", "idea": "IDEA"}, False, "idea_gone"),
        ({"id": "IDEA", "idea": "IDEA.9"}, True, "idea_gone"),
        ({"id": "other", "idea": "IDEA"}, True, "agenda_id"),
        ({"id": "IDEA", "idea": 7}, True, "agenda_id"),
        ({"id": "IDEA", "idea": "p1"}, True, "agenda_id"),
    ],
)
def test_only_an_idea_that_is_shown_can_be_borrowed(
    option: dict[str, Any], approved: bool, code: str
):
    at, idea = room(approved)
    named = {k: v.replace("IDEA", idea) if isinstance(v, str) else v for k, v in option.items()}
    at.refuses(code, lambda: at.cmd("set_agenda", steps=agenda(at, named, OWN)))
    assert SENTENCES[code] and wire_code(code)


def test_a_copy_of_the_agenda_takes_no_ideas_along():
    at, idea = room()
    at.cmd("set_agenda", steps=agenda(at, {"id": idea, "idea": idea}))
    assert [each.id for each in own(at.session.agenda)] == ["ideas", "first", "end"]
    at.cmd("set_agenda", steps=agenda(at, {"id": idea, "idea": idea}, OWN))
    copied = next(each for each in own(at.session.agenda) if each.id == "next")
    assert copied.options == (Option("own", text("Noe annet")),)
