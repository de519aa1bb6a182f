"""A network that is signed in to through the browser, and a browser that comes back with what it was given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from embassy_assistant.domain.errors import SignInAgain, Unusable
from embassy_assistant.domain.network import Authorisation, Profile
from tests.helpers.memory import LyingNetwork

if TYPE_CHECKING:
    import threading
    from collections.abc import Mapping

    from embassy_assistant.domain.network import SignedIn


@dataclass
class BrowserNetwork(LyingNetwork):
    """Takes the code `alice` for the account alice, and no other."""

    by_browser = True
    reachable: bool = True

    def begin_sign_in(self, account: SignedIn, redirect: str) -> Authorisation:
        if not self.reachable:
            raise Unusable("account.server-unusable", server=account.account.server)
        return Authorisation("https://social.example.test/oauth", "state", redirect, "{}")

    def finish_sign_in(self, account: SignedIn, begun: Authorisation, code: str) -> Profile:
        if code not in {"alice", "bob"}:
            raise SignInAgain("account.code-refused", handle=account.account.server)
        account.secrets.set("access", f"token of {code}")
        return Profile(
            f"id-{code}", f"{code}@social.example.test", "https://social.example.test", software="mastodon 4"
        )


@dataclass
class Browser:
    """A listener to which a browser has come back already, unless `answer` is None."""

    answer: Mapping[str, str] | None
    redirect: str = "http://127.0.0.1:1/signed-in"
    closed: bool = False
    languages: list[str] = field(default_factory=list)

    def open(self, language: str) -> Browser:
        self.languages.append(language)
        return self

    def wait(self, stop: threading.Event) -> Mapping[str, str] | None:
        if self.answer is None:
            assert stop.wait(30)
        return self.answer

    def close(self) -> None:
        self.closed = True
