"""Guidelines: the rules of the active pack, each with its reason, its source and its examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from embassy_assistant.ui.icons import SEVERITY_ICONS, icon, paint_icon
from embassy_assistant.ui.models.rules import RuleRole, RulesModel
from embassy_assistant.ui.theme import font, mark, tokens
from embassy_assistant.ui.views.base import View
from embassy_assistant.ui.views.rule_detail import RuleDetail, rule_title
from embassy_assistant.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from embassy_assistant.domain.guideline import GuidelinePack, Rule
    from embassy_assistant.ui.context import Context

_Index = QModelIndex | QPersistentModelIndex
ROW: Final = 54
LIST: Final = 340
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class _RuleDelegate(QStyledItemDelegate):
    """Two lines: the rule's title; its id and what it does."""

    def __init__(self, view: GuidelinesView) -> None:
        super().__init__(view)
        self._view = view

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, ROW)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colours, rect = tokens(), option.rect
        rule: Rule = index.data(RuleRole.RULE)
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, colours.colour("accent_tint" if current else "surface"))
        if current:
            painter.fillRect(QRect(rect.left(), rect.top(), 4, rect.height()), colours.colour("accent"))
        painter.setPen(colours.colour("border"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        sign = QRect(rect.left() + 16, rect.top() + 10, 18, 18)
        paint_icon(painter, sign, SEVERITY_ICONS[rule.severity.value], rule.severity.value)
        painter.setFont(font(11))
        chip = QRect(rect.right() - 48, rect.top() + 11, 32, 17)
        if rule.language:
            painter.setPen(colours.colour("control"))
            painter.drawRoundedRect(QRectF(chip).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            painter.setPen(colours.colour("text2"))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, rule.language)
        left, width = sign.right() + 10, chip.left() - sign.right() - 18
        painter.setFont(font(14, bold=True))
        painter.setPen(colours.colour("text"))
        title = painter.fontMetrics().elidedText(self._view.title(rule), Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(left, rect.top() + 7, width, 22), _LEFT, title)
        painter.setFont(font(12))
        painter.setPen(colours.colour("text2"))
        wide = rect.right() - left - 12
        line = painter.fontMetrics().elidedText(self._view.caption(rule), Qt.TextElideMode.ElideRight, wide)
        painter.drawText(QRect(left, rect.top() + 29, wide, 18), _LEFT, line)
        painter.restore()


class GuidelinesView(View):
    """List with a search at the left, one rule at the right."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the view; the pack is read when it is first shown."""
        super().__init__(context, parent)
        self._pack: GuidelinePack | None = None
        self._model = RulesModel(self._sentence, self)
        self._build()
        self.retranslate()

    def _build(self) -> None:
        side = QFrame()
        mark(side, role="drawer")
        side.setFixedWidth(LIST)
        self._title = label(kind="h1")
        self._version = label(tone="quiet", wrap=True)
        self._search = QLineEdit()
        self._search.setObjectName("guidelines-search")
        self._search.setClearButtonEnabled(True)
        self._search.addAction(icon("magnify", "text2"), QLineEdit.ActionPosition.LeadingPosition)
        self._search.textChanged.connect(self._find)
        self._count = label(kind="caption")
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 0)
        head.setSpacing(8)
        for made in (self._title, self._version, self._search, self._count):
            head.addWidget(made)
        self._list = QListView()
        self._list.setObjectName("guidelines-list")
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        mark(self._list, role="plain")
        self._list.setUniformItemSizes(True)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setModel(self._model)
        self._list.setItemDelegate(_RuleDelegate(self))
        self._list.selectionModel().currentChanged.connect(lambda current, _: self._show(current))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._list, 1)
        self._detail = RuleDetail(self._context)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(side)
        whole.addWidget(self._detail, 1)

    @override
    def retranslate(self) -> None:
        self._title.setText(self.tr("Guidelines"))
        self._list.setAccessibleName(self.tr("Rules"))
        if self._pack is None:
            self._version.setText("")
        elif self._pack.shipped_with:
            shipped = self.tr("Guidelines shipped with version {version}")
            self._version.setText(shipped.format(version=self._pack.shipped_with))
        else:
            self._version.setText(self.tr("Guidelines {version}").format(version=self._pack.version))
        self._search.setPlaceholderText(self.tr("Search %n rule(s)", "", self._model.total))
        self._search.setAccessibleName(self._search.placeholderText())
        self._say_count()
        self._detail.retranslate()
        self._list.viewport().update()

    @override
    def read(self) -> None:
        if self._pack is None:
            self._context.workers.run(lambda: self._context.desk.review.pack, self._take, owner=self)

    def show_rule(self, rule_id: str) -> None:
        """Bring a rule into sight, as when a finding is asked for its reason."""
        self._search.clear()
        row = self._model.row_of(rule_id)
        if row >= 0:
            self._list.setCurrentIndex(self._model.index(row))

    def title(self, rule: Rule) -> str:
        """Name a rule in the window's language."""
        return rule_title(rule, self._context.languages.language)

    def caption(self, rule: Rule) -> str:
        """Say a rule's id and what it does."""
        return f"{rule.id} · {self._context.messages.severity(rule.severity)}"

    def _sentence(self, rule: Rule) -> str:
        language = self._context.messages.text(f"language.{rule.language or 'any'}")
        return f"{self.title(rule)}. {self._context.messages.severity(rule.severity)}. {language}."

    def _take(self, pack: GuidelinePack) -> None:
        self._pack = pack
        self._model.set_rules(pack.rules)
        if self._model.rowCount():
            self._list.setCurrentIndex(self._model.index(0))
        self.retranslate()

    def _find(self, words: str) -> None:
        self._model.search(words)
        if self._model.rowCount():
            self._list.setCurrentIndex(self._model.index(0))
        else:
            self._detail.show_rule(None)
        self._say_count()

    def _say_count(self) -> None:
        self._count.setText(self.tr("%n rule(s) found", "", self._model.rowCount()) if self._search.text() else "")
        self._count.setVisible(bool(self._count.text()))

    def _show(self, index: _Index) -> None:
        self._detail.show_rule(index.data(RuleRole.RULE) if index.isValid() else None)
