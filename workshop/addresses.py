"""Which addresses this machine has, and which addresses are on a private network."""

from __future__ import annotations

import fcntl
import ipaddress
import socket
import struct

PRIVATE_ENDINGS = (".local", ".lan", ".home.arpa", ".internal", ".localhost")
SIOCGIFADDR = 0x8915  # Linux: ask an interface for its IPv4 address


def is_private(name: str) -> bool:
    """True for loopback, private and link-local addresses and for names only a local net knows."""
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return "." not in name or name.endswith(PRIVATE_ENDINGS)
    return address.is_private or address.is_loopback or address.is_link_local


def own() -> tuple[str, ...]:
    """This machine's own private addresses, the one with the way out first."""
    found = [_way_out(), *(_of_interface(name) for _, name in socket.if_nameindex())]
    private = [a for a in found if a and is_private(a) and not a.startswith("127.")]
    return tuple(dict.fromkeys(private))


def _way_out() -> str | None:
    """The address used towards the outside; connecting a UDP socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        return str(probe.getsockname()[0])


def _of_interface(name: str) -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        asked = struct.pack("256s", name.encode()[:15])
        try:
            answer = fcntl.ioctl(probe.fileno(), SIOCGIFADDR, asked)
        except OSError:
            return None
        return socket.inet_ntoa(answer[20:24])
