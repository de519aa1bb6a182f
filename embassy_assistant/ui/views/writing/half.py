"""One half of the pair: head, text, counters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.domain.account import Bilingual
from embassy_assistant.domain.finding import Severity
from embassy_assistant.ui.offsets import Offsets
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.views.writing.counter import Counter, Reading
from embassy_assistant.ui.views.writing.editor import Editor
from embassy_assistant.ui.widgets.labels import CodeLabel, ElidedLabel, Icon, label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtCore import QLocale

    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.review import Count, Target
    from embassy_assistant.messages import Messages

NAMES: Final = {"uk": "Українська", "en": "English"}
_COLUMNS: Final = 2
_NOT_CERTAIN: Final = "und"


class Half(QFrame):
    """A card with the text in one language.

    Signals:
        edited: the language and the text, after each change.
        entered: the keyboard is in this half; its language.
    """

    edited = Signal(str, str)
    entered = Signal(str)

    def __init__(self, language: str, parent: QWidget | None = None) -> None:
        """Build the half of `language`."""
        super().__init__(parent)
        self.language = language
        self.setObjectName(f"half-{language}")
        mark(self, role="card", current=False)
        self.editor = Editor(self)
        self.editor.setObjectName(f"editor-{language}")
        self._verdict_icon = Icon("check", "text2", 16)
        self._verdict = ElidedLabel()
        mark(self._verdict, type="caption")
        self._summary_icon = Icon("alert-octagon", "block", 16)
        self._summary = label(kind="caption", tone="block")
        self._counters: list[Counter] = []
        self._verdict_seen: tuple[str, bool] | None = None
        self._totals = (0, 0, 0)
        self._counted: tuple[object, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self.editor, 1)
        column.addWidget(self._foot())
        self.editor.textChanged.connect(self._tell)
        self.editor.focused.connect(self._focus)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every word again."""
        in_words = {"uk": self.tr("Ukrainian text"), "en": self.tr("English text")}
        prompts = {"uk": self.tr("Write in Ukrainian"), "en": self.tr("Write in English")}
        self.editor.setAccessibleName(in_words.get(self.language, self.language))
        self.editor.setPlaceholderText(prompts.get(self.language, ""))
        self._counted = ()
        self._word_verdict()
        self._word_summary()

    def code_point(self) -> int:
        """Return where the cursor stands, in code points."""
        return Offsets(self.editor.text).to_python(self.editor.textCursor().position())

    def load(self, text: str) -> None:
        """Show another post's text."""
        self.editor.blockSignals(True)
        self.editor.load(text)
        self.editor.blockSignals(False)
        self.show_verdict(None)

    def show_findings(self, findings: Iterable[Finding], current: Finding | None) -> None:
        """Underline what is about this half, and say how many there are."""
        mine = [finding for finding in findings if finding.version == self.language]
        self.editor.underline(mine, current)
        counted = tuple(
            sum(1 for finding in mine if finding.severity is severity)
            for severity in (Severity.BLOCK, Severity.WARN, Severity.ADVISE)
        )
        if counted != self._totals:
            self._totals = counted[0], counted[1], counted[2]
            self._word_summary()

    def describe(self, titles: Sequence[str]) -> None:
        """Tell a screen reader what was found in this half."""
        description = " ".join(titles)
        if description != self.editor.accessibleDescription():
            self.editor.setAccessibleDescription(description)

    def show_verdict(self, verdict: tuple[str, bool] | None) -> None:
        """Say what language the text reads as; None where there is no text."""
        if verdict != self._verdict_seen:
            self._verdict_seen = verdict
            self._word_verdict()

    def show_counts(
        self, targets: Sequence[Target], counts: Sequence[Count], messages: Messages, locale: QLocale
    ) -> None:
        """Show one counter for each account that gets this half."""
        by_account = {count.account: count for count in counts if count.language == self.language}
        counted = (targets, by_account, messages)
        if counted == self._counted:
            return
        self._counted = counted
        readings = [
            self._reading(target, by_account.get(target.account.id), messages, locale)
            for target in targets
            if self._leads_in(target)
        ]
        while len(self._counters) < len(readings):
            number = len(self._counters)
            counter = Counter(self)
            self._counters.append(counter)
            self._grid.addWidget(counter, number // _COLUMNS, number % _COLUMNS)
        for counter, reading in zip(self._counters, readings, strict=False):
            counter.show_reading(reading)
        for number, counter in enumerate(self._counters):
            counter.setVisible(number < len(readings))
        self._foot_frame.setVisible(bool(readings))

    @property
    def readings(self) -> list[Reading]:
        """What the counters show."""
        return [counter.reading for counter in self._counters if not counter.isHidden()]

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _head(self) -> QFrame:
        head = QFrame()
        mark(head, role="head")
        head.setFixedHeight(42)
        row = QHBoxLayout(head)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(8)
        row.addWidget(label(NAMES.get(self.language, self.language), kind="h2"))
        row.addWidget(CodeLabel(self.language))
        row.addWidget(self._verdict_icon)
        row.addWidget(self._verdict, 1)
        row.addWidget(self._summary_icon)
        row.addWidget(self._summary)
        return head

    def _foot(self) -> QFrame:
        self._foot_frame = QFrame()
        mark(self._foot_frame, role="foot")
        self._grid = QGridLayout(self._foot_frame)
        self._grid.setContentsMargins(14, 2, 14, 2)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(0)
        self._foot_frame.hide()
        return self._foot_frame

    def _focus(self, here: bool) -> None:
        mark(self, current=here)
        if here:
            self.entered.emit(self.language)

    def _tell(self) -> None:
        self.edited.emit(self.language, self.editor.text)

    def _leads_in(self, target: Target) -> bool:
        """Whether the account counts a text in this half; a combined text is counted where it begins."""
        policy = target.account.policy
        if policy.bilingual is Bilingual.COMBINED:
            return policy.languages[0] == self.language
        return self.language in policy.languages

    def _reading(self, target: Target, count: Count | None, messages: Messages, locale: QLocale) -> Reading:
        length, posts = (count.length, count.segments) if count else (0, 1)
        limit = target.rules.limit
        over = length - limit
        if posts > 1:
            words = self.tr("%n post(s)", "a thread", posts)
        elif over > 0:
            words = self.tr("%Ln too many", "characters", over)
        elif length >= limit * 0.95:
            words = self.tr("{left} left of {limit}").format(
                left=locale.toString(limit - length), limit=locale.toString(limit)
            )
        else:
            words = f"{locale.toString(length)} / {locale.toString(limit)}"
        language = messages.text(f"language.{self.language}")
        spoken = f"{target.account.handle}, {language}, {words}"
        account = target.account
        return Reading(account.id, account.network, account.handle, words, spoken, length, limit, posts)

    def _word_verdict(self) -> None:
        seen = self._verdict_seen
        self._verdict_icon.setVisible(seen is not None)
        if seen is None:
            self._verdict.set_text("")
            return
        language, certain = seen
        reads = {
            "uk": self.tr("reads as Ukrainian"),
            "en": self.tr("reads as English"),
            "ru": self.tr("looks Russian"),
        }
        wrong = certain and language not in {self.language, _NOT_CERTAIN}
        words = (
            reads.get(language, self.tr("reads as another language")) if certain else self.tr("language not certain")
        )
        self._verdict_icon.show_icon(
            "alert-octagon" if wrong else "check" if certain else "help-circle-outline", "block" if wrong else "text2"
        )
        mark(self._verdict, tone="block" if wrong else "")
        self._verdict.set_text(words)

    def _word_summary(self) -> None:
        block, warn, advise = self._totals
        self._summary_icon.setVisible(any(self._totals))
        self._summary.setVisible(any(self._totals))
        if block:
            shown = ("alert-octagon", "block", self.tr("%n to fix", "", block))
        elif warn:
            shown = ("alert", "warn", self.tr("%n to explain", "", warn))
        else:
            shown = ("lightbulb-on-outline", "advise", self.tr("%n to consider", "", advise))
        self._summary_icon.show_icon(shown[0], shown[1])
        mark(self._summary, tone=shown[1])
        self._summary.setText(shown[2] if any(self._totals) else "")
