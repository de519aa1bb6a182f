"""The last look before the queue: a column per account, word for word, each to be ticked by a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from embassy_assistant.domain.post import PairState
from embassy_assistant.ui.clocks import city, clock, day, language_of, two_clocks
from embassy_assistant.ui.theme import font, mark
from embassy_assistant.ui.widgets.labels import CodeLabel, ElidedLabel, Icon, label
from embassy_assistant.ui.widgets.parts import Avatar, Tick, card, scrolled, worded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.delivery import FrozenMedia, FrozenSegment
    from embassy_assistant.domain.post import Post
    from embassy_assistant.domain.review import ReviewResult
    from embassy_assistant.services.freezing import Planned
    from embassy_assistant.ui.context import Context

COLUMN: Final = 280
_THUMB: Final = QSize(112, 84)


class AccountColumn(QFrame):
    """What one account would get, and the tick beneath it.

    Signals:
        ticked: the tick was set or taken away.
    """

    ticked = Signal()

    def __init__(self, context: Context, plan: Planned, zone: str, post: Post, result: ReviewResult) -> None:
        """Show `plan`."""
        super().__init__()
        mark(self, role="card")
        self._context = context
        self._plan = plan
        self._zone = zone
        self.setMinimumWidth(COLUMN)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head())
        whole.addWidget(self._body(), 1)
        whole.addWidget(self._notes(post, result))
        whole.addWidget(self._foot())

    @property
    def checked(self) -> bool:
        """Whether a person has ticked it."""
        return self.tick.isChecked()

    def _head(self) -> QFrame:
        account = self._plan.target.account
        head = QFrame()
        mark(head, role="head")
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(10)
        row.addWidget(Avatar(account, account.network, 34))
        names = QVBoxLayout()
        names.setSpacing(0)
        title = ElidedLabel(account.display_name or account.handle)
        title.setFont(font(14, bold=True))
        network = self._context.desk.accounts.network(account.network)
        title_of_network = self.tr("Practice network") if network.practice else network.title
        place = ElidedLabel(f"{title_of_network}, {account.handle}", mode=Qt.TextElideMode.ElideMiddle)
        mark(place, type="caption")
        names.addWidget(title)
        names.addWidget(place)
        row.addLayout(names, 1)
        for code in self._languages():
            row.addWidget(CodeLabel(code))
        return head

    def _languages(self) -> tuple[str, ...]:
        codes = [code for thread in self._plan.threads for segment in thread for code in segment.languages]
        return tuple(dict.fromkeys(codes))

    def _body(self) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        for thread in self._plan.threads:
            for segment in thread:
                column.addWidget(self._segment(segment))
        column.addStretch(1)
        area = scrolled(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _segment(self, segment: FrozenSegment) -> QFrame:
        """Return one post as people will see it."""
        box = card()
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        if segment.count > 1:
            part = self.tr("{number} of {count}").format(number=segment.index + 1, count=segment.count)
            column.addWidget(label(part, kind="caption"))
        if segment.follows:
            # Part of the thread is out already: what was sent is not sent again.
            column.addWidget(label(self.tr("Goes on under what is already out"), kind="caption", wrap=True))
        column.addWidget(label(segment.text, wrap=True))
        for at in range(0, len(segment.media), 2):
            row = QHBoxLayout()
            row.setSpacing(6)
            for media in segment.media[at : at + 2]:
                row.addWidget(self._picture(media))
            row.addStretch(1)
            column.addLayout(row)
        return box

    def _picture(self, media: FrozenMedia) -> QLabel:
        shown = QLabel()
        shown.setFixedSize(_THUMB)
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        mark(shown, code=True)
        shown.setText(self.tr("Picture"))
        shown.setToolTip(media.alt)
        shown.setAccessibleName(media.alt or media.name)

        def read() -> QImage:
            image = QImage.fromData(self._context.desk.drafting.picture(media.hash))
            return image.scaled(_THUMB, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)

        def show(image: QImage) -> None:
            if not image.isNull():
                shown.setPixmap(QPixmap.fromImage(image))

        self._context.workers.run(read, show, owner=shown)
        return shown

    def _notes(self, post: Post, result: ReviewResult) -> QFrame:
        foot = QFrame()
        mark(foot, role="foot")
        column = QVBoxLayout(foot)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(6)
        if post.due:
            place = city(self._zone, language_of(QLocale()))
            time = clock(post.due.instant(), self._zone)
            awake = self.tr("Laptop must be awake at {time} {city}").format(time=time, city=place)
        else:
            awake = self.tr("Laptop must be awake until it is out")
        lines = [("laptop", "warn", awake)]
        account = self._plan.target.account
        for count in result.counts:
            if count.account == account.id:
                fits = self.tr("{length} of {limit}, {language}").format(
                    length=count.length,
                    limit=count.limit,
                    language=self._context.messages.text(f"language.{count.language}"),
                )
                lines.append(("check", "text2", fits))
        pictures = sum(len(thread[0].media) for thread in self._plan.threads[:1] if thread)
        if pictures:
            lines.append(("image-outline", "text2", self.tr("%n picture(s), with alt text", "", pictures)))
        for symbol, colour, words in lines:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Icon(symbol, colour, 16))
            row.addWidget(label(words, kind="caption", wrap=True), 1)
            column.addLayout(row)
        return foot

    def _foot(self) -> QFrame:
        self._tick_box = QFrame()
        mark(self._tick_box, role="tick", done=False)
        row = QHBoxLayout(self._tick_box)
        row.setContentsMargins(12, 10, 12, 10)
        self.tick = Tick(self.tr("I have checked this one"))
        self.tick.setObjectName("queue-tick")
        account = self._plan.target.account
        self.tick.setAccessibleDescription(f"{account.network}, {account.handle}")
        self.tick.toggled.connect(self._toggled)
        row.addWidget(self.tick, 1)
        return self._tick_box

    def _toggled(self, checked: bool) -> None:
        mark(self._tick_box, done=checked)
        self.tick.setText(self.tr("Checked") if checked else self.tr("I have checked this one"))
        self.ticked.emit()


class QueueSheet(QDialog):
    """Modal; the button lights up once every column is ticked. Accepted means: queue it."""

    def __init__(
        self,
        context: Context,
        post: Post,
        plans: Sequence[Planned],
        result: ReviewResult,
        zone: str,
        parent: QWidget | None = None,
        *,
        replaces: int = 0,
    ) -> None:
        """Show what each account would get.

        Args:
            context: services and words.
            post: as it is written.
            plans: of `outbox.plan(post)`.
            result: of `review.check(post)`.
            zone: IANA name of the Mission's zone.
            parent: the window.
            replaces: how many deliveries of an earlier queueing have not gone out, and would be replaced.
        """
        super().__init__(parent)
        self.setModal(True)
        self._replaces = replaces
        self._zone = zone
        self._post = post
        self._result = result
        heading = self.tr("Queue “{title}” for %n account(s)?", "", len(plans)).format(
            title=post.title or self.tr("Untitled post")
        )
        self.setWindowTitle(heading)
        self.columns = [AccountColumn(context, plan, zone, post, result) for plan in plans]
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._head(heading))
        whole.addWidget(self._middle(), 1)
        whole.addWidget(self._foot(len(plans)))
        for column in self.columns:
            column.ticked.connect(self._check)
        self._check()
        if self.columns:
            self.columns[0].tick.setFocus()
        wide = min(1320, max(920, 48 + (COLUMN + 32) * len(self.columns)))
        room = parent.window().size() if parent else QSize(1280, 800)
        self.resize(min(wide, room.width() - 48), min(820, room.height() - 32))

    def _head(self, heading: str) -> QFrame:
        head = QFrame()
        mark(head, role="head", ground="surface")
        row = QHBoxLayout(head)
        row.setContentsMargins(24, 14, 24, 14)
        row.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(heading, kind="h1", wrap=True))
        words.addWidget(label(self._lead(), tone="quiet", wrap=True))
        if self._replaces:
            replacing = self.tr(
                "This replaces %n queued delivery(s) not out yet. Going back keeps them.", "", self._replaces
            )
            words.addWidget(label(replacing, tone="warn", kind="strong", wrap=True))
        row.addLayout(words, 1)
        return head

    def _lead(self) -> str:
        exactly = self.tr("This is exactly what people will see.")
        if self._post.due:
            when = two_clocks(self._post.due.instant(), self._zone, QLocale())
            return exactly + " " + self.tr("Nothing is public before {when}.").format(when=when)
        return exactly + " " + self.tr("It goes out as soon as this laptop is online; for 30 seconds it can be undone.")

    def _middle(self) -> QScrollArea:
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(24, 16, 24, 16)
        row.setSpacing(12)
        for column in self.columns:
            row.addWidget(column, 1)
        area = scrolled(inside)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _foot(self, accounts: int) -> QFrame:
        foot = QFrame()
        mark(foot, role="foot", ground="surface")
        self._left = label(kind="strong")
        self.back = worded(self.tr("Back to writing"), large=True)
        self.back.clicked.connect(self.reject)
        self.confirm = worded(self._queue_words(accounts), "primary", icon_name="tray-arrow-down", large=True)
        self.confirm.setObjectName("queue-confirm")
        self.confirm.clicked.connect(self.accept)
        passed = QHBoxLayout()
        passed.setSpacing(8)
        passed.addWidget(Icon("shield-check-outline", "text2", 18))
        passed.addWidget(label(self._passed(), tone="quiet", wrap=True), 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._left)
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.confirm)
        whole = QVBoxLayout(foot)
        whole.setContentsMargins(24, 10, 24, 12)
        whole.setSpacing(8)
        whole.addLayout(passed)
        whole.addLayout(row)
        return foot

    def _queue_words(self, accounts: int) -> str:
        if self._post.due is None:
            return self.tr("Queue for %n account(s), send now", "", accounts)
        at = self._post.due.instant()
        when = f"{day(at, self._zone, QLocale())}, {clock(at, self._zone)} {city(self._zone, language_of(QLocale()))}"
        return self.tr("Queue for %n account(s), send {when}", "", accounts).format(when=when)

    def _passed(self) -> str:
        pack = self.tr("Passed guidelines {version}.").format(version=self._result.pack_version)
        pair = self._post.pair
        if self._result.pair is PairState.CONFIRMED and pair.confirmation:
            return pack + " " + self.tr("Pair confirmed by {who}.").format(who=pair.confirmation.officer.initials)
        if self._result.pair is PairState.PROMISED and pair.promise:
            by = two_clocks(pair.promise.by, self._zone, QLocale())
            return pack + " " + self.tr("The other half follows by {when}.").format(when=by)
        if self._result.pair is PairState.RELEASED:
            return pack + " " + self.tr("This post needs no other half.")
        return pack

    def _check(self) -> None:
        left = sum(not column.checked for column in self.columns)
        self._left.setText(self.tr("Check %n more account(s)", "", left) if left else "")
        self.confirm.setEnabled(not left and bool(self.columns))
        self.confirm.setDefault(not left)
