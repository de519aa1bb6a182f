"""One language of what is out, to be corrected: its text, its pictures' descriptions, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from embassy_assistant.domain.delivery import FINAL
from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.network import Ability
from embassy_assistant.ui.icons import SEVERITY_ICONS
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.views.writing.editor import Editor
from embassy_assistant.ui.widgets.choice import Choice
from embassy_assistant.ui.widgets.labels import CodeLabel, Icon, label
from embassy_assistant.ui.widgets.parts import Tick, clear

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtWidgets import QWidget

    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.review import ReviewResult
    from embassy_assistant.services.post_rows import PostRows
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.queue_words import QueueWords

_PAUSE_MS: Final = 150


class CorrectHalf(QFrame):
    """A card over the rows that have the same text.

    Signals:
        changed: the text, a description, a tick or what the checks say.
        delete: a row is to be deleted and published anew.
        correction: a row's network corrects nothing, and a correction is to be published as a post of its own.
    """

    changed = Signal()
    delete = Signal(object)
    correction = Signal(object)

    def __init__(
        self,
        context: Context,
        words: QueueWords,
        group: PostRows,
        rows: Sequence[Delivery],
        parent: QWidget | None = None,
    ) -> None:
        """Show the text of `rows` as it is out."""
        super().__init__(parent)
        mark(self, role="card")
        self.rows = rows
        self._context, self._words, self._group = context, words, group
        self._results: list[ReviewResult] = []
        self._ticks: dict[str, Tick] = {}
        self.alts: dict[str, QLineEdit] = {}
        self.editor = Editor(self)
        self.editor.setMinimumHeight(96)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._check)
        self._findings = QVBoxLayout()
        self._length = label(kind="caption")
        self._build()
        self.editor.load(rows[0].segment.text)
        self.editor.textChanged.connect(self._touched)
        self._check()

    @property
    def differs(self) -> bool:
        """Whether anything is other than what is out."""
        segment = self.rows[0].segment
        return self.editor.text.strip() != segment.text or any(
            self.alts[media.hash].text().strip() != media.alt for media in segment.media
        )

    @property
    def chosen(self) -> list[Delivery]:
        """The rows that would be corrected."""
        return [row for row in self.rows if self.differs and row.id in self._ticks and self._ticks[row.id].isChecked()]

    @property
    def descriptions(self) -> dict[str, str]:
        """The pictures' descriptions by their hash."""
        return {digest: field.text().strip() for digest, field in self.alts.items()}

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields, as `bring_back` takes it."""
        first = self.rows[0].id
        return {f"text {first}": self.editor.text} | {
            f"picture {first} {digest}": field.text() for digest, field in self.alts.items()
        }

    def bring_back(self, typed: dict[str, str]) -> None:
        """Put back what was typed before; what is out may be other than it was then."""
        first = self.rows[0].id
        self.editor.load(typed.get(f"text {first}", self.editor.text))
        for digest, field in self.alts.items():
            field.setText(typed.get(f"picture {first} {digest}", field.text()))

    @property
    def checked(self) -> bool:
        """Whether the checks have spoken of the text as it stands."""
        return bool(self._results) and not self._pause.isActive()

    @property
    def obstacles(self) -> list[Finding]:
        """What stands in the way of the rows that would be corrected, each once."""
        return _each_once(result.obstacles for result in self._results) if self.chosen else []

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        name = self._words.language(self.rows[0])
        head.addWidget(label(f"{name[:1].upper()}{name[1:]}", kind="h2"))
        head.addWidget(CodeLabel("+".join(self.rows[0].segment.languages)))
        head.addStretch(1)
        head.addWidget(self._length)
        column.addLayout(head)
        self.editor.setAccessibleName(self.tr("What is out, {language}").format(language=name))
        box = QFrame()
        mark(box, role="sunken")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.editor)
        column.addWidget(box, 1)
        column.addLayout(self._findings)
        for media in self.rows[0].segment.media:
            field = QLineEdit(media.alt)
            field.setAccessibleName(self.tr("Description of {picture}").format(picture=media.name))
            field.setPlaceholderText(field.accessibleName())
            field.textChanged.connect(self._touched)
            self.alts[media.hash] = field
            column.addWidget(field)
        for row in self.rows:
            self._place(column, row)

    def _place(self, column: QVBoxLayout, row: Delivery) -> None:
        """Show one account: a tick where it can be corrected, else why not and the two ways round that."""
        where = self._words.account(self._group.accounts.get(row.account_id), row.account_id)
        if self._group.can(row, Ability.EDIT):
            tick = Tick(where)
            tick.setChecked(True)
            tick.toggled.connect(lambda _on: self.changed.emit())
            self._ticks[row.id] = tick
            column.addWidget(tick)
            return
        if any(change.state not in FINAL for change in self._group.changes(row)):
            text = self.tr("{account}: another change of it is under way.").format(account=where)
            column.addWidget(label(text, wrap=True))
            return
        text = self.tr("{account}: what is out there cannot be changed, only replaced.")
        column.addWidget(label(text.format(account=where), wrap=True))
        if self._group.can(row, Ability.DELETE):
            words = self.tr("Delete it there and publish anew…")
            then = self.tr("Its replies and likes go with it. Then you mend the post and queue it again.")
            made = Choice("trash-can-outline", "block", words, then, name="correct-anew")
            made.clicked.connect(lambda: self.delete.emit(row))
            column.addWidget(made)
        words = self.tr("Publish a correction…")
        then = self.tr("A new post opens with the corrected text; what is out stays as it is.")
        made = Choice("send-outline", "accent", words, then, name="correct-by-post")
        made.clicked.connect(lambda: self.correction.emit(row))
        column.addWidget(made)

    def _touched(self) -> None:
        self._pause.start()
        self.changed.emit()

    def _check(self) -> None:
        text, alts, outbox = self.editor.text, self.descriptions, self._context.desk.outbox
        ids = [row.id for row in self.rows]
        self._context.workers.run(
            lambda: [outbox.check_correction(row_id, text, alts) for row_id in ids],
            self._show,
            self._context.shell.trouble,
            owner=self,
            lane="review",
            newest=f"correction {ids[0]}",
        )

    def _show(self, results: list[ReviewResult]) -> None:
        self._results = results
        findings = _each_once(result.findings for result in results)
        self.editor.underline(findings, None)
        clear(self._findings)
        pack = self._context.desk.review.pack
        said = []
        for finding in findings:
            if finding.severity is Severity.ADVISE:
                continue
            line = QHBoxLayout()
            severity = finding.severity.value
            said.append(self._context.messages.finding(finding, pack).message)
            line.addWidget(Icon(SEVERITY_ICONS[severity], severity), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label(said[-1], wrap=True), 1)
            self._findings.addLayout(line)
        self.editor.setAccessibleDescription(" ".join(said))
        self._show_length(results)
        self.changed.emit()

    def _show_length(self, results: list[ReviewResult]) -> None:
        counts = [count for result in results for count in result.counts]
        tightest = min(counts, key=lambda count: count.limit - count.length, default=None)
        if tightest is not None:
            number = self._context.locale.toString
            self._length.setText(f"{number(tightest.length)} / {number(tightest.limit)}")
            mark(self._length, tone="block" if tightest.length > tightest.limit else "quiet")


def _each_once(found: Iterable[Sequence[Finding]]) -> list[Finding]:
    """Return the findings of several accounts; what is said of more than one of them, once."""
    once: list[Finding] = []
    for finding in (finding for findings in found for finding in findings):
        if finding not in once:
            once.append(finding)
    return once
