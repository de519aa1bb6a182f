"""The window: rail, menus, banners, views, status bar. Each view but Write is built when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QEvent, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.domain.errors import AssistantError
from embassy_assistant.ui.age_banner import AgeBanner
from embassy_assistant.ui.closing import GiveUp
from embassy_assistant.ui.context import Context
from embassy_assistant.ui.freezes import FreezeWatch
from embassy_assistant.ui.instead import Instead
from embassy_assistant.ui.menus import Menus
from embassy_assistant.ui.opening import Opening
from embassy_assistant.ui.status import StatusBar
from embassy_assistant.ui.telling import Telling
from embassy_assistant.ui.theme import tokens
from embassy_assistant.ui.views.write import WriteView
from embassy_assistant.ui.widgets.banner import Banner, PracticeBanner
from embassy_assistant.ui.widgets.focus import FocusRing
from embassy_assistant.ui.widgets.rail import Rail, program_icon

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.services.desk import Desk
    from embassy_assistant.ui.bridge import Bridge
    from embassy_assistant.ui.i18n import Languages
    from embassy_assistant.ui.theme import Theme
    from embassy_assistant.ui.views.guidelines import GuidelinesView
    from embassy_assistant.ui.views.locked import LockedPage
    from embassy_assistant.ui.workers import Workers

SLIM_BELOW: Final = 1100
SIZE: Final = (1280, 800)
LEAST: Final = (880, 600)
_FRAME: Final = 4


def _build_view(name: str, context: Context) -> QWidget:
    """Return a new view; its modules are imported now, which keeps 60 ms out of the start."""
    match name:
        case "queue":
            from embassy_assistant.ui.views.queue import QueueView

            return QueueView(context)
        case "guidelines":
            from embassy_assistant.ui.views.guidelines import GuidelinesView

            return GuidelinesView(context)
        case "accounts":
            from embassy_assistant.ui.views.accounts import AccountsView

            return AccountsView(context)
        case _:
            from embassy_assistant.ui.views.settings import SettingsView

            return SettingsView(context)


class MainWindow(QMainWindow):
    """One workspace.

    Signals:
        opened: the store can be used; sending may begin.
    """

    opened = Signal()

    def __init__(self, desk: Desk, workers: Workers, bridge: Bridge, languages: Languages, theme: Theme) -> None:
        """Build the window over `desk`; nothing is opened until `start`."""
        super().__init__()
        self.setObjectName("main-window")
        self.context = Context(desk, workers, bridge, languages, theme, self)
        self._practice = desk.preferences.practice
        self._views: dict[str, QWidget] = {}
        self._pages = QStackedWidget()
        self._instead = Instead(self.context, self._pages, self)
        self.banner = Banner()
        self.banner.setObjectName("banner")
        self.practice_banner = PracticeBanner()
        self.freezes = FreezeWatch(self.context, self)
        self.rail = Rail()
        self._telling = Telling(self, self.rail)
        self.trouble_banner = self._telling.banner
        self.write = WriteView(self.context)
        self.status = StatusBar(self.context)
        self.age_banner = AgeBanner(self.context, self._get_updates, self.status.show_age)
        self.menus = Menus(self, self.context, self.write)
        self.opening = Opening(self.context, self.banner, self)
        self._build()
        self._ring = FocusRing(self)
        self._connect()
        self.freezes.look()
        self.resize(*SIZE)
        self.setMinimumSize(*LEAST)
        self.retranslate()

    def start(self) -> None:
        """Open the workspace in the background; the window takes typing meanwhile."""
        self.write.halves["uk"].editor.setFocus()
        self.opening.start()
        if self.context.desk.workspace.access.value == "open":
            self.write.session.resume()

    def retranslate(self) -> None:
        """Set every word again."""
        self.rail.set_words(
            {
                "write": self.tr("Write"),
                "queue": self.tr("Queue"),
                "guidelines": self.tr("Guidelines"),
                "accounts": self.tr("Accounts"),
                "settings": self.tr("Settings"),
            }
        )
        self.practice_banner.set_words(
            self.tr("PRACTICE"),
            self.tr("Nothing here can reach the public."),
            self.tr("See the practice timeline"),
        )
        self.menus.retranslate()
        self._title(self.write.session.post.title)

    # What views may ask for: `context.Shell`.

    def show_view(self, name: str) -> None:
        """Show a view, built when it is first shown."""
        self.rail.show_chosen(name)
        self._pages.setCurrentWidget(self.view(name))

    def view(self, name: str) -> QWidget:
        """Return a view, built if it was not."""
        if name == "write":
            return self.write
        if name not in self._views:
            made = self._views[name] = _build_view(name, self.context)
            self._pages.addWidget(made)
        return self._views[name]

    def open_post(self, post_id: str) -> None:
        """Show a post in Write."""
        self.show_view("write")
        self.write.session.load(post_id)

    def show_lines(self) -> None:
        """Show the approved lines: in a freeze, what may still be sent."""
        self.show_view("guidelines")
        self._guidelines().show_lines()

    def write_line(self, rule: Rule, *, new: bool) -> None:
        """Put an approved line in the post that is being written, or begin a new one with it."""
        (self.write.lines.start_with if new else self.write.lines.insert)(rule)

    def toast(self, text: str, undo: Callable[[], object] | None = None, undo_text: str = "") -> None:
        """Say what was done, with a way back."""
        self._telling.toast(text, undo, undo_text)

    def trouble(self, error: Exception) -> None:
        """Say what went wrong, until it is read."""
        if not isinstance(error, AssistantError):
            raise error
        self._telling.warn(self.context.messages.error(error))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.set_slim(self.width() < SLIM_BELOW)
        self._telling.settle()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._practice:
            painter = QPainter(self)
            painter.fillRect(self.rect(), tokens().colour("practice"))
            painter.end()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Put what is unsaved on disk first; ask only where that cannot be done."""
        written = self.write.session.finish()
        self.context.workers.settle()
        if (self.write.session.dirty or not written) and not self._give_up():
            event.ignore()
            return
        super().closeEvent(event)

    @property
    def cover(self) -> LockedPage | None:
        """What lies over everything while the drafts are locked; None when it does not."""
        return self._instead.cover

    def lay_cover(self) -> LockedPage:
        """Show nothing but that the drafts are locked."""
        page = self._instead.lay_cover()
        self._telling.hush()
        self._title("")
        page.unlock.clicked.connect(self.opening.ask_keyring)
        page.code.clicked.connect(self.opening.ask_code)
        page.write.clicked.connect(self.take_cover)
        page.write.clicked.connect(self.opening.retranslate)
        return page

    def take_cover(self) -> None:
        """Take the cover off; what is behind it depends on whether the drafts are still locked."""
        if self._instead.take_cover():
            self.show_view("write")
            self._title(self.write.session.post.title)

    def _give_up(self) -> bool:
        return GiveUp(self).asked()

    def _build(self) -> None:
        self._pages.addWidget(self.write)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.rail)
        body.addWidget(self._pages, 1)
        centre = QWidget()
        # Else the violet frame of practice would shine through.
        centre.setAutoFillBackground(True)
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.freezes.banner)
        column.addWidget(self.practice_banner)
        column.addWidget(self.banner)
        column.addWidget(self.age_banner)
        column.addWidget(self.trouble_banner)
        column.addWidget(self.freezes.lifted)
        column.addLayout(body, 1)
        self.setCentralWidget(centre)
        self.setStatusBar(self.status)
        self._frame()
        self.setWindowIcon(program_icon())
        self.rail.show_chosen("write")

    def _frame(self) -> None:
        """Put the frame and the banner of practice on, or take them off."""
        self.practice_banner.setVisible(self._practice)
        wide = _FRAME if self._practice else 0
        self.setContentsMargins(wide, wide, wide, wide)

    def _connect(self) -> None:
        session, status, bridge = self.write.session, self.status, self.context.bridge
        self.rail.chosen.connect(self.show_view)
        self.write.title_changed.connect(self._title)
        session.saved.connect(status.saved)
        session.unsaved.connect(status.unsaved)
        self.freezes.changed.connect(session.look_again)
        self.freezes.changed.connect(status.refresh)
        session.save_failed.connect(self._save_failed)
        session.reviewed.connect(self._telling.reviewed)
        status.hold_known.connect(self.menus.show_held)
        status.needs_changed.connect(self.rail.buttons["queue"].set_badge)
        self.practice_banner.timeline.clicked.connect(self._open_timeline)
        self.context.workers.troubled.connect(self.trouble)
        self.opening.new.connect(self._instead.first_run)
        self.opening.code_wanted.connect(lambda: self._instead.first_run(only_code=True))
        self._instead.bare.connect(self._set_bare)
        self._instead.through.connect(self._first_run_done)
        self.opening.opened.connect(self._opened)
        bridge.settings_changed.connect(lambda _event: self._title(session.post.title))

    def _opened(self) -> None:
        self.take_cover()
        self.age_banner.verify()
        self.status.refresh()
        self._title(self.write.session.post.title)
        self.write.count_drafts()
        self.opening.remind()
        self.opened.emit()

    def _first_run_done(self) -> None:
        self._practice = self.context.desk.preferences.practice
        self.context.theme.set_practice(self._practice)
        self.write.panel.set_practice(self._practice)
        self._frame()
        self._opened()

    def _set_bare(self, bare: bool) -> None:
        """Hide or show what a first run has no use for."""
        for part in (self.rail, self.status):
            part.setVisible(not bare)
        self.menus.set_bare(bare=bare)
        self.freezes.set_bare(bare=bare)

    def _guidelines(self) -> GuidelinesView:
        return cast("GuidelinesView", self.view("guidelines"))

    def _get_updates(self) -> None:
        """Show the guidelines and ask for newer ones."""
        self._guidelines().get_updates()

    def _save_failed(self, error: AssistantError) -> None:
        # Typing goes on, and so does the program: it saves again by itself.
        sentence = self.context.messages.error(error, asked=False)
        self.status.save_failed(sentence)
        self._telling.warn(sentence)

    def _open_timeline(self) -> None:
        servers = {account.server for account in self.write.session.around.accounts if account.network == "practice"}
        if servers:
            QDesktopServices.openUrl(QUrl(servers.pop()))
        else:
            self.show_view("accounts")

    def _title(self, title: str) -> None:
        first = self.tr("Locked") if self.cover else title or self.tr("New post")
        parts = [first, self.tr("Embassy Assistant")]
        mission = self.write.session.around.mission.name(self.context.languages.language)
        if self._practice:
            parts.insert(0, self.tr("PRACTICE"))
        elif mission and not self.cover:
            parts.append(mission)
        whole = " – ".join(parts)
        if whole != self.windowTitle():
            self.setWindowTitle(whole)
