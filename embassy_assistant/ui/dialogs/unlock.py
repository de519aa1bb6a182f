"""Opens a workspace whose key the keyring does not give: try again, or type the recovery code."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QLineEdit, QWidget

from embassy_assistant.ui.dialogs.base import Sheet
from embassy_assistant.ui.widgets.parts import worded


class UnlockDialog(Sheet):
    """Says why the drafts are locked and takes the recovery code.

    Signals:
        again: the Officer wants the keyring asked once more.
        code_given: the code that was typed; answered by `accept` or `say`.
    """

    again = Signal()
    code_given = Signal(str)

    def __init__(self, why: str, parent: QWidget | None = None) -> None:
        """Show `why`, a sentence of the core about the keyring."""
        super().__init__(
            self.tr("Unlock the drafts"),
            why,
            self.tr("Open with the recovery code"),
            self.tr("Not now"),
            parent,
        )
        self._retry = worded(self.tr("Ask the keyring again"))
        self._retry.setAutoDefault(False)
        self._retry.clicked.connect(self.again)
        self.body.addWidget(self._retry)
        self._code = QLineEdit()
        self._code.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._code.setMinimumHeight(32)
        self.field(
            self.tr("Recovery code"),
            self._code,
            self.tr(
                "The groups that were written on paper when this workspace was made. Capitals and spaces do not matter."
            ),
        )
        self._code.textChanged.connect(self._check)
        self.confirm.clicked.disconnect()
        self.confirm.clicked.connect(lambda: self.code_given.emit(self.code))
        self._check()
        self._code.setFocus()

    @property
    def code(self) -> str:
        """What was typed."""
        return self._code.text().strip()

    def set_code(self, code: str) -> None:
        """Put a code in the field."""
        self._code.setText(code)

    def _check(self) -> None:
        self.confirm.setEnabled(bool(self.code))
        self.say("")
