"""Steps that show scenarios: present, compare, guess, and sliders; by the rules alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.workshop.builders import NoFacts, card, step, text
from tests.workshop.by_hand import NOW, Room
from workshop.agenda import parse_step
from workshop.ballots import guess
from workshop.commands import Command
from workshop.desk_view import desk_view
from workshop.errors import Rejected
from workshop.exhibits import bound, for_phone
from workshop.model import CHOICE_KINDS
from workshop.rules import command, next_step
from workshop.tally import results
from workshop.views import Frame, phone_view, stage_view

KINDS = ("scenario", "compare", "guess", "live")


def room(people: int, *steps: dict[str, Any]) -> Room:
    return Room(people, list(steps))


def open_next(at: Room, **cards: Any) -> None:
    """As the server does it: what is shown comes from outside, with the command."""
    wanted = next_step(at.session)
    shown = NoFacts().exhibits("alesund", wanted) | cards
    wish = Command(f"open-{at.session.seq}", "next", {}, shown={wanted.id: shown})
    at.take(command(at.session, wish, NOW), wish.op_id)


def move(at: Room, settled: bool, level: float = 0.2, **more: Any) -> list[Any]:
    chosen = [{"measure": "solar", "level": level}]
    args = {"round": at.session.current, "chosen": chosen, "settled": settled} | more
    wish = Command(f"move-{at.session.seq}", "set_live", args, shown={"live": card("live")})
    return at.take(command(at.session, wish, NOW), wish.op_id)


def vote(at: Room, who: str, value: Any, item: str = "", rev: int = 1) -> list[Any]:
    seen = at.session.seq
    return at.act(
        "ballot", who, round=at.session.current, item=item, value=value, rev=rev, seen_seq=seen
    )


def test_a_ballot_says_which_scenarios_it_was_cast_on_in_which_version_and_run():
    at = room(1, step("compare", "which"))
    open_next(at)
    (cast,) = vote(at, "p1", ["heat"])
    assert cast.body["context"]["scenarios"] == [
        {"scenario": "heat", "version": 3, "run": "run-heat-3"},
        {"scenario": "sun", "version": 3, "run": "run-sun-3"},
    ]


@pytest.mark.parametrize(("version", "moved"), [(3, True), (4, False)])
def test_who_is_asked_about_a_changed_scenario_has_not_moved(version: int, moved: bool):
    at = room(6, step("compare", "which"))
    for cards in ([card("heat"), card("sun")], [card("heat", version), card("sun")]):
        shown = {"which": {"scenarios": cards}}
        wish = Command(f"open-{at.session.seq}", "open_step", {"step": "which"}, shown=shown)
        at.take(command(at.session, wish, NOW), wish.op_id)
        for n in range(1, 7):
            vote(at, f"p{n}", ["heat"])
    at.cmd("reveal")
    told = desk_view(Frame(at.session))
    assert bool(told["previous"]) is moved
    assert ("movement" in told["parts"]) is moved


def test_a_ballot_on_a_step_without_scenarios_says_nothing_of_them():
    at = room(1, step("approval", "plain"))
    open_next(at)
    (cast,) = vote(at, "p1", ["a"])
    assert "scenarios" not in cast.body["context"]


def test_scenarios_keep_the_names_that_they_had_when_the_step_opened():
    at = room(0, step("compare", "which"))
    open_next(at)
    assert [o.text["en"] for o in at.session.rounds[0].step.options] == [
        "Scenario heat",
        "Scenario sun",
    ]
    assert at.session.agenda[0].options[0].text["en"] == "heat", "the agenda stays as it is"


PRICED = {"money": 10, "costs": {"heat": 6, "sun": 5}}


# Resistance is not among them: a comparison has no option that nothing changes.
@pytest.mark.parametrize("ballot", [kind for kind in CHOICE_KINDS if kind != "resistance"])
def test_a_comparison_is_voted_on_by_every_ballot_for_options(ballot: str):
    at = room(5, step("compare", "which", settings={"ballot": ballot, **PRICED}))
    open_next(at)
    values = {"statements": "agree", "approval": ["sun"], "score": 4}
    values |= {"pairwise": "sun", "ranking": ["sun"], "dots": {"sun": 3}}
    values |= {"budget": ["sun"], "quadratic": {"sun": 2}}
    values |= {"judgment": {"sun": 5, "heat": 2}, "likert": 4}
    item = "" if isinstance(values[ballot], (list, dict)) else "sun"
    for n in range(1, 6):
        vote(at, f"p{n}", values[ballot], "heat|sun" if ballot == "pairwise" else item)
    found = results(at.session.rounds[0]) or {}
    assert (found["kind"], found["voters"]) == (ballot, 5)
    assert [row["id"] for row in found["options"]] == ["heat", "sun"]


@pytest.mark.parametrize("kind", ["scenario", "compare", "guess"])
def test_a_step_whose_scenario_is_gone_is_not_opened(kind: str):
    broken = step(kind, "which", settings={"scenario": "gone"})
    if kind == "compare":
        broken["options"] = [{"id": o, "text": text(o)} for o in ("heat", "gone")]
    at = room(0, broken)
    at.refuses("scenario_missing", lambda: open_next(at))
    assert at.session.phase == "lobby" and not at.session.rounds


@pytest.mark.parametrize("kind", KINDS)
def test_while_the_model_is_prepared_a_step_is_not_opened_and_says_so(kind: str):
    at = room(0, step(kind, "which"))
    at.refuses("scenario_preparing", lambda: open_next(at, preparing=True))
    assert at.session.phase == "lobby" and not at.session.rounds
    open_next(at)
    assert at.session.current_round().open and at.session.current_round().step.kind == kind


def test_nobody_sees_the_models_answer_while_it_is_being_guessed():
    at = room(5, step("guess", "how-much"))
    open_next(at)
    for n in range(1, 6):
        vote(at, f"p{n}", -10 - n)
    frame = Frame(at.session)
    for told in (stage_view(frame), phone_view(frame), for_phone(at.session.rounds[0])):
        assert "-40" not in str(told) and "-15" not in str(told)
    assert stage_view(frame)["round"]["asked"]["unit"] == "%"
    assert desk_view(frame)["results"]["model"] == [-15, -10, -7.5]
    at.cmd("reveal")
    assert not at.session.rounds[0].open, "what is shown ends the guessing"
    shown = stage_view(Frame(at.session))
    assert shown["results"]["model"] == [-15, -10, -7.5] and shown["results"]["median"] == -13
    assert shown["round"]["shown"]["scenarios"][0]["figures"][0]["change"] == [-60, -40, -30]


def test_who_has_seen_the_models_answer_guesses_no_more():
    at = room(1, step("guess", "how-much"))
    open_next(at)
    at.cmd("reveal")
    at.cmd("hide")
    at.refuses("closed", lambda: vote(at, "p1", 3))
    assert not at.session.rounds[0].ballots


@pytest.mark.parametrize(
    ("value", "code"),
    [(-51, "limit"), (51, "limit"), (True, "invalid"), ("3", "invalid"), (float("nan"), "invalid")],
)
def test_a_guess_stays_on_its_scale(value: Any, code: str):
    asked = parse_step(step("guess", "how-much"))
    with pytest.raises(Rejected) as refused:
        guess.validate(asked, "", value)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("notch", "given", "kept"),
    [(1, 3.4, 3), (0.1, 0.29999, 0.3), (0.5, -0.2, 0), (7, 50, 48), (100, 50, 50)],
)
def test_a_guess_is_kept_as_the_slider_shows_it(notch: float, given: float, kept: float):
    settings = {"scenario": "heat", "low": -50, "high": 50, "step": notch}
    asked = parse_step(step("guess", "how-much", settings=settings))
    value = guess.validate(asked, "", given)
    assert value == kept and str(value) != "-0.0"


def test_guesses_are_told_as_median_middle_half_and_columns():
    asked = parse_step(step("guess", "how-much"))
    votes = {(f"p{n}", ""): value for n, value in enumerate((-50, -20, -10, 0, 50))}
    told = guess.count(asked, votes)
    assert (told["median"], told["q1"], told["q3"], told["n"]) == (-10, -20, 0, 5)
    assert sum(told["counts"]) == 5 and told["counts"][0] == told["counts"][-1] == 1
    assert guess.count(asked, {})["median"] is None


def test_fewer_than_five_guesses_are_not_told_but_the_model_is():
    at = room(4, step("guess", "how-much"))
    open_next(at)
    for n in range(1, 5):
        vote(at, f"p{n}", -10)
    at.cmd("reveal")
    told = stage_view(Frame(at.session))["results"]
    assert told["too_few"] and "median" not in told and told["model"] == [-15, -10, -7.5]


def test_sliders_that_move_are_told_and_forgotten_and_those_let_go_are_kept():
    at = room(0, step("live", "sliders"))
    open_next(at)
    before = at.session
    assert move(at, settled=False) == [] and at.session is before
    (kept,) = move(at, settled=True, level=0.3)
    assert kept.kind == "live_set"
    assert kept.body["chosen"] == [{"measure": "solar", "level": 0.3, "start": 2025}]
    told = stage_view(Frame(at.session))["round"]["live"]
    assert told["seq"] == at.session.seq and told["card"]["figures"]
    assert phone_view(Frame(at.session))["round"]["live"] == at.session.seq


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"chosen": [{"measure": "solar", "level": 0.6}]}, "slider_range"),
        ({"chosen": [{"measure": "solar", "level": 0.2, "start": 2060}]}, "slider_range"),
        ({"chosen": [{"measure": "other", "level": 0.2}]}, "unknown_item"),
        ({"chosen": [{"measure": "solar", "level": "0.2"}]}, "invalid"),
        ({"chosen": [{"measure": "solar", "level": 0.2}] * 2}, "invalid"),
        ({"round": "r7"}, "closed"),
    ],
)
def test_a_slider_stays_where_its_measure_can_be(more: dict[str, Any], code: str):
    at = room(0, step("live", "sliders"))
    open_next(at)
    at.refuses(code, lambda: move(at, settled=True, **more))
    assert at.session.rounds[0].live is None


def test_a_silent_model_leaves_the_screen_as_it_is():
    at = room(0, step("live", "sliders"))
    open_next(at)
    args = {"round": "r1", "chosen": [], "settled": True}
    move(at, settled=True, level=0.3)
    shown = stage_view(Frame(at.session))["round"]["live"]
    at.refuses("model_silent", lambda: at.cmd("set_live", **args))
    assert stage_view(Frame(at.session))["round"]["live"] == shown


def test_what_people_are_asked_about_is_bound_and_what_was_only_shown_is_not():
    at = room(0, step("scenario", "look"), step("compare", "which"), step("guess", "how-much"))
    open_next(at)
    assert bound(at.session) == frozenset()
    open_next(at)
    assert bound(at.session) == {("heat", 3, "run-heat-3"), ("sun", 3, "run-sun-3")}
    open_next(at, scenarios=[card("heat", version=4)])
    assert ("heat", 4, "run-heat-4") in bound(at.session)
    assert bound(replace(at.session, rehearsal=True)) == frozenset()


@pytest.mark.parametrize(
    ("kind", "settings", "code"),
    [
        ("scenario", {}, "agenda_scenario"),
        ("scenario", {"scenario": "heat", "year": 2019}, "agenda_settings"),
        ("scenario", {"scenario": "heat", "output": "../x"}, "agenda_settings"),
        ("compare", {"ballot": "pins"}, "agenda_settings"),
        ("guess", {"scenario": "heat", "low": 5, "high": 5}, "agenda_guess"),
        ("guess", {"scenario": "heat", "step": 0.001}, "agenda_guess"),
        ("guess", {"scenario": "heat", "low": float("inf")}, "agenda_guess"),
        ("live", {"measures": []}, "agenda_sliders"),
        ("live", {"measures": ["a"] * 2}, "agenda_duplicate"),
    ],
)
def test_an_agenda_says_what_is_wrong_with_a_scenario_step(kind: str, settings: Any, code: str):
    with pytest.raises(Rejected) as refused:
        parse_step(step(kind, "s", settings=settings))
    assert refused.value.code == code


@pytest.mark.parametrize("n", [1, 6])
def test_a_comparison_is_between_two_and_five_scenarios(n: int):
    options = [{"id": f"s{k}", "text": text("s")} for k in range(n)]
    with pytest.raises(Rejected) as refused:
        parse_step(step("compare", "s", options=options))
    assert refused.value.code == "agenda_scenarios"
