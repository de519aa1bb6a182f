"""Asks by which keys a folder of guidelines is signed and published, and says what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from embassy_assistant.domain.workshop import IN_KEYRING, Order
from embassy_assistant.ui.dialogs.base import Sheet
from embassy_assistant.ui.widgets.parts import worded

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.workshop import Published
    from embassy_assistant.ui.context import Context

_KEYS: Final = {"key": "passphrase", "online_key": "online_passphrase"}


class PublishDialog(Sheet):
    """Signs and publishes one folder.

    Attributes:
        fields: what is asked, by name.
    """

    def __init__(self, context: Context, folder: Path, unsaved: int, parent: QWidget | None = None) -> None:
        """Ask for keys.

        Args:
            context: the window's.
            folder: what the pack is made from.
            unsaved: how many rules are changed and not saved.
            parent: the window.
        """
        lead = self.tr("The pack is compiled and all examples are tried. Where one fails, nothing is signed.")
        super().__init__(
            self.tr("Sign and publish {folder}").format(folder=folder.name),
            lead,
            self.tr("Sign and publish"),
            self.tr("Cancel"),
            parent,
        )
        self._context, self._order_of = context, folder
        # Seven fields and a sentence of three lines stand on a screen of 720 lines.
        self.setMinimumWidth(600)
        self.body.setSpacing(8)
        self.fields: dict[str, QLineEdit] = {}
        self._ask("repository", self.tr("Folder that missions get guidelines from"), self._folder)
        self._ask("key", self.tr("Key file that signs the pack"), self._file)
        self._ask("passphrase", self.tr("Its passphrase"))
        self._ask("online_key", self.tr("Key file that says what is newest"), self._file)
        self._ask("online_passphrase", self.tr("Passphrase of the second key"))
        self._ask("mission", self.tr("Code of the mission, where the pack is its own"))
        self._ask("courier", self.tr("Courier file to write, if one is wanted"), self._new_file)
        for key, phrase in _KEYS.items():
            self.fields[key].setPlaceholderText(self.tr("A file, or {keyring} and a name").format(keyring=IN_KEYRING))
            self.fields[phrase].setEchoMode(QLineEdit.EchoMode.Password)
        self.confirm.clicked.disconnect()
        self.confirm.clicked.connect(self.publish)
        if unsaved:
            self.say(self.tr("%n changed rule(s) are not saved and will not be published.", "", unsaved), "warn")
        self._look()

    def publish(self) -> None:
        """Sign and publish."""
        self.set_busy(busy=True)
        self.say(self.tr("Compiling, and trying all examples…"), "advise")
        said = {name: made.text().strip() for name, made in self.fields.items() if "passphrase" not in name}
        order = Order(
            self._order_of,
            Path(said["repository"]),
            Path(said["key"]),
            self.fields["passphrase"].text(),
            Path(said["online_key"]),
            self.fields["online_passphrase"].text(),
            said["mission"],
            Path(said["courier"]) if said["courier"] else None,
        )
        workshop = self._context.desk.workshop
        self._context.workers.run(lambda: workshop.publish(order), self._done, self._refused, owner=self, lane="slow")

    def _done(self, published: Published) -> None:
        self.set_busy(busy=False)
        self.confirm.hide()
        self.cancel.setText(self.tr("Close"))
        count, day, locale = published.rules, published.until.date(), self._context.locale
        until = locale.toString(QDate(day.year, day.month, day.day), locale.FormatType.LongFormat)
        self.say(
            self.tr(
                "Version {version} with %n rule(s) is published. Missions believe it until {until}.",
                "",
                count,
            ).format(version=published.version, until=until),
            "ok",
        )

    def _refused(self, error: AssistantError) -> None:
        self.set_busy(busy=False)
        self._look()
        self.say(self._context.messages.error(error))

    def _look(self) -> None:
        wanted = {"repository", *_KEYS, *_KEYS.values()}
        for key, phrase in _KEYS.items():
            # What opens a key in the keyring is that its owner has signed in.
            kept = key in self.fields and self.fields[key].text().startswith(IN_KEYRING)
            if phrase in self.fields:
                self.fields[phrase].setEnabled(not kept)
            wanted -= {phrase} if kept else set()
        ready = all(name in self.fields and self.fields[name].text() for name in wanted)
        self.allow(ready=ready)
        self.confirm.setToolTip("" if ready else self.tr("Choose the folder and both keys first."))

    def _ask(self, name: str, words: str, browse: Callable[[str], str] | None = None) -> None:
        made, holder = QLineEdit(), QWidget()
        made.setAccessibleName(words)
        made.textChanged.connect(lambda _text: self._look())
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(made, 1)
        if browse is not None:
            choose = worded(self.tr("Choose…"))
            choose.setAccessibleName(self.tr("Choose: {field}").format(field=words))
            choose.clicked.connect(lambda: made.setText(browse(words) or made.text()))
            row.addWidget(choose)
        self.field(words, holder).setBuddy(made)
        self.fields[name] = made

    def _folder(self, words: str) -> str:
        return QFileDialog.getExistingDirectory(self, words)

    def _file(self, words: str) -> str:
        return QFileDialog.getOpenFileName(self, words)[0]

    def _new_file(self, words: str) -> str:
        return QFileDialog.getSaveFileName(self, words)[0]
