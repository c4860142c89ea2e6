"""Anything, in any order: see `tests.soak.model`. `make soak` runs many more of them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests.soak.model import SessionMachine

SessionMachine.TestCase.settings = settings(
    max_examples=10,
    stateful_step_count=16,
    deadline=None,
    derandomize=True,
    # What fails is said as it was found: making it smaller would take minutes.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestSessionMachine = pytest.mark.fault("F26")(SessionMachine.TestCase)
