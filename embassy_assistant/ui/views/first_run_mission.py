"""The first page of the first run: names of the mission, host country, time zone; Settings show it too."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.domain.officer import Mission
from embassy_assistant.ui.clocks import KYIV, city, clock
from embassy_assistant.ui.theme import font, mark
from embassy_assistant.ui.views.first_run_pages import Page
from embassy_assistant.ui.views.places import countries, zones
from embassy_assistant.ui.widgets.labels import label

if TYPE_CHECKING:
    from embassy_assistant.ui.context import Context

_TICK_MS: Final = 5_000


class ClockPair(QFrame):
    """The time now in the host city and in Kyiv."""

    def __init__(self, context: Context) -> None:
        """Start with Kyiv alone."""
        super().__init__()
        mark(self, role="card")
        self._context = context
        self._zone = KYIV
        self._names = [label(kind="caption"), label(kind="caption")]
        self._times = [QLabel(), QLabel()]
        self._why = label(tone="quiet", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(20)
        for name, time in zip(self._names, self._times, strict=True):
            time.setFont(font(20, bold=True, tabular=True))
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(name)
            column.addWidget(time)
            row.addLayout(column)
        row.addWidget(self._why, 1)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.refresh)
        self._timer.start()

    def set_zone(self, zone: str) -> None:
        """Show another host city."""
        self._zone = zone or KYIV
        for made in (self._names[0], self._times[0]):
            made.setVisible(self._zone != KYIV)
        self.refresh()

    def refresh(self) -> None:
        """Show the time of this moment."""
        now = datetime.now(UTC)
        for name, time, zone in zip(self._names, self._times, (self._zone, KYIV), strict=True):
            name.setText(self.tr("{city} now").format(city=city(zone, self._context.languages.language)))
            time.setText(clock(now, zone))
        self._why.setText(
            self.tr("Both clocks stand beside every due time. If a time is wrong here, mend this laptop’s clock first.")
        )


class MissionPage(Page):
    """Names, host country, time zone."""

    def __init__(self, context: Context) -> None:
        """Build the fields."""
        super().__init__(context)
        self.name_uk, self.name_en = QLineEdit(), QLineEdit()
        self.country, self.zone = QComboBox(), QComboBox()
        self.clocks = ClockPair(context)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(16)
        self._names: list[QLabel] = []
        for at, widget in enumerate((self.name_uk, self.name_en, self.country, self.zone)):
            column, name = self.field(widget)
            self._names.append(name)
            grid.addLayout(column, at // 2, at % 2)
        for column_number in (0, 1):
            grid.setColumnStretch(column_number, 1)
        for box in (self.country, self.zone):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMaxVisibleItems(16)
        self.column.addLayout(grid)
        self.column.addWidget(self.clocks)
        self.column.addStretch(1)
        self.name_uk.textEdited.connect(self.changed)
        self.name_en.textEdited.connect(self.changed)
        self.country.currentIndexChanged.connect(self._country_chosen)
        self.zone.currentIndexChanged.connect(self._zone_chosen)

    @property
    @override
    def complete(self) -> bool:
        return bool((self.name_uk.text().strip() or self.name_en.text().strip()) and self.country.currentData())

    @property
    @override
    def first(self) -> QWidget:
        return self.name_uk if self.context.languages.language == "uk" else self.name_en

    def mission(self, *, practice: bool) -> Mission:
        """Return what was typed."""
        return Mission(
            self.name_uk.text().strip(),
            self.name_en.text().strip(),
            str(self.country.currentData() or ""),
            str(self.zone.currentData() or KYIV),
            practice,
        )

    def show_mission(self, mission: Mission) -> None:
        """Put what is known into the fields."""
        self.name_uk.setText(mission.name_uk)
        self.name_en.setText(mission.name_en)
        self._choose(self.country, mission.country)
        self._fill_zones(mission.zone)

    @override
    def retranslate(self) -> None:
        self.heading.setText(self.tr("Which mission do you write for?"))
        self.lead.setText(
            self.tr("The name appears in the window and in reports. All of it can be changed later in Settings.")
        )
        words = (
            self.tr("Name in Ukrainian"),
            self.tr("Name in English"),
            self.tr("Host country"),
            self.tr("Time zone"),
        )
        for field_name, text in zip(self._names, words, strict=True):
            field_name.setText(text)
        self.name_uk.setPlaceholderText("Посольство України в …")
        self.name_en.setPlaceholderText("Embassy of Ukraine in …")
        kept, zone = str(self.country.currentData() or ""), str(self.zone.currentData() or "")
        self.country.blockSignals(True)
        self.country.clear()
        self.country.addItem(self.tr("Choose a country"), "")
        for name, code in countries(self.context.languages.language):
            self.country.addItem(name, code)
        self._choose(self.country, kept)
        self.country.blockSignals(False)
        self._fill_zones(zone)

    def _fill_zones(self, kept: str) -> None:
        self.zone.blockSignals(True)
        self.zone.clear()
        country = str(self.country.currentData() or "")
        for name, zone in zones(country, self.context.languages.language):
            self.zone.addItem(name, zone)
            self.zone.setItemData(self.zone.count() - 1, zone, Qt.ItemDataRole.ToolTipRole)
        # Of all the zones of the world, the first of the alphabet says nothing; Kyiv's is at least on the clock beside.
        self._choose(self.zone, kept or ("" if country else KYIV))
        self.zone.blockSignals(False)
        self.clocks.set_zone(str(self.zone.currentData() or ""))

    @staticmethod
    def _choose(box: QComboBox, value: str) -> None:
        box.setCurrentIndex(max(0, box.findData(value)))

    def _country_chosen(self) -> None:
        self._fill_zones("")
        self.changed.emit()

    def _zone_chosen(self) -> None:
        self.clocks.set_zone(str(self.zone.currentData() or ""))
        self.changed.emit()
