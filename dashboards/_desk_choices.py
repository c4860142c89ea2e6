"""What a new workshop can begin with: a template, an empty agenda, or the agenda of an old one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dashboards._doors import current_user
from dashboards._language import current, plurals, words
from dashboards._services import services
from data import agendas, queries
from data.agendas import SENTENCES, Template, TemplateError
from workshop import errors
from workshop.agenda import step_json
from workshop.borrowed import own
from workshop.errors import Rejected
from workshop.language import LANGUAGES, date, pick, translator
from workshop.model import Session
from workshop.summary import Summary

_ = words("desk")
_n = plurals("desk")

OLD_ONES = 5


@dataclass(frozen=True)
class Choice:
    """One way to begin: its key, what it is called, what it is about, and what it would make."""

    key: str
    name: str
    told: str
    title: dict[str, str]
    language: str
    steps: list[dict[str, Any]]


def my_cities() -> list[tuple[str, str]]:
    """(id, name) of the cities this person may lead workshops in, with a template first."""
    user, doors = current_user(), services().doors
    if user is None:
        return []
    found = [
        (city.id, pick(city.names, current()))
        for city in queries.cities(services().library)
        if doors.may(user, "desk", city.id)
    ]
    ready = {template.city for template in agendas.templates(services().settings.data_dir)}
    return sorted(found, key=lambda city: city[0] not in ready)


def choices(city: str) -> list[Choice]:
    """Everything that a workshop in `city` can begin with, the templates first."""
    found = agendas.templates(services().settings.data_dir, city)
    return [*map(_of_template, found), _empty(), *_old_ones(city)]


def choice(city: str, key: str) -> Choice:
    """The choice of that key; the first one when the list has changed since it was shown."""
    found = choices(city)
    return next((each for each in found if each.key == key), found[0])


def _of_template(template: Template) -> Choice:
    language = current()
    told = _("{steps} steps · {minutes} min").format(
        steps=len(template.steps), minutes=template.minutes
    )
    about = pick(template.about, language)
    return Choice(
        key=f"template:{template.key}",
        name=pick(template.name, language),
        told=f"{told} · {about}" if about else told,
        title=dict(template.name),
        language=template.language,
        steps=[step_json(step) for step in template.steps],
    )


def _empty() -> Choice:
    def said(sentence: str) -> dict[str, str]:
        return {tag: translator(tag, "desk")(sentence) for tag in LANGUAGES}

    first = {"id": "welcome", "kind": "show", "minutes": 5, "title": said("Welcome")}
    return Choice(
        key="empty",
        name=_("Empty agenda"),
        told=_("One step that says welcome. You add the rest."),
        title=said("New workshop"),
        language=current(),
        steps=[first],
    )


def _old_ones(city: str) -> list[Choice]:
    workshop = services().workshop
    found: list[Choice] = []
    for summary in workshop.sessions():
        if summary.city == city and not summary.rehearsal and len(found) < OLD_ONES:
            found.append(_as_before(summary, workshop.state(summary.id)))
    return found


def _as_before(summary: Summary, session: Session) -> Choice:
    """With its day, for workshops of one name; what asked about its ideas alone stays there."""
    steps = own(session.agenda)
    when = dt.datetime.fromtimestamp(summary.created_at_ms / 1000, tz=dt.UTC).date()
    about = [
        _("{steps} steps · {minutes} min").format(
            steps=len(steps), minutes=sum(step.minutes for step in steps)
        ),
        date(when, current(), "medium"),
        _n("{n} person", "{n} people", summary.participants).format(n=summary.participants),
    ]
    if len(steps) < len(session.agenda):
        about.append(_("without the steps about its ideas"))
    return Choice(
        key=f"copy:{summary.id}",
        name=_("As before: {name}").format(name=pick(summary.title, current())),
        told=" · ".join(about),
        title=dict(session.title),
        language=session.language,
        steps=[step_json(step) for step in steps],
    )


def sentence_of(refusal: TemplateError | Rejected) -> str:
    """What is wrong, for the person who asked; with step and field where a file is wrong."""
    if refusal.code in SENTENCES:
        said = _(SENTENCES[refusal.code])
    else:
        english = errors.SENTENCES.get(refusal.code, errors.SENTENCES["internal"])
        said = translator(current(), "errors")(english)
    if isinstance(refusal, TemplateError) and refusal.step:
        place = _("Step {n}, field {field}").format(n=refusal.step, field=refusal.field or "–")
        return f"{place}: {said}"
    return said
