"""The log: one JSON object a line in DATA_DIR/log, without addresses of people or their browsers.

Lines are handed to a thread of their own, so that the sockets' loop never waits for a disk.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, MutableMapping
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import structlog

FILE_BYTES = 10 * 1024 * 1024
FILES = 5
# Network addresses, e-mail, long keys and tokens, and eleven or twelve digits in a row.
TELLING = re.compile(
    r"\b(?:\d{1,3}\.){3}\d{1,3}\b|\b(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{1,4}\b|[^\s\"'<>]+@[\w.-]+\.\w+"
    r"|\b[0-9a-fA-F]{24,}\b|\b[\w-]{16,}\.[\w-]{5,}\.[\w-]{16,}\b|\b(?:\d\d)?\d{6}[ +-]?\d{4,6}\b"
)
KEPT = ("timestamp", "request_id", "level")


class _OneSentence(logging.Formatter):
    """What the terminal says about an error; the whole of it is in the file."""

    def __init__(self, place: Path) -> None:
        super().__init__()
        self.place = place

    def format(self, record: logging.LogRecord) -> str:
        return f"Something went wrong; the last lines of {self.place} say what."


def start_log(data_dir: Path) -> Callable[[], None]:
    """Begins to write DATA_DIR/log/server.log; gives the function that ends it."""
    folder = data_dir / "log"
    folder.mkdir(mode=0o700, exist_ok=True)
    place = folder / "server.log"
    file = RotatingFileHandler(place, "a", FILE_BYTES, FILES, encoding="utf-8")
    screen = logging.StreamHandler(sys.stderr)
    screen.setLevel(logging.ERROR)
    screen.setFormatter(_OneSentence(place))
    queue: SimpleQueue[logging.LogRecord] = SimpleQueue()
    listener = QueueListener(queue, file, screen, respect_handler_level=True)
    _configure(queue)
    listener.start()
    return listener.stop


def redacted(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Whatever a fault has in its sentence: no address, no e-mail, no key, no person's number."""
    for name, value in line.items():
        if isinstance(value, str) and name not in KEPT:
            line[name] = TELLING.sub("…", value)
    return line


def _configure(queue: SimpleQueue[logging.LogRecord]) -> None:
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    # What the core says beside a sentence: a session's id, a number of seconds.
    foreign = [*shared, structlog.stdlib.ExtraAdder()]
    render = structlog.processors.JSONRenderer(ensure_ascii=False)
    last = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, redacted, render]
    handler = QueueHandler(queue)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(processors=last, foreign_pre_chain=foreign)
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for noisy in ("engineio", "socketio", "werkzeug", "geventwebsocket.handler"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
