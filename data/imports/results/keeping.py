"""Results of another model become scenarios with a run each: all of them, or none."""

from __future__ import annotations

import math
from collections.abc import Mapping

from data import queries
from data.imports.findings import Refusal
from data.imports.preview import Preview
from data.imports.results.answers import Run, runs
from data.imports.results.checking import Checked
from data.imports.results.provenance import Provenance
from data.library import Library
from data.scenarios.foreign import Brought
from data.scenarios.records import Draft, Foreign, Scenario
from data.scenarios.store import Scenarios
from data.twin.tables import load_outputs
from twin.scenario import Output

_REFERENCE = {
    "nb": "Uten tiltak ({model})", "nn": "Utan tiltak ({model})", "sv": "Utan åtgärder ({model})",
    "en": "Without measures ({model})",
}  # fmt: skip
_ABOUT = {
    "nb": "Beregnet av {by} med {model} {version}, {date}. Lisens: {licence}.",
    "nn": "Rekna ut av {by} med {model} {version}, {date}. Lisens: {licence}.",
    "sv": "Beräknat av {by} med {model} {version}, {date}. Licens: {licence}.",
    "en": "Computed by {by} with {model} {version}, {date}. Licence: {licence}.",
}


def keep(library: Library, scenarios: Scenarios, shown: Preview, role: str) -> tuple[Scenario, ...]:
    """The scenarios that the preview shows, as they stand now."""
    results = shown.results
    if results is None or results.whose is None or not shown.writes:
        raise Refusal("import_nothing")
    people = queries.city(library, shown.upload.city).population
    told = _foreign(shown, results.whose, _not_ours(results.checked))
    brought = [
        Brought(_draft(run, results.whose), told, run.answer, people or math.nan)
        for run in runs(results.checked, results.whose)
    ]
    return scenarios.take_in(shown.upload.city, brought, role)


def _not_ours(checked: Checked) -> Mapping[str, Output]:
    known = load_outputs()
    return {id: output for id, output in checked.outputs.items() if id not in known}


def _draft(run: Run, whose: Provenance) -> Draft:
    names = {tag: run.name or text.format(model=whose.model) for tag, text in _REFERENCE.items()}
    told = {
        tag: text.format(
            by=whose.by, model=whose.model, version=whose.version, date=whose.date,
            licence=whose.licence,
        )
        for tag, text in _ABOUT.items()
    }  # fmt: skip
    return Draft(names, told, ())


def _foreign(shown: Preview, whose: Provenance, outputs: Mapping[str, Output]) -> Foreign:
    upload = shown.upload
    return Foreign(
        whose.by, whose.model, whose.version, whose.date, whose.licence, upload.file,
        upload.sha256, upload.service, outputs,
    )  # fmt: skip
