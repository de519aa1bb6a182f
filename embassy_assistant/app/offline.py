"""Checks without a workspace: the shipped guidelines, the networks' documented rules, no keyring and no network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from embassy_assistant.app.wiring import SystemClock, guidelines_in
from embassy_assistant.domain.account import Account, LanguagePolicy
from embassy_assistant.domain.errors import DraftsLocked, Unusable
from embassy_assistant.domain.events import Events
from embassy_assistant.domain.review import Target
from embassy_assistant.guidelines.library import ShippedGuidelines
from embassy_assistant.networks import Registry
from embassy_assistant.services.accounts import AccountBook
from embassy_assistant.services.preferences import Connection, Preferences
from embassy_assistant.services.review import Review
from embassy_assistant.services.workspace import Workspace
from embassy_assistant.vault import KeyringVault

if TYPE_CHECKING:
    from embassy_assistant.domain.ports import Networks, Settings
    from embassy_assistant.domain.post import Post


class _NoStore:
    """A workspace that is not there."""

    exists = False

    def create(self) -> NoReturn:
        raise DraftsLocked

    open = key_at_hand = create

    def open_with_code(self, _code: str) -> NoReturn:
        raise DraftsLocked

    def seal(self, _post: Post) -> NoReturn:
        raise DraftsLocked


class _NoSettings:
    def get(self, _name: str) -> None:
        return None

    def set(self, _name: str, _value: str) -> None:
        raise DraftsLocked


def networks() -> Networks:
    """Return the networks this program knows, to be asked for their rules only."""
    return Registry(Connection, Path())


def review(directory: Path | None = None) -> Review:
    """Return the checks over the guidelines in force.

    Args:
        directory: the workspace whose guidelines count; those that came with the program when None.

    Raises:
        Damaged: they cannot be read.
    """
    events = Events()
    workspace = Workspace(_NoStore(), events)
    plain: Settings = _NoSettings()
    preferences = Preferences(workspace, plain, events, KeyringVault("", events))

    def no_secrets(_account_id: str) -> NoReturn:
        raise DraftsLocked

    book = AccountBook(workspace, networks(), no_secrets, preferences, events)
    guidelines = guidelines_in(directory) if directory else ShippedGuidelines()
    if trouble := guidelines.trouble():
        raise trouble
    return Review(book, guidelines, SystemClock())


def target(account_id: str, post: Post) -> Target:
    """Return an account that no workspace knows, with its network's documented rules.

    It is taken to speak the languages that the post has: nothing is known of its policy.

    Raises:
        Unusable: no network is called that.
    """
    name, _, handle = account_id.partition(":")
    known = networks()
    try:
        network = known.get(name)
    except KeyError:
        names = ", ".join(one.name for one in known.all())
        raise Unusable("account.unknown-network", network=name, known=names) from None
    languages = tuple(code for code in post.versions if post.written(code)) or ("uk", "en")
    account = Account(account_id, name, handle, network.default_server, LanguagePolicy(languages))
    return Target(account, network.text_rules)
