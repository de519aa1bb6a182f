"""Queue: where every Delivery stands, and what an Officer may do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.ui.clocks import city, language_of
from embassy_assistant.ui.models.deliveries import DeliveriesModel, QueueRole
from embassy_assistant.ui.views.base import View
from embassy_assistant.ui.views.queue_actions import DECIDE
from embassy_assistant.ui.views.queue_acts import QueueActs
from embassy_assistant.ui.views.queue_head import QueueHead
from embassy_assistant.ui.views.queue_list import QueueList
from embassy_assistant.ui.views.queue_needs import NeedsPanel
from embassy_assistant.ui.views.queue_reading import Question, Reading, look
from embassy_assistant.ui.views.queue_thumbnails import Thumbnails
from embassy_assistant.ui.views.queue_words import QueueWords
from embassy_assistant.ui.widgets.announcer import Announcer
from embassy_assistant.ui.widgets.banner import Banner
from embassy_assistant.ui.widgets.empty import Empty
from embassy_assistant.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QHideEvent, QResizeEvent

    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.events import DeliveriesChanged, HoldChanged, NetworkSeen
    from embassy_assistant.services.post_rows import PostRows
    from embassy_assistant.ui.context import Context

PANEL: Final = 320
WIDE_PANEL: Final = 400
WIDE: Final = 1500
NARROW: Final = 900
_SETTLE_MS: Final = 80
_AGAIN_MS: Final = 20_000
_UNLIMITED: Final = 16_777_215


class QueueView(View):
    """List, filters, and the panel of what needs a person.

    Attributes:
        model: the rows that are shown.
        empty: what is shown where there is none.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the view; what it shows is read when it is shown."""
        super().__init__(context, parent)
        self._words = QueueWords(context, self)
        self._acts = QueueActs(context, self._words, self)
        self.model = DeliveriesModel(self._words.sentence, self)
        self._held = False
        self._whole = True
        self._known = False
        self._loudest: tuple[str, ...] = ()
        self._announcer = Announcer(self)
        self._changed: set[str] = set()
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._again = QTimer(self, interval=_AGAIN_MS)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self._head = QueueHead(self._words)
        self._banner = Banner()
        self._list = QueueList(self.model, self._words, Thumbnails(self._context, self))
        self._list.setObjectName("queue-list")
        self.empty = Empty("tray-full")
        self._pages = QStackedLayout()
        self._pages.addWidget(self._list)
        self._pages.addWidget(self.empty)
        self._count = label(kind="caption")
        main = QVBoxLayout()
        main.setContentsMargins(16, 12, 16, 8)
        main.setSpacing(8)
        main.addWidget(self._head)
        main.addWidget(self._banner)
        main.addLayout(self._pages, 1)
        main.addWidget(self._count)
        self._panel = NeedsPanel(self._context, self._words)
        self._halves = QHBoxLayout(self)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(0)
        self._halves.addLayout(main, 1)
        self._halves.addWidget(self._panel)

    def _connect(self) -> None:
        bridge = self._context.bridge
        bridge.deliveries_changed.connect(self._deliveries_changed)
        bridge.hold_changed.connect(self._hold_changed)
        bridge.network_seen.connect(self._network_seen)
        for signal in (
            bridge.accounts_changed,
            bridge.settings_changed,
            bridge.workspace_changed,
            bridge.guidelines_changed,
        ):
            signal.connect(self._soon)
        self._settle.timeout.connect(self.refresh)
        self._again.timeout.connect(self._refresh_words)
        self.model.wanted.connect(self._read_page)
        self._head.asked.connect(self._ask)
        self._head.hold_pressed.connect(self.toggle_hold)
        self._list.chosen.connect(self._choose)
        self._panel.chosen.connect(self._choose)
        self._panel.more.connect(self.refresh)
        self._panel.sign_in.connect(self._acts.sign_in)
        self._panel.open_post.connect(self._context.shell.open_post)
        self.empty.action.clicked.connect(lambda: self._context.shell.show_view("write"))
        QShortcut(QKeySequence("Ctrl+F"), self, self._head.focus_filter)

    @override
    def retranslate(self) -> None:
        self._head.retranslate()
        self._list.retranslate()
        self._panel.retranslate()
        self._show_hold()
        self._show_count()

    @override
    def read(self) -> None:
        self._again.start()
        self._ask()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._again.stop()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.width() < NARROW:
            self._halves.setDirection(QBoxLayout.Direction.TopToBottom)
            self._panel.setMinimumWidth(0)
            self._panel.setMaximumSize(_UNLIMITED, self.height() // 2)
        else:
            self._halves.setDirection(QBoxLayout.Direction.LeftToRight)
            self._panel.setMaximumHeight(_UNLIMITED)
            self._panel.setFixedWidth(WIDE_PANEL if self.width() >= WIDE else PANEL)

    # Reading

    def refresh(self) -> None:
        """Read what is shown once more; the rows stay where they are unless their order changed."""
        if self.isVisible():
            self._look(self.model.posts_read, fresh=False)

    def _refresh_words(self) -> None:
        """Some words depend on the time, in rows that are as they were."""
        self.refresh()
        self.model.reword()

    def _ask(self) -> None:
        """Ask anew which Posts there are, as when a filter changed: the list starts at its top."""
        self._look(0, fresh=True)

    def _look(self, read: int, *, fresh: bool) -> None:
        wanted = self._list.posts_in_sight() | self._changed
        question = Question(self._head.query, self._head.account, self.model.ids, wanted, read, fresh, self._panel.room)
        language = language_of(self._context.locale)

        def answer() -> Reading:
            reading = look(self._context.desk, question)
            # Names of cities take 40 ms to load: here, no key waits for it.
            city(reading.zone, language)
            return reading

        self._context.workers.run(
            answer,
            lambda reading: self._show(question, reading),
            lambda error: self._banner.say(self._context.messages.error(error)),
            owner=self,
            newest="queue-look",
        )

    def _show(self, question: Question, reading: Reading) -> None:
        self._known = True
        if self._words.zone != reading.zone:
            self._words.zone = reading.zone
            self.model.reword()
        self._held = reading.held
        if not self._settle.isActive():
            self._changed.difference_update(question.wanted)
        self._head.show_accounts(reading.accounts)
        if question.known is not self.model.ids:
            self._settle.start()
        elif not reading.same:
            self._start_anew(reading, len(reading.ids) if question.fresh else question.read)
        else:
            for group in reading.groups:
                self.model.replace_group(group)
        if reading.needs.loudest != self._loudest:
            self._loudest = reading.needs.loudest
            self._announcer.say(self._panel.loudest(reading.needs))
        self._panel.show_needs(reading.needs)
        self._show_hold()
        self._show_count()
        if not reading.same:
            self._whole = reading.whole
        if not self._whole:
            self._complete()

    def _complete(self) -> None:
        """Read which Posts there are beyond the first page, while that is on the screen."""
        query, account = self._head.query, self._head.account

        def show(ids: Sequence[str]) -> None:
            if self.model.complete(ids):
                self._whole = True
                self._show_count()
            else:
                self._settle.start()

        self._context.workers.run(
            lambda: self._context.desk.outbox.post_ids(query, account), show, owner=self, newest="queue-look"
        )

    def _read_page(self, ids: Sequence[str]) -> None:
        def show(groups: Sequence[PostRows]) -> None:
            self.model.add_page(ids, groups)
            self._show_count()

        def lost(error: AssistantError) -> None:
            self.model.page_lost()
            self._context.shell.trouble(error)

        self._context.workers.run(lambda: self._context.desk.outbox.groups(ids), show, lost, owner=self)

    def _start_anew(self, reading: Reading, read: int) -> None:
        """Show another order; the current row and the place on the screen are kept where they can be."""
        current = self._list.currentIndex()
        group: PostRows | None = current.data(QueueRole.GROUP)
        row: Delivery | None = current.data(QueueRole.ROW)
        place = self._list.verticalScrollBar().value()
        self.model.set_ids(reading.ids, reading.groups, read)
        if group is not None:
            self._list.setCurrentIndex(self.model.find(row.id) if row else self.model.header(group.post.id))
        self._list.verticalScrollBar().setValue(place)

    # Showing

    def _show_count(self) -> None:
        posts, read = self.model.posts, self.model.posts_read
        # Until it was read, nobody knows that it is empty: the workspace may be locked.
        self._pages.setCurrentWidget(self.empty if self._known and not posts else self._list)
        if self._head.query or self._head.account:
            self.empty.set_words(
                self.tr("No post in the queue matches"), self.tr("Search for another word, or all accounts.")
            )
        else:
            self.empty.set_words(
                self.tr("The queue is empty"),
                self.tr("Posts that you queue wait here, offline too, and say what became of them."),
                self.tr("Write a post"),
            )
        if read < posts:
            shown = self._context.locale.toString(read)
            self._count.setText(self.tr("Showing {read} of %n post(s)", "", posts).format(read=shown))
        else:
            self._count.setText(self.tr("%n post(s)", "", posts) if posts else "")
        self._count.setVisible(bool(self._count.text()))

    def _show_hold(self) -> None:
        self._head.show_hold(held=self._held)
        held = self.tr("Everything is held. Nothing is sent until you let it go; finding out goes on.")
        self._banner.say(held if self._held else "", icon_name="pause-octagon")

    # Acting

    def toggle_hold(self) -> None:
        """Hold everything, or let it go."""
        self._acts.hold(held=not self._held)

    def choose(self, index: QModelIndex, name: str) -> None:
        """Do with a row what its menu would."""
        self._choose(index.data(QueueRole.GROUP), index.data(QueueRole.ROW), name)

    def _choose(self, group: PostRows, row: Delivery | None, name: str) -> None:
        if name == DECIDE and row is not None:
            self._panel.focus_row(row.id)
        else:
            self._acts.choose(group, row, name)

    # Events

    def _soon(self, _event: object) -> None:
        self._settle.start()

    def _deliveries_changed(self, event: DeliveriesChanged) -> None:
        self._changed.add(event.post_id)
        self._settle.start()

    def _hold_changed(self, event: HoldChanged) -> None:
        self._held = event.held
        self._show_hold()
        self._settle.start()

    def _network_seen(self, event: NetworkSeen) -> None:
        if self._words.offline == event.online:
            self._words.offline = not event.online
            self.model.reword()
