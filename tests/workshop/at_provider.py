"""A browser that goes to the OpenID provider of the tests and comes back, and what it is told."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import requests

from tests.workshop.signin_house import Browser
from workshop.settings import WELL_KNOWN

HERE = "http://127.0.0.1:8050"
WAY, BACK = "/sign-in/provider", f"{HERE}/sign-in/provider/back"
SECRET = "a secret of the tests: 100 % & more"  # noqa: S105
ROLES = "facilitator@alesund:leads,facilitator@baerum:leads-there,official:plans"
WHOLE = {"OIDC_DISCOVERY": "https://id.example" + WELL_KNOWN, "OIDC_CLIENT_ID": "x"}
WHOLE |= {"OIDC_CLIENT_SECRET": "y", "OIDC_ROLE_CLAIM": "groups", "OIDC_ROLES": ROLES}


def at_provider(web: requests.Session, address: str, who: str) -> str:
    """The address that the provider sends the browser back to, once `who` has signed in there."""
    for _ in range(12):
        answer = web.get(address, timeout=10, allow_redirects=False)
        while answer.is_redirect:
            address = urljoin(address, answer.headers["Location"])
            if address.startswith(HERE):
                return address
            answer = web.get(address, timeout=10, allow_redirects=False)
        form = re.search(r'action="([^"]+)"', answer.text)
        prompt = re.search(r'name="prompt" value="([^"]+)"', answer.text)
        assert form and prompt, answer.text[:500]
        sent = {"prompt": prompt[1], "login": who, "password": "x"}
        answer = web.post(urljoin(address, form[1]), sent, timeout=10, allow_redirects=False)
        address = urljoin(address, answer.headers["Location"])
    raise AssertionError("the provider did not come to an end")


def go(browser: Browser, who: str, way: str = WAY, web: requests.Session | None = None):
    """The answer to a browser that went to the provider and came back as `who`."""
    started = browser.get(way)
    assert started.status_code == 303, started.text
    with web or requests.Session() as there:
        back = at_provider(there, started.location, who)
    return browser.get(back.removeprefix(HERE))
