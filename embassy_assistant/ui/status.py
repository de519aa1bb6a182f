"""The status bar: network, guidelines, saving, and what waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QStatusBar, QToolButton, QWidget
from typing_extensions import override

from embassy_assistant.domain.delivery import State
from embassy_assistant.domain.errors import DraftsLocked
from embassy_assistant.domain.freshness import Standing
from embassy_assistant.messages import clock_sentence
from embassy_assistant.services.tray import decisions
from embassy_assistant.ui.icons import icon
from embassy_assistant.ui.pack_age import AgeWords
from embassy_assistant.ui.theme import mark

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

    from embassy_assistant.domain.events import NetworkSeen
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.pack_age import Age

_WAITING = (State.WAITING, State.PREPARED, State.ARMED, State.PARKED, State.UNKNOWN)
_TONES = {Standing.FRESH: "", Standing.EXPIRED: "warn", Standing.HELD: "block"}
_LONG = 1500
_EVERY = 2000


class StatusBar(QStatusBar):
    """Small buttons; each leads to the view that says more.

    Signals:
        needs_changed: how many deliveries need a person.
        hold_known: whether everything is held.
    """

    needs_changed = Signal(int)
    hold_known = Signal(bool)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Listen to the events."""
        super().__init__(parent)
        self._context = context
        self.setSizeGripEnabled(False)
        self.network = self._part("status-network", "settings")
        self.guidelines = self._part("status-guidelines", "guidelines")
        self.saving = self._part("status-saving", "write")
        self.waiting = self._part("status-waiting", "queue")
        self.needs = self._part("status-needs", "queue")
        for part in (self.network, self.guidelines):
            self.addWidget(part)
        for part in (self.saving, self.waiting, self.needs):
            self.addPermanentWidget(part)
        self._online: bool | None = None
        self._clock_error: timedelta | None = None
        self._held = False
        self._age: Age | None = None
        self._ages = AgeWords(context, self)
        self._save: tuple[str, str] = ("", "")
        self._failed: bool | None = None
        self._open = context.desk.workspace.access.value == "open"
        self._counts: Mapping[State, int] = {}
        self._decisions = 0
        self._slow = QTimer(self, interval=_LONG, singleShot=True)
        self._slow.timeout.connect(self._say_saving)
        self._again = QTimer(self, interval=_EVERY, singleShot=True)
        self._again.timeout.connect(self._word_saving)
        self.needs.hide()
        bridge = context.bridge
        bridge.network_seen.connect(self._seen)
        for happened in (
            bridge.deliveries_changed,
            bridge.hold_changed,
            bridge.accounts_changed,
            bridge.workspace_changed,
            bridge.guidelines_changed,
        ):
            happened.connect(self.refresh)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every word again."""
        self._word_network()
        self._word_saving()
        self._word_counts()
        self._word_pack()

    def show_age(self, age: Age) -> None:
        """Say which guidelines are in use, and how old they are."""
        self._age = age
        self._word_pack()

    def saved(self, at: datetime, stored: bool) -> None:
        """Say when the newest snapshot reached the disk, and how."""
        self._slow.stop()
        before, self._save = self._save[0], ("stored" if stored else "sealed", f"{at:%H:%M:%S}")
        # Each new time lays the whole bar out anew: while somebody types, every two seconds is enough.
        if before != self._save[0]:
            self._word_saving()
        elif not self._again.isActive():
            self._again.start()

    def unsaved(self) -> None:
        """Say that something is not on disk yet, if it takes long."""
        if not self._slow.isActive():
            self._slow.start()

    def save_failed(self, sentence: str) -> None:
        """Say that nothing could be written, and why."""
        self._slow.stop()
        self._save = ("failed", sentence)
        self._word_saving()

    def refresh(self, _event: object = None) -> None:
        """Count again."""
        desk = self._context.desk

        def read() -> tuple[Mapping[State, int], bool, int]:
            try:
                return desk.outbox.counts(), desk.outbox.held, decisions(desk)
            except DraftsLocked:
                return {}, False, 0

        self._context.workers.run(read, self._counted, owner=self, newest="status")

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _say_saving(self) -> None:
        if self._save[0] != "failed":
            self._save = ("saving", "")
            self._word_saving()

    def _part(self, name: str, leads_to: str) -> QToolButton:
        made = QToolButton()
        made.setObjectName(name)
        mark(made, kind="status")
        made.setIconSize(QSize(16, 16))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.clicked.connect(lambda: self._context.shell.show_view(leads_to))
        return made

    def _seen(self, event: NetworkSeen) -> None:
        if (event.online, event.clock_error) != (self._online, self._clock_error):
            self._online, self._clock_error = event.online, event.clock_error
            self._word_network()

    def _counted(self, seen: tuple[Mapping[State, int], bool, int]) -> None:
        self._counts, self._held, self._decisions = seen
        self._open = self._context.desk.workspace.access.value == "open"
        self._word_saving()
        self._word_counts()
        self._word_network()
        self.needs_changed.emit(self._decisions)
        self.hold_known.emit(self._held)

    def _word_network(self) -> None:
        self.network.setVisible(self._online is not None or self._held)
        mark(self.network, tone="warn" if self._held else "")
        self.network.setToolTip("")
        if self._held:
            self.network.setIcon(icon("pause-octagon", "warn"))
            self.network.setText(self.tr("Everything is held"))
        elif self._online is False:
            self.network.setIcon(icon("cloud-off-outline", "text2"))
            self.network.setText(self.tr("Offline. Sending waits."))
        elif self._clock_error is not None:
            self.network.setIcon(icon("clock-alert-outline", "warn"))
            sentence = self._context.messages.render(*clock_sentence(self._clock_error))
            self.network.setText(sentence.partition(". ")[0])
            self.network.setToolTip(sentence)
        else:
            self.network.setIcon(icon("lan-connect", "text2"))
            self.network.setText(self.tr("Online"))

    def _word_pack(self) -> None:
        age = self._age
        self.guidelines.setVisible(age is not None)
        if age is None:
            return
        tone = _TONES[age.standing]
        mark(self.guidelines, tone=tone)
        self.guidelines.setIcon(icon("shield-alert-outline" if tone else "shield-check-outline", tone or "ok"))
        self.guidelines.setText(self._ages.short(age))
        self.guidelines.setToolTip(self._ages.sentence(age))

    def _word_saving(self) -> None:
        state, detail = self._save
        words = {
            "": self.tr("Saved, encrypted") if self._open else "",
            "saving": self.tr("Saving…"),
            "stored": self.tr("Saved {time}, encrypted").format(time=detail),
            "sealed": self.tr("Saved {time}, sealed until the keyring opens").format(time=detail),
            "failed": self.tr("Not saved"),
        }
        self.saving.setVisible(bool(words[state]))
        mark(self.saving, tone="block" if state == "failed" else "")
        failed = state == "failed"
        if failed != self._failed:
            self._failed = failed
            self.saving.setIcon(
                icon("content-save-alert-outline", "block") if failed else icon("content-save-check-outline", "text2")
            )
        self.saving.setText(words[state])
        self.saving.setToolTip(detail if failed else "")

    def _word_counts(self) -> None:
        waiting = sum(self._counts.get(state, 0) for state in _WAITING)
        self.waiting.setIcon(icon("clock-outline", "text2"))
        self.waiting.setText(self.tr("%n waiting", "", waiting))
        self.waiting.setVisible(bool(self._counts))
        self.needs.setVisible(bool(self._decisions))
        mark(self.needs, tone="yellow")
        self.needs.setIcon(icon("account-question", "on_yellow"))
        self.needs.setText(self.tr("%n need(s) you", "", self._decisions))
        self.needs.setAccessibleName(self.needs.text())
