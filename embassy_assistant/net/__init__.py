"""HTTP, and the one question the outbox asks of it: did a byte of this request leave the machine?

Every exchange has a connection of its own and happens once: no retry, no redirect, no cookie, nothing read from the
environment (a `.netrc` would replace a bearer token, a proxy variable would send it elsewhere) but whom the system is
told to trust (`SSL_CERT_FILE`, as OpenSSL reads it). A failure says through
`left_the_machine` whether an application byte was handed to the socket; this is recorded where it happens, since the
class of an exception does not tell (an `SSLError` can come after the whole request has arrived).

Nothing is logged here: a log line with an address, a header or a body is how a token gets out.
"""

from embassy_assistant.net.client import Client, is_loopback, trust
from embassy_assistant.net.clock import ServerClock, since_start
from embassy_assistant.net.exchange import Incoming, Limits, NetSettings, Reply, Request

__all__ = [
    "Client",
    "Incoming",
    "Limits",
    "NetSettings",
    "Reply",
    "Request",
    "ServerClock",
    "is_loopback",
    "since_start",
    "trust",
]
