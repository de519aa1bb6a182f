"""What stands in the window while the drafts are locked: no text, no title, no picture."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.ui.widgets.buttons import button
from embassy_assistant.ui.widgets.labels import Icon, label

WIDEST = 560


class LockedPage(QWidget):
    """Says what locked means, and offers the ways on; they wait until the drafts are shut.

    Attributes:
        unlock, code, write: ask the keyring, ask for the recovery code, write something new meanwhile.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Say that locking is under way."""
        super().__init__(parent)
        self.setObjectName("locked")
        self._shut = False
        self._title = label(kind="h1")
        self._sentence = label(wrap=True)
        self._meanwhile = label(kind="caption", wrap=True)
        self.unlock = button("primary", icon_name="lock-open-outline", name="locked-unlock")
        self.code = button(name="locked-code")
        self.write = button(name="locked-write")
        row = QHBoxLayout()
        row.setSpacing(12)
        for made in (self.unlock, self.code, self.write):
            made.setEnabled(False)
            row.addWidget(made)
        row.addStretch(1)
        inside = QWidget()
        inside.setMaximumWidth(WIDEST)
        column = QVBoxLayout(inside)
        column.setSpacing(12)
        column.addWidget(Icon("lock-outline", "accent", 40))
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        column.addLayout(row)
        column.addWidget(self._meanwhile)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(inside, 20)
        middle.addStretch(1)
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        whole.addLayout(middle)
        whole.addStretch(2)
        self.retranslate()

    def offer(self) -> None:
        """Say that the drafts are shut, and let the Officer choose how to go on."""
        self._shut = True
        for made in (self.unlock, self.code, self.write):
            made.setEnabled(True)
        self.unlock.setFocus(Qt.FocusReason.OtherFocusReason)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every word again."""
        self._title.setText(self.tr("The drafts are locked") if self._shut else self.tr("Locking the drafts"))
        self._sentence.setText(
            self.tr(
                "Nobody can read or change them here until you unlock them. Nothing is sent while they are locked: "
                "posts that come due wait until then."
            )
            if self._shut
            else self.tr("What is on its way to a network is finished first. This can take a minute.")
        )
        self._meanwhile.setText(
            self.tr("What you write now is kept, sealed, and joins the drafts when you unlock them.")
            if self._shut
            else ""
        )
        self.unlock.setText(self.tr("Unlock"))
        self.code.setText(self.tr("Recovery code…"))
        self.write.setText(self.tr("Write something new"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
