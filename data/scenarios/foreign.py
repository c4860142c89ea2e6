"""Scenarios that another model computed: whose they are, and the outputs that only it has.

They have no measures of ours and one run a version, which is never computed here. To import again
is a new version, so that what somebody voted on stays as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from data.scenarios import plain
from data.scenarios.records import Draft, Foreign, Scenario
from twin.answer import Answer
from twin.scenario import Output

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS foreign_versions (scenario VARCHAR NOT NULL,"
    " number INTEGER NOT NULL, told JSON NOT NULL)"
)


@dataclass(frozen=True)
class Brought:
    """One scenario of another model, as it comes in.

    `people` live in the city today: what is told for each of them is worked out with that, for
    the model does not say how many there will be.
    """

    draft: Draft
    foreign: Foreign
    answer: Answer
    people: float

    def run_id(self, scenario: str, number: int) -> str:
        """The same results, brought as the same version, have the same name."""
        told = [scenario, number, to_text(self.foreign), _rows(self.answer)]
        return plain.digest(told)


def same(scenarios: Iterable[Scenario], brought: Brought) -> Scenario | None:
    """The scenario that this one is a later version of: one name, told by one model."""
    for each in scenarios:
        of_model = each.foreign is not None and each.foreign.model == brought.foreign.model
        if of_model and each.newest.draft.names == brought.draft.names:
            return each
    return None


def to_text(foreign: Foreign) -> str:
    told = asdict(foreign) | {"outputs": {id: _plain(each) for id, each in foreign.outputs.items()}}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def of_text(text: str) -> Foreign:
    told: dict[str, Any] = json.loads(text)
    outputs = {id: Output(**each) for id, each in told.pop("outputs").items()}
    return Foreign(**told, outputs=outputs)


def _plain(output: Output) -> Mapping[str, Any]:
    return asdict(output) | {"names": dict(output.names), "about": dict(output.about)}


def _rows(answer: Answer) -> list[Any]:
    """Years and figures as text: what is not a number has no other form that is always the same."""
    return [list(answer.years), [[str(cell) for cell in row] for row in plain.rows_of(answer)]]
