"""Fetches the key and opens the store while the window already takes typing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from embassy_assistant.domain.errors import Damaged, DraftsLocked, KeyringUnavailable
from embassy_assistant.domain.ports import VaultState
from embassy_assistant.services.scratch import Scratch

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.events import VaultChanged
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.dialogs.unlock import UnlockDialog
    from embassy_assistant.ui.widgets.banner import Banner

PATIENCE: Final = 700


class Opening(QObject):
    """Opens the workspace in the background, and says in a banner what keeps it shut.

    Signals:
        new: there is no store yet; the first run has to make one.
        opened: the store can be used.
        code_wanted: the recovery code is to be shown, to be written down.
    """

    new = Signal()
    opened = Signal()
    code_wanted = Signal()

    def __init__(self, context: Context, banner: Banner, window: QWidget) -> None:
        """Say it in `banner`, ask over `window`."""
        super().__init__(window)
        self._context = context
        self._banner = banner
        self._window = window
        self._dialog: UnlockDialog | None = None
        self._error: AssistantError | None = None
        # A keyring that answers at once is not worth a banner.
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(self.retranslate)
        context.languages.changed.connect(self._language_changed)
        context.bridge.vault_changed.connect(self._keyring_spoke)

    def start(self) -> None:
        """Open the store, or say that there is none."""
        access = self._context.desk.workspace.access.value
        if access == "open":
            self._done()
        elif access == "new":
            self.new.emit()
        else:
            self.ask_keyring()

    def ask_keyring(self) -> None:
        """Ask the keyring for the key, once more."""
        self._error = None
        self._patience.start()
        workspace = self._context.desk.workspace
        self._context.workers.run(
            workspace.open, lambda _none: self._done(), self._failed, owner=self, lane="slow", newest="open"
        )

    def stay_shut(self) -> None:
        """Know that the drafts were locked here: nothing is asked, or said beside the page that says it, as yet."""
        self._error = DraftsLocked("store.locked-here")

    def remind(self) -> None:
        """Say that the newest part of the drafts is gone, or that the recovery code was never written down."""
        preferences, keeping = self._context.desk.preferences, self._context.desk.keeping

        def say(found: tuple[bool, str]) -> None:
            lost, code = found
            if lost:
                self._banner.say(
                    self._context.messages.text("store.log-lost"),
                    (self.tr("I have read it"), self._know_of_loss),
                    icon_name="alert-octagon",
                    tone="block",
                )
            elif code:
                self._banner.say(
                    self.tr(
                        "The recovery code of these drafts is not written down yet. Without it, nothing opens them "
                        "once the keyring has lost their key. Write it down."
                    ),
                    (self.tr("Show the code"), self.code_wanted.emit),
                    icon_name="key-alert-outline",
                )
            else:
                self._banner.say("")

        # Behind the note that it is written down, which is on its way to the disk.
        self._context.workers.run(
            lambda: (keeping.log_lost, preferences.recovery_pending), say, owner=self, lane="writes", newest="remind"
        )

    def _know_of_loss(self) -> None:
        keeping = self._context.desk.keeping
        self._context.workers.run(keeping.know_of_lost_log, lambda _done: self.remind(), owner=self, lane="writes")

    def ask_code(self) -> None:
        """Ask the Officer for the recovery code."""
        # Dialogs are imported when they are needed: together they would cost the start 40 ms.
        from embassy_assistant.ui.dialogs.unlock import UnlockDialog

        dialog = self._dialog = UnlockDialog(self._why(), self._window)
        dialog.again.connect(self.ask_keyring)
        dialog.code_given.connect(self._try_code)
        dialog.finished.connect(self._forget)
        dialog.open()

    def mend(self) -> None:
        """Ask whether to save what can be read of a damaged store, or to bring a backup back."""
        from embassy_assistant.ui.dialogs.damaged import DamagedDialog

        DamagedDialog(self._context, self._why(), self._done, self._window).show_over_window()

    def retranslate(self) -> None:
        """Say again what keeps the store shut."""
        if self._context.desk.workspace.access.value != "locked":
            return
        if isinstance(self._error, Damaged):
            self._banner.say(
                self._why(), (self.tr("Mend the drafts…"), self.mend), icon_name="alert-octagon", tone="block"
            )
            return
        self._banner.say(
            self._why(),
            (self.tr("Unlock"), self.ask_keyring),
            (self.tr("Recovery code…"), self.ask_code),
            icon_name="key-alert-outline",
        )

    def _keyring_spoke(self, event: VaultChanged) -> None:
        """Go on when a dialog that outlasted our patience is answered; say it when it is not, or the keyring died."""
        waited = isinstance(self._error, KeyringUnavailable) and self._error.state == VaultState.WAITING
        if not waited or event.state == VaultState.WAITING:
            return
        if event.state == VaultState.READY:
            self.ask_keyring()
        else:
            self._failed(KeyringUnavailable(event.state))

    def _language_changed(self, _language: str) -> None:
        if not self._banner.isHidden():
            self.retranslate() if self._context.desk.workspace.access.value == "locked" else self.remind()

    def _why(self) -> str:
        messages = self._context.messages
        return messages.error(self._error) if self._error else messages.vault(VaultState.WAITING)

    def _try_code(self, code: str) -> None:
        dialog, workspace = self._dialog, self._context.desk.workspace
        if dialog is None:
            return
        dialog.set_busy(True)
        self._context.workers.run(
            lambda: workspace.open_with_code(code),
            lambda _none: self._done(),
            self._code_failed,
            owner=dialog,
            # Not behind a keyring dialog that may wait for ever.
            lane="reads",
        )

    def _code_failed(self, error: AssistantError) -> None:
        if self._dialog is not None:
            self._dialog.set_busy(False)
            self._dialog.say(self._context.messages.error(error))

    def _failed(self, error: AssistantError) -> None:
        self._patience.stop()
        self._error = error
        self.retranslate()
        if self._dialog is not None:
            self._dialog.say(self._why())

    def _done(self) -> None:
        self._patience.stop()
        self._banner.say("")
        if self._dialog is not None:
            self._dialog.accept()
        self.opened.emit()
        scratch = Scratch(self._context.desk.workspace)
        self._context.workers.run(scratch.news, self._tell_of_scratch, owner=self, lane="writes")

    def _tell_of_scratch(self, news: bool) -> None:
        if news:
            self._context.shell.toast(
                self.tr("What you typed into a dialog without answering it is kept. It is back when you open it again.")
            )

    def _forget(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
