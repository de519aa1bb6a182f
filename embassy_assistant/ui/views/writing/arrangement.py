"""Where the parts of Write stand, by the room there is.

1280 × 720: panel 320, title and clocks share a row, pictures fold to a line. From 1600 wide: drafts docked left, panel
400. Below 1100: the panel is a tab beside the halves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QTabBar, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.ui.theme import mark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from embassy_assistant.ui.views.writing.drafts import Drafts
    from embassy_assistant.ui.views.writing.half import Half
    from embassy_assistant.ui.views.writing.header import Header
    from embassy_assistant.ui.views.writing.media import MediaStrip
    from embassy_assistant.ui.views.writing.panel import ReviewPanel

NARROW: Final = 1100
ROOMY: Final = 1600
LOW: Final = 800
_SHARED_ROW_BELOW: Final = 1400
_HALF_AT_MOST: Final = 720
_DRAFTS: Final = 280
_POPOVER: Final = (380, 480)
_NO_LIMIT: Final = 16_777_215

TEXT, REVIEW = 0, 1


class Arrangement(QWidget):
    """Lays header, halves, pictures, panel and drafts out."""

    def __init__(
        self,
        header: Header,
        halves: Iterable[Half],
        media: MediaStrip,
        panel: ReviewPanel,
        make_drafts: Callable[[], Drafts],
        parent: QWidget,
    ) -> None:
        """Take the parts; `make_drafts` is called when the drafts are first wanted."""
        super().__init__(parent)
        self._header, self._media, self._panel = header, media, panel
        self._make_drafts = make_drafts
        self._made: Drafts | None = None
        self._docked = self._narrow = False
        self._findings = 0
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(12)
        self._splitter.setChildrenCollapsible(False)
        self._halves = list(halves)
        for half in self._halves:
            half.setMinimumWidth(240)
            half.setMaximumWidth(_HALF_AT_MOST)
            self._splitter.addWidget(half)
        self._tabs = QTabBar()
        self._tabs.setObjectName("write-tabs")
        self._tabs.setExpanding(False)
        self._tabs.setDrawBase(False)
        self._tabs.addTab("")
        self._tabs.addTab("")
        self._tabs.hide()
        self._tabs.currentChanged.connect(self.show_tab)
        self._centre = QFrame()
        mark(self._centre, role="plain")
        column = QVBoxLayout(self._centre)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(header)
        column.addWidget(self._splitter, 1)
        column.addWidget(media)
        self._sides = QHBoxLayout()
        self._sides.setSpacing(0)
        self._sides.addWidget(self._centre, 1)
        self._sides.addWidget(panel)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._tabs)
        whole.addLayout(self._sides, 1)
        self._word_tabs()

    @property
    def halves(self) -> list[Half]:
        """The halves from left to right."""
        return sorted(self._halves, key=self._splitter.indexOf)

    @property
    def narrow(self) -> bool:
        """Whether the panel is a tab."""
        return self._narrow

    @property
    def drafts(self) -> Drafts:
        """The list of drafts, built when it is first wanted."""
        if self._made is None:
            self._made = self._make_drafts()
            self._made.setParent(self)
            self._made.hide()
        return self._made

    def refresh_drafts(self) -> None:
        """Read the drafts again, if anybody has wanted them yet."""
        if self._made is not None:
            self._made.refresh()

    def swap_sides(self) -> None:
        """Put the right half on the left."""
        right = self._splitter.widget(1)
        if right is not None:
            self._splitter.insertWidget(0, right)

    def count_findings(self, count: int) -> None:
        """Say on the panel's tab how many findings there are."""
        if count != self._findings:
            self._findings = count
            self._word_tabs()

    def open_drafts(self) -> None:
        """Show the drafts and put the keyboard in their search."""
        drafts = self.drafts
        if not self._docked:
            drafts.setWindowFlags(Qt.WindowType.Popup)
            mark(drafts, role="popover")
            drafts.resize(*_POPOVER)
            button = self._header.drafts
            drafts.move(button.mapToGlobal(QPoint(0, button.height() + 4)))
        drafts.show()
        drafts.search.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_drafts(self) -> None:
        """Close the popover; a dock stays."""
        if not self._docked:
            self.drafts.hide()

    def show_tab(self, tab: int) -> None:
        """Show the text or the panel, where they are tabs."""
        if self._narrow:
            self._tabs.setCurrentIndex(tab)
            self._centre.setVisible(tab == TEXT)
            self._panel.setVisible(tab == REVIEW)

    def settle(self, wide: int, high: int) -> None:
        """Lay the parts out for a window of this size."""
        roomy, narrow = wide >= ROOMY, wide < NARROW
        self._header.set_compact(wide < _SHARED_ROW_BELOW or high < LOW)
        self._media.set_compact(high < LOW)
        if roomy != self._docked:
            self._dock(roomy)
        if narrow != self._narrow:
            self._narrow = narrow
            self._tabs.setVisible(narrow)
            self._centre.show()
            self._panel.show()
            self.show_tab(self._tabs.currentIndex())
        if narrow:
            self._panel.setMinimumWidth(0)
            self._panel.setMaximumWidth(_NO_LIMIT)
        else:
            self._panel.set_wide(roomy)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._word_tabs()

    def _word_tabs(self) -> None:
        self._tabs.setTabText(TEXT, self.tr("Text"))
        review = self.tr("Review")
        self._tabs.setTabText(REVIEW, f"{review} {self._findings}" if self._findings else review)

    def _dock(self, docked: bool) -> None:
        """Dock the drafts left, or make them a popover again."""
        self._docked = docked
        drafts = self.drafts
        self._header.drafts.setVisible(not docked)
        if docked:
            drafts.setWindowFlags(Qt.WindowType.Widget)
            mark(drafts, role="drawer")
            drafts.setFixedWidth(_DRAFTS)
            self._sides.insertWidget(0, drafts)
            drafts.show()
        else:
            self._sides.removeWidget(drafts)
            drafts.setMinimumWidth(0)
            drafts.setMaximumWidth(_NO_LIMIT)
            drafts.hide()
