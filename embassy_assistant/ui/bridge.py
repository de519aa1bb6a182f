"""Domain events become Qt signals, always on the GUI thread, whichever thread published them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal

from embassy_assistant.domain import events

if TYPE_CHECKING:
    from embassy_assistant.domain.events import Event, Events


class Bridge(QObject):
    """One signal per kind of event that a view asks for; each carries the event."""

    post_removed = Signal(object)
    deliveries_changed = Signal(object)
    accounts_changed = Signal(object)
    settings_changed = Signal(object)
    hold_changed = Signal(object)
    guidelines_changed = Signal(object)
    network_seen = Signal(object)
    vault_changed = Signal(object)
    workspace_changed = Signal(object)
    _arrived = Signal(object)

    def __init__(self, source: Events, parent: QObject | None = None) -> None:
        """Listen to `source` until `close`."""
        super().__init__(parent)
        self._arrived.connect(self._hand_on, Qt.ConnectionType.QueuedConnection)
        self._end = source.subscribe(self._take)

    def close(self) -> None:
        """Listen no longer."""
        self._end()

    def _take(self, event: Event) -> None:
        # What nobody asks for, such as each save, does not wake the GUI thread.
        if type(event) in _SIGNALS:
            self._arrived.emit(event)

    def _hand_on(self, event: Event) -> None:
        getattr(self, _SIGNALS[type(event)]).emit(event)


_SIGNALS: Final[dict[type, str]] = {
    events.PostRemoved: "post_removed",
    events.DeliveriesChanged: "deliveries_changed",
    events.AccountsChanged: "accounts_changed",
    events.SettingsChanged: "settings_changed",
    events.HoldChanged: "hold_changed",
    events.GuidelinesChanged: "guidelines_changed",
    events.NetworkSeen: "network_seen",
    events.VaultChanged: "vault_changed",
    events.WorkspaceChanged: "workspace_changed",
}
