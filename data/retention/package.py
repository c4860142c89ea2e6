"""The archive package of a session: what an archive or case system takes in, as one ZIP file.

A report (PDF/A), the figures (CSV), the released pins (GeoJSON), the agenda (JSON), and a manifest
with the seal of the log and a SHA-256 of every other file. Raw answers are not in it.
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

from data.durable import sync_folder
from data.export.cells import PLAIN
from data.export.groups import groups_csv
from data.export.manifest import as_text, manifest
from data.export.missing import missing_csv
from data.export.names import filename, moment
from data.export.pins import pins_geojson
from data.export.released import Released
from data.export.report import report_pdf
from data.export.results import results_csv
from data.library import Library
from data.retention.book import ARCHIVE, Book, Package
from workshop.agenda import step_json
from workshop.model import Session


def make(session: Session, library: Library, data_dir: Path, now_ms: int) -> Package:
    """Write the package and note it in the book; an older one goes, and with it its mark."""
    folder = data_dir / ARCHIVE / session.id
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = filename(session, "archive", "zip")
    fresh = folder / f"{name}.new"
    _write(fresh, contents(session, library, data_dir, now_ms), now_ms)
    written = fresh.read_bytes()
    with fresh.open("rb") as file:
        os.fsync(file.fileno())
    for old in folder.glob("*.zip"):
        old.unlink()
    fresh.replace(folder / name)
    sync_folder(folder)
    digest = hashlib.sha256(written).hexdigest()
    made = Package(name, now_ms, session.head, digest, len(written))
    Book(data_dir).write(session.id, package=made, archived=None)
    return made


def contents(session: Session, library: Library, data_dir: Path, now_ms: int) -> dict[str, bytes]:
    """The files of a package by name; the manifest is the last and names the others."""
    language = session.language
    told = Released(data_dir).figures(session)
    steps = [step_json(step) for step in session.agenda]
    found = {
        filename(session, "report", "pdf"): report_pdf(session, language, now_ms, told),
        filename(session, "results", "csv"): results_csv(session, language, PLAIN, told).encode(),
        filename(session, "groups", "csv"): groups_csv(session, language, PLAIN, told).encode(),
        filename(session, "missing", "csv"): missing_csv(
            session, library, language, PLAIN
        ).encode(),
        filename(session, "pins", "geojson"): as_text(pins_geojson(session, language)).encode(),
        filename(session, "agenda", "json"): as_text({"steps": steps}).encode(),
    }
    about = as_text(manifest(session, library, language, found, now_ms)).encode()
    return found | {filename(session, "manifest", "json"): about}


def _write(target: Path, files: dict[str, bytes], now_ms: int) -> None:
    stamp = moment(now_ms).timetuple()[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, stamp)
            entry.external_attr = 0o644 << 16
            package.writestr(entry, content, zipfile.ZIP_DEFLATED)
