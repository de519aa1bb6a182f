"""Queue: where every Delivery stands, and what an Officer may do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from embassy_assistant.domain.account import Credential
from embassy_assistant.ui.icons import icon
from embassy_assistant.ui.models.accounts import AccountRole, AccountsModel
from embassy_assistant.ui.models.deliveries import DeliveriesModel, QueueRole
from embassy_assistant.ui.views.queue_acts import QueueActs
from embassy_assistant.ui.views.queue_list import QueueList
from embassy_assistant.ui.views.queue_needs import Needs, NeedsPanel
from embassy_assistant.ui.views.queue_words import DECIDE, QueueWords
from embassy_assistant.ui.widgets.banner import Banner
from embassy_assistant.ui.widgets.buttons import button
from embassy_assistant.ui.widgets.empty import Empty
from embassy_assistant.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.account import Account
    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.events import DeliveriesChanged, HoldChanged, NetworkSeen
    from embassy_assistant.services.outbox import PostRows
    from embassy_assistant.ui.context import Context

PANEL: Final = 320
WIDE_PANEL: Final = 400
WIDE: Final = 1500
NARROW: Final = 900
_SETTLE_MS: Final = 80
_MINUTE_MS: Final = 20_000
_NEEDS_PAGE: Final = 40


class QueueView(QWidget):
    """List, filters, and the panel of what needs a person.

    Signals:
        needs_changed: how many decisions wait, for the rail's badge.
    """

    needs_changed = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the view; what it shows is read when it is first shown."""
        super().__init__(parent)
        self._context = context
        self._words = QueueWords(context, self)
        self._acts = QueueActs(context, self._words, self)
        self._model = DeliveriesModel(self._words.sentence, self)
        self._accounts = AccountsModel(self._words.account, with_all=True, parent=self)
        self._held = False
        self._changed: set[str] = set()
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._build()
        self._connect()
        self.retranslate()

    # Building

    def _build(self) -> None:
        self._title = label(kind="h1")
        self._filter = QLineEdit()
        self._filter.setObjectName("queue-filter")
        self._filter.setClearButtonEnabled(True)
        self._filter.addAction(icon("magnify", "text2"), QLineEdit.ActionPosition.LeadingPosition)
        self._account = QComboBox()
        self._account.setObjectName("queue-account")
        self._account.setModel(self._accounts)
        self._account.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._account.setMinimumContentsLength(14)
        self._hold = button(icon_name="pause-octagon", name="queue-hold")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._filter, 2)
        head.addWidget(self._account, 1)
        head.addStretch(1)
        head.addWidget(self._hold)
        self._banner = Banner()
        self._list = QueueList(self._model, self._words)
        self._list.setObjectName("queue-list")
        self._empty = Empty("tray-full")
        self._pages = QStackedLayout()
        self._pages.addWidget(self._list)
        self._pages.addWidget(self._empty)
        self._count = label(kind="caption")
        main = QVBoxLayout()
        main.setContentsMargins(16, 12, 16, 8)
        main.setSpacing(8)
        main.addLayout(head)
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
        for signal in (bridge.accounts_changed, bridge.settings_changed, bridge.workspace_changed):
            signal.connect(self._settle.start)
        self._settle.timeout.connect(self._reread)
        self._minute.timeout.connect(self._reread)
        self._model.wanted.connect(self._read_page)
        self._filter.textChanged.connect(self._read_ids)
        self._account.currentIndexChanged.connect(self._read_ids)
        self._list.chosen.connect(self._choose)
        self._panel.chosen.connect(self._choose)
        self._panel.sign_in.connect(self._acts.sign_in)
        self._hold.clicked.connect(self.toggle_hold)
        self._empty.action.clicked.connect(lambda: self._context.shell.show_view("write"))
        QShortcut(QKeySequence("Ctrl+F"), self, self._filter.setFocus)

    def retranslate(self) -> None:
        """Set all words in the window's language."""
        self._title.setText(self.tr("Queue"))
        self._filter.setPlaceholderText(self.tr("Filter by word"))
        self._filter.setAccessibleName(self.tr("Filter by word"))
        self._account.setAccessibleName(self.tr("Account"))
        self._accounts.reword()
        self._list.retranslate()
        self._panel.retranslate()
        self._show_hold()
        self._show_count()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._minute.start()
        self._read_ids()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._minute.stop()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._halves.setDirection(direction)
        if narrow:
            self._panel.setMaximumSize(16_777_215, self.height() // 2)
            self._panel.setMinimumWidth(0)
        else:
            self._panel.setMaximumHeight(16_777_215)
            self._panel.setFixedWidth(WIDE_PANEL if self.width() >= WIDE else PANEL)

    # Reading

    @property
    def model(self) -> DeliveriesModel:
        """The rows that are shown."""
        return self._model

    def show_delivery(self, delivery_id: str) -> None:
        """Make a Delivery the current row, where it is among the rows."""
        index = self._model.find(delivery_id)
        if index.isValid():
            self._list.setCurrentIndex(index)
            self._list.scrollTo(index)

    def _question(self) -> tuple[str, str]:
        return self._filter.text().strip(), str(self._account.currentData(AccountRole.ID) or "")

    def _read_ids(self) -> None:
        """Ask anew which Posts there are; the answer starts the list anew."""
        query, account = self._question()
        desk = self._context.desk

        def read() -> tuple[Sequence[str], Sequence[Account], str, bool, Needs]:
            ids = desk.outbox.post_ids(query, account)
            first = ids if not query and not account else desk.outbox.post_ids()
            accounts = desk.accounts.all()
            zone = desk.preferences.mission.zone
            return ids, accounts, zone, desk.outbox.held, self._needs(desk.outbox.groups(first[:_NEEDS_PAGE]), accounts)

        def show(answer: tuple[Sequence[str], Sequence[Account], str, bool, Needs]) -> None:
            ids, accounts, zone, held, needs = answer
            self._words.zone = zone
            self._held = held
            self._show_accounts(accounts)
            if not self._model.same_order(ids) or not self._model.posts_read:
                self._model.set_ids(ids)
            self._show_needs(needs)
            self._show_hold()
            self._show_count()
            self._settle.start()

        self._context.workers.run(read, show, owner=self, newest="queue-ids")

    def _read_page(self, ids: Sequence[str]) -> None:
        def show(groups: Sequence[PostRows]) -> None:
            self._model.add_page(ids, groups)
            self._show_count()

        def lost(error: AssistantError) -> None:
            self._model.page_lost()
            self._context.shell.trouble(error)

        self._context.workers.run(lambda: self._context.desk.outbox.groups(ids), show, lost, owner=self)

    def _reread(self) -> None:
        """Read what is shown once more; the rows stay where they are unless their order changed."""
        if not self.isVisible():
            return
        query, account = self._question()
        desk = self._context.desk
        read_so_far = self._model.posts_read
        wanted = self._in_sight() | self._changed
        self._changed = set()

        def read() -> tuple[Sequence[str], Sequence[PostRows], bool, Needs]:
            ids = desk.outbox.post_ids(query, account)
            same = self._model.same_order(ids)
            groups = desk.outbox.groups(sorted(wanted) if same else ids[:read_so_far])
            first = ids if not query and not account else desk.outbox.post_ids()
            needs = self._needs(desk.outbox.groups(first[:_NEEDS_PAGE]), desk.accounts.all())
            return ids, groups, same, needs

        def show(answer: tuple[Sequence[str], Sequence[PostRows], bool, Needs]) -> None:
            ids, groups, same, needs = answer
            if same:
                for group in groups:
                    self._model.replace_group(group)
            else:
                self._start_anew(ids, groups, read_so_far)
            self._show_needs(needs)
            self._show_count()

        self._context.workers.run(read, show, owner=self, newest="queue-reread")

    def _start_anew(self, ids: Sequence[str], groups: Sequence[PostRows], read: int) -> None:
        """Show another order, the current row and the place on the screen kept."""
        current: Delivery | None = self._list.currentIndex().data(QueueRole.ROW)
        place = self._list.verticalScrollBar().value()
        self._model.set_ids(ids, groups, read)
        if current is not None:
            self._list.setCurrentIndex(self._model.find(current.id))
        self._list.verticalScrollBar().setValue(place)

    def _in_sight(self) -> set[str]:
        """Return the ids of the Posts whose rows are on the screen."""
        viewport = self._list.viewport().rect()
        top = self._list.indexAt(viewport.topLeft())
        first = top.row() if top.isValid() else 0
        seen: set[str] = set()
        for at in range(first, self._model.rowCount()):
            index: QModelIndex = self._model.index(at)
            if self._list.visualRect(index).top() > viewport.bottom():
                break
            group: PostRows = index.data(QueueRole.GROUP)
            seen.add(group.post.id)
        return seen

    @staticmethod
    def _needs(groups: Sequence[PostRows], accounts: Sequence[Account]) -> Needs:
        asking = sorted((group for group in groups if group.asks), key=lambda group: not group.half_out)
        refused = tuple(account for account in accounts if account.credential is Credential.REFUSED)
        return Needs(tuple(asking), refused)

    # Showing

    def _show_accounts(self, accounts: Sequence[Account]) -> None:
        chosen = str(self._account.currentData(AccountRole.ID) or "")
        self._account.blockSignals(True)
        self._accounts.set_accounts(accounts)
        self._account.setCurrentIndex(max(0, self._accounts.row_of(chosen)))
        self._account.blockSignals(False)

    def _show_needs(self, needs: Needs) -> None:
        self._panel.show_needs(needs)
        self.needs_changed.emit(needs.count)

    def _show_count(self) -> None:
        posts, read = self._model.posts, self._model.posts_read
        self._pages.setCurrentWidget(self._list if posts else self._empty)
        if any(self._question()):
            self._empty.set_words(
                self.tr("No post in the queue matches"), self.tr("Search for another word, or all accounts.")
            )
        else:
            self._empty.set_words(
                self.tr("The queue is empty"),
                self.tr("Posts that you queue wait here, offline too, and say what became of them."),
                self.tr("Write a post"),
            )
        number = self._context.locale.toString
        if read < posts:
            self._count.setText(self.tr("Showing {read} of %n post(s)", "", posts).format(read=number(read)))
        else:
            self._count.setText(self.tr("%n post(s)", "", posts) if posts else "")
        self._count.setVisible(bool(self._count.text()))

    def _show_hold(self) -> None:
        if self._held:
            self._hold.setText(self.tr("Let it go"))
            self._hold.setIcon(icon("play-circle-outline"))
            self._banner.say(
                self.tr("Everything is held. Nothing is sent until you let it go; finding out goes on."),
                icon_name="pause-octagon",
            )
        else:
            self._hold.setText(self.tr("Hold everything"))
            self._hold.setIcon(icon("pause-octagon"))
            self._banner.say("")
        self._hold.setToolTip(
            f"{self._hold.text()} ({QKeySequence('Ctrl+Shift+H').toString(QKeySequence.SequenceFormat.NativeText)})"
        )

    # Acting

    @property
    def empty(self) -> Empty:
        """What is shown where there is no row."""
        return self._empty

    def toggle_hold(self) -> None:
        """Hold everything, or let it go."""
        self._acts.hold(held=not self._held)

    def choose(self, index: QModelIndex, name: str) -> None:
        """Do with a row what its menu would."""
        self._choose(index.data(QueueRole.GROUP), index.data(QueueRole.ROW), name)

    def refresh(self) -> None:
        """Read what is shown once more."""
        self._reread()

    def _choose(self, group: PostRows, row: Delivery | None, name: str) -> None:
        if name == DECIDE and row is not None:
            self._panel.focus_row(row.id)
        else:
            self._acts.choose(group, row, name)

    # Events

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
            self._model.reword()
