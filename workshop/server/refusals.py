"""What the gate answers to somebody who may not: the way to sign in, or that nothing is there."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import redirect
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response as AnyResponse


class SignInFirst(HTTPException):
    """Answers with the way to the sign-in page, and back to `address` after it."""

    code = 303

    def __init__(self, address: str, again: bool = False) -> None:
        super().__init__()
        self.address = sign_in_address(address, again)

    def get_response(self, *_args: object, **_kwargs: object) -> AnyResponse:
        return redirect(self.address, 303)


class NotOpen(NotFound):
    """For somebody who may not, an address is as if it were not there."""


def sign_in_address(next: str = "", again: bool = False) -> str:
    """The sign-in page that leads to `next` afterwards; `again` asks for the password anew."""
    asked = {"again": "1"} if again else {}
    asked |= {"next": next} if next else {}
    return "/sign-in" + ("?" + urlencode(asked, safe="/") if asked else "")
