"""The golden workshop about scenarios: one is shown, guessed, compared, voted on, and moved."""

from __future__ import annotations

from typing import Any

from tests.workshop.builders import op, step, text
from workshop.service import Workshop

GUESSED = {"scenario": "heat", "as": "percent", "low": -40, "high": 10, "step": 0.5}


STEPS = [
    step("scenario", "look"),
    step("guess", "how-much", settings=GUESSED),
    step("compare", "choose", settings={"ballot": "approval", "cap": 1}),
    step("compare", "score", settings={"ballot": "score", "max": 5}),
    step("compare", "say", settings={"ballot": "statements"}),
    step("live", "sliders"),
    step("ideas", "ideas"),
    step("show", "thanks"),
]
# The item and the value of everybody's ballot in the three comparisons.
VOTES = (("", ["heat"]), ("heat", 4), ("sun", "agree"))


def story(workshop: Workshop) -> str:  # noqa: C901  a story is as long as it is
    session_id = workshop.create("alesund", text("Kva om"), STEPS, "nn", "golden")

    def command(name: str, **args: Any) -> None:
        answer = workshop.command(session_id, name, args)
        assert answer.ok, (name, answer)

    def vote(who: str, round_: str, value: Any, rev: int = 1, item: str = "") -> None:
        seen = workshop.state(session_id).seq
        fields = {"round": round_, "item": item, "value": value, "rev": rev, "seen_seq": seen}
        assert workshop.operate(session_id, op("ballot", who, **fields)).ok

    command("open_session")
    people = [f"p{n}" for n in range(1, 7)]
    for who in people:
        assert workshop.operate(session_id, op("join", who, body={"group": "resident"})).ok
    command("next")
    command("next")
    for n, who in enumerate(people):
        vote(who, "r2", -2.5 * n)
    vote("p1", "r2", 3, rev=2)
    command("reveal")
    for n, (item, value) in enumerate(VOTES, start=3):
        command("next")
        for who in people:
            vote(who, f"r{n}", value, item=item)
        command("close_round")
        command("reveal")
    command("next")
    for level, settled in ((0.1, False), (0.3, True), (0.2, True)):
        chosen = [{"measure": "solar", "level": level, "start": 2030}]
        command("set_live", round="r6", chosen=chosen, settled=settled)
    command("next")
    for who in people[:2]:
        assert workshop.operate(session_id, op("idea", who, round="r7", text=f"Idé {who}")).ok
    command("next")
    command("close_session")
    return session_id
