"""The short form of the soak: the same code as `make soak`, with small numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak.__main__ import carry_out
from tests.soak.parts import PARTS, RUNS


def shown(part: str) -> None:
    """Run a part's short form; where it cannot run, the test says so in its reason."""
    outcome = carry_out(RUNS[part], short=True)
    if outcome.skipped:
        pytest.skip(f"NOT SHOWN HERE: {outcome.skipped}")
    assert outcome.passed, (outcome.problems, [f for f in outcome.figures if not f.met])


@pytest.mark.fault(*PARTS["kill"])
def test_nothing_acknowledged_is_lost_when_the_writer_is_killed():
    shown("kill")


@pytest.mark.fault(*PARTS["power"])
def test_nothing_acknowledged_is_lost_when_the_power_is_cut():
    shown("power")


@pytest.mark.fault(*PARTS["chaos"])
def test_every_vote_counts_once_through_a_bad_network_and_a_killed_server():
    shown("chaos")


@pytest.mark.fault(*PARTS["herd"])
def test_everybody_comes_back_after_a_restart():
    shown("herd")


@pytest.mark.fault(*PARTS["goodbye"])
def test_a_server_that_is_told_to_stop_answers_first_and_says_goodbye():
    shown("goodbye")


@pytest.mark.fault(*PARTS["desks"])
def test_of_two_desks_that_press_at_once_one_is_heard():
    shown("desks")


@pytest.mark.fault(*PARTS["closing"])
def test_a_vote_counts_when_it_stands_before_the_closing():
    shown("closing")


def test_a_part_that_breaks_has_failed_and_one_that_cannot_run_says_why():
    def breaks(folder: Path, short: bool):
        raise ValueError("torn")

    broken = carry_out(RUNS["kill"].__class__("", (), breaks), short=True)
    unable = carry_out(RUNS["kill"].__class__("", (), breaks, lambda: "needs root"), short=True)
    assert broken.verdict == "FAILED" and "torn" in broken.problems[0]
    assert unable.verdict == "SKIPPED" and unable.skipped == "needs root"
