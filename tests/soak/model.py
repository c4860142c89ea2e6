"""The session as a machine: anything may happen in any order, and the contract holds throughout.

Phones send, repeat, send late and in the wrong order; desks command with versions old and new; the
process dies at the very moment of an answer and is opened again from what was on disk then. The
expectations are kept apart in `Expected`, which knows nothing of the product's rules.
"""

from __future__ import annotations

import itertools
import shutil
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from data.log_store import LogStore
from tests.workshop.builders import NoFacts, op, opened
from workshop.commands import Command, Operation
from workshop.events import FACILITATED
from workshop.rules import replay
from workshop.runtime import Ack
from workshop.service import Workshop

PEOPLE = ("p1", "p2", "p3")
DESKS = ("desk one", "desk two")
Key = tuple[str, str, str]


@dataclass
class Expected:
    """What must be true, worked out from the answers alone."""

    ballots: dict[Key, tuple[int, str, Any]] = field(default_factory=dict)
    acked: dict[str, int] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    overtaken: list[tuple[Operation, int]] = field(default_factory=list)

    def vote(self, wish: Operation, ack: Ack) -> None:
        """The newest revision wins, a tie goes to the larger id, whatever came first."""
        if not ack.ok:
            self.refused.add(wish.op_id)
            return
        key = (wish.participant, str(wish.round), wish.item)
        old = self.ballots.get(key)
        if old is None or (wish.rev, wish.op_id) > (old[0], old[1]):
            value = wish.value if wish.do == "ballot" else None
            self.ballots[key] = (wish.rev, wish.op_id, value)
            self.answered(wish.op_id, ack)
        elif wish.op_id in self.acked:
            self.answered(wish.op_id, ack)
        else:
            self.overtaken.append((wish, ack.seq))

    def answered(self, op_id: str, ack: Ack) -> None:
        assert self.acked.setdefault(op_id, ack.seq) == ack.seq, "D2: one operation, one number"


votes = st.builds(
    lambda who, item, value, rev: {"who": who, "item": item, "value": value, "rev": rev},
    st.sampled_from(PEOPLE),
    st.sampled_from("ab"),
    st.sampled_from(["agree", "disagree", "pass"]),
    st.integers(1, 5),
)


class SessionMachine(RuleBasedStateMachine):
    """One session, its real writer and its real file."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers = itertools.count(1)
        self.expected = Expected()
        self.sent: list[Operation] = []
        self.conflicts: set[str] = set()
        self.folder = Path(tempfile.mkdtemp(prefix="model-"))
        self.gate = threading.Event()
        self.gate.set()

    @initialize()
    def begin(self) -> None:
        self._start()
        self.id = opened(self.workshop, len(PEOPLE), "statements")

    def _start(self) -> None:
        self.workshop = Workshop(LogStore(self.folder), NoFacts(), self._now_ms)
        self.workshop.start()

    def _now_ms(self) -> int:
        """The writer asks for the time of each wish: where a test can make it wait."""
        self.gate.wait(10)
        return time.time_ns() // 10**6

    def teardown(self) -> None:
        if hasattr(self, "workshop"):
            self.workshop.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    # -- what phones do

    def _vote(self, told: dict[str, Any], do: Any = "ballot") -> Operation:
        rounds = [r.id for r in self.state.rounds if r.step.kind == "statements"]
        return op(
            do,
            told["who"],
            op_id=f"vote-{next(self.numbers):06d}",
            round=rounds[-1],
            item=told["item"],
            value=told["value"],
            rev=told["rev"],
        )

    @rule(told=st.lists(votes, min_size=1, max_size=8), again=st.booleans())
    def phones_send(self, told: list[dict[str, Any]], again: bool) -> None:
        """A batch, all at once; perhaps each of them twice."""
        wishes = [self._vote(one) for one in told]
        wishes = wishes + wishes[::-1] if again else wishes
        open_ = self._round_is_open()
        answers = [self.workshop.submit(self.id, wish) for wish in wishes]
        for wish, answer in zip(wishes, answers, strict=True):
            ack = answer.result(5)
            assert ack.ok == open_, "D8: counted exactly when the question is open"
            assert ack.ok or ack.code == "closed"
            self.expected.vote(wish, ack)
        self.sent += wishes

    @rule(told=votes)
    def a_phone_withdraws(self, told: dict[str, Any]) -> None:
        wish = self._vote(told, "withdraw")
        key = (wish.participant, str(wish.round), wish.item)
        old = self.expected.ballots.get(key)
        ack = self.workshop.operate(self.id, wish)
        if old is None or old[2] is None:
            return  # nothing to take back: whatever is answered, the invariants must hold
        self.expected.vote(wish, ack)
        self.sent.append(wish)

    @precondition(lambda self: self.sent)
    @rule(data=st.data())
    def a_phone_repeats(self, data: st.DataObject) -> None:
        """Any earlier operation again, however late: the same answer, and nothing happens."""
        wish = data.draw(st.sampled_from(self.sent))
        if wish.op_id in self.expected.acked:
            before = self.state.seq
            ack = self.workshop.operate(self.id, wish)
            assert ack.ok, "D2: what was counted is not refused later"
            self.expected.vote(wish, ack)
            assert self.state.seq == before, "D2: nothing happens twice"

    @rule(who=st.sampled_from(PEOPLE), twice=st.booleans())
    def a_phone_has_an_idea(self, who: str, twice: bool) -> None:
        name = f"idea-{next(self.numbers):06d}"
        wish = op("idea", who, op_id=name, round=self.state.current, text="Flere trær")
        for _ in range(1 + twice):
            ack = self.workshop.operate(self.id, wish)
            if ack.ok:
                self.expected.answered(wish.op_id, ack)

    # -- what desks do

    @rule(
        name=st.sampled_from(["close_round", "reopen_round", "reveal", "hide", "blank", "next"]),
        desk=st.sampled_from(DESKS),
        late=st.booleans(),
    )
    def a_desk_commands(self, name: str, desk: str, late: bool) -> None:
        version = self.state.version - late
        wish = Command(f"desk-{next(self.numbers):06d}", name, {}, version, desk)
        before = self.state.seq
        ack = self.workshop.submit(self.id, wish).result(5)
        if late:
            assert ack.code == "conflict", "D11: an old version loses"
        if not ack.ok:
            self.conflicts.add(wish.op_id)
            assert self.state.seq == before

    @rule(names=st.tuples(*[st.sampled_from(["blank", "reveal", "close_round", "timer"])] * 2))
    def two_desks_press_at_once(self, names: tuple[str, str]) -> None:
        before = self.state
        wishes = [
            Command(f"desk-{next(self.numbers):06d}", name, {"seconds": 60}, before.version, desk)
            for name, desk in zip(names, DESKS, strict=True)
        ]
        first, second = [
            answer.result(5) for answer in [self.workshop.submit(self.id, w) for w in wishes]
        ]
        moved = self.state.version - before.version
        assert moved <= 1, "D11: of two with the same version at most one is applied"
        if first.ok and first.data["version"] > before.version and moved:
            applied = [e for e in self.log if e.op_id in {w.op_id for w in wishes}]
            assert len({e.op_id for e in applied}) == 1
            assert second.code == "conflict" or not second.ok or len(applied) == 1

    @rule()
    def a_desk_opens_the_question_anew(self) -> None:
        assert self.workshop.command(self.id, "open_step", {"step": "statements"}).ok

    @rule(verdict=st.sampled_from(["approve", "reject"]))
    def a_desk_moderates(self, verdict: str) -> None:
        texts = [c.id for r in self.state.rounds for c in r.contributions.values()]
        if texts:
            args = {"text_ids": texts[:1], "verdict": verdict}
            self.workshop.command(self.id, "moderate", args)

    # -- what machines do

    @rule(told=st.lists(votes, min_size=1, max_size=6), at=st.integers(0, 5))
    def the_process_dies_at_an_answer(self, told: list[dict[str, Any]], at: int) -> None:
        """What is on disk at the moment of an answer is all that there is afterwards."""
        wishes = [self._vote(one) for one in told]
        copy = Path(tempfile.mkdtemp(prefix="model-"))
        known: list[tuple[Operation, Ack]] = []
        last = min(at, len(wishes) - 1)

        def answered(number: int, ack: Ack) -> None:
            """On the writer's thread, as the answer leaves: nothing else is written meanwhile."""
            if number <= last:
                known.append((wishes[number], ack))
            if number == last:
                for name in ("sessions", "keys"):
                    shutil.copytree(self.folder / name, copy / name)

        self.gate.clear()
        answers = [self.workshop.submit(self.id, wish) for wish in wishes]
        for number, answer in enumerate(answers):
            answer.add_done_callback(lambda done, n=number: answered(n, done.result()))
        self.gate.set()
        self.workshop.stop()
        shutil.rmtree(self.folder)
        self.folder = copy
        self._start()
        for wish, ack in known:
            self.expected.vote(wish, ack)
            assert not ack.ok or self._stands(wish), "D1: an answered vote is there, or a newer one"
        for wish in wishes:  # as phones do: who has heard nothing sends again, the others may
            self.expected.vote(wish, self.workshop.operate(self.id, wish))
        self.sent += wishes

    def _stands(self, wish: Operation) -> bool:
        ballot = self.state.round(str(wish.round)).ballots.get((wish.participant, wish.item))
        return ballot is not None and (ballot.rev, ballot.op_id) >= (wish.rev, wish.op_id)

    @rule()
    def the_server_is_restarted(self) -> None:
        before = self.state
        self.workshop.stop()
        self._start()
        assert self.state == before, "a restart changes nothing"

    @rule()
    def the_file_is_checkpointed(self) -> None:
        self.workshop._runtimes[self.id].log.rest()

    # -- what must always be true

    @property
    def state(self) -> Any:
        return self.workshop.state(self.id)

    @property
    def log(self) -> list[Any]:
        return list(self.workshop._runtimes[self.id].log.load())

    def _round_is_open(self) -> bool:
        current = self.state.current_round()
        votable = [r for r in self.state.rounds if r.step.kind == "statements"][-1]
        return bool(current and current.open and current.id == votable.id)

    @invariant()
    def the_contract_holds(self) -> None:
        if not hasattr(self, "workshop"):
            return
        log = self.log
        assert [e.seq for e in log] == list(range(1, len(log) + 1)), "D4: 1..n without gaps"
        assert replay(log) == self.state, "memory is what the file says"
        assert self.state.version == sum(e.event.kind in FACILITATED for e in log), "D11"
        said = Counter(e.op_id for e in log)
        assert not said.keys() & (self.expected.refused | self.conflicts), "D8: refused is refused"
        votes_ = {e.op_id: e.seq for e in log if e.op_id.startswith(("vote", "idea"))}
        assert all(said[name] == 1 for name in votes_), "D2: once"
        numbers = all(self.expected.acked.get(name, seq) == seq for name, seq in votes_.items())
        assert numbers, "D2: each answer names the number that stands in the file"
        ideas = {name for name in self.expected.acked if name.startswith("idea")}
        assert ideas <= votes_.keys(), "D1: an acknowledged idea is in the file"
        self._ballots_are_the_newest()
        self._answers_name_what_stands(log)

    def _answers_name_what_stands(self, log: list[Any]) -> None:
        """Where a newer answer was there first, nothing is stored: the answer names that one."""
        for wish, seq in self.expected.overtaken:
            kept = log[seq - 1]
            if kept.op_id != wish.op_id:
                body = kept.event.body
                assert (body["round"], body["item"]) == (wish.round, wish.item), "D7"
                assert kept.event.participant == wish.participant and body["rev"] >= wish.rev, "D7"

    def _ballots_are_the_newest(self) -> None:
        for (who, round_id, item), (rev, op_id, value) in self.expected.ballots.items():
            ballot = self.state.round(round_id).ballots.get((who, item))
            assert ballot is not None, "D1: an acknowledged answer is there"
            assert (ballot.rev, ballot.op_id, ballot.value) == (rev, op_id, value), "D7"
