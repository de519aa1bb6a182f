"""Signs in through the browser: opens it, waits for it, or takes the code that its page shows."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from embassy_assistant.ui.dialogs.base import Sheet
from embassy_assistant.ui.widgets.labels import label
from embassy_assistant.ui.widgets.parts import worded

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.account import Account
    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.services.sign_in import Begun
    from embassy_assistant.ui.context import Context


def open_in_browser(address: str) -> bool:
    """Open an address in the system's browser; False where there is none."""
    return QDesktopServices.openUrl(QUrl(address))


class BrowserSheet(Sheet):
    """Says what it waits for, and answers all the time; closing it ends the waiting."""

    def __init__(
        self,
        context: Context,
        begin: Callable[[bool], Begun],
        then: Callable[[Account], object],
        parent: QWidget | None = None,
        opens: Callable[[str], bool] = open_in_browser,
    ) -> None:
        """Begin at once.

        Args:
            context: the window's.
            begin: begins the sign-in; told whether a code is to be carried over by hand.
            then: gets the account.
            parent: what it lies over.
            opens: opens an address in the browser; False where that failed.
        """
        super().__init__(
            self.tr("Sign in in the browser"),
            self.tr("The server’s own page asks for your password; this program never sees it."),
            self.tr("Use the code"),
            self.tr("Cancel"),
            parent,
        )
        self._context, self._begin, self._then, self._opens = context, begin, then, opens
        self._begun: Begun | None = None
        self._stop = threading.Event()
        self._state = label(wrap=True)
        self._state.setObjectName("browser-state")
        self.body.addWidget(self._state)
        self.again = worded(self.tr("Open the browser again"))
        self.copy = worded(self.tr("Copy the address"))
        row = QHBoxLayout()
        for made in (self.again, self.copy):
            made.setAutoDefault(False)
            made.setEnabled(False)
            row.addWidget(made)
        row.addStretch(1)
        self.body.addLayout(row)
        self.by_hand = worded(self.tr("The page shows a code instead"), "flat")
        self.by_hand.setAutoDefault(False)
        self.body.addWidget(self.by_hand)
        self.code = QLineEdit()
        self.code.setMinimumHeight(32)
        self._code_label = self.field(self.tr("Code from the server’s page"), self.code)
        self.again.clicked.connect(self._open)
        self.copy.clicked.connect(self._copy_address)
        self.by_hand.clicked.connect(lambda: self._start(by_hand=True))
        self.code.textChanged.connect(lambda text: self.allow(bool(text.strip())))
        self.confirm.clicked.disconnect()
        self.confirm.clicked.connect(self._use_code)
        self.finished.connect(self._stop_waiting)
        self._start(by_hand=False)

    def _start(self, *, by_hand: bool) -> None:
        """Begin anew; what was waited for before is waited for no more."""
        self._stop_waiting()
        self._stop = threading.Event()
        self._begun = None
        for part in (self.code, self._code_label, self.confirm):
            part.setVisible(by_hand)
        self.by_hand.setVisible(not by_hand)
        self.allow(False)
        self.say("")
        self._state.setText(self.tr("Asking the server…"))
        begin = self._begin
        self._context.workers.run(
            lambda: begin(by_hand), self._go_on, self._refused, owner=self, lane="slow", newest="sign-in"
        )

    def _go_on(self, begun: Begun) -> None:
        self._begun = begun
        for made in (self.again, self.copy):
            made.setEnabled(True)
        self._open()
        if begun.by_hand:
            self.code.setFocus()
            return
        sign_in, stop = self._context.desk.sign_in, self._stop
        self._context.workers.run(
            lambda: sign_in.wait(begun, stop), self._came, self._refused, owner=self, lane="browser", newest="browser"
        )

    def _open(self) -> None:
        if self._begun is None:
            return
        if not self._opens(self._begun.url):
            self._state.setText(
                self.tr("The browser did not open. Copy the address and open it in a browser on this computer.")
            )
        elif self._begun.by_hand:
            self._state.setText(self.tr("Sign in on the server’s page, then type the code that it shows."))
        else:
            self._state.setText(self.tr("Waiting for the browser. Sign in on the server’s page and allow access."))

    def _copy_address(self) -> None:
        if self._begun is not None:
            QGuiApplication.clipboard().setText(self._begun.url)
            self.say(self.tr("The address is copied."), "ok")

    def _use_code(self) -> None:
        begun, code = self._begun, self.code.text()
        if begun is None:
            return
        self.set_busy(busy=True)
        sign_in = self._context.desk.sign_in
        self._context.workers.run(
            lambda: sign_in.finish(begun, code), self._came, self._refused, owner=self, lane="slow"
        )

    def _came(self, account: Account | None) -> None:
        if account is not None:
            self.accept()
            self._then(account)

    def _refused(self, error: AssistantError) -> None:
        self.set_busy(busy=False)
        self._state.setText(self.tr("Not signed in."))
        self.say(self._context.messages.error(error))

    def _stop_waiting(self) -> None:
        self._stop.set()
