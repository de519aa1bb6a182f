"""The head of the Write view: drafts, topic, due time, accounts, and how the pair stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.domain.post import PairState
from embassy_assistant.ui.icons import icon
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.views.writing.chips import Chips
from embassy_assistant.ui.views.writing.due import DueButton
from embassy_assistant.ui.views.writing.topic import TopicEdit
from embassy_assistant.ui.widgets.buttons import tool
from embassy_assistant.ui.widgets.labels import Pill

if TYPE_CHECKING:
    from embassy_assistant.domain.post import Post

_SHAPES = {
    PairState.MISSING: ("not-equal-variant", "block"),
    PairState.DRAFTED: ("circle-outline", "warn"),
    PairState.STALE: ("clock-alert-outline", "warn"),
    PairState.CONFIRMED: ("check-circle", "ok"),
    PairState.PROMISED: ("clock-outline", "advise"),
    PairState.RELEASED: ("check-circle", "ok"),
}


class PairPill(Pill):
    """How the halves stand, in a word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self.setObjectName("pair")
        self._post: Post | None = None
        self._said: tuple[object, ...] = ()
        self.hide()

    def show_post(self, post: Post) -> None:
        """Say how the halves of `post` stand; nothing while nothing is written."""
        state = post.pair_state
        said = (state, post.pair, post.missing_languages, post.changed_since_confirmed)
        self._post = post
        if said == self._said:
            return
        self._said = said
        both_missing = state is PairState.MISSING and len(post.missing_languages) > 1
        self.setVisible(not both_missing)
        if not both_missing:
            shape, tone = _SHAPES[state]
            self.say(shape, self._words(post, state), tone)

    def retranslate(self) -> None:
        """Set the words again."""
        self._said = ()
        if self._post is not None:
            self.show_post(self._post)

    def _words(self, post: Post, state: PairState) -> str:
        match state:
            case PairState.MISSING:
                missing = {"uk": self.tr("Ukrainian is missing"), "en": self.tr("English is missing")}
                return missing[post.missing_languages[0]]
            case PairState.STALE:
                changed = post.changed_since_confirmed
                stale = {"uk": self.tr("English is stale"), "en": self.tr("Ukrainian is stale")}
                return self.tr("Both halves changed") if len(changed) > 1 else stale[changed[0]]
            case PairState.CONFIRMED if post.pair.confirmation is not None:
                at = post.pair.confirmation.at.astimezone()
                return self.tr("Confirmed {time}").format(time=f"{at:%H:%M}")
            case PairState.PROMISED if post.pair.promise is not None:
                by = post.pair.promise.by
                day = QLocale().toString(by.date(), "d MMM")  # type: ignore[call-overload]
                return self.tr("The other half follows by {time}").format(time=f"{day} {by:%H:%M}")
            case PairState.RELEASED:
                return self.tr("Needs no other half")
            case _:
                return self.tr("Pair not confirmed")


class Header(QWidget):
    """Two rows; where there is little room, title and clocks share one.

    Attributes:
        drafts, topic, due, chips, pair, more: its parts.
    """

    topic_edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build the parts."""
        super().__init__(parent)
        self.drafts = QToolButton()
        self.drafts.setObjectName("drafts-button")
        mark(self.drafts, kind="normal")
        self.drafts.setIcon(icon("file-document-multiple-outline"))
        self.drafts.setIconSize(QSize(22, 18))
        self.drafts.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.drafts.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.topic = TopicEdit()
        self.due = DueButton()
        self.chips = Chips()
        self.pair = PairPill()
        self.more = tool("dots-horizontal", name="more")
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        for row in (self._first, self._second):
            row.setSpacing(10)
            row.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._first)
        column.addLayout(self._second)
        self._compact: bool | None = None
        self._count = 0
        self.topic.textEdited.connect(self.topic_edited)
        self.set_compact(False)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every word again."""
        self.set_count(self._count)
        self.more.setToolTip(self.tr("More"))
        self.more.setAccessibleName(self.tr("More"))
        self.pair.retranslate()

    def set_count(self, drafts: int) -> None:
        """Say how many drafts there are."""
        self._count = drafts
        self.drafts.setText(self.tr("Drafts {count}").format(count=drafts) if drafts else self.tr("Drafts"))

    def set_compact(self, compact: bool) -> None:
        """Let title and clocks share a row, or give the clocks to the accounts' row."""
        if compact == self._compact:
            return
        self._compact = compact
        for row in (self._first, self._second):
            while row.takeAt(0) is not None:
                pass
        first: list[QWidget] = [self.drafts, self.topic]
        first += [self.due] if compact else [self.pair, self.more]
        second: list[QWidget] = [self.chips, self.pair, self.more] if compact else [self.due, self.chips]
        for row, parts in ((self._first, first), (self._second, second)):
            for part in parts:
                row.addWidget(part, 1 if part in {self.topic, self.chips} else 0)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
