"""Guidelines: the rules of the packs in force, each with its page, and what is known of the packs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.services.trying import Trying
from embassy_assistant.ui.icons import icon
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.typed import Typed
from embassy_assistant.ui.views.base import View
from embassy_assistant.ui.views.pack_panel import PackPanel
from embassy_assistant.ui.views.pack_seen import PackSeen, look_at_pack
from embassy_assistant.ui.views.pack_updates import PackUpdates
from embassy_assistant.ui.views.rule_detail import RuleDetail
from embassy_assistant.ui.views.rule_list import RuleList
from embassy_assistant.ui.views.rule_words import RuleWords
from embassy_assistant.ui.widgets.buttons import button, tool
from embassy_assistant.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QResizeEvent

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.freshness import Followed
    from embassy_assistant.domain.guideline import GuidelinePack, Rule
    from embassy_assistant.ui.context import Context

NARROW: Final = 1000
"""From how much room on all three columns stand side by side."""
_WIDE: Final = 1600
_SIDES: Final = ((340, 320), (420, 400))
"""How wide the list and the panel are, where there is little room and where there is much."""


class GuidelinesView(View):
    """A head over three columns: the list, a rule's page, what is known of the packs."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the view; the pack is read when it is first shown."""
        super().__init__(context, parent)
        self._pack: GuidelinePack | None = None
        self._followed: Followed | None = None
        self._words = RuleWords(context, self)
        self.rules = RuleList(context, self._words)
        self.detail = RuleDetail(context, self._words, Trying(context.desk.review))
        self.panel = PackPanel(context, self._words)
        self.updates = PackUpdates(context)
        self._words.named = self.rules.title
        self._build()
        self._connect()
        self.setFocusProxy(self.rules.list)
        self.retranslate()

    @override
    def retranslate(self) -> None:
        self._title.setText(self.tr("Guidelines"))
        self.get.setText(self.tr("Get updates"))
        self.more.setAccessibleName(self.tr("Other ways to get updates"))
        self.more.setToolTip(self.more.accessibleName())
        self.about.setText(self.tr("About these guidelines"))
        for name, words in {
            "folder": self.tr("From a stick or folder…"),
            "courier": self.tr("From a courier file…"),
            "trust": self.tr("Whose guidelines to trust…"),
            "write": self.tr("Write guidelines…"),
        }.items():
            self._ways[name].setText(words)
        self._count_tabs()
        self.rules.retranslate()
        self.detail.retranslate()
        self.panel.retranslate()

    @override
    def read(self) -> None:
        if self.isVisible():
            desk = self._context.desk
            self._context.workers.run(
                lambda: look_at_pack(desk), self._take, self._unreadable, owner=self, newest="guidelines"
            )

    def show_rule(self, rule_id: str) -> None:
        """Bring a rule into sight, as when a finding is asked for its reason."""
        self.tabs["rules"].setChecked(True)
        self.about.setChecked(False)
        self.rules.show_rule(rule_id)

    def show_lines(self) -> None:
        """Show the approved lines."""
        self.tabs["lines"].setChecked(True)

    def get_updates(self) -> None:
        """Ask the unit for newer guidelines; where nobody said yet whose to trust, ask that first."""
        self._context.shell.show_view("guidelines")
        self.updates.take_in()

    def ask_trust(self) -> None:
        """Ask whose guidelines to trust."""
        from embassy_assistant.ui.dialogs.trust import TrustDialog

        dialog = TrustDialog(self._context, self._followed, self)
        dialog.trusted.connect(self._trusted)
        dialog.show_over_window()

    def write_note(self, rule: Rule) -> None:
        """Ask what is wrong with a rule, for the unit."""
        from embassy_assistant.ui.dialogs.unit_note import UnitNoteDialog

        trial = self.detail.trial
        tried = trial.field.toPlainText() if trial is not None else ""
        dialog = UnitNoteDialog(self._context, rule, self._words.title(rule), tried, self)
        Typed(self._context, dialog, f"unit-note {rule.id}", lambda: dialog.typed, dialog.bring_back)
        dialog.show_over_window()

    def write_guidelines(self) -> None:
        """Ask for the folder that a pack is made from, and open its window."""
        from embassy_assistant.ui.views.workshop_opening import open_workshop

        open_workshop(self._context, self)

    def show_posts(self, rule: Rule) -> None:
        """Show the posts that an approved line touches."""
        from embassy_assistant.ui.dialogs.line_posts import LinePostsDialog

        LinePostsDialog(self._context, rule, self._words.title(rule), self).show_over_window()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # Building

    def _build(self) -> None:
        self._title = label(kind="h1")
        self.get = button(name="guidelines-get", icon_name="sync")
        self.more = tool("chevron-down", name="guidelines-more", kind="field")
        self.more.setFixedSize(32, 32)
        self.more.setIconSize(QSize(16, 16))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self._ways: dict[str, QAction] = {
            "folder": menu.addAction(icon("usb-flash-drive-outline"), ""),
            "courier": menu.addAction(icon("email-outline"), ""),
        }
        menu.addSeparator()
        self._ways["trust"] = menu.addAction(icon("shield-key-outline"), "")
        self._ways["write"] = menu.addAction(icon("pencil-outline"), "")
        self.more.setMenu(menu)
        self.about: QPushButton = button(name="guidelines-about", icon_name="shield-check-outline")
        self.about.setCheckable(True)
        head = QFrame()
        mark(head, role="head", ground="surface")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addSpacing(12)
        self._add_tabs(row)
        row.addStretch(1)
        for made in (self.about, self.get, self.more):
            row.addWidget(made)
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(self.rules)
        columns.addWidget(self.detail, 1)
        columns.addWidget(self.panel)
        page = QWidget()
        page.setLayout(columns)
        columns.setContentsMargins(0, 0, 0, 0)
        self._pages = QStackedWidget()
        self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(head)
        whole.addWidget(self.updates)
        whole.addWidget(self._pages, 1)

    def _add_tabs(self, row: QHBoxLayout) -> None:
        group = QButtonGroup(self)
        holder = QHBoxLayout()
        holder.setSpacing(0)
        self.tabs: dict[str, QToolButton] = {}
        for name, end in (("rules", "left"), ("lines", "right")):
            made = QToolButton()
            made.setObjectName(f"guidelines-tab-{name}")
            made.setCheckable(True)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            mark(made, kind="segment", end=end)
            group.addButton(made)
            holder.addWidget(made)
            self.tabs[name] = made
        self.tabs["rules"].setChecked(True)
        row.addLayout(holder)

    def _connect(self) -> None:
        self.get.clicked.connect(self.get_updates)
        self._ways["folder"].triggered.connect(self.updates.ask_folder)
        self._ways["courier"].triggered.connect(self.updates.ask_courier)
        self._ways["trust"].triggered.connect(self.ask_trust)
        self.about.toggled.connect(lambda _on: self._arrange())
        self.tabs["lines"].toggled.connect(self._show_page)
        self.rules.chosen.connect(self._show)
        self.rules.entered.connect(self._enter)
        self.rules.counted.connect(lambda _count: self._count_tabs())
        self.detail.note_wanted.connect(self.write_note)
        self.detail.posts_wanted.connect(self.show_posts)
        self._ways["write"].triggered.connect(self.write_guidelines)
        self.panel.rule_wanted.connect(self.show_rule)
        self.panel.folder_wanted.connect(self.updates.ask_folder)
        self.panel.courier_wanted.connect(self.updates.ask_courier)
        self.panel.trust_wanted.connect(self.ask_trust)
        self.updates.trust_wanted.connect(self.ask_trust)
        self.updates.busy.connect(lambda busy: self.get.setEnabled(not busy))
        bridge = self._context.bridge
        for happened in (bridge.guidelines_changed, bridge.deliveries_changed):
            happened.connect(lambda _event: self.read())

    # What is known

    def _take(self, seen: PackSeen) -> None:
        self._words.zone, self._followed = seen.zone, seen.followed
        if seen.pack is not self._pack:
            self._pack = seen.pack
            self.rules.show_rules(seen.pack.rules)
        self.rules.set_marks(seen.marks)
        self.panel.show_seen(seen)

    def _unreadable(self, error: AssistantError) -> None:
        self.detail.show_rule(None, self._context.messages.error(error))

    def _trusted(self, has_address: bool) -> None:
        self.read()
        if has_address:
            self.updates.take_in()

    def _show(self, rule_id: str) -> None:
        """Read one rule, and show its page."""
        pack = self._pack
        if not rule_id or pack is None:
            self.detail.show_rule(None)
            return
        self._context.workers.run(
            lambda: pack.rule(rule_id), self.detail.show_rule, self._unreadable, owner=self, newest="rule-page"
        )

    def _enter(self) -> None:
        if self.detail.trial is not None:
            self.detail.trial.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # The look

    def _show_page(self, lines: bool) -> None:
        """Show the rules or the approved lines, whose page is built when it is first asked for."""
        if lines and self._pages.count() == 1:
            from embassy_assistant.ui.views.approved_lines import ApprovedLinesPage

            self._pages.addWidget(ApprovedLinesPage(self._context))
        self._pages.setCurrentIndex(int(lines))
        self._arrange()

    def _arrange(self) -> None:
        """Where there is no room for three columns, the button shows the third in place of a rule's page."""
        narrow = self.width() < NARROW
        for side, width in zip((self.rules, self.panel), _SIDES[self.width() >= _WIDE], strict=True):
            side.setFixedWidth(width)
        self.about.setVisible(narrow and self._pages.currentIndex() == 0)
        about = self.about.isChecked()
        self.panel.setVisible(not narrow or about)
        self.detail.setVisible(not narrow or not about)

    def _count_tabs(self) -> None:
        model = self.rules.model
        lines = model.count(lambda entry: entry.kind is RuleKind.LINE)
        self.tabs["rules"].setText(self.tr("Rules %n", "", model.count(lambda _entry: True) - lines))
        self.tabs["lines"].setText(self.tr("Approved lines %n", "", lines))
