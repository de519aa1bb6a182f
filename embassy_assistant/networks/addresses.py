"""Addresses of servers, as people type them."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from embassy_assistant.domain.errors import Unusable


def checked_server(address: str) -> str:
    """Return a server's address, `https` where none is said.

    Raises:
        Unusable: it would send a password in clear over a network.
    """
    address = address.strip()
    if "://" not in address:
        address = f"https://{address}"
    address = address.rstrip("/")
    host, scheme = host_of(address), address.partition("://")[0].lower()
    if not host or scheme not in {"https", "http"}:
        raise Unusable("account.server-unusable", server=address)
    if scheme == "http" and not is_loopback(host):
        raise Unusable("account.server-not-secure", server=address)
    return address


def host_of(address: str) -> str:
    """Return the host that an address names, empty where it names none.

    Where a backslash, a space or what cannot be seen is in it, another reader may find another host than this one.
    """
    if "\\" in address or not address.isprintable() or " " in address:
        return ""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
