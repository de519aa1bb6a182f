"""What all dialogs share: a heading, a lead, a body, a line for what went wrong, and the row of buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from embassy_assistant.ui.widgets.focus import FocusRing
from embassy_assistant.ui.widgets.labels import label
from embassy_assistant.ui.widgets.parts import Notice, worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QShowEvent

_FIELDS: Final = (QLineEdit, QComboBox, QAbstractSpinBox, QTextEdit)


class Sheet(QDialog):
    """A dialog with a heading, a lead, a body and two buttons; says what went wrong in its own space.

    Attributes:
        body: where a subclass puts its fields.
        confirm: the primary button.
        cancel: the other one.
        notice: what was said last.
    """

    def __init__(self, heading: str, lead: str, confirm: str, cancel: str, parent: QWidget | None = None) -> None:
        """Build the frame; a subclass adds to `body`."""
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.setModal(True)
        self._heading = label(heading, kind="h1", wrap=True)
        self._lead = label(lead, tone="quiet", wrap=True)
        self._lead.setVisible(bool(lead))
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.notice = Notice()
        self.notice.hide()
        self.confirm: QPushButton = worded(confirm, "primary", large=True)
        self.confirm.setDefault(True)
        self.cancel: QPushButton = worded(cancel, large=True)
        self.cancel.setAutoDefault(False)
        self.confirm.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm)
        whole = self._whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 24, 24, 24)
        whole.setSpacing(12)
        whole.addWidget(self._heading)
        whole.addWidget(self._lead)
        whole.addLayout(self.body, 1)
        whole.addWidget(self.notice)
        whole.addSpacing(8)
        whole.addLayout(buttons)
        self.setMinimumWidth(480)
        self._busy = False
        self._ring = FocusRing(self)

    def show_over_window(self) -> None:
        """Show it over its window without stopping the program; it is gone once it was answered."""
        self.finished.connect(self.deleteLater)
        self.open()

    def say(self, text: str, severity: str = "block") -> None:
        """Show a sentence above the buttons; an empty one takes it away."""
        self.notice.say(text, severity)
        self._make_room()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.focusWidget() is None:
            # Qt would take the button that was made first; from the first field, Tab goes down to the buttons.
            field = next((made for made in self._focusable() if isinstance(made, _FIELDS)), None)
            if field is not None:
                field.setFocus(Qt.FocusReason.TabFocusReason)

    def _focusable(self) -> Iterator[QWidget]:
        """Yield what Tab leads to, in its order."""
        made = self.nextInFocusChain()
        while made is not None and made is not self:
            if made.isVisible() and made.isEnabled() and made.focusPolicy() & Qt.FocusPolicy.TabFocus:
                yield made
            made = made.nextInFocusChain()

    @override
    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Show}:
            self._make_room()
        return handled

    def _make_room(self) -> None:
        """Grow where the words need more lines than there is room for; Qt would cut the fields instead."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def set_busy(self, busy: bool) -> None:
        """While a question is out, keep the fields readable and the button out of reach."""
        self._busy = busy
        self.confirm.setEnabled(not busy)
        self.setCursor(Qt.CursorShape.BusyCursor if busy else Qt.CursorShape.ArrowCursor)

    def allow(self, ready: bool) -> None:
        """Let the button be pressed where what it needs is there and no question is out."""
        self.confirm.setEnabled(ready and not self._busy)

    def field(self, name: str, widget: QWidget, hint: str = "") -> QLabel:
        """Add a labelled field to the body.

        Returns:
            The label, whose mnemonic leads to the field.
        """
        title = label(name, kind="strong")
        title.setBuddy(widget)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(title)
        column.addWidget(widget)
        if hint:
            column.addWidget(label(hint, kind="caption", wrap=True))
            widget.setAccessibleDescription(hint)
        self.body.addLayout(column)
        return title
