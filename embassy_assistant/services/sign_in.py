"""Signing in through the browser: the server's own page asks for the password, and this program never sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from embassy_assistant.domain.account import Account
from embassy_assistant.domain.errors import SignInAgain, Untrusted, Unusable

if TYPE_CHECKING:
    import threading
    from collections.abc import Mapping

    from embassy_assistant.domain.account import LanguagePolicy
    from embassy_assistant.domain.network import Authorisation, Loopback, OpenLoopback
    from embassy_assistant.services.accounts import AccountBook


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that waits for the browser.

    Attributes:
        url: what the browser must open.
        by_hand: whether the Officer carries a code over, because the browser cannot come back by itself.
    """

    account: Account
    authorisation: Authorisation
    listener: Loopback | None

    @property
    def url(self) -> str:
        """What the browser must open."""
        return self.authorisation.url

    @property
    def by_hand(self) -> bool:
        """Whether the Officer carries a code over."""
        return self.listener is None


class BrowserSignIn:
    """Begins and finishes sign-ins in the browser.."""

    def __init__(self, accounts: AccountBook, open_loopback: OpenLoopback | None) -> None:
        """Add to `accounts`; `open_loopback` opens what a browser comes back to, where there is any."""
        self._accounts = accounts
        self._open_loopback = open_loopback

    def begin(
        self, network: str, server: str, policy: LanguagePolicy, *, language: str, by_hand: bool = False
    ) -> Begun:
        """Begin a sign-in to a new account.

        Args:
            network: its name.
            server: its address, as typed.
            policy: what the account speaks.
            language: of the page that the browser shows at the end.
            by_hand: whether the server is to show a code instead of sending the browser back.

        Raises:
            Unusable: an unknown network, or no address.
            AssistantError: what the server said.
        """
        kind = self._accounts.usable(network)
        server = server.strip() or kind.default_server
        if not server:
            raise Unusable("account.no-server")
        # Whose account it is, only the server knows; until then its secrets have a place of their own.
        host = urlsplit(server if "://" in server else f"https://{server}").netloc
        typed = Account(Account.id_of(network, f"?@{host}"), network, "", server, policy)
        return self._begin(typed, language, by_hand)

    def begin_again(self, account_id: str, *, language: str, by_hand: bool = False) -> Begun:
        """Begin a sign-in to an account that is there; its queue is untouched and goes on."""
        account = self._accounts.get(account_id)
        if account is None:
            raise Unusable("account.unknown", account=account_id)
        return self._begin(account, language, by_hand)

    def wait(self, begun: Begun, stop: threading.Event) -> Account | None:
        """Wait for the browser, and keep the account.

        Returns:
            The account; None once `stop` was set.

        Raises:
            SignInAgain: access was denied in the browser (`sign-in.denied`), or the server takes the code no more.
            Untrusted: what came was not the answer to this sign-in (`sign-in.wrong-state`).
        """
        if begun.listener is None:
            return None
        try:
            answer = begun.listener.wait(stop)
        finally:
            begun.listener.close()
        if answer is None:
            return None
        return self.finish(begun, _code(answer, begun))

    def finish(self, begun: Begun, code: str) -> Account:
        """Exchange the code for a token, and keep the account."""
        signed_in = self._accounts.signed_in(begun.account)
        kind = self._accounts.network(begun.account.network)
        return self._accounts.adopt(begun.account, kind.finish_sign_in(signed_in, begun.authorisation, code.strip()))

    def _begin(self, account: Account, language: str, by_hand: bool) -> Begun:
        listener = self._open_loopback(language) if self._open_loopback and not by_hand else None
        try:
            kind = self._accounts.network(account.network)
            redirect = listener.redirect if listener else ""
            return Begun(account, kind.begin_sign_in(self._accounts.signed_in(account), redirect), listener)
        except BaseException:
            if listener:
                listener.close()
            raise


def _code(answer: Mapping[str, str], begun: Begun) -> str:
    # The state first: an answer that is not ours must not even say that access was denied.
    if answer.get("state") != begun.authorisation.state:
        raise Untrusted("sign-in.wrong-state")
    if not answer.get("code"):
        raise SignInAgain("sign-in.denied", handle=begun.account.handle or begun.account.server)
    return answer["code"]
