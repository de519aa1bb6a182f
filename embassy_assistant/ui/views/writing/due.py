"""The due time: one button with both clocks, and the popover that sets it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QEvent, QLocale, QPoint, QSize, Qt, QTime, Signal
from PySide6.QtWidgets import QDateEdit, QFrame, QHBoxLayout, QSizePolicy, QTimeEdit, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.domain.post import Due
from embassy_assistant.ui.clocks import KYIV, city, clock, day, language_of, two_clocks
from embassy_assistant.ui.theme import CAPTION, font, mark
from embassy_assistant.ui.widgets.buttons import button
from embassy_assistant.ui.widgets.focus import FocusRing
from embassy_assistant.ui.widgets.labels import Icon, label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLabel

HEIGHT = 44


class DueButton(QToolButton):
    """Date, host city, Kyiv.

    Signals:
        picked: a `Due`, or None for as soon as possible.
    """

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start with no due time."""
        super().__init__(parent)
        self.setObjectName("due")
        mark(self, kind="field")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._due: Due | None = None
        self._zone = KYIV
        self._now = datetime.now().astimezone()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 3, 10, 3)
        self._row.setSpacing(10)
        self._row.addWidget(Icon("calendar-clock-outline", "accent", 20))
        self._captions: list[QLabel] = []
        self._values: list[QLabel] = []
        for _ in range(3):
            column = QVBoxLayout()
            column.setSpacing(0)
            caption, value = label(), label()
            caption.setFont(font(CAPTION))
            mark(caption, tone="quiet")
            value.setFont(font(14, bold=True, tabular=True))
            for made in (caption, value):
                made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
                column.addWidget(made)
            self._captions.append(caption)
            self._values.append(value)
            self._row.addLayout(column)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._popover: DuePopover | None = None
        self.clicked.connect(self.open)
        self.retranslate()

    @property
    def words(self) -> str:
        """All that the button says."""
        pairs = zip(self._captions, self._values, strict=True)
        return " ".join(f"{c.text()} {v.text()}" for c, v in pairs if not v.isHidden()).strip()

    def show_due(self, due: Due | None, zone: str, now: datetime) -> None:
        """Show a due time.

        Args:
            due: None for as soon as possible.
            zone: the Mission's zone.
            now: the time, aware.
        """
        # The day counts too: what is sent tomorrow is sent today after midnight.
        if (due, zone, now.date()) != (self._due, self._zone, self._now.date()):
            self._due, self._zone, self._now = due, zone, now
            self.retranslate()

    def retranslate(self) -> None:
        """Set every word again."""
        due, locale = self._due, QLocale()
        if due is None:
            shown = [(self.tr("When"), self.tr("Once it is queued"))]
        else:
            zone = self._zone
            at = due.instant()
            days = (at.astimezone(ZoneInfo(zone)).date() - self._now.astimezone(ZoneInfo(zone)).date()).days
            when = (
                self.tr("Sends today")
                if days == 0
                else self.tr("Sends tomorrow")
                if days == 1
                else self.tr("Sends in %n day(s)", "", days)
                if days > 1
                else self.tr("The time has passed")
            )
            language = language_of(locale)
            shown = [(when, day(at, zone, locale)), (city(zone, language), clock(at, zone))]
            if zone != KYIV:
                shown.append((city(KYIV, language), clock(at, KYIV)))
        for number, (caption, value) in enumerate(zip(self._captions, self._values, strict=True)):
            visible = number < len(shown)
            caption.setVisible(visible)
            value.setVisible(visible)
            if visible:
                caption.setText(shown[number][0])
                value.setText(shown[number][1])
        self.setAccessibleName(self.words)
        self.setToolTip(self.tr("Set the due time (Ctrl+D)"))
        self.updateGeometry()

    def open(self) -> None:
        """Open the popover below the button."""
        if self._popover is not None:
            self._popover.deleteLater()
        popover = self._popover = DuePopover(self._due, self._zone, self)
        popover.picked.connect(self.picked)
        popover.adjustSize()
        popover.move(self.mapToGlobal(QPoint(0, self.height() + 4)))
        popover.show()
        popover.start()

    @property
    def popover(self) -> DuePopover | None:
        """The popover, once it was opened."""
        return self._popover

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._row.sizeHint().width(), HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


class DuePopover(QFrame):
    """Day and time in the Mission's zone; Kyiv's is shown.

    Signals:
        picked: a `Due`, or None for as soon as possible.
    """

    picked = Signal(object)

    def __init__(self, due: Due | None, zone: str, parent: QWidget) -> None:
        """Start at `due`, or at the next full hour but one."""
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("due-popover")
        mark(self, role="popover")
        self._zone = zone
        now = datetime.now(ZoneInfo(zone))
        local = due.local if due else (now + timedelta(hours=2)).replace(minute=0, second=0, microsecond=0)
        self.date = QDateEdit(QDate(local.year, local.month, local.day))
        self.date.setObjectName("due-date")
        self.date.setCalendarPopup(True)
        self.date.setMinimumDate(QDate(now.year, now.month, now.day))
        self.date.setDisplayFormat("ddd d MMM yyyy")
        self.time = QTimeEdit(QTime(local.hour, local.minute))
        self.time.setObjectName("due-time")
        self.time.setDisplayFormat("HH:mm")
        self.date.setAccessibleName(self.tr("Day"))
        self.time.setAccessibleName(self.tr("Time"))
        self._both = label(kind="caption")
        set_it = button("primary", name="due-set")
        set_it.setText(self.tr("Send at this time"))
        soon = button("normal", name="due-soon")
        soon.setText(self.tr("Send once it is queued"))
        fields = QHBoxLayout()
        fields.addWidget(self.date, 1)
        fields.addWidget(self.time)
        buttons = QHBoxLayout()
        buttons.addWidget(set_it)
        buttons.addWidget(soon)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        heading = label(self.tr("Time in {city}").format(city=city(zone, language_of(QLocale()))), kind="strong")
        column.addWidget(heading)
        column.addLayout(fields)
        column.addWidget(self._both)
        column.addLayout(buttons)
        self.date.dateChanged.connect(self._show_both)
        self.time.timeChanged.connect(self._show_both)
        set_it.clicked.connect(lambda: self._pick(self.due))
        soon.clicked.connect(lambda: self._pick(None))
        self._ring = FocusRing(self)
        self._show_both()

    @property
    def due(self) -> Due:
        """What the fields say."""
        day_, time_ = self.date.date(), self.time.time()
        return Due(datetime(day_.year(), day_.month(), day_.day(), time_.hour(), time_.minute()), self._zone)

    def start(self) -> None:
        """Put the keyboard in the day."""
        self.date.setFocus(Qt.FocusReason.PopupFocusReason)

    def _pick(self, due: Due | None) -> None:
        self.picked.emit(due)
        self.close()

    def _show_both(self) -> None:
        self._both.setText(two_clocks(self.due.instant(), self._zone, QLocale()))
