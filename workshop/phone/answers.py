"""One participant's answers in the words of what was asked, for the page that a receipt opens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from workshop.ballots import METHODS
from workshop.language import picked
from workshop.model import Json, Round, Session


def answered(session: Session, participant: str, language: str) -> list[Json]:
    """One row a ballot that counts: where it belongs, what was asked, what was answered."""
    rows: list[Json] = []
    for round_ in session.rounds:
        texts = {o.id: o.text for o in round_.step.options}
        for (person, item), ballot in sorted(round_.ballots.items()):
            if person != participant or ballot.withdrawn:
                continue
            about = picked(round_.step.title, language)
            asked = _asked(round_, item, language) or _idea(round_, item)
            value = _words(ballot.value, {o: picked(t, language)[1] for o, t in texts.items()})
            again = len(session.rounds_of(round_.step.id)) > 1
            rows.append(
                {"id": f"{round_.id}/{item}", "about": about, "asked": asked, "value": value}
                | {"round": round_.number if again else None}
            )
    return rows


def _asked(round_: Round, item: str, language: str) -> str:
    """The option that an answer is about, or the two that were compared."""
    method = METHODS.get(round_.step.way)
    about = method.items(round_.step).get(item, ()) if method and item else ()
    texts = (picked(o.text, language)[1] for o in round_.step.options if o.id in about)
    return " – ".join(texts)


def _words(value: Any, texts: Mapping[str, str]) -> Any:
    """An answer with the words of the options in place of their names."""
    if isinstance(value, list):
        return [texts.get(str(each), "") for each in cast(list[object], value)]
    if isinstance(value, dict):
        numbers = cast(Mapping[str, object], value)
        return [f"{texts.get(each, '')}: {number}" for each, number in numbers.items()]
    return texts.get(value, value) if isinstance(value, str) else value


def _idea(round_: Round, item: str) -> str:
    """The idea of somebody else that was supported, where everybody may read it."""
    idea = round_.contributions.get(item)
    return (idea.text or "") if idea and idea.state == "approved" else ""
