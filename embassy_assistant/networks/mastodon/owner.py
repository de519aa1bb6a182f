"""Whose token it is, and what the server says of itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from embassy_assistant.domain.errors import ServerTrouble, SignInAgain
from embassy_assistant.domain.network import Profile, SignedIn
from embassy_assistant.networks.mastodon.answers import good
from embassy_assistant.networks.mastodon.server import describe

if TYPE_CHECKING:
    from datetime import datetime

    from embassy_assistant.net import Reply
    from embassy_assistant.networks.mastodon.session import Sessions


class Owners:
    """Asks a server about the account that a token belongs to."""

    def __init__(self, sessions: Sessions) -> None:
        """Ask over `sessions`."""
        self._sessions = sessions

    def keep(
        self, account: SignedIn, server: str, found: dict[str, str], until: datetime | None, refused: str
    ) -> Profile:
        """Return whose a token is, and keep it; not before that is known, and not if it is somebody else's.

        Args:
            account: whom to sign in.
            server: address of its server.
            found: secrets by name; `access` is the token.
            until: when the token ends, aware; None where it does not.
            refused: the id of what to say where the server does not know it.

        Raises:
            SignInAgain: the server does not know it.
        """
        try:
            profile = self.profile(SignedIn(account.account, _Token(found["access"])), server, until)
        except SignInAgain:
            raise SignInAgain(refused, handle=account.account.handle or server) from None
        if account.account.remote_id in {"", profile.remote_id}:
            for name, value in found.items():
                account.secrets.set(name, value)
        return profile

    def profile(self, account: SignedIn, server: str, until: datetime | None) -> Profile:
        """Return whose the token is, with the server's limits.

        Raises:
            ServerTrouble: something else than such a server answers (`network.not-the-server`).
            SignInAgain: the server does not know the token.
        """
        answer = self.verified(SignedIn(replace(account.account, server=server), account.secrets)).json()
        if not all(isinstance(answer.get(name), str) for name in ("id", "username")):
            raise ServerTrouble("network.not-the-server")

        def ask(path: str) -> Reply:
            return self._sessions.send(server, "GET", path)

        described = describe(ask, server)
        return Profile(
            answer["id"],
            f"{answer['username']}@{described.host}",
            server,
            str(answer.get("display_name") or ""),
            described.limits,
            described.software,
            until,
        )

    def verified(self, account: SignedIn) -> Reply:
        """Return the answer to the question whose the token is.

        Raises:
            SignInAgain: the server does not know it.
        """
        who = account.account.handle or account.account.server
        reply = self._sessions.ask(account, "GET", "/api/v1/accounts/verify_credentials")
        if reply.status == 422:
            # What snac2 says of a token that it does not know.
            raise SignInAgain(handle=who)
        good(reply, who)
        return reply


class _Token:
    """A token at hand that is in no keyring yet."""

    def __init__(self, token: str) -> None:
        self._token = token

    def get(self, name: str) -> str | None:
        return self._token if name == "access" else None

    def set(self, name: str, value: str) -> None:
        """Keep nothing."""

    def delete(self, name: str) -> None:
        """There is nothing to forget."""
