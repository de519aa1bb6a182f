"""One finding as a card with real buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.ui.icons import SEVERITY_ICONS, icon
from embassy_assistant.ui.theme import mark, tokens
from embassy_assistant.ui.views.writing.extras import concerns
from embassy_assistant.ui.widgets.buttons import ElidedButton, button
from embassy_assistant.ui.widgets.flow import Flow
from embassy_assistant.ui.widgets.labels import CodeLabel, Icon, label

if TYPE_CHECKING:
    from embassy_assistant.domain.finding import Finding

EDGE: Final = 4


@dataclass(frozen=True, slots=True)
class CardWords:
    """A finding in words.

    Attributes:
        title: what is wrong.
        why: the reason.
        source: where the rule comes from.
        kept: the reason an Officer gave for keeping it; empty where none was.
        acts: words of the buttons besides Go to and Why, and what each does: `fix N`, `keep`, `take-back`, or a name
            that the Write view knows, such as `confirm`.
    """

    title: str
    why: str
    source: str
    rule: str
    kept: str = ""
    acts: tuple[tuple[str, str], ...] = ()


class Card(QFrame):
    """Folded: title, first act, Go to, Why. The current one adds reason, source, rule id and the other acts.

    Signals:
        chosen: it should become the current one, or stop being it.
        acted: the finding and the name of an act.
    """

    chosen = Signal(object)
    acted = Signal(object, str)

    def __init__(self, finding: Finding, words: CardWords, parent: QWidget | None = None) -> None:
        """Show `finding`."""
        super().__init__(parent)
        self.finding = finding
        self._words: CardWords | None = None
        self._current = False
        self.setObjectName(f"finding-{finding.rule}")
        mark(self, role="card", current=False)
        self._icon = Icon(SEVERITY_ICONS[finding.severity.value], finding.severity.value, 18)
        self._title = label(kind="strong", wrap=True)
        self._code = CodeLabel(finding.version or "")
        # Never shown before it has a parent: it would be a window of its own and take the keyboard.
        if not finding.version:
            self._code.hide()
        self._why = label(wrap=True)
        self._source_box = QFrame()
        mark(self._source_box, role="sunken")
        self._source = label(kind="caption", wrap=True)
        self._acts: list[QPushButton] = []
        self._go = button("flat", small=True, name="go-to")
        self._fold = button("flat", small=True, name="why")
        self._build()
        self._go.clicked.connect(lambda: self.acted.emit(self.finding, "go"))
        self._fold.clicked.connect(lambda: self.chosen.emit(self.finding))
        self.show_words(words)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every word that is not the finding's."""
        self._go.setText(self.tr("Go to"))
        self._fold.setText(self.tr("Less") if self._current else self.tr("Why"))

    def show_finding(self, finding: Finding, words: CardWords) -> None:
        """Show the same finding at its new place."""
        self.finding = finding
        self.show_words(words)

    def show_words(self, words: CardWords) -> None:
        """Set the finding's words; does nothing where they are the same."""
        if words == self._words:
            return
        self._words = words
        self._title.setText(words.title)
        self._why.setText("\n".join(part for part in (words.why, words.kept) if part))
        self._source.setText("\n".join(part for part in (words.source, words.rule) if part))
        self.setAccessibleName(words.title)
        self.setAccessibleDescription(f"{words.why} {words.source}".strip())
        self._set_acts(words)
        self._unfold()

    def set_current(self, current: bool) -> None:
        """Unfold or fold."""
        if current != self._current:
            self._current = current
            mark(self, current=current)
            self.retranslate()
            self._unfold()

    @property
    def title(self) -> str:
        """What is wrong."""
        return self._title.text()

    @property
    def first_act(self) -> QPushButton | None:
        """The button that mends it, where there is one."""
        return self._acts[0] if self._acts else None

    @property
    def first_button(self) -> QPushButton:
        """What the keyboard comes to first."""
        return self.first_act or self._fold

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._current:
            self.chosen.emit(self.finding)
        super().mousePressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect().adjusted(1, 1, -1, -1)), 8, 8)
        painter.setClipPath(path)
        painter.fillRect(0, 0, EDGE + 1, self.height(), tokens().for_severity(self.finding.severity.value))
        painter.end()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._title, 1)
        top.addWidget(self._code, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self._source_box)
        box.setContentsMargins(8, 6, 8, 6)
        box.addWidget(self._source)
        self._row = Flow()
        self._row.addWidget(self._go)
        self._row.addWidget(self._fold)
        column = QVBoxLayout(self)
        column.setContentsMargins(EDGE + 10, 8, 8, 8)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self._why)
        column.addWidget(self._source_box)
        column.addLayout(self._row)

    def _set_acts(self, words: CardWords) -> None:
        """Put a button for each act."""
        for old in self._acts:
            old.hide()
            old.deleteLater()
        self._acts = []
        for number, (text, act) in enumerate(words.acts):
            made = ElidedButton()
            made.setObjectName(act)
            made.setAutoDefault(False)
            mark(made, kind="tint" if number == 0 and act.startswith("fix") else "normal", small=True)
            made.set_whole(text)
            if act.startswith("fix"):
                made.setIcon(icon("auto-fix", "accent" if number == 0 else "text"))
                made.setIconSize(QSize(22, 18))
            made.clicked.connect(lambda _checked=False, name=act: self.acted.emit(self.finding, name))
            self._acts.append(made)
            # The first act stands before Go to and Why, the others after them.
            self._row.insert_widget(0 if number == 0 else self._row.count(), made)

    def _unfold(self) -> None:
        words = self._words
        self._why.setVisible(self._current and bool(self._why.text()))
        self._source_box.setVisible(self._current and bool(self._source.text()))
        self._go.setVisible(self.finding.version is not None or concerns(self.finding))
        for number, act in enumerate(self._acts):
            act.setVisible(number == 0 or self._current)
        self._title.setToolTip(words.title if words else "")
