"""What can be set from outside, read once by app.py and then passed down.

Every wrong setting is one sentence that says what to change.
"""

from __future__ import annotations

import fcntl
import ipaddress
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from workshop import addresses
from workshop.claims import Grant, read_grants

SHORTEST_KEY = 32
WELL_KNOWN = "/.well-known/openid-configuration"
USUAL_PORTS = {"http": ":80", "https": ":443"}  # browsers leave these out of Host and Origin
EVERYWHERE = ("0.0.0.0", "[::]")  # noqa: S104  compared, not bound
WORN_KEYS = ("changeme", "change-me", "secret", "password", "default", "example", "development")


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class SettingsError(Exception):
    """A setting that cannot be used; its text is the sentence a person reads."""


@dataclass(frozen=True)
class Provider:
    """Where people may sign in besides here (OpenID Connect); `name` stands on the button.

    `grants` says which values of the claim `role_claim` are a role here; without any, none is.
    """

    discovery: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    role_claim: str = ""
    grants: tuple[Grant, ...] = ()


@dataclass(frozen=True)
class Settings:
    port: int
    host: str
    data_dir: Path
    public_url: str
    secret_key: bytes = field(repr=False)
    origins: tuple[str, ...]
    hosts: tuple[str, ...]
    secure_cookies: bool
    proxies: tuple[Network, ...] = ()
    archive_without_tick: tuple[str, ...] = ()
    second_step: str = ""  # "administrators": they need one
    fit_models: bool = True
    provider: Provider | None = None
    # Whose services may be asked for results of other models, as origins; those inside may lie in
    # the municipality's own network.
    services: tuple[str, ...] = ()
    services_inside: tuple[str, ...] = ()


def read_settings(environment: Mapping[str, str], home: Path) -> Settings:
    """Reads PORT, HOST, DATA_DIR, PUBLIC_URL, SECRET_KEY …; makes DATA_DIR when missing."""
    port = _port(environment.get("PORT") or "8050")
    host = environment.get("HOST") or "127.0.0.1"
    named = f"[{host}]" if ":" in host else host
    own = addresses.own() if named in EVERYWHERE else (named,)
    public_url = _public_url(environment.get("PUBLIC_URL") or _fallback(own, port))
    data_dir = _data_dir(Path(environment.get("DATA_DIR") or home / "var"))
    local = [f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]", *own)]
    hosts = tuple(dict.fromkeys(name.lower() for name in (urlsplit(public_url).netloc, *local)))
    plain = [f"http://{name}" for name in hosts[1:]]
    return Settings(
        port=port,
        host=host,
        data_dir=data_dir,
        public_url=public_url,
        secret_key=_secret_key(environment.get("SECRET_KEY"), data_dir),
        origins=tuple(dict.fromkeys([public_url, *plain])),
        hosts=hosts,
        secure_cookies=public_url.startswith("https://"),
        proxies=_proxies(environment.get("TRUSTED_PROXIES") or ""),
        archive_without_tick=listed(environment.get("ARCHIVE_WITHOUT_TICK")),
        second_step=_second_step(environment.get("SECOND_STEP") or ""),
        fit_models=_fit_models(environment.get("FIT_MODELS") or "yes"),
        provider=_provider(
            environment.get("OIDC_DISCOVERY") or "",
            environment.get("OIDC_CLIENT_ID") or "",
            environment.get("OIDC_CLIENT_SECRET") or "",
            environment.get("OIDC_NAME") or "",
            _roles(environment.get("OIDC_ROLE_CLAIM") or "", environment.get("OIDC_ROLES") or ""),
        ),
        services=_origins(environment.get("MODEL_SERVICES"), "MODEL_SERVICES", ("https",)),
        services_inside=_origins(
            environment.get("MODEL_SERVICES_INSIDE"), "MODEL_SERVICES_INSIDE", ("https", "http")
        ),
    )


def hold(data_dir: Path) -> IO[str]:
    """Takes DATA_DIR for this process; it is let go when the process ends, however it ends."""
    handle = (data_dir / "lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        raise SettingsError(
            f"Another server already uses the folder {data_dir}: stop it, or set DATA_DIR to"
            " another folder."
        ) from None
    return handle


def listed(text: str | None) -> tuple[str, ...]:
    """Names with commas between them."""
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())


def _origins(asked: str | None, name: str, schemes: tuple[str, ...]) -> tuple[str, ...]:
    """Servers with commas between them, each as `https://host` or `https://host:port`."""
    found = listed(asked)
    for text in found:
        try:
            parts = urlsplit(text)
            sound = parts.scheme in schemes and parts.hostname and not parts.username
            whole = sound and text == f"{parts.scheme}://{parts.netloc}" and parts.port != 0
        except ValueError:
            whole = False
        if not whole:
            raise SettingsError(
                f"{name} must be servers with commas between them, for example"
                f" https://geodata.example.org, not “{text}”."
            )
    return found


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise SettingsError(f"PORT must be a number from 1 to 65535, not “{text}”.")
    return int(text)


def _fallback(own: tuple[str, ...], port: int) -> str:
    """The address for links and the QR code when PUBLIC_URL is not set."""
    return f"http://{own[0] if own else '127.0.0.1'}:{port}"


def _public_url(text: str) -> str:
    example = "for example https://workshop.example.org"
    try:
        parts = urlsplit(text.strip().rstrip("/"))
        name, _ = parts.hostname, parts.port
    except ValueError:
        name = None
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not name or parts.username:
        raise SettingsError(f"PUBLIC_URL must be a web address, {example}, not “{text}”.")
    if parts.path or parts.query or parts.fragment:
        raise SettingsError(
            f"PUBLIC_URL must end after the host name, {example}, because the product is served"
            " from the top of its address."
        )
    if parts.scheme == "http" and not addresses.is_private(name):
        raise SettingsError(
            f"PUBLIC_URL must begin with https:// because {name} is not on a private network."
        )
    netloc = parts.netloc.lower()
    return f"{parts.scheme}://{netloc.removesuffix(USUAL_PORTS[parts.scheme])}"


def _fit_models(text: str) -> bool:
    if text not in ("yes", "no"):
        raise SettingsError(f"FIT_MODELS must be “yes” or “no”, not “{text}”.")
    return text == "yes"


def _second_step(text: str) -> str:
    if text not in ("", "administrators"):
        raise SettingsError(f"SECOND_STEP must be “administrators” or left out, not “{text}”.")
    return text


def _roles(claim: str, text: str) -> tuple[str, tuple[Grant, ...]]:
    """Which claim of the provider says what somebody may do here, and which of its values."""
    if bool(claim) != bool(text.strip(" ,")):
        raise SettingsError("OIDC_ROLE_CLAIM and OIDC_ROLES go together.")
    try:
        return claim, read_grants(text)
    except ValueError as wrong:
        raise SettingsError(
            "OIDC_ROLES must be roles and values with commas between them, for example"
            f" facilitator:workshop-leaders,official@alesund:planners, not “{wrong}”."
        ) from None


def _provider(
    discovery: str,
    client_id: str,
    client_secret: str,
    name: str,
    roles: tuple[str, tuple[Grant, ...]],
) -> Provider | None:
    """The sign-in provider, when one is set: all of it or nothing."""
    if roles[1] and not discovery:
        raise SettingsError("OIDC_ROLES needs a provider: set OIDC_DISCOVERY too.")
    if not (discovery or client_id or client_secret):
        return None
    if not (discovery and client_id and client_secret):
        raise SettingsError("OIDC_DISCOVERY, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together.")
    parts = urlsplit(discovery)
    here = parts.hostname in ("127.0.0.1", "::1", "localhost")
    if not discovery.endswith(WELL_KNOWN) or not parts.hostname:
        raise SettingsError(f"OIDC_DISCOVERY must end in {WELL_KNOWN}, not “{discovery}”.")
    if parts.scheme != "https" and not (here and parts.scheme == "http"):
        raise SettingsError("OIDC_DISCOVERY must begin with https://.")
    return Provider(discovery, client_id, client_secret, name or parts.hostname, *roles)


def _data_dir(folder: Path) -> Path:
    folder = folder.expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as reason:
        raise SettingsError(
            f"DATA_DIR {folder} cannot be written ({reason.strerror}): choose a folder that this"
            " user may write to."
        ) from reason


def _proxies(text: str) -> tuple[Network, ...]:
    """The only addresses that may connect, when any are named: what stands before the server."""
    try:
        return tuple(ipaddress.ip_network(one.strip()) for one in text.split(",") if one.strip())
    except ValueError:
        raise SettingsError(
            f"TRUSTED_PROXIES must be addresses or networks with commas between them, for example"
            f" 127.0.0.1,10.0.0.0/24, not “{text}”."
        ) from None


def _secret_key(given: str | None, data_dir: Path) -> bytes:
    """The key from the environment, or one of our own in a file that only we may read."""
    if given is not None:
        worn = any(word in given.lower() for word in WORN_KEYS)
        if len(given) < SHORTEST_KEY or worn or len(set(given)) < 10:
            raise SettingsError(
                f"SECRET_KEY must be at least {SHORTEST_KEY} random characters; leave it out and"
                " one is made and kept in DATA_DIR."
            )
        return given.encode()
    place = data_dir / "secret_key"
    try:
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_hex(32).encode())
    except FileExistsError:
        place.chmod(0o600)
    key = place.read_bytes().strip()
    if len(key) < SHORTEST_KEY:
        raise SettingsError(f"The key in {place} is too short: delete the file to get a new one.")
    return key
