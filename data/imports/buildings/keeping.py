"""A building register is taken: its sums become the city's next version."""

from __future__ import annotations

import datetime as dt

from data.imports.buildings.look import Buildings
from data.imports.findings import Refusal
from data.imports.pending import Upload
from data.library import Library
from data.twin.register_file import Register, Registers


def keep(library: Library, upload: Upload, shown: Buildings, role: str) -> tuple[int, Register]:
    """The version that is in force from now on."""
    if shown.whose is None or not shown.weights or any(each.error for each in shown.findings):
        raise Refusal("import_nothing")
    now = dt.datetime.now(dt.UTC).isoformat("T", "seconds")
    made = Register(
        **shown.whose, file=upload.file, sha256=upload.sha256, taken_at=now, role=role,
        sums=shown.sums,
    )  # fmt: skip
    return Registers(library.data_dir).keep(upload.city, made), made
