"""Menus and keys. No AltGr, Ctrl+Alt, bare Ctrl+Shift or Ukrainian letter is used: typing ґ must never be a command."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QToolButton,
    QWidget,
)

from embassy_assistant.ui.i18n import LANGUAGES
from embassy_assistant.ui.icons import icon
from embassy_assistant.ui.theme import mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.theme import Scheme
    from embassy_assistant.ui.views.write import WriteView

_SCHEMES: Final[tuple[Scheme, ...]] = ("system", "light", "dark")
_VIEWS: Final = ("write", "queue", "guidelines", "accounts", "settings")
_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "new": ("Ctrl+N",),
    "find": ("Ctrl+K",),
    "queue": ("Ctrl+Return", "Ctrl+Enter"),
    "next": ("F8",),
    "previous": ("Shift+F8",),
    "fix": ("Ctrl+.", "Alt+Return", "Alt+Enter"),
    "other": ("Ctrl+L",),
    "swap": ("Ctrl+Shift+L",),
    "lines": ("Ctrl+Shift+K",),
    "due": ("Ctrl+D",),
    "confirm": ("Ctrl+M",),
    "hold": ("Ctrl+Shift+H",),
    "pane": ("F6",),
    "why": ("F1",),
    "lock": ("Ctrl+Shift+E",),
    "quit": ("Ctrl+Q",),
    "view write": ("Alt+1",),
    "view queue": ("Alt+2",),
    "view guidelines": ("Alt+3",),
    "view accounts": ("Alt+4",),
    "view settings": ("Alt+5",),
}


class FindBox(QLineEdit):
    """Finds posts; its key is shown in it."""

    def __init__(self) -> None:
        """Build it."""
        super().__init__()
        self.setObjectName("find")
        self.setFixedWidth(240)
        self.setClearButtonEnabled(True)
        self.addAction(icon("magnify", "text2"), QLineEdit.ActionPosition.LeadingPosition)


class Menus(QObject):
    """The menu bar, what stands in its corner, and the keys.

    Signals:
        lock_wanted: the drafts are to be locked now.
    """

    lock_wanted = Signal()

    def __init__(self, window: QMainWindow, context: Context, write: WriteView) -> None:
        """Build the menus of `window`."""
        super().__init__(window)
        self._window = window
        self._context = context
        self._write = write
        self._held = False
        self.find = FindBox()
        self._menus: dict[str, QMenu] = {}
        self._actions: dict[str, QAction] = {}
        self._languages: dict[str, QToolButton] = {}
        self._build()
        self._corner()
        self.find.returnPressed.connect(self._find)
        context.bridge.hold_changed.connect(lambda event: self.show_held(event.held))
        self.retranslate()

    def action(self, name: str) -> QAction:
        """Return the command called `name`."""
        return self._actions[name]

    def retranslate(self) -> None:
        """Set every word again."""
        for name, words in self._menu_words().items():
            self._menus[name].setTitle(words)
        for name, words in self._action_words().items():
            self._actions[name].setText(words)
        self.find.setPlaceholderText(self.tr("Find a post  (Ctrl+K)"))
        self.find.setAccessibleName(self.tr("Find a post"))
        for code, button in self._languages.items():
            button.setChecked(code == self._context.languages.language)

    def set_bare(self, *, bare: bool) -> None:
        """Hide or show what a first run has no use for."""
        self._window.menuBar().setVisible(not bare)
        for action in self._actions.values():
            action.setEnabled(not bare)

    def _build(self) -> None:
        write, queueing = self._write, self._write.queueing
        for name in ("file", "edit", "post", "queue", "view", "help"):
            self._menus[name] = self._window.menuBar().addMenu("")
        shell = self._context.shell
        self._add("file", "new", self._new, "pencil-outline")
        self._add("file", "drafts", write.arrangement.open_drafts, "file-document-multiple-outline")
        self._add("file", "discard", queueing.discard, "trash-can-outline")
        self._menus["file"].addSeparator()
        self._add("file", "lock", self.lock_wanted.emit, "lock-outline")
        self._add("file", "quit", self._window.close)
        for name in ("undo", "redo", "cut", "copy", "paste"):
            self._add("edit", name, partial(_edit, name))
        self._menus["edit"].addSeparator()
        self._add("edit", "find", self._start_find, "magnify")
        self._add("post", "next", write.next_finding)
        self._add("post", "previous", write.previous_finding)
        self._add("post", "fix", write.fix_current, "auto-fix")
        self._menus["post"].addSeparator()
        self._add("post", "other", write.other_half)
        self._add("post", "swap", write.arrangement.swap_sides, "swap-horizontal")
        self._add("post", "confirm", write.acts.confirm, "check")
        self._add("post", "promise", write.acts.promise, "clock-outline")
        self._add("post", "release", write.acts.release, "minus-circle-outline")
        self._menus["post"].addSeparator()
        self._add("post", "lines", write.lines.open, "format-quote-close")
        self._add("post", "picture", write.media.ask, "image-plus-outline")
        self._add("post", "due", write.header.due.open, "calendar-clock-outline")
        self._add("post", "queue", write.queue, "send-outline")
        self._add("queue", "hold", self._hold, "pause-octagon")
        for name in _VIEWS:
            self._add("view", f"view {name}", partial(shell.show_view, name))
        self._menus["view"].addSeparator()
        self._schemes()
        self._menus["view"].addSeparator()
        self._add("view", "pane", write.next_pane)
        self._add("help", "why", write.explain_current, "help-circle-outline")

    def _add(self, menu: str, name: str, act: Callable[[], object], icon_name: str = "") -> QAction:
        action = QAction(self._window)
        if icon_name:
            action.setIcon(icon(icon_name))
        if name in _KEYS:
            action.setShortcuts([QKeySequence(keys) for keys in _KEYS[name]])
        action.triggered.connect(lambda _checked=False: act())
        self._actions[name] = action
        self._menus[menu].addAction(action)
        return action

    def _schemes(self) -> None:
        group = QActionGroup(self)
        for scheme in _SCHEMES:
            action = self._add("view", f"scheme {scheme}", partial(self._use_scheme, scheme))
            action.setCheckable(True)
            action.setChecked(scheme == self._context.theme.scheme)
            group.addAction(action)

    def _corner(self) -> None:
        # With a parent from the start: the menu bar alone does not keep it alive on the side of Python.
        corner = QWidget(self._window)
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 3, 12, 3)
        row.setSpacing(0)
        row.addWidget(self.find)
        row.addSpacing(12)
        group = QButtonGroup(self)
        for code, name in LANGUAGES.items():
            button = QToolButton()
            button.setObjectName(f"language-{code}")
            button.setText(name)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            mark(button, kind="segment", end="left" if not self._languages else "right")
            button.clicked.connect(lambda _checked=False, which=code: self._use_language(which))
            group.addButton(button)
            row.addWidget(button)
            self._languages[code] = button
        self._window.menuBar().setCornerWidget(corner)

    def _use_language(self, language: str) -> None:
        self._context.languages.use(language)
        self._context.desk.preferences.language = language

    def _use_scheme(self, scheme: Scheme) -> None:
        self._context.theme.use(scheme)
        self._context.desk.preferences.theme = "" if scheme == "system" else scheme

    def _new(self) -> None:
        self._context.shell.show_view("write")
        self._write.new_post()

    def _start_find(self) -> None:
        self.find.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.find.selectAll()

    def _find(self) -> None:
        self._context.shell.show_view("write")
        self._write.find_posts(self.find.text())

    def _hold(self) -> None:
        """Hold everything, or let the queue go on."""
        outbox, held = self._context.desk.outbox, self._held
        self._context.workers.run(
            outbox.release if held else outbox.hold, failed=self._context.shell.trouble, owner=self, lane="slow"
        )

    def show_held(self, held: bool) -> None:
        """Offer to hold everything, or to let the queue go on."""
        if held != self._held:
            self._held = held
            self.retranslate()

    def _menu_words(self) -> dict[str, str]:
        return {
            "file": self.tr("File"),
            "edit": self.tr("Edit"),
            "post": self.tr("Post"),
            "queue": self.tr("Queue"),
            "view": self.tr("View"),
            "help": self.tr("Help"),
        }

    def _action_words(self) -> dict[str, str]:
        return {
            "new": self.tr("New post"),
            "drafts": self.tr("Drafts…"),
            "discard": self.tr("Discard this draft"),
            "lock": self.tr("Lock now"),
            "quit": self.tr("Quit"),
            "undo": self.tr("Undo"),
            "redo": self.tr("Redo"),
            "cut": self.tr("Cut"),
            "copy": self.tr("Copy"),
            "paste": self.tr("Paste"),
            "find": self.tr("Find a post"),
            "next": self.tr("Next finding"),
            "previous": self.tr("Previous finding"),
            "fix": self.tr("Fix the finding"),
            "other": self.tr("Other half"),
            "swap": self.tr("Swap sides"),
            "confirm": self.tr("Confirm the pair"),
            "promise": self.tr("Promise the other half…"),
            "release": self.tr("This post needs no other half…"),
            "lines": self.tr("Approved lines…"),
            "picture": self.tr("Add a picture…"),
            "due": self.tr("Due time…"),
            "queue": self.tr("Queue…"),
            "hold": self.tr("Let the queue go on") if self._held else self.tr("Hold everything"),
            "view write": self.tr("Write"),
            "view queue": self.tr("Queue", "the view"),
            "view guidelines": self.tr("Guidelines"),
            "view accounts": self.tr("Accounts"),
            "view settings": self.tr("Settings"),
            "scheme system": self.tr("Colours of the system"),
            "scheme light": self.tr("Light"),
            "scheme dark": self.tr("Dark"),
            "pane": self.tr("Next pane"),
            "why": self.tr("Why is this a finding?"),
        }


def _edit(name: str) -> None:
    """Do an editing command in whatever field has the keyboard."""
    field = QApplication.focusWidget()
    if isinstance(field, QTextEdit | QPlainTextEdit | QLineEdit):
        getattr(field, name)()
