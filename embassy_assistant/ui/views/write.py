"""Write: two halves side by side, what the guidelines say of them, and the way to the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.domain.post import PAIR_LANGUAGES
from embassy_assistant.ui.icons import icon
from embassy_assistant.ui.views.writing.acts import Acts
from embassy_assistant.ui.views.writing.arrangement import TEXT, Arrangement
from embassy_assistant.ui.views.writing.chips import with_accounts
from embassy_assistant.ui.views.writing.credit import Credit
from embassy_assistant.ui.views.writing.drafts import Drafts
from embassy_assistant.ui.views.writing.extras import ExtrasLine
from embassy_assistant.ui.views.writing.half import Half
from embassy_assistant.ui.views.writing.header import Header
from embassy_assistant.ui.views.writing.lines import Lines
from embassy_assistant.ui.views.writing.media import MediaStrip, with_media
from embassy_assistant.ui.views.writing.panel import ReviewPanel
from embassy_assistant.ui.views.writing.panes import next_pane
from embassy_assistant.ui.views.writing.queued_notice import QueuedNotice
from embassy_assistant.ui.views.writing.queueing import Queueing
from embassy_assistant.ui.views.writing.session import Session
from embassy_assistant.ui.views.writing.steps import lead, perform

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.post import Post
    from embassy_assistant.domain.review import ReviewResult
    from embassy_assistant.ui.context import Context


class WriteView(QWidget):
    """The view one writes in.

    Attributes:
        session: the post that is being written.
        halves: by language.

    Signals:
        title_changed: what the window is called.
    """

    title_changed = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the view over `context`."""
        super().__init__(parent)
        self.setObjectName("write")
        self.context = context
        self.session = Session(context, self)
        self.acts = Acts(context, self.session, self)
        self.queueing = Queueing(context, self.session, self)
        self.header = Header()
        self.halves = {language: Half(language) for language in PAIR_LANGUAGES}
        self.media = MediaStrip(context)
        self.panel = ReviewPanel(context.desk.preferences.practice)
        self.notice = QueuedNotice(context, self.session, self.halves, self.queue)
        self.extras = ExtrasLine(context, self.session, self)
        self.lines = Lines(context, self, self)
        self.credit = Credit(context, self.session, self.halves, self)
        self._entered = PAIR_LANGUAGES[0]
        self.arrangement = Arrangement(
            self.header, self.halves.values(), self.media, self.panel, self._make_drafts, self
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.notice)
        whole.addWidget(self.extras, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addWidget(self.arrangement, 1)
        self._connect()
        self._show_post(self.session.post)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every word again."""
        self._show_result()
        self._show_counts()

    # What the menus and keys of the window do.

    def new_post(self) -> None:
        """Start a new post and put the keyboard in the first half."""
        self.session.new()
        self.halves[self._entered].editor.setFocus()

    def next_finding(self) -> None:
        """Make the next finding the current one and show its place."""
        self._step(1)

    def previous_finding(self) -> None:
        """Make the finding before the current one."""
        self._step(-1)

    def fix_current(self) -> None:
        """Do what mends the current finding, or the first that has something."""
        findings = self.panel.findings
        finding = findings.current or next((card.finding for card in findings.cards if card.first_act), None)
        card = findings.card_of(finding) if finding else None
        if card is not None and card.first_act is not None:
            card.first_act.click()

    def explain_current(self) -> None:
        """Unfold the finding under the cursor, or the first."""
        if self.panel.findings.current is None:
            self.panel.findings.step(1)

    def other_half(self) -> None:
        """Put the keyboard in the other half."""
        others = [language for language in PAIR_LANGUAGES if language != self._entered]
        self.arrangement.show_tab(TEXT)
        self.halves[others[0]].editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def next_pane(self) -> None:
        """Put the keyboard in the next part of the view."""
        next_pane(self)

    def find_posts(self, words: str) -> None:
        """Look for posts."""
        self.arrangement.open_drafts()
        self.arrangement.drafts.search.setText(words)

    def count_drafts(self) -> None:
        """Read the drafts, so that their button can say how many there are."""
        self.arrangement.drafts.refresh()

    def queue(self) -> None:
        """Show each account once more, then queue; or lead to what is in the way."""
        self.panel.queue.click()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrangement.settle(self.window().width(), self.window().height())

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._underline()

    def _connect(self) -> None:
        session, header, panel = self.session, self.header, self.panel
        for half in self.halves.values():
            half.edited.connect(session.write)
            half.entered.connect(self._enter)
            half.editor.pictures.connect(self.media.add_mime)
            half.editor.cursorPositionChanged.connect(lambda which=half: self._follow_cursor(which))
        header.topic_edited.connect(session.title)
        header.drafts.clicked.connect(self.arrangement.open_drafts)
        header.due.picked.connect(session.set_due)
        header.chips.chosen.connect(lambda accounts: session.change(lambda post: with_accounts(post, accounts)))
        header.chips.wanted.connect(lambda: self.context.shell.show_view("accounts"))
        header.more.clicked.connect(self._open_menu)
        self.media.changed.connect(lambda media: session.change(lambda post: with_media(post, media)))
        self.media.removed.connect(self._picture_removed)
        self.media.credit_wanted.connect(self.credit.ask)
        panel.findings.acted.connect(lambda finding, act: perform(self, finding, act))
        panel.findings.current_changed.connect(self._underline)
        panel.led.connect(lambda row: lead(self, row))
        panel.queue_wanted.connect(self.queueing.start)
        session.opened.connect(self._show_post)
        session.changed.connect(self._show_rest)
        session.reviewed.connect(self._show_result)
        session.around.changed.connect(self._show_surroundings)

    def _show_post(self, post: Post) -> None:
        """Show another post, with histories of its own."""
        for language, half in self.halves.items():
            half.load(post.text(language))
        self.header.topic.setText(post.topic)
        self.panel.start_over()
        self.arrangement.refresh_drafts()
        self._show_rest(post)

    def _show_rest(self, post: Post) -> None:
        """Show what is not text."""
        self.header.chips.show_post(post, self.session.around.accounts)
        self.header.chips.show_known(self.session.around.known)
        self.header.due.show_due(post.due, self.session.around.mission.zone, self.context.desk.clock.now())
        self.header.pair.show_post(post)
        self.media.show_post(post)
        self._show_counts()
        self.title_changed.emit(post.title)

    def _show_surroundings(self) -> None:
        self._show_rest(self.session.post)

    def _show_result(self, _result: ReviewResult | None = None) -> None:
        """Show what the checks say of the newest snapshot."""
        result, post = self.session.result, self.session.post
        self.header.pair.show_post(post)
        self.title_changed.emit(post.title)
        if result is None:
            return
        can_thread = not post.as_thread and any(target.rules.threads for target in self.session.targets)
        self.header.topic.offer(self.context)
        self.panel.show_result(
            post,
            result,
            len(self.session.targets) if self.session.around.known else None,
            self.context.desk.review.pack,
            self.context.messages,
            can_thread,
        )
        self.arrangement.count_findings(len(self.panel.findings.cards))
        for language, half in self.halves.items():
            half.show_verdict(result.verdicts.get(language))
            half.describe([c.title for c in self.panel.findings.cards if c.finding.version == language])
        self._underline()
        self._show_counts()

    def _underline(self, _current: Finding | None = None) -> None:
        result, post = self.session.result, self.session.post
        if result is None:
            return
        findings = () if post.empty else result.findings
        for language, half in self.halves.items():
            # A text that went on since the snapshot gets its lines with the next one.
            if half.editor.text == post.text(language):
                half.show_findings(findings, self.panel.findings.current)

    def _show_counts(self) -> None:
        counts = self.session.result.counts if self.session.result else ()
        spoken: dict[str, list[str]] = {}
        for half in self.halves.values():
            half.show_counts(self.session.targets, counts, self.context.messages, self.context.locale)
            for reading in half.readings:
                network = self.context.desk.accounts.network(reading.network)
                spoken.setdefault(reading.account, [network.title]).append(reading.spoken)
        for account, words in spoken.items():
            self.header.chips.describe(account, ", ".join(words))

    def _enter(self, language: str) -> None:
        self._entered = language

    def _follow_cursor(self, half: Half) -> None:
        """Unfold the finding that the cursor stands in."""
        found = self.session.result.findings if self.session.result else ()
        placed = [finding for finding in found if finding.version == half.language and finding.matched and finding.span]
        if not placed or not half.editor.hasFocus() or half.editor.textCursor().hasSelection():
            return
        at = half.code_point()
        for finding in placed:
            if finding.span and finding.span.start <= at <= finding.span.end:
                self.panel.findings.make_current(finding)
                return

    def _step(self, by: int) -> None:
        finding = self.panel.findings.step(by)
        if finding is not None:
            self.show_finding(finding)

    def show_finding(self, finding: Finding) -> None:
        """Show a finding's place: in a text, at a picture, or on its card."""
        self.panel.findings.make_current(finding)
        card = self.panel.findings.card_of(finding)
        if card is not None:
            self.panel.reveal(card)
        if finding.media is not None and finding.version is not None:
            self.arrangement.show_tab(TEXT)
            self.media.describe(finding.media, finding.version)
        elif finding.version is not None:
            self.arrangement.show_tab(TEXT)
            self.halves[finding.version].editor.go_to(finding)

    def _picture_removed(self, before: object) -> None:
        self.context.shell.toast(
            self.tr("The picture is removed."), lambda: self.media.changed.emit(before), self.tr("Undo")
        )

    def _open_menu(self) -> None:
        menu = self.acts.menu()
        menu.addAction(icon("alert"), self.tr("Content warning and poll…"), lambda: self.extras.ask())
        menu.addAction(icon("swap-horizontal"), self.tr("Swap sides"), self.arrangement.swap_sides)
        menu.addSeparator()
        menu.addAction(icon("trash-can-outline"), self.tr("Discard this draft"), self.queueing.discard)
        menu.popup(self.header.more.mapToGlobal(QPoint(0, self.header.more.height() + 4)))

    def _make_drafts(self) -> Drafts:
        drafts = Drafts(self.context)
        drafts.counted.connect(self.header.set_count)
        drafts.opened.connect(self._open_draft)
        drafts.new_wanted.connect(self._new_from_drafts)
        drafts.refresh()
        return drafts

    def _open_draft(self, post_id: str) -> None:
        self.arrangement.close_drafts()
        self.session.load(post_id)

    def _new_from_drafts(self) -> None:
        self.arrangement.close_drafts()
        self.new_post()
