"""What people had met before they answered: the model beside their own guess, and the results.

Learning: those who guessed below, within or above the model's range (p10–p90), and how they voted
after it had been shown. Influence: those who answered before the results were on the screen, and
those who answered, or changed their answer, while they were, by the context that each ballot holds.
"""

from __future__ import annotations

from collections.abc import Mapping

from workshop.exhibits import model
from workshop.model import Ballot, Round, Session
from workshop.tally import votes


def guessed(session: Session, round_: Round) -> Mapping[str, str] | None:
    """Participant → "below", "within", "above"; None where no guess came before this question."""
    asked = _guess_before(session, round_)
    if asked is None:
        return None
    low, _, high = model(asked)["model"]
    return {
        person: "below" if value < low else "above" if value > high else "within"
        for (person, _item), value in votes(asked).items()
    }


def _guess_before(session: Session, round_: Round) -> Round | None:
    """The last guess that was shown the model before this round opened, about a scenario of it;
    a question without a scenario may be about any."""
    about = set(round_.step.scenarios)
    for each in reversed(session.rounds):
        earlier = each.opened_seq < round_.opened_seq and each.step.kind == "guess"
        same = not about or about & set(each.step.scenarios)
        if earlier and same and _model_shown(session, each, round_) and "model" in model(each):
            return each
    return None


def _model_shown(session: Session, guess: Round, later: Round) -> bool:
    shown = (s for s in session.screens if s.round == guess.id and s.revealed)
    return any(screen.seq <= later.opened_seq for screen in shown)


def saw_results(round_: Round) -> Mapping[str, str] | None:
    """Participant → "hidden" or "shown": what their last answer says was on the screen; None where
    it was the same for all."""
    last: dict[str, Ballot] = {}
    for (person, _), ballot in round_.ballots.items():
        if not ballot.withdrawn and (person not in last or ballot.seq > last[person].seq):
            last[person] = ballot
    found = {person: "shown" if ballot.saw else "hidden" for person, ballot in last.items()}
    return found if len(set(found.values())) > 1 else None
