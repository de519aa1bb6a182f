"""What a post is about: a line to write in, and the topics of the guidelines to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QMenu, QSizePolicy, QWidget
from typing_extensions import override

from embassy_assistant.ui.icons import icon
from embassy_assistant.ui.theme import mark

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from embassy_assistant.domain.guideline import Topic
    from embassy_assistant.ui.context import Context


class TopicEdit(QLineEdit):
    """A line in which any words may stand; Down opens the topics that the rules of the guidelines know.

    What is chosen is written behind what stands there, so that rules by topic hold for the post; what is chosen again
    is taken out. Both can be undone as if they had been typed.

    Attributes:
        choose: opens the topics; hidden where the guidelines have none.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Offer nothing yet."""
        super().__init__(parent)
        self.setObjectName("topic")
        self.setMinimumWidth(120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        mark(self, role="title")
        self._context: Context | None = None
        self.choose = QAction(self)
        self.choose.setObjectName("topics")
        self.choose.setVisible(False)
        self.choose.triggered.connect(self.open_topics)
        self.addAction(self.choose, QLineEdit.ActionPosition.TrailingPosition)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every word again, and the icon in the colours of the theme."""
        self.setPlaceholderText(self.tr("Topic"))
        self.setAccessibleName(self.tr("Topic"))
        self.choose.setToolTip(self.tr("Topics of the guidelines (Down)"))
        self.choose.setIcon(icon("chevron-down"))

    def offer(self, context: Context) -> None:
        """Offer the topics of the guidelines in force."""
        self._context = context
        self.choose.setVisible(bool(context.desk.review.pack.topics))

    def menu(self) -> QMenu:
        """Return the topics, those of the post checked."""
        menu = QMenu(self)
        if self._context is None:
            return menu
        language, review = self._context.languages.language, self._context.desk.review
        held = review.topics(self.text())
        for topic in sorted(review.pack.topics, key=lambda one: one.title(language).casefold()):
            action = menu.addAction(topic.title(language))
            action.setCheckable(True)
            action.setChecked(topic.id in held)
            action.triggered.connect(lambda checked, topic=topic: self._set(topic, held=checked))
        return menu

    def open_topics(self) -> None:
        """Let the Officer choose, below the line."""
        menu = self.menu()
        menu.exec(self.mapToGlobal(self.rect().bottomLeft()))
        menu.deleteLater()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.choose.isVisible():
            self.open_topics()
        else:
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange}:
            self.retranslate()

    def _set(self, topic: Topic, *, held: bool) -> None:
        """Write a topic behind what stands there, or take out each part between commas that names it."""
        if self._context is None:
            return
        review, title = self._context.desk.review, topic.title(self._context.languages.language)
        parts = [part.strip() for part in self.text().split(",") if part.strip()]
        kept = [*parts, title] if held else [part for part in parts if topic.id not in review.topics(part)]
        self.selectAll()
        self.insert(", ".join(kept))
