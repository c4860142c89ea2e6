"""Every file of a session, wherever it lies in the data folder, and its destruction.

Whatever a part of the product keeps of a session carries the session's id at the beginning of its
own name or of a folder's: that is how it is found here, and how it is removed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from data.durable import sync_folder
from data.text_vault import overwrite

# Facts about cities, people who sign in, the log (which names no content), and this very record.
OTHERS = ("library", "sources", "agendas", "log", "retention")
# Secrets are overwritten before they go; what they lock is then unreadable wherever a copy lies.
SECRETS = (".pepper", ".texts")


def files(data_dir: Path, session_id: str) -> list[Path]:
    """All that is a session's, secrets first: after them nothing of the rest can be read."""
    folders = [each for each in data_dir.iterdir() if each.is_dir() and each.name not in OTHERS]
    found = [path for folder in folders for path in folder.rglob("*") if _of(path, session_id)]
    return sorted(found, key=lambda path: (not _secret(path), len(path.parts), path))


def destroy(data_dir: Path, session_id: str) -> tuple[str, ...]:
    """Remove all that is a session's; the names of what was removed, relative to `data_dir`."""
    found = files(data_dir, session_id)
    names = tuple(str(path.relative_to(data_dir)) for path in found)
    for path in found:
        _remove(path)
    for folder in _folders(found):
        if folder.exists():
            sync_folder(folder)
    return names


def _of(path: Path, session_id: str) -> bool:
    rest = path.name.removeprefix(session_id)
    return rest != path.name and not rest[:1].isalnum()


def _secret(path: Path) -> bool:
    return any(suffix in SECRETS for suffix in path.suffixes)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        for secret in filter(_secret, path.rglob("*")):
            _remove(secret)
        shutil.rmtree(path)
        return
    if not path.exists():
        return  # it went with its folder
    if _secret(path):
        with path.open("r+b") as file:
            overwrite(file)
    path.unlink()


def _folders(found: Iterable[Path]) -> set[Path]:
    return {path.parent for path in found}
