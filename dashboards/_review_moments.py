"""The moments of a session in words, for the slider and the list beside the picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dashboards._language import current, plurals, words
from dashboards._review_replay import Moment
from dashboards._review_words import clock, let_in
from workshop.language import pick
from workshop.model import Json, Session

_ = words("review")
_n = plurals("review")


def told(moments: Sequence[Moment]) -> list[Json]:
    """What the page's script needs of each moment."""
    return [
        {"seq": moment.seq, "clock": clock(moment.at_ms), "kind": moment.kind, "text": said(moment)}
        for moment in moments
    ]


def said(moment: Moment) -> str:
    """What happened, in one short line."""
    return SAID[moment.kind](moment)


def _opened(moment: Moment) -> str:
    round_ = moment.session.current_round()
    if round_ is None:
        return _("A step was opened")
    title = pick(round_.step.title, current())
    if round_.number == 1:
        return _("Opened: {title}").format(title=title)
    if round_.number == 2:
        return _("Second round: {title}").format(title=title)
    return _("Round {n}: {title}").format(n=round_.number, title=title)


def _last_look(moment: Moment) -> str:
    session = moment.session
    round_ = session.current_round()
    if round_ is None:
        return _("Just before: {n} had joined").format(n=len(session.participants))
    return _("Just before: {n} of {m} had answered").format(**_turnout(session))


def _blanked(moment: Moment) -> str:
    return _("Screen blanked") if moment.body["on"] else _("Screen shown again")


def _part(moment: Moment) -> str:
    return {
        "turnout": _("Shown: how many answered"),
        "movement": _("Shown: who moved"),
        "groups": _("Shown: by group"),
    }[moment.body["part"]]


def _timer(moment: Moment) -> str:
    seconds = int(moment.body["seconds"])
    return _("Timer set: {length}").format(length=f"{seconds // 60}:{seconds % 60:02d}")


def _level(moment: Moment) -> str:
    return _("Who can answer: {level}").format(level=let_in(moment.session))


def _codes(moment: Moment) -> str:
    n = len(moment.body["digests"])
    return _n("{n} code printed", "{n} codes printed", n).format(n=n)


def _counted(moment: Moment) -> str:
    said = _("Raised hands entered: {n} people")
    if moment.body["source"] == "paper":
        said = _("Paper ballots entered: {n} people")
    return said.format(n=moment.body["people"])


def _texts(moment: Moment) -> str:
    return _n("{n} text looked through", "{n} texts looked through", moment.texts).format(
        n=moment.texts
    )


def _closed(moment: Moment) -> str:
    return _("Closed: {n} of {m} had answered").format(**_turnout(moment.session))


def _restored(moment: Moment) -> str:
    missing = moment.body["missing"]
    if missing is None:
        return _("Restored from a backup")
    return _("Restored from a backup: events {n} to {m} are missing").format(
        n=missing[0], m=missing[1]
    )


def _turnout(session: Session) -> dict[str, int]:
    round_ = session.current_round()
    return {"n": len(round_.answered) if round_ else 0, "m": len(session.participants)}


SAID: dict[str, Callable[[Moment], str]] = {
    "session_created": lambda _m: _("The workshop was made"),
    "session_opened": lambda _m: _("Doors opened"),
    "session_closed": lambda _m: _("Workshop finished"),
    "session_restored": _restored,
    "title_set": lambda _m: _("Title changed"),
    "retention_set": lambda _m: _("Changed: how long answers are kept"),
    "agenda_set": lambda _m: _("Agenda changed"),
    "round_opened": _opened,
    "round_closed": _closed,
    "round_reopened": lambda _m: _("Open for answers again"),
    "revealed": lambda _m: _("Results shown"),
    "part_shown": _part,
    "hidden": lambda _m: _("Results hidden"),
    "blanked": _blanked,
    "timer_started": _timer,
    "timer_cleared": lambda _m: _("Timer stopped"),
    "text_moderated": _texts,
    "last_look": _last_look,
    "level_set": _level,
    "codes_issued": _codes,
    "code_voided": lambda m: _("Code {n} voided").format(n=m.body["number"]),
    "device_ended": lambda m: _("Shared device {n} ended").format(n=m.body["number"]),
    "count_entered": _counted,
    "live_set": lambda _m: _("Sliders set"),
}
