"""Says once whose guidelines to trust: the unit's root file, its fingerprint compared by voice, and their address."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.ui.dialogs.base import Sheet
from embassy_assistant.ui.theme import font, mark
from embassy_assistant.ui.widgets.labels import label
from embassy_assistant.ui.widgets.parts import Tick, worded

if TYPE_CHECKING:
    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.freshness import Followed
    from embassy_assistant.ui.context import Context

_GROUPS: Final = 16
_IN_ROW: Final = 4
_LARGEST: Final = 1_000_000
"""A root is some kilobytes; a film that was chosen by mistake is not read to its end."""


class TrustDialog(Sheet):
    """Nothing is trusted before the officer says that the fingerprint was compared.

    Attributes:
        file: path of the root file.
        groups: its fingerprint, four characters each.
        address: where the unit publishes.
        mission: the code of this mission.
        compared: ticked once the fingerprint was compared.

    Signals:
        trusted: the root is trusted; carries whether there is an address to ask for guidelines.
    """

    trusted = Signal(bool)

    def __init__(self, context: Context, followed: Followed | None = None, parent: QWidget | None = None) -> None:
        """Ask.

        Args:
            context: the window's.
            followed: whose guidelines are trusted now; None for nobody's.
            parent: the window.
        """
        lead = self.tr(
            "The ministry's unit hands over a root file. Call the unit on a number that you already have, and compare "
            "the fingerprint group by group: a file alone proves nothing."
        )
        super().__init__(
            self.tr("Whose guidelines to trust"), lead, self.tr("Trust this root"), self.tr("Cancel"), parent
        )
        self._context = context
        self._root = b""
        self.setMinimumWidth(560)
        self.file, self.address, self.mission = QLineEdit(), QLineEdit(), QLineEdit()
        self.file.setReadOnly(True)
        self.file.setAccessibleName(self.tr("Root file"))
        self.choose_file = worded(self.tr("Choose a file…"))
        self.choose_file.setAutoDefault(False)
        self.choose_file.setObjectName("trust-choose")
        self.choose_file.clicked.connect(self.choose)
        if followed is not None:
            self._show_followed(followed)
        self._fields()
        self.compared = Tick(self.tr("I compared all 16 groups with the unit, by telephone or in person"))
        self.compared.setObjectName("trust-compared")
        self.compared.toggled.connect(self._look)
        self.body.addWidget(self.compared)
        self.confirm.clicked.disconnect()
        self.confirm.clicked.connect(self._trust)
        self._show_fingerprint("")
        self._look()
        self.choose_file.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self) -> None:
        """Ask for the root file."""
        kinds = self.tr("Root files (*.json);;All files (*)")
        path, _kind = QFileDialog.getOpenFileName(self, self.tr("Root file of the unit"), "", kinds)
        if path:
            self.read(path)

    def read(self, path: str) -> None:
        """Read a root file and show its fingerprint; whoever compared another one must compare again."""
        self._root = b""
        self.compared.setChecked(False)
        self._show_fingerprint("")
        self.file.setText(path)
        self.say("")

        def done(data: bytes) -> None:
            self._root = data
            self._show_fingerprint(hashlib.sha256(data).hexdigest())
            self._look()

        self._context.workers.run(lambda: _bytes_of(path), done, self._refused, owner=self, newest="trust-root")

    @property
    def fingerprint(self) -> str:
        """What is shown, in groups; empty before a file was read."""
        return " ".join(group.text() for group in self.groups) if self._root else ""

    def _fields(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.file, 1)
        row.addWidget(self.choose_file)
        holder = QWidget()
        holder.setLayout(row)
        holder.setFocusProxy(self.choose_file)
        self.field(self.tr("Root file"), holder)
        self.field(self.tr("Its fingerprint"), self._grid())
        self.address.setPlaceholderText("https://")
        self.address.setAccessibleName(self.tr("Address of the unit"))
        self.field(
            self.tr("Address of the unit"), self.address, self.tr("Empty, if guidelines come by stick or e-mail only.")
        )
        self.mission.setAccessibleName(self.tr("Code of this mission"))
        self.field(
            self.tr("Code of this mission"), self.mission, self.tr("As the unit told you; empty, if it told you none.")
        )

    def _grid(self) -> QFrame:
        box = QFrame()
        mark(box, role="sunken")
        box.setObjectName("trust-fingerprint")
        grid = QGridLayout(box)
        grid.setContentsMargins(16, 10, 16, 10)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        self.groups: list[QLabel] = []
        for number in range(_GROUPS):
            group = label()
            group.setFont(font(20, bold=True, tabular=True))
            group.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(group, number // _IN_ROW, number % _IN_ROW)
            self.groups.append(group)
        self._box = box
        return box

    def _show_fingerprint(self, digest: str) -> None:
        for number, group in enumerate(self.groups):
            group.setText(digest[number * 4 : number * 4 + 4] or "····")
            mark(group, tone="" if digest else "quiet")
        said = ", ".join(" ".join(group.text()) for group in self.groups) if digest else self.tr("no file chosen yet")
        self._box.setAccessibleName(self.tr("Fingerprint: {groups}").format(groups=said))
        self.compared.setEnabled(bool(digest))

    def _show_followed(self, followed: Followed) -> None:
        self.address.setText(followed.address)
        self.mission.setText(followed.mission)
        now = label(self.tr("Trusted now: {fingerprint}").format(fingerprint=followed.fingerprint), wrap=True)
        now.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(now)

    def _look(self, _ticked: bool = False) -> None:
        ready = bool(self._root) and self.compared.isChecked()
        self.allow(ready=ready)
        why = self.tr("Compare the fingerprint first.") if self._root else self.tr("Choose the root file first.")
        self.confirm.setToolTip("" if ready else why)

    def _trust(self) -> None:
        root, guidelines = self._root, self._context.desk.guidelines
        address, mission = self.address.text().strip(), self.mission.text().strip().lower()
        self.set_busy(busy=True)
        self.say("")

        def done(_fingerprint: str) -> None:
            self.trusted.emit(bool(address))
            self.accept()

        self._context.workers.run(
            lambda: guidelines.follow(root, address, mission), done, self._refused, owner=self, lane="guidelines"
        )

    def _refused(self, error: AssistantError) -> None:
        self.set_busy(busy=False)
        self._look()
        self.say(self._context.messages.error(error))


def _bytes_of(path: str) -> bytes:
    """Return what a file holds, as far as a root can be long.

    Raises:
        Unusable: it cannot be read.
    """
    try:
        with Path(path).open("rb") as file:
            return file.read(_LARGEST)
    except OSError as error:
        raise Unusable("input.no-file", file=path) from error
