"""The two ends of the way to another laptop: packing the workspace there, unpacking it here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget
from typing_extensions import override

from embassy_assistant.services.keeping import Strength, strength
from embassy_assistant.ui.dialogs.long import LongSheet
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.widgets.labels import label
from embassy_assistant.ui.widgets.parts import worded

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout

    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.services.keeping import MovedIn, MovedOut
    from embassy_assistant.ui.context import Context

ENDING = ".embassy"
_TONES = {Strength.SHORT: "quiet", Strength.WEAK: "warn", Strength.FAIR: "quiet", Strength.STRONG: "ok"}
_NAMED = 8


class _Moving(LongSheet):
    """What both ends have: a file, a passphrase, and what became of it.

    Attributes:
        file: path of the packed workspace.
        passphrase: what it is sealed with.
    """

    def __init__(self, context: Context, heading: str, lead: str, confirm: str, parent: QWidget | None) -> None:
        super().__init__(context, heading, lead, confirm, self.tr("Back"), parent)
        self.file, self.passphrase = QLineEdit(), _secret()
        self._choose = worded(self.tr("Choose a file…"))
        self._choose.setObjectName("move-choose")
        self._choose.setAutoDefault(False)
        self._choose.clicked.connect(self.choose)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.file, 1)
        row.addWidget(self._choose)
        holder = QWidget()
        holder.setLayout(row)
        holder.setFocusProxy(self.file)
        self.file.setMinimumHeight(32)
        self.file.setAccessibleName(self.tr("File"))
        self.field(self.tr("File"), holder)
        self._over = False
        self.confirm.clicked.disconnect()
        self.confirm.clicked.connect(self._press)
        for field in (self.file, self.passphrase):
            field.textChanged.connect(lambda _text: self._look())

    def choose(self) -> None:
        """Ask for the file."""
        raise NotImplementedError

    def _go(self) -> None:
        raise NotImplementedError

    @property
    def _ready(self) -> bool:
        return bool(self.file.text().strip() and self.passphrase.text())

    def _look(self) -> None:
        self.allow(ready=self._over or self._ready)

    def _press(self) -> None:
        if self._over:
            self.accept()
        else:
            self._go()

    def _finish(self, words: str, confirm: str) -> None:
        """Say what became of it; all that is left is to go on."""
        self._over = True
        for field in self.findChildren(QLineEdit):
            field.clear()
        _hide(self.body)
        self.cancel.hide()
        self.confirm.setText(confirm)
        self.allow(ready=True)
        self.say(words, "ok")
        # What was filled in has left its room.
        self.resize(self.width(), 1)
        self._make_room()


class MoveOutDialog(_Moving):
    """Packs the workspace for another laptop. From then on this one sends nothing.

    Attributes:
        again: the passphrase once more.
        hint: how good it is.

    Signals:
        moved: the file is written.
    """

    moved = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Ask for a file and a passphrase."""
        super().__init__(
            context,
            self.tr("Move to another laptop"),
            self.tr(
                "Drafts, pictures, queue and settings go into one sealed file. No password goes along: sign in again "
                "over there. From then on this laptop sends nothing."
            ),
            self.tr("Pack the workspace"),
            parent,
        )
        self._agreed = ""
        self.again, self.hint = _secret(), label(kind="caption", wrap=True)
        self.field(self.tr("Passphrase"), self.passphrase)
        self.body.addWidget(self.hint)
        self.field(
            self.tr("Passphrase once more"),
            self.again,
            self.tr("Whoever has the file and the passphrase can read every draft. Do not carry both together."),
        )
        self.again.textChanged.connect(lambda _text: self._look())
        self._look()

    @override
    def choose(self) -> None:
        kinds = self.tr("Packed workspaces ({ending})").format(ending=f"*{ENDING}")
        name = f"embassy-assistant-{self.context.desk.clock.now().date().isoformat()}{ENDING}"
        place = str(Path(QDir.homePath()) / name)
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Where the packed workspace goes"), place, kinds)
        if chosen:
            # Where there is a file, that dialog has asked whether it may go.
            self._agreed = chosen
            self.file.setText(chosen)

    @property
    @override
    def _ready(self) -> bool:
        good = strength(self.passphrase.text()) is not Strength.SHORT
        return super()._ready and good and self.again.text() == self.passphrase.text()

    @override
    def _look(self) -> None:
        super()._look()
        how = strength(self.passphrase.text())
        words = {
            Strength.SHORT: self.tr("At least 12 characters. Four or more words that do not belong together are good."),
            Strength.WEAK: self.tr("Weak: it repeats itself, or is short for words. Add words."),
            Strength.FAIR: self.tr("Fair. One or two more words make it strong."),
            Strength.STRONG: self.tr("Strong."),
        }
        said, tone = words[how], _TONES[how]
        other = bool(self.again.text()) and not self.passphrase.text().startswith(self.again.text())
        if how is not Strength.SHORT and other:
            said, tone = self.tr("The two passphrases differ."), "warn"
        self.hint.setText(said)
        mark(self.hint, tone=tone)

    @override
    def _go(self) -> None:
        file, passphrase = self.file.text().strip(), self.passphrase.text()
        keeping, agreed = self.context.desk.keeping, file == self._agreed
        words = self.tr("Packing and sealing. It can take a minute. What is written meanwhile may stay behind.")
        self.work(
            words,
            lambda progress: keeping.move_out(file, passphrase, replace_file=agreed, progress=progress),
            self._done,
        )

    def _done(self, packed: MovedOut) -> None:
        said = [
            self.tr("Packed: %n post(s).", "", packed.posts),
            self.tr("Open the file on the other laptop with the same passphrase, at its first start."),
            self.tr("This laptop sends nothing now; the queue is held."),
        ]
        if packed.open:
            said.append(self.tr("%n post(s) still wait in the queue: they go out over there.", "", packed.open))
        self._finish(" ".join(said), self.tr("Close"))
        self.moved.emit()


class MoveInDialog(_Moving):
    """Makes this new workspace of a file that another laptop packed.

    Signals:
        arrived: a `MovedIn`: it is here, and the dialog was closed.
    """

    arrived = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Ask for the file and its passphrase."""
        super().__init__(
            context,
            self.tr("Bring a packed workspace here"),
            self.tr("Another laptop packed it: in its Settings, under “Move to another laptop”."),
            self.tr("Bring it here"),
            parent,
        )
        self._moved: MovedIn | None = None
        self.field(self.tr("Passphrase"), self.passphrase)
        self._look()

    @override
    def choose(self) -> None:
        kinds = self.tr("Packed workspaces ({ending})").format(ending=f"*{ENDING}") + ";;" + self.tr("All files (*)")
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("The packed workspace"), QDir.homePath(), kinds)
        if chosen:
            self.file.setText(chosen)

    @override
    def _go(self) -> None:
        file, passphrase = self.file.text().strip(), self.passphrase.text()
        keeping = self.context.desk.keeping
        words = self.tr("Opening the file and checking it. It can take a minute.")
        self.work(words, lambda progress: keeping.move_in(file, passphrase, progress), self._done)

    def _done(self, moved: MovedIn) -> None:
        self._moved = moved
        said = [self.tr("Here: %n post(s).", "", moved.posts)]
        if moved.accounts:
            handles = (
                f"{account.handle} ({account.server.removeprefix('https://')})" for account in moved.accounts[:_NAMED]
            )
            more = " …" if len(moved.accounts) > _NAMED else "."
            said.append(self.tr("Sign in again: {accounts}").format(accounts=", ".join(handles) + more))
        if moved.open:
            said.append(self._under_way(moved.open))
        said.append(self.tr("Next, write down this laptop’s own recovery code."))
        self._finish(" ".join(said), self.tr("Go on"))

    def _under_way(self, rows: tuple[Delivery, ...]) -> str:
        return self.tr(
            "%n post(s) wait in the queue. Nothing goes out before its account has signed in.", "", len(rows)
        )

    @override
    def accept(self) -> None:
        super().accept()
        if self._moved is not None:
            self.arrived.emit(self._moved)


def _hide(layout: QLayout) -> None:
    """Hide what lies in a layout, however deep, and let go of its room."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
        if (inner := item.layout()) is not None:
            _hide(inner)


def _secret() -> QLineEdit:
    made = QLineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setMinimumHeight(32)
    return made
