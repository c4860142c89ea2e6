"""The stateful model of `tests.soak.model`, with many more stories than CI has time for."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.soak.model import SessionMachine
from tests.soak.report import Outcome, at_least, at_most


def run(folder: Path, short: bool) -> Outcome:
    """Other stories every time: what fails is printed by Hypothesis as a program to run again."""
    stories = 5 if short else 150
    how = settings(
        max_examples=stories,
        stateful_step_count=30,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        verbosity=Verbosity.quiet,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    outcome = Outcome()
    try:
        run_state_machine_as_test(SessionMachine, settings=how)
    except AssertionError as broken:
        notes = getattr(broken, "__notes__", [])
        outcome.problems.append(f"{broken}: {' '.join(notes)}")
    outcome.figures = [
        at_least("stories of thirty steps each", stories, stories),
        at_most("promises broken", len(outcome.problems), 0),
    ]
    return outcome
