"""What is told about a round in released files, before it is a line of any of them.

Numbers and the agenda's own ids alone: no words, no places, nobody's id.
"""

from __future__ import annotations

from collections.abc import Mapping

from data.export import opinions
from workshop import delphi
from workshop.agreement import agreement
from workshop.breakdown import breakdowns
from workshop.exhibits import before
from workshop.flows import flows
from workshop.model import Json, Round, Session
from workshop.robustness import robustness
from workshop.tally import movement, results

Figures = Mapping[str, Json]  # round → what is told about it


def closed(session: Session) -> tuple[Round, ...]:
    """The rounds whose figures may leave: while people answer, two files would tell the answers
    between them."""
    return tuple(r for r in session.rounds if session.phase == "closed" or not r.open)


def live(session: Session) -> dict[str, Json]:
    """The figures of every closed round as they stand."""
    return {r.id: _of(session, r) for r in closed(session) if r.step.asks}


def _of(session: Session, round_: Round) -> Json:
    earlier = before(session, round_)
    previous = None
    if earlier is not None and round_.step.kind not in ("pins", "ideas"):
        found, moved = results(earlier), movement(earlier, round_)
        previous = {"round_number": earlier.number, "results": found, "movement": moved}
        previous["flows"] = flows(earlier, round_)
    opinion, by_opinion = opinions.figures(round_)
    return {
        "answered": len(round_.answered),
        "results": _without_words(results(round_) or {}),
        "previous": previous,
        "by": breakdowns(session, round_) | by_opinion,
        "opinion": opinion,
        "agreement": agreement(round_),
        **_ruled(session, round_),
        "robust": robustness(round_),
    }


def _ruled(session: Session, round_: Round) -> Json:
    """What the declared rule said after the round; its figures are those of the round."""
    if delphi.rule(round_) is None:
        return {}
    said = delphi.verdict(session, round_)
    return {"delphi": {name: said[name] for name in ("says", "why")}}


def _without_words(found: Json) -> Json:
    """Pins go by themselves, since they can be taken back; of ideas their support remains."""
    if found["kind"] == "ideas":
        supports = {idea["id"]: idea["supports"] for idea in found["ideas"]}
        return {"kind": "ideas", "supports": supports}
    return {"kind": "pins"} if found["kind"] == "pins" else found
