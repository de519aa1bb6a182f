"""The palette of approved lines: type to search in both languages, Enter puts the line in both halves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override

from embassy_assistant.domain.errors import DraftsLocked
from embassy_assistant.domain.post import PAIR_LANGUAGES
from embassy_assistant.domain.rule_body import Line
from embassy_assistant.ui.icons import icon, paint_icon
from embassy_assistant.ui.models.lines import LineRole, LinesModel
from embassy_assistant.ui.theme import font, mark, tokens
from embassy_assistant.ui.views.rule_words import rule_title
from embassy_assistant.ui.widgets.announcer import Announcer
from embassy_assistant.ui.widgets.labels import CodeLabel, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QPainter

    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.ui.context import Context

_WIDE: Final = 760
_HIGH: Final = 460
_TOP: Final = 56
_ROW: Final = 52
_MOVES: Final = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
_ENTERS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class _LineDelegate(QStyledItemDelegate):
    """Two lines: the title; the beginning in each language."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, _ROW)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours, rect = tokens(), option.rect
        rule: Rule = index.data(LineRole.RULE)
        texts = rule.body.text if isinstance(rule.body, Line) else {}
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, colours.colour("accent_tint" if current else "surface"))
        if current:
            painter.fillRect(QRect(rect.left(), rect.top(), 4, rect.height()), colours.colour("accent"))
        paint_icon(painter, QRect(rect.left() + 14, rect.top() + 7, 18, 18), "check-decagram-outline", "ok")
        left, wide = rect.left() + 40, rect.width() - 52
        painter.setFont(font(14, bold=True))
        painter.setPen(colours.colour("text"))
        title = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, wide)
        painter.drawText(QRect(left, rect.top() + 5, wide, 22), _LEFT, title)
        painter.setFont(font(12))
        painter.setPen(colours.colour("text2"))
        share = (wide - 16) // 2
        for number, language in enumerate(PAIR_LANGUAGES):
            begins = " ".join(texts.get(language, "").split())
            shown = painter.fontMetrics().elidedText(begins, Qt.TextElideMode.ElideRight, share)
            painter.drawText(QRect(left + number * (share + 16), rect.top() + 27, share, 18), _LEFT, shown)
        painter.restore()


class LinesPalette(QFrame):
    """Lies over Write; nothing else waits for it.

    Attributes:
        before: what had the keyboard when it was opened.

    Signals:
        chosen: a line is to be put in the post.
    """

    chosen = Signal(object)

    def __init__(self, context: Context, over: QWidget) -> None:
        """Build it hidden, over `over`."""
        super().__init__(over)
        self.setObjectName("lines-palette")
        mark(self, role="popover")
        self._context = context
        self._over = over
        self._topic = ""
        self._waits = self._enter = False
        self._announcer = Announcer(self)
        self.before: QWidget | None = None
        self.search = QLineEdit()
        self.search.setObjectName("lines-search")
        self.search.addAction(icon("magnify", "text2"), QLineEdit.ActionPosition.LeadingPosition)
        self._model = LinesModel(lambda rule: rule_title(rule, context.languages.language), self)
        self.list = QListView()
        self.list.setObjectName("lines-found")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        mark(self.list, role="plain")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_LineDelegate(self))
        self._texts = {language: label(wrap=True, name=f"line-{language}") for language in PAIR_LANGUAGES}
        self._nothing = label(tone="quiet", wrap=True, name="lines-none")
        self._keys = label(kind="caption", wrap=True)
        self._build()
        self.search.installEventFilter(self)
        over.installEventFilter(self)
        self.search.textChanged.connect(self._find)
        self.list.clicked.connect(self._choose)
        self.list.selectionModel().currentChanged.connect(lambda _now, _old: self._show_whole())
        for happened in (context.bridge.guidelines_changed, context.bridge.workspace_changed):
            happened.connect(lambda _event: self._find() if self.isVisible() else None)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        """Set every word again."""
        self.search.setPlaceholderText(self.tr("Search approved lines, in either language"))
        self.search.setAccessibleName(self.tr("Search approved lines"))
        self.list.setAccessibleName(self.tr("Approved lines"))
        self._keys.setText(self.tr("↑ ↓ choose · Enter puts the line in both halves · Esc goes back to the text"))

    def open_palette(self, topic: str) -> None:
        """Show the lines of a post's topic first, and take the keyboard."""
        self.before = QApplication.focusWidget()
        self._topic = topic
        self.search.clear()
        self._find()
        self._settle()
        self.show()
        self.raise_()
        self.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_palette(self) -> None:
        """Hide it and give the keyboard back."""
        self._enter = False
        back, self.before = self.before, None
        self.hide()
        if back is not None and isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.PopupFocusReason)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._settle()
        elif watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        elif watched is self.search and event.type() == QEvent.Type.FocusOut:
            self._left()
        return False

    def _left(self) -> None:
        """Get out of the way of whoever clicks into the text and goes on writing."""
        now = QApplication.focusWidget()
        if self.isVisible() and self.isActiveWindow() and now is not None and not self.isAncestorOf(now):
            self._enter = False
            self.hide()

    def _key(self, event: QKeyEvent) -> bool:
        """Do what a key says that is not a letter of the search; tell whether it was one."""
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key in _MOVES:
            QApplication.sendEvent(self.list, event)
        elif key in _ENTERS:
            # What is shown may still be what was found for fewer letters.
            self._enter = self._waits
            if not self._waits:
                self._choose()
        else:
            return False
        return True

    def _build(self) -> None:
        whole = QGridLayout()
        whole.setHorizontalSpacing(16)
        for column, (language, text) in enumerate(self._texts.items()):
            part = QHBoxLayout()
            part.setSpacing(8)
            part.addWidget(CodeLabel(language), 0, Qt.AlignmentFlag.AlignTop)
            part.addWidget(text, 1, Qt.AlignmentFlag.AlignTop)
            whole.addLayout(part, 0, column)
            whole.setColumnStretch(column, 1)
        self._whole = QFrame()
        mark(self._whole, role="sunken")
        self._whole.setLayout(whole)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(12, 12, 12, 8)
        column_.setSpacing(8)
        column_.addWidget(self.search)
        column_.addWidget(self._nothing)
        column_.addWidget(self.list, 1)
        column_.addWidget(self._whole)
        column_.addWidget(self._keys)

    def _find(self, _words: str = "") -> None:
        desk, words, topic = self._context.desk, self.search.text(), self._topic
        self._waits = True

        def found() -> tuple[Sequence[Rule], bool]:
            try:
                return desk.lines.in_force(words, topic), any(freeze.nothing for freeze in desk.freezes.now())
            except DraftsLocked:
                return (), False

        self._context.workers.run(found, lambda seen: self._show(*seen), owner=self, newest="lines palette")

    def _show(self, lines: Sequence[Rule], frozen: bool) -> None:
        self._waits = False
        self._model.show_lines(lines)
        self.list.setVisible(bool(lines))
        self._nothing.setVisible(not lines)
        self._nothing.setText(
            self.tr("A freeze is in force: nothing may be sent, not even an approved line.")
            if frozen
            else self.tr("No approved line has these words.")
            if self.search.text()
            else self.tr("The guidelines hold no approved line that may be used now.")
        )
        if lines:
            self.list.setCurrentIndex(self._model.index(0))
        self._show_whole()
        self._announcer.say(self.tr("%n approved line(s)", "", len(lines)))
        if self._enter:
            self._choose()

    def _show_whole(self) -> None:
        rule = self._current()
        self._whole.setVisible(rule is not None)
        texts = rule.body.text if rule is not None and isinstance(rule.body, Line) else {}
        for language, made in self._texts.items():
            made.setText(texts.get(language, ""))

    def _current(self) -> Rule | None:
        index = self.list.currentIndex()
        return index.data(LineRole.RULE) if index.isValid() else None

    def _choose(self, _index: QModelIndex | None = None) -> None:
        rule = self._current()
        if rule is not None:
            # Before the keyboard goes back: whoever inserts asks where it was.
            self.hide()
            self.chosen.emit(rule)
        self._enter = False

    def _settle(self) -> None:
        """Lie in the upper middle of what is beneath."""
        wide, high = min(_WIDE, self._over.width() - 32), min(_HIGH, self._over.height() - _TOP - 16)
        self.setGeometry((self._over.width() - wide) // 2, _TOP, wide, high)
