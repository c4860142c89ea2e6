"""Options in the words of an idea that somebody wrote in this session.

Such an option names the idea and which of its words are meant (`Option.idea`). The words stay where
they are kept, under a key that can be destroyed: they are read into the state in memory, and stand
in no event of the agenda and in no stored state. Who takes the idea back, or corrects it, takes
these words out of every option too; what people answered about it stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from workshop.agenda_settings import checked
from workshop.errors import Rejected
from workshop.model import Option, Round, Session, Step, Text

# The events after which the words of an option may be others, or there for the first time.
TOUCHING = frozenset(
    ("agenda_set", "round_opened", "text_corrected", "contribution_deleted")
    + ("text_moderated", "text_unmoderated")
)


def lent(session: Session) -> Session:
    """The session with the words that stand, in every option that borrows them."""
    return _changed(session, lambda option: _words(session, option))


def returned(session: Session) -> Session:
    """The session without any borrowed words, as it may be stored."""
    return _changed(session, lambda _: {})


def wished(session: Session, steps: Iterable[Step]) -> tuple[Step, ...]:
    """An agenda that somebody asks for. What it borrows anew must be an idea that is shown."""
    agenda = tuple(steps)
    had = {(o.id, o.idea) for step in session.agenda for o in step.options}
    for option in (o for step in agenda for o in step.options if o.idea):
        if (option.id, option.idea) not in had and not _words(session, option):
            raise Rejected("idea_gone", option.id)
    return tuple(_worded(step, lambda option: _words(session, option)) for step in agenda)


def standing(step: Step) -> Step:
    """The step as it is opened: ideas that were taken back meanwhile are not asked about."""
    options = tuple(option for option in step.options if option.text or not option.idea)
    if len(options) == len(step.options):
        return step
    try:
        return _asking(step, options)
    except Rejected:
        raise Rejected("idea_gone", step.id) from None


def own(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps as another session can ask them: without this session's ideas, and without what
    asks about nothing else."""
    found: list[Step] = []
    for step in steps:
        options = tuple(option for option in step.options if not option.idea)
        try:
            found.append(step if options == step.options else _asking(step, options))
        except Rejected:
            continue
    return tuple(found)


def _asking(step: Step, options: tuple[Option, ...]) -> Step:
    if not options:
        raise Rejected("agenda_options", step.id)
    settings = checked(step.kind, step.settings, options, step.id)
    return replace(step, options=options, settings=settings)


def _words(session: Session, option: Option) -> Text:
    """The words of its idea, as long as they are the same ones and may be shown."""
    found = session.contribution(option.id)
    if found is None:
        return {}
    round_, idea = found
    shown = round_.step.kind == "ideas" and idea.state in ("approved", "merged")
    same = idea.text_id == option.idea
    return {session.language: idea.text} if shown and same and idea.text else {}


def _worded(step: Step, words: Callable[[Option], Text]) -> Step:
    if not any(option.idea for option in step.options):
        return step
    options = tuple(replace(o, text=words(o)) if o.idea else o for o in step.options)
    return step if options == step.options else replace(step, options=options)


def _changed(session: Session, words: Callable[[Option], Text]) -> Session:
    def round_with(round_: Round) -> Round:
        step = _worded(round_.step, words)
        return round_ if step is round_.step else replace(round_, step=step)

    agenda = tuple(_worded(step, words) for step in session.agenda)
    rounds = tuple(round_with(round_) for round_ in session.rounds)
    same = all(a is b for a, b in zip(agenda, session.agenda, strict=True))
    if same and all(a is b for a, b in zip(rounds, session.rounds, strict=True)):
        return session
    return replace(session, agenda=agenda, rounds=rounds)
