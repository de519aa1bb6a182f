"""One account: its credential, its languages, its limits, and what may be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout

from embassy_assistant.domain.account import Credential, Visibility
from embassy_assistant.domain.network import Ability
from embassy_assistant.ui.dialogs.account import PolicyBox
from embassy_assistant.ui.theme import font, mark
from embassy_assistant.ui.widgets.labels import ElidedLabel, Pill, label
from embassy_assistant.ui.widgets.parts import Avatar, Notice, Tick, worded

if TYPE_CHECKING:
    from embassy_assistant.domain.account import Account, TextRules
    from embassy_assistant.ui.context import Context

_PILLS: Final = {
    Credential.WORKS: ("check-circle", "ok"),
    Credential.UNTESTED: ("help-circle-outline", "quiet"),
    Credential.REFUSED: ("key-alert-outline", "warn"),
    Credential.MISSING: ("key-alert-outline", "warn"),
}


class AccountCard(QFrame):
    """A card; its owner connects the buttons.

    Signals:
        policy_chosen: another language policy was chosen.
        publishing_chosen: who is shown its posts, and whether its server keeps those that are due later.
    """

    policy_chosen = Signal(object)
    publishing_chosen = Signal(object, bool)

    def __init__(self, context: Context, account: Account, waiting: int) -> None:
        """Show `account`.

        Args:
            context: services and words.
            account: what to show.
            waiting: how many Deliveries wait for it.
        """
        super().__init__()
        mark(self, role="card")
        self._account = account
        self._network = context.desk.accounts.network(account.network)
        self._waiting = waiting
        self._locale = context.locale
        self._said = ("", "ok")
        self._notice = Notice()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 14)
        whole.setSpacing(10)
        whole.addLayout(self._head())
        whole.addLayout(self._facts())
        whole.addLayout(self._publishing())
        whole.addWidget(self._notice)
        whole.addLayout(self._buttons())

    @property
    def said(self) -> tuple[str, str]:
        """The sentence last said, and its severity."""
        return self._said

    def say(self, text: str, severity: str) -> None:
        """Say what a test found."""
        self._said = (text, severity)
        self._notice.say(text, severity)

    def set_busy(self, *, busy: bool) -> None:
        """While the server is asked, the buttons that ask it are out of reach."""
        self.test.setEnabled(not busy)
        self.sign_in.setEnabled(not busy)
        if busy:
            self.say(self.tr("Asking the server…"), "advise")

    def _head(self) -> QHBoxLayout:
        account = self._account
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Avatar(account, account.network, 40), 0, Qt.AlignmentFlag.AlignTop)
        names = QVBoxLayout()
        names.setSpacing(2)
        title = ElidedLabel(account.display_name or account.handle)
        title.setFont(font(16, bold=True))
        network = self.tr("Practice network") if self._network.practice else self._network.title
        where = ElidedLabel(f"{network}, {account.handle}" + (f", {account.server}" if account.server else ""))
        mark(where, tone="quiet")
        names.addWidget(title)
        names.addWidget(where)
        row.addLayout(names, 1)
        pill = Pill()
        symbol, tone = ("pause-circle-outline", "warn") if account.paused else _PILLS[account.credential]
        pill.say(symbol, self._state(), tone)
        row.addWidget(pill, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _state(self) -> str:
        if self._account.paused:
            return self.tr("Paused")
        return {
            Credential.WORKS: self.tr("Signed in"),
            Credential.UNTESTED: self.tr("Not tested yet"),
            Credential.REFUSED: self.tr("Sign in again"),
            Credential.MISSING: self.tr("Secret is missing"),
        }[self._account.credential]

    def _facts(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self._policy = PolicyBox()
        self._policy.setObjectName("account-policy")
        self._policy.choose(self._account.policy)
        self._policy.setAccessibleName(self.tr("Languages of this account"))
        self._policy.activated.connect(lambda _: self.policy_chosen.emit(self._policy.policy))
        row.addWidget(self._policy)
        row.addWidget(label(self._limits(self._account.limits or self._network.text_rules), tone="quiet", wrap=True), 1)
        return row

    def _publishing(self) -> QHBoxLayout:
        """Return what the account's server lets one choose, and what it cannot do."""
        account, able = self._account, self._network.abilities(self._account)
        self.visibility = QComboBox()
        self.visibility.setObjectName("account-visibility")
        self.visibility.setMinimumHeight(32)
        self.visibility.setAccessibleName(self.tr("Who is shown the posts"))
        self.visibility.addItem(self.tr("Public"), Visibility.PUBLIC)
        self.visibility.addItem(self.tr("Unlisted: public, but not in timelines"), Visibility.UNLISTED)
        self.visibility.setCurrentIndex(self.visibility.findData(account.visibility))
        self.visibility.setVisible(Ability.VISIBILITY in able)
        self.park = Tick(self.tr("Its server publishes what is due later"))
        self.park.setObjectName("account-park")
        self.park.setToolTip(self.tr("The laptop need not be awake then. To change such a post, take it back first."))
        self.park.setChecked(account.park)
        self.park.setVisible(Ability.PARK in able)
        self.visibility.activated.connect(lambda _: self._choose_publishing())
        self.park.clicked.connect(lambda _: self._choose_publishing())
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.visibility)
        row.addWidget(self.park)
        row.addWidget(label(self._cannot(), kind="caption", tone="quiet", wrap=True), 1)
        return row

    def _choose_publishing(self) -> None:
        self.publishing_chosen.emit(Visibility(self.visibility.currentData()), self.park.isChecked())

    def _cannot(self) -> str:
        """Say what the server is, until when the credential lasts, and what cannot be taken back there."""
        account, able, said = self._account, self._network.abilities(self._account), []
        if account.software:
            said.append(self.tr("Runs {software}.").format(software=account.software))
        if account.credential_until is not None:
            day = QDateTime.fromSecsSinceEpoch(int(account.credential_until.timestamp())).date()
            until = self._locale.toString(day, QLocale.FormatType.ShortFormat)
            said.append(self.tr("The sign-in expires on {day}.").format(day=until))
        if Ability.EDIT not in able and Ability.DELETE not in able:
            said.append(self.tr("What is out cannot be corrected or deleted from here."))
        elif Ability.EDIT not in able:
            said.append(self.tr("What is out cannot be corrected from here, only deleted."))
        elif Ability.DELETE not in able:
            said.append(self.tr("What is out can be corrected from here, but not deleted."))
        return " ".join(said)

    def _limits(self, rules: TextRules) -> str:
        limits = self.tr("Up to %n character(s)", "", rules.limit) + ", " + self.tr("%n picture(s)", "", rules.images)
        if self._account.limits is None:
            limits += ". " + self.tr("As the network documents it.")
        else:
            limits += ". " + self.tr("As its server says.")
        waits = (
            self.tr("%n post(s) wait for it.", "", self._waiting) if self._waiting else self.tr("Nothing waits for it.")
        )
        return f"{limits} {waits}"

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.test = worded(self.tr("Test"), icon_name="lan-connect", small=True)
        self.sign_in = worded(self.tr("Sign in again…"), icon_name="key-outline", small=True)
        paused = self._account.paused
        self.pause = worded(
            self.tr("Send again") if paused else self.tr("Pause sending"),
            icon_name="play-circle-outline" if paused else "pause-circle-outline",
            small=True,
        )
        self.log = worded(self.tr("Log…"), icon_name="history", small=True)
        self.remove = worded(self.tr("Remove…"), "destructive", small=True)
        for made in (self.test, self.sign_in, self.pause, self.log):
            row.addWidget(made)
        row.addStretch(1)
        row.addWidget(self.remove)
        for name in ("test", "sign_in", "pause", "log", "remove"):
            getattr(self, name).setObjectName(f"account-{name}")
        self.sign_in.setVisible(bool(self._network.needs))
        return row
