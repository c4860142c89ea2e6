"""Results by step and round: the words here, the drawings by assets/results.js in the browser."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards._language import current, words
from dashboards._review_delphi import asked_again, objected
from dashboards._review_ids import results_id
from dashboards._review_map import pins_list, pins_map
from dashboards._review_scenarios import shown_scenarios
from dashboards._review_words import clock, kind, minutes
from data.export.rounds import settled
from workshop.agenda import step_json
from workshop.exhibits import before
from workshop.language import pick, picked
from workshop.model import Json, Round, Session, Step
from workshop.objections import objections
from workshop.taken_back import filled
from workshop.tally import movement, results, sentence

_ = words("review")


def views(session: Session) -> dict[str, Json]:
    """Round → what its drawing is made from, for the rounds that may be reported."""
    return {r.id: _view(session, r) for r in settled(session) if r.step.asks}


def _view(session: Session, round_: Round) -> Json:
    earlier = before(session, round_)
    previous = None
    if earlier is not None:
        moved = movement(earlier, round_)
        previous = {"round_number": earlier.number, "results": results(earlier), "movement": moved}
    found = results(round_)
    said = sentence(round_, found)
    return {
        "session": {"id": session.id},
        "step": filled(step_json(round_.step, notes=False, words=True)),
        "results": found,
        "said": said.as_json() if said else None,
        "previous": previous,
        "reasons": objections(round_),
        "round": {"basket": round_.basket, "over": session.phase == "closed"},
    }


def by_step(session: Session, seqs: dict[str, int]) -> list[Component]:
    """A section for each step that asks something or shows a scenario. `seqs`: round → the moment
    to look at."""
    told = [(n, s) for n, s in enumerate(session.agenda, 1) if s.kind != "show"]
    return [_step(session, number, step, seqs) for number, step in told]


def _step(session: Session, number: int, step: Step, seqs: dict[str, int]) -> Component:
    language, title = picked(step.title, current())
    rounds = session.rounds_of(step.id)
    head = html.Header(
        [
            html.Span(str(number), className="review-step-number", **{"aria-hidden": "true"}),
            html.H3(title, lang=language, id=f"review-step-{step.id}"),
            html.Span(kind(step.kind), className="rs-tag"),
        ],
        className="review-step-head",
    )
    told = html.P(pick(step.text, current()), className="soft") if step.text else None
    # The round that stands is what people look for; the one before it is a fold away.
    shown = [_round(session, each, seqs) for each in reversed(rounds)]
    never = html.P(_("This step was not opened."), className="soft")
    return html.Section(
        [head, told, *(shown or [never])],
        className="rs-card review-step",
        **{"aria-labelledby": f"review-step-{step.id}"},
    )


def _round(session: Session, round_: Round, seqs: dict[str, int]) -> Component:
    ready = round_ in settled(session)
    title = _("Second round") if round_.number == 2 else _("Round {n}").format(n=round_.number)
    single = len(session.rounds_of(round_.step.id)) == 1
    turnout = _("{n} of {m} answered").format(n=len(round_.answered), m=len(session.participants))
    if not round_.step.asks:
        turnout = _("Shown to the room")
    head = html.Div(
        [
            None if single else html.H4(_("First round") if round_.number == 1 else title),
            html.Span(
                f"{clock(round_.opened_at_ms)} · {turnout}", className="soft figures review-when"
            ),
            _look(round_, seqs),
        ],
        className="review-round-head",
    )
    later = html.P(_("The results come here when the answers are closed."), className="rs-note")
    answers = (_drawn(session, round_) if ready else [later]) if round_.step.asks else []
    answers += [*asked_again(session, round_), *objected(round_)] if ready else []
    parts = [head, *answers, *shown_scenarios(round_)]
    # A folded map could not measure itself.
    if round_.step.kind == "pins" or round_.number == len(session.rounds_of(round_.step.id)):
        return html.Div(parts, className="review-round")
    summary = html.Summary(_("First round") if round_.number == 1 else title)
    return html.Details([summary, *parts], className="review-round review-fold")


def _look(round_: Round, seqs: dict[str, int]) -> Component | None:
    """A button that moves the picture of the stage to this round."""
    if round_.id not in seqs:
        return None
    return html.Button(
        _("See it on the stage"),
        type="button",
        className="rs-button quiet review-look",
        **{"data-seq": str(seqs[round_.id])},
    )


def _drawn(session: Session, round_: Round) -> list[Component]:
    drawing = html.Div(id=results_id(round_.id), className="review-results")
    if round_.step.kind != "pins":
        return [drawing]
    found = results(round_) or {}
    return [drawing, *pins_map(session, round_, found), pins_list(session, round_, found)]


def used_minutes(session: Session, round_: Round) -> str:
    """How long a round was on the screen: until the next one opened or the workshop ended."""
    after = session.round(f"r{int(round_.id[1:]) + 1}")
    end = after.opened_at_ms if after else session.closed_at_ms
    if end is None:
        return ""
    return minutes(max(1, round((end - round_.opened_at_ms) / 60_000)))
