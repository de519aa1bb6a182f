"""Adds an account, or signs in to one again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from embassy_assistant.domain.account import Account, Bilingual, LanguagePolicy
from embassy_assistant.ui.dialogs.base import Sheet
from embassy_assistant.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.network import Network


class PolicyBox(QComboBox):
    """Which languages an account speaks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Offer one language, or both in each of the three ways."""
        super().__init__(parent)
        both = ("uk", "en")
        for words, policy in (
            (self.tr("Ukrainian only"), LanguagePolicy(("uk",))),
            (self.tr("English only"), LanguagePolicy(("en",))),
            (self.tr("Both languages, as two posts"), LanguagePolicy(both, Bilingual.TWO_POSTS)),
            (self.tr("Both languages, in one post"), LanguagePolicy(both, Bilingual.COMBINED)),
            (self.tr("Both languages, as a thread"), LanguagePolicy(both, Bilingual.THREAD)),
        ):
            self.addItem(words, policy)
        self.setMinimumHeight(32)

    @property
    def policy(self) -> LanguagePolicy:
        """The choice."""
        chosen = self.currentData()
        assert isinstance(chosen, LanguagePolicy)  # noqa: S101 - only policies are in the box
        return chosen

    def choose(self, policy: LanguagePolicy) -> None:
        """Show `policy`, where it is among those offered."""
        for row in range(self.count()):
            if self.itemData(row) == policy:
                self.setCurrentIndex(row)


class AddAccountDialog(Sheet):
    """Network, handle, password, server and languages of a new account.

    Signals:
        given: the form is complete and was confirmed; answered by `accept` or `say`.
    """

    given = Signal()

    def __init__(self, networks: Sequence[Network], parent: QWidget | None = None) -> None:
        """Offer the networks that this workspace may use."""
        super().__init__(
            self.tr("Add an account"),
            self.tr(
                "The account is tested before it is kept. Its secret goes to this computer’s keyring, never to a file."
            ),
            self.tr("Sign in and add"),
            self.tr("Cancel"),
            parent,
        )
        self._networks = networks
        self._network = QComboBox()
        self._network.setMinimumHeight(32)
        for network in networks:
            self._network.addItem(network.title, network.name)
        self._handle = QLineEdit()
        self._password = QLineEdit()
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._server = QLineEdit()
        self._policy = PolicyBox()
        for field in (self._handle, self._password, self._server):
            field.setMinimumHeight(32)
            field.textChanged.connect(self._check)
        self._network_label = self.field(self.tr("Network"), self._network)
        self._handle_label = self.field(self.tr("Handle"), self._handle)
        self._password_label = self.field(self.tr("App password"), self._password)
        self._explain = label(kind="caption", wrap=True)
        self.body.addWidget(self._explain)
        self._server_label = self.field(self.tr("Server"), self._server)
        self.field(self.tr("Languages of this account"), self._policy)
        self.confirm.clicked.disconnect()
        self.confirm.clicked.connect(self.given)
        self._network.currentIndexChanged.connect(self._show_network)
        self._show_network()
        self._handle.setFocus()

    @property
    def network(self) -> str:
        """Name of the network."""
        return str(self._network.currentData() or "")

    @property
    def by_browser(self) -> bool:
        """Whether the network is signed in to on its server's own page."""
        kind = self._kind()
        return kind is not None and kind.by_browser

    @property
    def handle(self) -> str:
        """The handle, without its at sign."""
        return self._handle.text().strip().removeprefix("@")

    @property
    def password(self) -> str:
        """What was typed to sign in with; empty where the network needs nothing."""
        return self._password.text() if not self._password.isHidden() else ""

    @property
    def server(self) -> str:
        """Address of the server."""
        text = self._server.text().strip()
        return f"https://{text}" if text and "://" not in text else text

    @property
    def policy(self) -> LanguagePolicy:
        """The languages."""
        return self._policy.policy

    def fill(self, handle: str, password: str = "", server: str | None = None) -> None:
        """Put values in the fields."""
        self._handle.setText(handle)
        self._password.setText(password)
        if server is not None:
            self._server.setText(server)

    def _kind(self) -> Network | None:
        row = self._network.currentIndex()
        return self._networks[row] if 0 <= row < len(self._networks) else None

    def _show_network(self) -> None:
        kind = self._kind()
        needs_password = bool(kind and kind.needs)
        for secret in (self._password, self._password_label, self._explain):
            secret.setVisible(needs_password)
        self._server.setText(kind.default_server if kind else "")
        for name in (self._handle, self._handle_label):
            name.setVisible(not self.by_browser)
        self.confirm.setText(self.tr("Open the browser") if self.by_browser else self.tr("Sign in and add"))
        self._server.setPlaceholderText(self.tr("such as social.example.org") if self.by_browser else "")
        for address in (self._server, self._server_label):
            address.setVisible(bool(kind and not kind.practice))
        for choice in (self._network, self._network_label):
            choice.setVisible(len(self._networks) > 1)
        if kind and kind.practice:
            self._password_label.setText(self.tr("Password"))
            self._explain.setText(self.tr("Any password will do here, except “wrong”: that one is refused."))
            self._handle.setPlaceholderText(self.tr("any short name, such as embassy-uk"))
        else:
            self._password_label.setText(self.tr("App password"))
            self._explain.setText(
                self.tr(
                    "An app password is a second password for this program alone. Make one in Bluesky under "
                    "Settings, Privacy and security, App passwords. It can be taken back there at any time, and "
                    "the main password stays with you."
                )
            )
            self._handle.setPlaceholderText(self.tr("such as embassy.bsky.social"))
        self._check()

    def _check(self) -> None:
        if self.by_browser:
            self.allow(bool(self.server))
        else:
            typed = self._password.isHidden() or bool(self._password.text())
            self.allow(bool(self._networks and self.handle) and typed)
        self.say("")


class SignInDialog(Sheet):
    """Takes a new app password for an account whose server refused the old one.

    Signals:
        given: the password was confirmed; answered by `accept` or `say`.
    """

    given = Signal()

    def __init__(self, account: Account, network: Network, parent: QWidget | None = None) -> None:
        """Ask for one account."""
        super().__init__(
            self.tr("Sign in again"),
            self.tr(
                "{network}, {handle}. What is queued stays and goes on once the server accepts the password."
            ).format(network=self.tr("Practice network") if network.practice else network.title, handle=account.handle),
            self.tr("Sign in"),
            self.tr("Cancel"),
            parent,
        )
        self._password = QLineEdit()
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.setMinimumHeight(32)
        self.field(self.tr("Password") if network.practice else self.tr("App password"), self._password)
        self.confirm.clicked.disconnect()
        self.confirm.clicked.connect(self.given)
        self._password.textChanged.connect(self._check)
        self._check()

    @property
    def password(self) -> str:
        """What was typed."""
        return self._password.text()

    def fill(self, password: str) -> None:
        """Put a password in the field."""
        self._password.setText(password)

    def _check(self) -> None:
        self.allow(bool(self.password))
        self.say("")
