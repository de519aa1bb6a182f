"""Requests to a server of Mastodon's interface, and the sign-in in the browser (OAuth 2.0, RFC 6749 and RFC 7636).

Sources: "OAuth methods" and "Apps methods" of Mastodon's documentation. A server that knows no PKCE ignores it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from embassy_assistant.domain.errors import ServerTrouble, SignInAgain
from embassy_assistant.domain.network import Authorisation
from embassy_assistant.net import Client, Limits, Reply, Request
from embassy_assistant.networks.addresses import checked_server
from embassy_assistant.networks.mastodon.answers import good

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from embassy_assistant.domain.network import SignedIn

SCOPES: Final = "read:accounts read:statuses write:statuses write:media"
OUT_OF_BAND: Final = "urn:ietf:wg:oauth:2.0:oob"
"""What a server is told that is to show the code, for a person to carry over."""

_PROGRAM: Final = "Embassy Assistant"
_UPLOAD: Final = Limits(total=300)


class Sessions:
    """Makes requests with an Account's token."""

    def __init__(self, client: Callable[[], Client]) -> None:
        """Use what `client` returns for each request."""
        self._client = client

    def begin(self, account: SignedIn, redirect: str) -> Authorisation:
        """Register the program at the server, and return what the browser must open.

        Raises:
            Unusable: the server's address is none, or not safe.
        """
        server, where = checked_server(account.account.server), redirect or OUT_OF_BAND
        form = {"client_name": _PROGRAM, "redirect_uris": where, "scopes": SCOPES}
        app = good(self.send(server, "POST", "/api/v1/apps", form=form), server)
        if not all(isinstance(app.get(name), str) for name in ("client_id", "client_secret")):
            raise ServerTrouble("network.not-the-server")
        state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code",
            "client_id": app["client_id"],
            "redirect_uri": where,
            "scope": SCOPES,
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        memory = {
            "server": server,
            "client_id": app["client_id"],
            "client_secret": app["client_secret"],
            "redirect_uri": where,
            "code_verifier": verifier,
        }
        return Authorisation(f"{server}/oauth/authorize?{urlencode(query)}", state, redirect, json.dumps(memory))

    def finish(self, begun: Authorisation, code: str) -> tuple[str, dict[str, Any], dict[str, str]]:
        """Exchange the code for a token.

        Returns:
            The server, its answer, and what the program is known by there.

        Raises:
            SignInAgain: the server does not take the code (`account.code-refused`).
        """
        memory: dict[str, str] = json.loads(begun.memory)
        server = memory.pop("server")
        form = {"grant_type": "authorization_code", "code": code, "scope": SCOPES, **memory}
        reply = self.send(server, "POST", "/oauth/token", form=form)
        if reply.status in {400, 401, 403}:
            raise SignInAgain("account.code-refused", handle=server)
        answer = good(reply, server)
        if not isinstance(answer.get("access_token"), str):
            raise ServerTrouble("network.not-the-server")
        return server, answer, {name: memory[name] for name in ("client_id", "client_secret")}

    def end(self, account: SignedIn) -> None:
        """Revoke the token."""
        token, client = account.secrets.get("access"), account.secrets.get("client")
        if token and client:
            form = {**json.loads(client), "token": token}
            good(self.send(account.account.server, "POST", "/oauth/revoke", form=form), account.account.handle)

    def ask(
        self,
        account: SignedIn,
        method: str,
        path: str,
        *,
        body: str | None = None,
        headers: Mapping[str, str] | None = None,
        upload: tuple[bytes, str] | None = None,
    ) -> Reply:
        """Make a request once, with the account's token.

        Args:
            account: whose token and server.
            method: of HTTP.
            path: with its query.
            body: JSON.
            headers: besides the usual ones.
            upload: a form's body and its content type.

        Raises:
            SignInAgain: the keyring has no token.
        """
        token = account.secrets.get("access")
        if not token:
            raise SignInAgain("account.secret-gone", handle=account.account.handle)
        return self.send(
            account.account.server,
            method,
            path,
            data=(body.encode(), "application/json") if body is not None else upload,
            headers={"Authorization": f"Bearer {token}", **(headers or {})},
            limits=_UPLOAD if upload else None,
        )

    def send(
        self,
        server: str,
        method: str,
        path: str,
        *,
        form: Mapping[str, str] | None = None,
        data: tuple[bytes, str] | None = None,
        headers: Mapping[str, str] | None = None,
        limits: Limits | None = None,
    ) -> Reply:
        """Make a request once."""
        if form is not None:
            data = (urlencode(form).encode(), "application/x-www-form-urlencoded")
        sent = dict(headers or {})
        if data is not None:
            sent["Content-Type"] = data[1]
        return self._client().exchange(Request(method, server + path, sent, data[0] if data else None, limits))
