"""Lines of what happened, in plain words; the exact exchange with the server is folded away under its line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from embassy_assistant.domain.delivery import Kind, State
from embassy_assistant.ui.clocks import clock, day
from embassy_assistant.ui.theme import font
from embassy_assistant.ui.widgets.labels import Icon, label
from embassy_assistant.ui.widgets.looks import KIND_LOOKS, LOOKS
from embassy_assistant.ui.widgets.parts import worded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.services.account_log import LogEntry
    from embassy_assistant.ui.context import Context

_TOLD: Final = frozenset({State.REJECTED, State.UNKNOWN, State.WAITING, State.PREPARED, State.NEEDS_HUMAN})


class LogLines(QWidget):
    """A grid of time, sign and sentence."""

    def __init__(self, context: Context, zone: str, *, titles: bool, parent: QWidget | None = None) -> None:
        """Start empty.

        Args:
            context: words and locale.
            zone: IANA name of the Mission's zone.
            titles: whether each line names its post.
            parent: the owner.
        """
        super().__init__(parent)
        self._context, self._zone, self._titles = context, zone, titles
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(2, 1)

    def show_entries(self, entries: Sequence[LogEntry]) -> None:
        """Add lines beneath those that are there."""
        top = Qt.AlignmentFlag.AlignTop
        start = self._grid.rowCount()
        for at, entry in enumerate(entries, start):
            when = day(entry.at, self._zone, self._context.locale)
            time = label(f"{when}, {clock(entry.at, self._zone)}", tone="quiet")
            time.setFont(font(14, tabular=True))
            self._grid.addWidget(time, at, 0, top)
            self._grid.addWidget(self._sign(entry), at, 1, top)
            self._grid.addLayout(self._words(entry), at, 2)

    def _sign(self, entry: LogEntry) -> Icon:
        if entry.step is None:
            return Icon("tray-full", "text2")
        if entry.row.kind is not Kind.PUBLISH and entry.step.target is State.SENT:
            return Icon(KIND_LOOKS[entry.row.kind].symbol, "text")
        return Icon(LOOKS[entry.step.target].symbol, "text")

    def _words(self, entry: LogEntry) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        if self._titles:
            column.addWidget(label(entry.title or self.tr("Untitled post"), kind="strong", wrap=True))
        column.addWidget(label(self._sentence(entry), wrap=True))
        note = _note(entry)
        exchanges = [each for each in note.get("exchanges", ()) if isinstance(each, dict)]
        if exchanges:
            self._fold(column, [_exchange(each) for each in exchanges])
        return column

    def _sentence(self, entry: LogEntry) -> str:
        messages, step = self._context.messages, entry.step
        if step is None:
            queued = {
                Kind.PUBLISH: self.tr("Queued. Frozen word for word."),
                Kind.EDIT: self.tr("Correction queued. Frozen word for word."),
                Kind.DELETE: self.tr("Deletion queued."),
            }
            return queued[entry.row.kind]
        kind = {Kind.PUBLISH: "", Kind.EDIT: self.tr("Correction") + ": ", Kind.DELETE: self.tr("Deletion") + ": "}
        why = messages.why(step)
        said = f"{kind[entry.row.kind]}{messages.state(step.target)}. {why[:1].upper()}{why[1:]}."
        note = _note(entry)
        if note.get("officer"):
            said += " " + self.tr("Decided by {officer}.").format(officer=note["officer"])
        if step.target in _TOLD and isinstance(note.get("id"), str):
            said += " " + messages.render(note["id"], dict(note.get("parameters") or {}))
        return said

    def _fold(self, column: QVBoxLayout, lines: list[str]) -> None:
        """Add the exchange with the server, hidden until it is asked for."""
        box = label("\n".join(lines), kind="caption", wrap=True)
        box.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        box.hide()
        act = worded(self.tr("Show the exchange"), "flat", small=True)
        act.setObjectName("log-exchange")
        act.setCheckable(True)
        act.toggled.connect(lambda on: self._unfold(box, on=on))
        column.addWidget(act, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(box)

    def _unfold(self, box: QLabel, *, on: bool) -> None:
        box.setVisible(on)


def _note(entry: LogEntry) -> dict[str, Any]:
    """Return a step's note; one that is no JSON object says nothing here."""
    try:
        note = json.loads(entry.step.note) if entry.step and entry.step.note else {}
    except ValueError:
        return {}
    return note if isinstance(note, dict) else {}


def _exchange(each: dict[str, Any]) -> str:
    """Return one exchange as engineers write it; the same in every language."""
    where = f"{each.get('method', '')} {each.get('host', '')}{each.get('path', '')}"
    took = f"{each.get('ms', 0)} ms, {each.get('sent', 0)} B → {each.get('received', 0)} B"
    return f"{each.get('at', '')} {where} → {each.get('result', '')}, {took}"
