"""The part of Settings that says how the program reaches the internet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.services.preferences import Connection
from embassy_assistant.ui.views.base import View
from embassy_assistant.ui.widgets.buttons import button
from embassy_assistant.ui.widgets.labels import label
from embassy_assistant.ui.widgets.parts import card, named

if TYPE_CHECKING:
    from embassy_assistant.ui.context import Context


class WayOutCard(View):
    """A proxy, and the certificates of a private authority.

    Attributes:
        save: the button, enabled once something was changed.
        chosen: the officer asks for this Connection to be kept.
        failed: nothing was changed; the sentence that says why.
    """

    chosen = Signal(object)
    failed = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the card; what it shows is read by whoever shows it."""
        super().__init__(context, parent)
        self._title, self._why = label(kind="h2"), label(kind="caption", wrap=True)
        self._proxy, self._authority = QLineEdit(), QLineEdit()
        self._names = (label(kind="strong"), label(kind="strong"))
        self._choose_file = button(name="settings-authority")
        self.save = button("primary", name="settings-save-connection")
        self.save.setEnabled(False)
        self._build()
        for field in (self._proxy, self._authority):
            field.textEdited.connect(lambda _: self.save.setEnabled(True))
        self.save.clicked.connect(self._choose)
        self._choose_file.clicked.connect(self._ask_for_authority)
        self.retranslate()

    def _build(self) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._authority, 1)
        row.addWidget(self._choose_file)
        box = card()
        column = QVBoxLayout(box)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addLayout(named(self._names[0], self._proxy))
        column.addLayout(named(self._names[1], holder))
        self._names[1].setBuddy(self._authority)
        column.addWidget(self._why)
        column.addWidget(self.save)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(box)

    @override
    def retranslate(self) -> None:
        self._title.setText(self.tr("Way to the internet"))
        self._names[0].setText(self.tr("Proxy"))
        authority = self.tr("Certificates of a private authority (PEM file)")
        self._names[1].setText(authority)
        self._authority.setAccessibleName(authority)
        self._choose_file.setText(self.tr("Choose a file…"))
        self._proxy.setPlaceholderText("http://proxy.example:3128")
        self._why.setText(
            self.tr(
                "Leave both empty unless the mission’s network asks for them. A password goes into the proxy’s "
                "address, as http://name:password@proxy.example:3128; the program moves it to the "
                "keyring and shows it no more."
            )
        )
        self.save.setText(self.tr("Save the way to the internet"))

    @property
    def proxy_shown(self) -> str:
        """What stands in the field of the proxy."""
        return self._proxy.text()

    def show_connection(self, connection: Connection) -> None:
        """Show what is kept."""
        self._proxy.setText(connection.proxy)
        self._authority.setText(connection.authority)

    def type_connection(self, connection: Connection) -> None:
        """Put a Connection into the fields, as typing would."""
        self.show_connection(connection)
        self.save.setEnabled(True)

    def _choose(self) -> None:
        authority = self._authority.text().strip()
        if authority and not Path(authority).is_file():
            self.failed.emit(self.tr("There is no such file: {path}. Nothing was changed.").format(path=authority))
            return
        self.chosen.emit(Connection(self._proxy.text().strip(), authority))

    def _ask_for_authority(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self._names[1].text(), "", "PEM (*.pem *.crt *.cer)")
        if path:
            self.type_connection(Connection(self._proxy.text(), path))
