"""OpenID Connect: signing in at the municipality's own provider, by code flow with PKCE.

Every request goes through `Outgoing`, to the provider that is configured and to the endpoints that
its discovery document names, never elsewhere. This module waits for another server: page threads
only, never the sockets' loop.
"""

from __future__ import annotations

import base64
import json
import logging
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote, urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from workshop.accounts import Person
from workshop.claims import values_at
from workshop.errors import Rejected
from workshop.server.outgoing import Outgoing, OutgoingError
from workshop.settings import WELL_KNOWN, Provider

SCOPE = "openid email profile"
KEPT_S = 3600.0  # the discovery document and the keys
AGAIN_S = 10.0  # after a failure, before it is asked anew
LEEWAY_S = 60
# Signatures by the provider's private key. Never "none", and never one that our secret would make.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Started:
    """What this browser must come back with; kept sealed in its cookie meanwhile."""

    state: str
    nonce: str
    verifier: str
    at: int


class OpenIdConnect:
    """One provider. `here` is the address that it sends people back to."""

    def __init__(self, provider: Provider, here: str, clock: Callable[[], float]) -> None:
        self.provider = provider
        self.here = here
        self._clock = clock
        self._lock = threading.Lock()
        self._found: dict[str, Any] = {}
        self._keys: KeySet | None = None
        self._until = 0.0
        self._line = self._open([provider.discovery])

    def start(self) -> Started:
        made = [secrets.token_urlsafe(32) for _ in range(3)]
        return Started(*made, at=int(self._clock()))

    def way(self, started: Started, again: bool) -> str:
        """The provider's own page; `again` asks it to look at the person anew."""
        asked = {
            "response_type": "code",
            "client_id": self.provider.client_id,
            "redirect_uri": self.here,
            "scope": SCOPE,
            "state": started.state,
            "nonce": started.nonce,
            "code_challenge": create_s256_code_challenge(started.verifier),
            "code_challenge_method": "S256",
        }
        asked |= {"prompt": "login", "max_age": "0"} if again else {}
        return f"{self._metadata()['authorization_endpoint']}?{urlencode(asked)}"

    def way_out(self, back: str) -> str:
        """Where one signs out there as well; empty when the provider offers no such page."""
        try:
            endpoint = str(self._metadata().get("end_session_endpoint", ""))
        except Rejected:
            return ""
        asked = {"client_id": self.provider.client_id, "post_logout_redirect_uri": back}
        return f"{endpoint}?{urlencode(asked)}" if endpoint else ""

    def person(self, started: Started, answer: Mapping[str, str], again: bool) -> Person:
        """Who came back with `answer`; `Rejected("provider")` for all that is not as it must be."""
        same = secrets.compare_digest(answer.get("state", "").encode(), started.state.encode())
        issuer = answer.get("iss", self._metadata()["issuer"])
        if not same or "code" not in answer or issuer != self._metadata()["issuer"]:
            raise _refused("answer")
        tokens = self._tokens(answer["code"], started.verifier)
        claims = self._claims(started, tokens)
        proved = claims.get("auth_time")
        if again and (proved is None or proved < started.at - LEEWAY_S):
            raise _refused("not_again")
        told, values = self._told(claims, tokens)
        email = str(told.get("email", "")) if told.get("email_verified") is True else ""
        name = str(told.get("name", ""))
        return Person(claims["iss"], claims["sub"], email, name, proved, values)

    def _told(
        self, claims: CodeIDToken, tokens: dict[str, Any]
    ) -> tuple[dict[str, Any], tuple[str, ...]]:
        """(name and address, what stands in the claim of roles); asks for what the token lacks."""
        own, path = dict(claims), self.provider.role_claim
        values = values_at(own, path) if path else ()
        if "email" in own and values is not None:
            return own, values
        more = self._userinfo(claims, tokens)
        return own if "email" in own else more, values or values_at(more, path) or ()

    def _tokens(self, code: str, verifier: str) -> dict[str, Any]:
        told = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.here,
            "code_verifier": verifier,
        }
        own, secret = self.provider.client_id, self.provider.client_secret
        usual = ["client_secret_basic"]
        ways = self._metadata().get("token_endpoint_auth_methods_supported", usual)
        headers: dict[str, str] = {}
        if usual[0] in ways:
            pair = f"{quote(own, safe='')}:{quote(secret, safe='')}".encode()
            headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
        else:
            told |= {"client_id": own, "client_secret": secret}
        answer = self._asked("post", self._metadata()["token_endpoint"], told, headers)
        if not isinstance(answer.get("id_token"), str):
            raise _refused(str(answer.get("error", "token"))[:40])
        return answer

    def _userinfo(self, claims: CodeIDToken, tokens: dict[str, Any]) -> dict[str, Any]:
        """What many providers tell only when asked: name and e-mail of the same subject."""
        endpoint, token = self._metadata().get("userinfo_endpoint"), tokens.get("access_token")
        if not isinstance(endpoint, str) or not isinstance(token, str):
            return dict(claims)
        told = self._asked("get", endpoint, headers={"Authorization": f"Bearer {token}"})
        if told.get("sub") != claims["sub"]:
            raise _refused("userinfo")
        return told

    def _claims(self, started: Started, tokens: dict[str, Any]) -> CodeIDToken:
        """The claims, when signed by the provider, for us, now, and for this very sign-in."""
        try:
            claims = self._signed(tokens["id_token"])
            options = {
                "iss": {"essential": True, "value": self._metadata()["issuer"]},
                "aud": {"essential": True, "value": self.provider.client_id},
            }
            asked: dict[str, Any] = {"nonce": started.nonce, "client_id": self.provider.client_id}
            asked["access_token"] = tokens.get("access_token")
            told = CodeIDToken(claims.claims, claims.header, options, asked)
            told.validate(now=int(self._clock()), leeway=LEEWAY_S)
        except (JoseError, ValueError, TypeError, KeyError) as problem:
            raise _refused(type(problem).__name__) from None
        if not isinstance(told.get("sub"), str) or not 0 < len(told["sub"]) <= 255:
            raise _refused("sub")
        return told

    def _signed(self, token: str) -> jwt.Token:
        registry = JWSRegistry(algorithms=list(ALGORITHMS))
        try:
            return jwt.decode(token, self._key_set(), registry=registry)
        except InvalidKeyIdError:  # it has changed its keys since we asked
            self._keys = None
            return jwt.decode(token, self._key_set(), registry=registry)

    def _key_set(self) -> KeySet:
        if self._keys is None:
            found = self._asked("get", self._metadata()["jwks_uri"])
            self._keys = KeySet.import_key_set(cast(Any, found))
        return self._keys

    def _metadata(self) -> dict[str, Any]:
        """The discovery document, asked for once an hour, and not at once after a failure."""
        with self._lock:
            if time.monotonic() < self._until:
                if not self._found:
                    raise _refused("away")
                return self._found
            self._until, self._found, self._keys = time.monotonic() + AGAIN_S, {}, None
            found = self._asked("get", self.provider.discovery)
            endpoints = [found.get(f"{name}_endpoint") for name in ("authorization", "token")]
            endpoints += [found.get("jwks_uri"), found.get("userinfo_endpoint", "")]
            issuer = self.provider.discovery.removesuffix(WELL_KNOWN)
            as_told = str(found.get("issuer", "")).rstrip("/") == issuer
            if not as_told or not all(isinstance(one, str) for one in endpoints):
                raise _refused("discovery")
            self._line = self._open([self.provider.discovery, *filter(None, endpoints)])
            self._found, self._until = found, time.monotonic() + KEPT_S
            return found

    def _asked(
        self,
        method: str,
        url: str,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        try:
            if method == "post":
                answer = self._line.post(url, "application/json", form or {}, headers)
            else:
                answer = self._line.get(url, "application/", headers)
            told = json.loads(answer.body)
        except (OutgoingError, ValueError) as problem:
            raise _refused(type(problem).__name__) from None
        if not isinstance(told, dict):
            raise _refused("kind")
        return cast(dict[str, Any], told)

    def _open(self, addresses: list[str]) -> Outgoing:
        """The way out to these servers; to this machine itself only if the provider is set so."""
        first = urlsplit(self.provider.discovery)
        own = first.hostname in ("127.0.0.1", "::1", "localhost")
        at_home = [f"{first.scheme}://{first.netloc}"] if own else []
        origins = [f"{urlsplit(one).scheme}://{urlsplit(one).netloc}" for one in addresses]
        return Outgoing([one for one in origins if one not in at_home], at_home)


def _refused(why: str) -> Rejected:
    """One sentence for the person, the reason for the log."""
    _log.warning("sign-in at the provider refused: %s", why)
    return Rejected("provider")
