"""Keeps raw answers for as long as was said, and no longer.

A session whose time is up gets its archive package; when an official has said that the package
is in the archive, figures about five or more are kept and everything else is destroyed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import structlog

from data.export.released import Released
from data.library import Library
from data.retention import footprint
from data.retention.book import Book, Entry, Package, Removal, Tick
from data.retention.kept import kept
from data.tidy_up import tidy_up
from workshop.errors import Rejected
from workshop.model import Session
from workshop.service import Workshop

DAY_MS = 86_400_000
Step = Literal["package", "wait", "remove"]
log = structlog.get_logger("retention")


@dataclass(frozen=True)
class Task:
    """What is to be done about a session whose time is up."""

    session: str
    step: Step
    due_at_ms: int


class Keeper:
    """`unticked` are the cities that need no official's word that the archive has the package."""

    def __init__(
        self,
        workshop: Workshop,
        library: Library,
        data_dir: Path,
        unticked: Collection[str] = (),
        now_ms: Callable[[], int] = lambda: time.time_ns() // 10**6,
    ) -> None:
        self._workshop = workshop
        self._library = library
        self._data_dir = data_dir
        self._unticked = unticked
        self._now_ms = now_ms
        self.book = Book(data_dir)

    # -- what stands

    def due_at_ms(self, session_id: str) -> int:
        """When the raw answers of a session are to go: counted from its end, or its last event."""
        session = self._workshop.state(session_id)
        last = session.closed_at_ms or self._workshop.last_at_ms(session_id)
        return last + session.retention_days * DAY_MS

    def entry(self, session_id: str) -> Entry:
        """What the book says, without a package that is older than the session as it stands."""
        entry = self.book.read(session_id)
        if entry.package and entry.package.head != self._workshop.state(session_id).head:
            return Entry(session_id)
        return entry

    def package_path(self, session_id: str) -> Path | None:
        made = self.entry(session_id).package
        found = made.path(self._data_dir, session_id) if made else None
        return found if found and found.exists() else None

    def may_remove(self, session_id: str) -> bool:
        """Whether the archive has what it must have; rehearsals hold no person's answers."""
        session, entry = self._workshop.state(session_id), self.entry(session_id)
        if session.rehearsal:
            return True
        if entry.package is None:
            return False
        ticked = entry.archived and entry.archived.sha256 == entry.package.sha256
        return bool(ticked) or session.city in self._unticked

    def plan(self) -> list[Task]:
        """The sessions whose time is up, the longest overdue first."""
        now, found = self._now_ms(), list[Task]()
        for row in self._workshop.sessions():
            due = self.due_at_ms(row.id)
            if due <= now:
                found.append(Task(row.id, self._step(row.id), due))
        return sorted(found, key=lambda task: task.due_at_ms)

    def _step(self, session_id: str) -> Step:
        if self.may_remove(session_id):
            return "remove"
        return "wait" if self.package_path(session_id) else "package"

    # -- what is done

    def make_package(self, session_id: str) -> Package:
        # Only here: what draws a PDF takes its time to load, and a server starts without it.
        from data.retention import package  # noqa: PLC0415

        session = self._workshop.state(session_id)
        made = package.make(session, self._library, self._data_dir, self._now_ms())
        log.info("archive_package_made", session=session_id, sha256=made.sha256)
        return made

    def tick(self, session_id: str, by: str) -> None:
        """An official has put the package into the archive."""
        made = self.entry(session_id).package
        if made is None:
            raise Rejected("not_archived")
        self.book.write(session_id, archived=Tick(self._now_ms(), by, made.sha256))
        log.info("archived", session=session_id, account=by)

    def remove(self, session_id: str, by: str = "") -> Removal:
        """Keep the figures, destroy the rest. `by` is an account's id, "" the nightly job."""
        session = self._workshop.state(session_id)
        if not self.may_remove(session_id):
            raise Rejected("not_archived")
        self.book.write(session_id, kept=kept(session, Released(self._data_dir).figures(session)))
        return self._destroy(session, by)

    def _destroy(self, session: Session, by: str) -> Removal:
        gone: list[str] = []
        self._workshop.swap(
            session.id, lambda: gone.extend(footprint.destroy(self._data_dir, session.id))
        )
        done = Removal(self._now_ms(), by, session.head, session.seq, tuple(gone))
        self.book.write(session.id, removed=done)
        log.info("raw_removed", session=session.id, account=by, files=len(gone))
        return done

    def nightly(self) -> None:
        """Everything that is due; a session that makes trouble keeps the others from nothing."""
        for task in self.plan():
            try:
                self._do(task)
            except Exception as fault:
                log.error("retention_failed", session=task.session, exc_info=fault)
        self.tidy(everywhere=True)
        for path in tidy_up(self._data_dir, self._workshop, self._now_ms() / 1000, apply=True):
            log.info("tidied_up", name=path.name)

    def _do(self, task: Task) -> None:
        if task.step == "package":
            self.make_package(task.session)
        if self.may_remove(task.session):
            self.remove(task.session)

    def tidy(self, everywhere: bool = False) -> None:
        """Finish what deleting began: files without their unreadable rest, no package of before.

        `everywhere`: also in sessions that are under way, whose writer it would hold up.
        """
        for session_id in self._workshop.leftovers(everywhere):
            if everywhere or self._workshop.state(session_id).phase == "closed":
                self._workshop.rewrite(session_id)
                log.info("rewritten", session=session_id)
        for row in self._workshop.sessions():
            written = self.book.read(row.id)
            if written.package and not self.entry(row.id).package:
                written.package.path(self._data_dir, row.id).unlink(missing_ok=True)
                self.book.write(row.id, package=None, archived=None)
