"""The line over the queue: its name, the filters, and the button that holds everything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from embassy_assistant.ui.icons import icon
from embassy_assistant.ui.models.accounts import AccountRole, AccountsModel
from embassy_assistant.ui.widgets.buttons import button
from embassy_assistant.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.account import Account
    from embassy_assistant.ui.views.queue_words import QueueWords


class QueueHead(QWidget):
    """Filters by word and by account.

    Signals:
        asked: another word was typed or another account chosen.
        hold_pressed: everything is to be held, or let go.
    """

    asked = Signal()
    hold_pressed = Signal()

    def __init__(self, words: QueueWords, parent: QWidget | None = None) -> None:
        """Name accounts through `words`."""
        super().__init__(parent)
        self._title = label(kind="h1")
        self._filter = QLineEdit()
        self._filter.setObjectName("queue-filter")
        self._filter.setClearButtonEnabled(True)
        self._filter.addAction(icon("magnify", "text2"), QLineEdit.ActionPosition.LeadingPosition)
        self._accounts = AccountsModel(words.account, with_all=True, parent=self)
        self._account = QComboBox()
        self._account.setObjectName("queue-account")
        self._account.setModel(self._accounts)
        self._account.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._account.setMinimumContentsLength(14)
        self._hold = button(icon_name="pause-octagon", name="queue-hold")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._title)
        row.addWidget(self._filter, 2)
        row.addWidget(self._account, 1)
        row.addStretch(1)
        row.addWidget(self._hold)
        self._filter.textChanged.connect(self.asked)
        self._account.currentIndexChanged.connect(self.asked)
        self._hold.clicked.connect(self.hold_pressed)

    @property
    def query(self) -> str:
        """The words typed."""
        return self._filter.text().strip()

    @property
    def account(self) -> str:
        """Id of the account chosen, empty for all."""
        return str(self._account.currentData(AccountRole.ID) or "")

    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self._filter.setFocus()

    def show_accounts(self, accounts: Sequence[Account]) -> None:
        """Offer these accounts; the choice stays while it is among them."""
        chosen = self.account
        self._account.blockSignals(True)
        self._accounts.set_accounts(accounts)
        self._account.setCurrentIndex(max(0, self._accounts.row_of(chosen)))
        self._account.blockSignals(False)

    def show_hold(self, *, held: bool) -> None:
        """Word the button by what it would do."""
        self._hold.setText(self.tr("Let it go") if held else self.tr("Hold everything"))
        self._hold.setIcon(icon("play-circle-outline" if held else "pause-octagon"))
        keys = QKeySequence("Ctrl+Shift+H").toString(QKeySequence.SequenceFormat.NativeText)
        self._hold.setToolTip(f"{self._hold.text()} ({keys})")

    def retranslate(self) -> None:
        """Set all words in the window's language."""
        self._title.setText(self.tr("Queue"))
        self._filter.setPlaceholderText(self.tr("Filter by word"))
        self._filter.setAccessibleName(self.tr("Filter by word"))
        self._account.setAccessibleName(self.tr("Account"))
        self._accounts.reword()
