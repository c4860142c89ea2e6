"""What an app answers when something fails: a calm page, and the whole story in the log."""

from __future__ import annotations

import structlog
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from workshop.server import plain
from workshop.server.threads import MEGABYTE

FORM_MB = 1  # what a form may hold besides files
log = structlog.get_logger("faults")


def calm(app: Flask) -> None:
    """Registers the answers for what is not found, not allowed, or broken."""
    app.config["MAX_FORM_MEMORY_SIZE"] = FORM_MB * MEGABYTE

    @app.errorhandler(HTTPException)
    def known(error: HTTPException) -> Response | HTTPException:
        code = error.code or 500
        if code not in plain.SENTENCES:
            return error
        return _page(code)

    @app.errorhandler(Exception)
    def unknown(error: Exception) -> Response:
        log.error(
            "fault",
            exc_info=error,
            route=str(request.url_rule),
            request_id=request.environ.get("radslag.request_id"),
        )
        return _page(500)


def _page(code: int) -> Response:
    headers, body = plain.rendered(code, request.environ, most=FORM_MB)
    return Response(body, code, headers)
