"""The session of an Account on Bluesky: signed in with an app password, kept as two tokens, renewed before it ends.

The app password itself is not kept. A refresh token is good once: the new one is kept before the new access token, so
that a crash between the two leaves a pair that still works.
"""

from __future__ import annotations

import base64
import json
import threading
from collections import defaultdict
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from embassy_assistant.domain.errors import (
    AssistantError,
    NetworkRefused,
    RequestFailed,
    ServerTrouble,
    SignInAgain,
)
from embassy_assistant.net import Client, Limits, Reply, Request
from embassy_assistant.networks.addresses import checked_server, host_of, is_loopback
from embassy_assistant.networks.bluesky.answers import check_active, name_of, problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from embassy_assistant.domain.network import SignedIn
    from embassy_assistant.domain.ports import Alone

_MARGIN: Final = timedelta(minutes=2)
_UPLOAD: Final = Limits(total=300)
_EXPIRED: Final = frozenset({"ExpiredToken"})


class Sessions:
    """Makes requests for Accounts with their tokens."""

    def __init__(self, client: Callable[[], Client], now: Callable[[], datetime], alone: Alone) -> None:
        """Use what `client` returns for each request, `now` to see the end of a token coming, `alone` to renew one."""
        self._client = client
        self._now = now
        self._alone = alone
        # One renewal of an account at a time, in this program and among all: a refresh token is good once.
        self._renewing: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def create(self, account: SignedIn, password: str) -> tuple[dict[str, Any], str]:
        """Sign in (`com.atproto.server.createSession`) and keep the tokens.

        Returns:
            The server's answer, and the address of the server that holds the account.

        Raises:
            SignInAgain: the password is wrong, or is not an app password.
        """
        handle = account.account.handle
        server = checked_server(account.account.server)
        reply = self._send(
            server, "com.atproto.server.createSession", body={"identifier": handle, "password": password}
        )
        if reply.status == 401 and name_of(reply) == "AuthenticationRequired":
            raise SignInAgain("account.password-wrong", handle=handle)
        answer = _expect(reply, handle)
        check_active(answer, handle)
        home = home_of(answer, server)
        if _claims(answer["accessJwt"]).get("scope") == "com.atproto.access":
            # The account's own password could change its e-mail address or delete it: more than this program needs.
            with suppress(AssistantError):
                self._send(home, "com.atproto.server.deleteSession", token=answer["refreshJwt"], method="POST")
            raise SignInAgain("account.app-password-needed", handle=handle)
        if account.account.remote_id in {"", answer["did"]}:
            _keep(account, answer)  # The session of somebody else is not kept: what is queued must not follow it.
        return answer, home

    def end(self, account: SignedIn) -> None:
        """Revoke the session (`com.atproto.server.deleteSession`, which takes the refresh token)."""
        token = account.secrets.get("refresh")
        if token:
            self._send(account.account.server, "com.atproto.server.deleteSession", token=token, method="POST")

    def access(self, account: SignedIn) -> str:
        """Return an access token that will not end within minutes, renewing the session if need be."""
        token = account.secrets.get("access")
        if token and not self._ends_soon(token):
            return token
        return self._renew(account, token)

    def forget_access(self, account: SignedIn) -> None:
        """Have the next request renew the session: the server said that the access token has ended."""
        account.secrets.delete("access")

    def ask(
        self,
        account: SignedIn,
        method: str,
        *,
        query: dict[str, str] | None = None,
        data: bytes | None = None,
        kind: str = "application/json",
    ) -> Reply:
        """Make a request that may be made twice: one that finds the session over is repeated with a new one."""
        server = account.account.server
        token = self.access(account)
        reply = self._send(server, method, token=token, query=query, data=data, kind=kind)
        if reply.status in {400, 401} and name_of(reply) in _EXPIRED:
            reply = self._send(server, method, token=self._renew(account, token), query=query, data=data, kind=kind)
        return reply

    def once(self, account: SignedIn, method: str, data: bytes, token: str) -> Reply:
        """Make a request once."""
        return self._send(account.account.server, method, token=token, data=data)

    def openly(self, server: str, method: str, query: dict[str, str] | None = None) -> Reply:
        """Make a request that needs no session."""
        return self._send(server, method, query=query)

    def _renew(self, account: SignedIn, stale: str | None) -> str:
        """Renew the session (`com.atproto.server.refreshSession`), unless somebody else has done it meanwhile."""
        with self._renewing[account.account.id], self._alone():
            present = account.secrets.get("access")
            if present and present != stale and not self._ends_soon(present):
                return present
            refresh = account.secrets.get("refresh")
            if not refresh:
                raise SignInAgain("account.secret-gone", handle=account.account.handle)
            reply = self._send(
                account.account.server, "com.atproto.server.refreshSession", token=refresh, method="POST"
            )
            answer = _expect(reply, account.account.handle)
            _keep(account, answer)
            return str(answer["accessJwt"])

    def _ends_soon(self, token: str) -> bool:
        end = _claims(token).get("exp")
        return isinstance(end, int | float) and self._now().timestamp() > end - _MARGIN.total_seconds()

    def _send(
        self,
        server: str,
        name: str,
        *,
        token: str = "",
        query: dict[str, str] | None = None,
        body: dict[str, Any] | None = None,
        data: bytes | None = None,
        kind: str = "application/json",
        method: str = "",
    ) -> Reply:
        if body is not None:
            data = json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if data is not None:
            headers["Content-Type"] = kind
        url = f"{server}/xrpc/{name}" + (f"?{urlencode(query)}" if query else "")
        limits = None if kind == "application/json" else _UPLOAD
        return self._client().exchange(
            Request(method or ("GET" if data is None else "POST"), url, headers, data, limits)
        )


def home_of(answer: dict[str, Any], asked: str) -> str:
    """Return the server that holds the account: the one in its DID document, else the one that was asked."""
    document = answer.get("didDoc")
    services = document.get("service", []) if isinstance(document, dict) else []
    for service in services:
        if isinstance(service, dict) and str(service.get("id", "")).endswith("#atproto_pds"):
            endpoint = str(service.get("serviceEndpoint", "")).rstrip("/")
            here = is_loopback(host_of(asked)) or is_loopback(host_of(endpoint))
            # A server of the public is never followed to this machine or to a place without TLS.
            if endpoint.startswith("https://") and host_of(endpoint) and not here:
                return endpoint
    return asked


def _expect(reply: Reply, handle: str) -> dict[str, Any]:
    """Return a session's answer."""
    if not reply.ok:
        raise problem(reply, handle)
    answer = reply.json()
    if not all(isinstance(answer.get(name), str) for name in ("accessJwt", "refreshJwt", "did", "handle")):
        raise ServerTrouble("network.not-the-server", status=reply.status)
    return answer


def _keep(account: SignedIn, answer: dict[str, Any]) -> None:
    account.secrets.set("refresh", answer["refreshJwt"])
    account.secrets.set("access", answer["accessJwt"])


def _claims(token: str) -> dict[str, Any]:
    """Return what a token says of itself, unverified: it is the server's to verify, ours only to know its end."""
    try:
        body = token.split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (IndexError, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}


def without_trace(error: RequestFailed | ServerTrouble | NetworkRefused) -> RequestFailed:
    """Return an error of a request made before the publishing one, of which nothing has left."""
    return RequestFailed(error.id, left_the_machine=False, **error.parameters)
