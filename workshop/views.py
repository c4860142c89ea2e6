"""What each role sees of a session: plain JSON, never more than that role may know.

Counted results are shared by all views of one state, so a `Frame` counts them once. What only the
facilitator sees is in `desk_view`.
"""

from __future__ import annotations

from workshop import delphi
from workshop.agenda import step_json
from workshop.ballots import METHODS
from workshop.exhibits import answered, asked, before, refs, visible
from workshop.model import Contribution, Json, Round, Session
from workshop.objections import objections
from workshop.tally import movement, results, sentence

PHONE_TEXTS = 40


class Frame:
    """One state of a session, with everything that its views share."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.round = session.current_round()
        self._results: list[Json | None] = []
        self._common: Json | None = None

    @property
    def ready(self) -> bool:
        """Whether nothing has to be counted for a phone's view any more."""
        return bool(self._results) or self.round is None or not self.round.revealed

    @property
    def results(self) -> Json | None:
        if not self._results:
            self._results.append(results(self.round) if self.round else None)
        return self._results[0]

    @property
    def said(self) -> Json | None:
        """The results in one sentence."""
        found = sentence(self.round, self.results) if self.round else None
        return found.as_json() if found else None

    def _previous(self) -> Json | None:
        """The round before of the same step, once this round is revealed."""
        if self.round is None or not self.round.revealed:
            return None
        earlier = before(self.session, self.round)
        if earlier is None:
            return None
        return {
            "round_number": earlier.number,
            "results": results(earlier),
            "movement": movement(earlier, self.round),
        }

    @property
    def common(self) -> Json:
        """What everybody may see: the step, the turnout, and results once they are revealed."""
        if self._common is None:
            self._common = self._made()
        return self._common

    def _made(self) -> Json:
        session, round_ = self.session, self.round
        timer = session.timer
        revealed = round_ is not None and round_.revealed
        return {
            "seq": session.seq,
            "version": session.version,
            "session": {
                "id": session.id,
                "title": dict(session.title),
                "city": session.city,
                "phase": session.phase,
                "rehearsal": session.rehearsal,
                "language": session.language,
                "level": session.level,
            },
            "blank": session.blank,
            "people": {"joined": len(session.participants)},
            "agenda": _place(session),
            "step": step_json(round_.step, notes=False, words=True) if round_ else None,
            "round": _round(session, round_) if round_ else None,
            "timer": {"ends_at_ms": timer.ends_at_ms, "seconds": timer.seconds} if timer else None,
            "results": self.results if revealed else None,
            "said": self.said if revealed else None,
            "previous": self._previous(),
            "ideas": _approved(round_) if round_ else [],
            "reasons": objections(round_) if revealed and round_ else [],
        }


def _place(session: Session) -> Json:
    ids = [step.id for step in session.agenda]
    current = session.current_round()
    number = ids.index(current.step.id) + 1 if current and current.step.id in ids else 0
    return {"number": number, "of": len(ids)}


def _round(session: Session, round_: Round) -> Json:
    return {
        "id": round_.id,
        "number": round_.number,
        "state": "open" if round_.open else "closed",
        "revealed": round_.revealed,
        "turnout": {"answered": len(round_.answered), "joined": len(session.participants)},
        "shown": visible(round_),
        **asked(round_),
        **({"live": round_.live} if round_.live else {}),
        **({"basket": round_.basket} if round_.basket and round_.revealed else {}),
        **({"delphi": delphi.told(session, round_)} if delphi.rule(round_) else {}),
        **({"part": round_.part, "told": round_.told[round_.part]} if round_.part else {}),
    }


def _approved(round_: Round) -> list[Json]:
    if round_.step.kind != "ideas":
        return []
    ideas = sorted(round_.contributions.values(), key=lambda c: c.seq)
    return [{"id": c.id, "text": c.text} for c in ideas if c.state == "approved" and c.text]


def stage_view(frame: Frame) -> Json:
    """The projected screen: no participant ids, no text that nobody has approved."""
    closed = frame.session.phase == "closed"
    return frame.common | {"role": "stage", "head": frame.session.head if closed else None}


def phone_view(frame: Frame) -> Json:
    """What is the same on every phone; a phone's own answers come in `mine_view`.

    Without what a small screen does not draw: the values of the stage's map, and where pins lie.
    """
    common = frame.common
    round_ = common["round"]
    light = _light_round(frame.round, round_) if frame.round else None
    before = common["previous"]
    return common | {
        "role": "phone",
        "round": light,
        "results": _light(common["results"]),
        "previous": before | {"results": _light(before["results"])} if before else None,
    }


def _light_round(round_: Round, told: Json) -> Json:
    """Of scenarios and baskets only which they are: cards are fetched, compressed, by who looks."""
    light = {key: value for key, value in told.items() if key not in ("shown", "live", "basket")}
    shows = {"scenarios": refs(round_)} if round_.step.scenarios or round_.live else {}
    basket = answered(round_)
    shows |= {"basket": basket} if basket else {}
    return light | shows | ({"live": round_.live["seq"]} if round_.live else {})


def _light(counted: Json | None) -> Json | None:
    if counted is None or counted["kind"] != "pins":
        return counted
    texts = [{"category": p["category"], "text": p["text"]} for p in counted["pins"] if p["text"]]
    rest = {key: value for key, value in counted.items() if key != "pins"}
    return rest | {"texts": texts[:PHONE_TEXTS]}


def mine_view(session: Session, participant: str) -> Json:
    """One participant's own answers and contributions, and nobody else's."""
    profile = session.participants.get(participant)
    ballots: dict[str, Json] = {}
    supports: dict[str, Json] = {}
    contributions: list[Json] = []
    for round_ in session.rounds:
        ideas = round_.step.kind == "ideas"
        own = _own_ballots(round_, participant, [*round_.contributions] if ideas else None)
        if own:
            (supports if ideas else ballots)[round_.id] = own
        contributions += [
            _own(c) for c in round_.contributions.values() if c.participant == participant
        ]
    return {
        "profile": {
            "group": profile.group if profile else None,
            "district": profile.district if profile else None,
            "language": profile.language if profile else None,
        },
        "ballots": ballots,
        "supports": supports,
        "contributions": contributions,
    }


def _own_ballots(round_: Round, participant: str, items: list[str] | None) -> Json:
    """Item → value and rev; a withdrawn answer keeps its rev and has the value None."""
    if items is None:
        method = METHODS.get(round_.step.way)
        items = [*method.items(round_.step)] if method else []
    found = {item: round_.ballots.get((participant, item)) for item in items}
    return {item: {"value": b.value, "rev": b.rev} for item, b in found.items() if b}


def _own(contribution: Contribution) -> Json:
    return {
        "id": contribution.id,
        "kind": contribution.kind,
        "round": contribution.round,
        "text": contribution.text,
        "state": contribution.state,
        "finding": list(contribution.finding),
        "photo": contribution.photo,
        "photo_state": contribution.photo_state if contribution.photo else None,
        "category": contribution.category,
        "lat": contribution.lat,
        "lon": contribution.lon,
        "place": contribution.place,
        "about": contribution.about,
    }
