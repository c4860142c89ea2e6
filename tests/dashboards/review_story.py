"""A workshop that was held, and the people who come to review it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from tests.product import Prepared
from tests.workshop.builders import all_taken, op, step, text
from workshop.model import Json
from workshop.people import People
from workshop.service import Workshop
from workshop.signin_doors import LOGIN_COOKIE, SignIn, utc_now

MAP = {
    "city": "alesund",
    "layer": "municipalities",
    "indicator": "electricity:XX",
    "year": "2024",
}
PASSWORD = "en stille morgen ved fjorden"  # noqa: S105
HELD_BACK = "a neighbour by name"
APPROVED = "=HYPERLINK(1) more light here"


def agenda() -> list[Json]:
    return [
        step("show", "map", view=MAP, notes=text("Breathe before you speak")),
        step("statements", "statements"),
        step("approval", "approval"),
        step("score", "score"),
        step("pins", "pins"),
        step("ideas", "ideas"),
    ]


def held(
    workshop: Workshop,
    people: int = 7,
    rehearsal: bool = False,
    over: bool = True,
    groups: Sequence[str] = ("resident",),
) -> str:
    """A workshop from lobby to end, with a second round, a held-back text and results shown."""
    session_id = workshop.create(
        "alesund", text("Energy"), agenda(), "nb", "tester", rehearsal=rehearsal
    )
    bodies = [{"group": groups[n % len(groups)], "district": None} for n in range(people)]
    all_taken(workshop, session_id, (op("join", who(n), body=b) for n, b in enumerate(bodies)))
    command(workshop, session_id, "open_step", step="map")
    _asked(workshop, session_id, "statements", people, "abc", ["agree", "disagree", "pass"])
    command(workshop, session_id, "open_step", step="approval")
    votes = [(n, "", ["a", "c"] if n % 2 else "abstain") for n in range(people)]
    cast(workshop, session_id, votes)
    command(workshop, session_id, "close_round")
    _asked(workshop, session_id, "score", people, "ab", [0, 3, 5])
    _pins(workshop, session_id, people)
    _ideas(workshop, session_id, people)
    _asked(workshop, session_id, "statements", people, "abc", ["agree", "agree", "pass"])
    if over:
        command(workshop, session_id, "close_session")
    return session_id


def who(n: int) -> str:
    return f"secret-device-{n}"


def command(workshop: Workshop, session_id: str, name: str, **args: object) -> None:
    ack = workshop.command(session_id, name, dict(args), actor="tester")
    assert ack.ok, (name, ack)


def cast(workshop: Workshop, session_id: str, votes: Iterable[tuple[int, str, object]]) -> None:
    """(who, what is answered to, the answer)."""
    more: dict[str, Any] = {"round": workshop.state(session_id).current, "rev": 1, "language": "sv"}
    casts = (op("ballot", who(n), item=item, value=value, **more) for n, item, value in votes)
    all_taken(workshop, session_id, casts)


def _asked(
    workshop: Workshop, session_id: str, name: str, people: int, items: str, values: list[object]
) -> None:
    command(workshop, session_id, "open_step", step=name)
    votes = [
        (n, item, values[(n + at) % len(values)])
        for n in range(people)
        for at, item in enumerate(items)
    ]
    cast(workshop, session_id, votes)
    command(workshop, session_id, "close_round")
    command(workshop, session_id, "reveal")


def _pins(workshop: Workshop, session_id: str, people: int) -> None:
    command(workshop, session_id, "open_step", step="pins")
    texts = [None, APPROVED, HELD_BACK, "nobody has read this"]
    for n in range(people):
        body = {"lat": 62.4712312 + n / 1000, "lon": 6.1512345, "category": "good"}
        round_ = workshop.state(session_id).current
        sent = op("pin", who(n), round=round_, body=body, text=texts[n] if n < 4 else None)
        assert workshop.operate(session_id, sent).ok
    _moderate(workshop, session_id, APPROVED, "approve")
    _moderate(workshop, session_id, HELD_BACK, "reject", reason="names a person")
    command(workshop, session_id, "reveal")


def _ideas(workshop: Workshop, session_id: str, people: int) -> None:
    command(workshop, session_id, "open_step", step="ideas")
    round_ = workshop.state(session_id).current
    for words in ("+ a repair café", "@ tool library"):
        assert workshop.operate(session_id, op("idea", who(0), round=round_, text=words)).ok
        _moderate(workshop, session_id, words, "approve")
    ideas = [c.id for c in workshop.state(session_id).rounds[-1].contributions.values()]
    for n in range(people):
        sent = op("support", who(n), round=round_, item=ideas[n % 2], value=True, rev=1)
        assert workshop.operate(session_id, sent).ok
    command(workshop, session_id, "close_round")


def _moderate(
    workshop: Workshop, session_id: str, words: str, verdict: str, **more: object
) -> None:
    found = workshop.state(session_id).rounds[-1].contributions.values()
    ids = [c.id for c in found if c.text == words]
    command(workshop, session_id, "moderate", text_ids=ids, verdict=verdict, **more)


def cookies_of(
    prepared: Prepared, role: str, cities: list[str], minutes_ago: float = 0
) -> dict[str, str]:
    """The cookies of somebody with that role, who typed the password so many minutes ago."""
    moment = utc_now() - dt.timedelta(minutes=minutes_ago)
    sign_in = SignIn(prepared.settings, prepared.accounts, lambda: moment)
    people = People(sign_in, lambda: {"alesund": "Ålesund", "baerum": "Bærum"})
    admin = prepared.accounts.account(prepared.accounts.local_administrator())
    boss = sign_in.admit(admin).user
    name = f"{role}-{len(prepared.accounts.accounts())}"
    token = people.invite(boss, name, role, cities)
    entry = people.accept(token, name, f"{name}@kommune.example", PASSWORD)
    return {LOGIN_COOKIE: entry.cookie}
