"""What is known of the packs in force: whose, how old, what changed, what they hold, and how they come by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from embassy_assistant.domain.freshness import Standing
from embassy_assistant.ui.clocks import clock, day
from embassy_assistant.ui.pack_age import AgeWords
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.views.change_words import ChangeLine
from embassy_assistant.ui.views.held_posts import HeldPosts
from embassy_assistant.ui.widgets.buttons import button
from embassy_assistant.ui.widgets.labels import ElidedLabel, Icon, label
from embassy_assistant.ui.widgets.parts import Notice, clear, scrolled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from embassy_assistant.domain.freshness import Followed
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.pack_seen import PackSeen
    from embassy_assistant.ui.views.rule_words import RuleWords

_CHANGES: Final = 12
_NAMED: Final = 5
_TONES: Final = {Standing.FRESH: "ok", Standing.EXPIRED: "warn", Standing.HELD: "block"}


class PackPanel(QFrame):
    """The right column.

    Signals:
        rule_wanted: the id of a rule whose page is asked for.
        folder_wanted: the packs are to be brought from a stick or a folder.
        courier_wanted: the packs are to be brought from a courier file.
        trust_wanted: somebody wants to see or say whose guidelines these are.
    """

    rule_wanted = Signal(str)
    folder_wanted = Signal()
    courier_wanted = Signal()
    trust_wanted = Signal()

    def __init__(self, context: Context, words: RuleWords, parent: QWidget | None = None) -> None:
        """Start with nothing known."""
        super().__init__(parent)
        mark(self, role="panel")
        self._context, self._words = context, words
        self._ages = AgeWords(context, self)
        self._seen: PackSeen | None = None
        self._all_changes = False
        self._icon = Icon("shield-check-outline", "ok", 22)
        self._title = label(kind="h2", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(16, 0, 16, 12)
        self._column.setSpacing(12)
        area = scrolled(inside)
        foot = self._foot()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        head.setContentsMargins(16, 14, 16, 0)
        whole.addLayout(head)
        whole.addWidget(area, 1)
        whole.addWidget(foot)
        self.retranslate()

    def show_seen(self, seen: PackSeen) -> None:
        """Show what is known now."""
        self._seen, self._all_changes = seen, False
        self.retranslate()

    def retranslate(self) -> None:
        """Build it in the window's language."""
        self._by_hand.setText(self.tr("No network? Bring the pack by hand"))
        self._folder.setText(self.tr("From a stick or folder…"))
        self._courier.setText(self.tr("From a courier file…"))
        clear(self._column)
        seen = self._seen
        if seen is None:
            self._title.setText("")
            return
        self._title.setText(self._ages.short(seen.age) if seen.age.freshness is None else self._named(seen))
        tone = _TONES[seen.age.standing]
        self._icon.show_icon("shield-check-outline" if tone == "ok" else "shield-alert-outline", tone)
        for part in self._parts(seen):
            self._column.addWidget(part)
        self._column.addStretch(1)

    def _parts(self, seen: PackSeen) -> Iterator[QWidget]:
        if seen.held:
            yield HeldPosts(self._context, seen.held)
        yield from self._wrong(seen)
        if seen.age.freshness is not None:
            yield self._facts(self._how_old(seen))
        if seen.followed is None:
            yield _notice(self._ages.sentence(seen.age), "advise")
            yield self._act(self.tr("Whose guidelines to trust…"), self.trust_wanted, "shield-key-outline")
        if seen.previous:
            yield _line()
            yield self._changes(seen)
        if seen.followed is not None:
            yield _line()
            yield self._facts(self._whose(seen.followed))

    def _named(self, seen: PackSeen) -> str:
        return self.tr("Guidelines {version}").format(version=seen.age.version)

    # Whose, and how old

    def _facts(self, lines: Iterator[tuple[str, str]]) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(lines):
            grid.addWidget(label(name, tone="quiet"), row, 0, Qt.AlignmentFlag.AlignTop)
            # An address has no place at which a line may end.
            address = "://" in value
            said = ElidedLabel(value, mode=Qt.TextElideMode.ElideMiddle) if address else label(value, wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(said, row, 1)
        return box

    def _how_old(self, seen: PackSeen) -> Iterator[tuple[str, str]]:
        age, fresh = seen.age, seen.age.freshness
        if fresh is None:
            return
        verified = self.tr("unknown: this laptop’s clock is behind")
        if not fresh.clock_behind(age.now):
            at = f"{day(fresh.confirmed, seen.zone, self._context.locale)}, {clock(fresh.confirmed, seen.zone)}"
            verified = self.tr("{ago}: {moment}").format(ago=self._ages.ago(age), moment=at)
        yield self.tr("Verified"), verified
        yield self.tr("Valid until"), self._words.date(fresh.expires.astimezone(ZoneInfo(seen.zone)).date())
        yield self.tr("If older"), self._if_older(seen)

    def _whose(self, followed: Followed) -> Iterator[tuple[str, str]]:
        whose = self.tr("whoever holds the root with this fingerprint:\n{fingerprint}")
        yield self.tr("Signed by"), whose.format(fingerprint=_groups(followed.fingerprint))
        yield self.tr("Published at"), followed.address or self.tr("nowhere: by stick or e-mail only")
        if followed.mission:
            yield self.tr("Mission"), followed.mission.upper()

    def _if_older(self, seen: PackSeen) -> str:
        fresh = seen.age.freshness
        if fresh is None or fresh.hold_after is None:
            return self.tr("you are warned")
        last = (fresh.confirmed + fresh.hold_after).astimezone(ZoneInfo(seen.zone)).date()
        return self.tr("you are warned; from {day} nothing is sent").format(day=self._words.date(last))

    # What is wrong, and what it holds

    def _wrong(self, seen: PackSeen) -> Iterator[QWidget]:
        if seen.age.trouble is not None:
            yield _notice(self._ages.sentence(seen.age), "block")
        if seen.pack.unchecked:
            old = self.tr(
                "This program is too old to check %n rule(s): {names}. Install the newest version.",
                "",
                len(seen.pack.unchecked),
            )
            yield _notice(old.format(names=_some(seen.pack.unchecked)), "warn")
        if seen.tried.failing:
            wrong = self.tr(
                "%n rule(s) fail their own examples here. Do not rely on them, and write to the unit:",
                "",
                len(seen.tried.failing),
            )
            yield _notice(wrong, "warn")
            for rule_id in seen.tried.failing[:_NAMED]:
                yield self._link(rule_id)

    # What changed

    def _changes(self, seen: PackSeen) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        title = self.tr("Changed since {version}").format(version=seen.previous)
        column.addWidget(label(title, kind="strong", wrap=True))
        if not seen.changes:
            column.addWidget(label(self.tr("Nothing that you would notice."), tone="quiet", wrap=True))
        shown = seen.changes if self._all_changes else seen.changes[:_CHANGES]
        for change in shown:
            line = ChangeLine(self._context, self._words, change)
            line.wanted.connect(self.rule_wanted)
            column.addWidget(line)
        if len(shown) < len(seen.changes):
            more = button("flat", name="pack-more-changes", small=True)
            more.setText(self.tr("Show %n more", "", len(seen.changes) - len(shown)))
            more.clicked.connect(self._show_all)
            column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def _show_all(self) -> None:
        self._all_changes = True
        self.retranslate()

    # Parts

    def _link(self, rule_id: str) -> QPushButton:
        made = button("flat", name="pack-rule", small=True)
        made.setText(rule_id)
        made.clicked.connect(lambda: self.rule_wanted.emit(rule_id))
        return made

    def _act(self, words: str, signal: object, icon_name: str) -> QPushButton:
        made = button(icon_name=icon_name, small=True)
        made.setText(words)
        made.clicked.connect(signal)
        return made

    def _foot(self) -> QFrame:
        foot = QFrame()
        mark(foot, role="foot")
        column = QVBoxLayout(foot)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        self._by_hand: QLabel = label(kind="caption", wrap=True)
        self._folder = button(name="pack-folder", icon_name="usb-flash-drive-outline")
        self._courier = button(name="pack-courier", icon_name="email-outline")
        self._folder.clicked.connect(self.folder_wanted)
        self._courier.clicked.connect(self.courier_wanted)
        column.addWidget(self._by_hand)
        for made in (self._folder, self._courier):
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            column.addWidget(made)
        return foot


def _notice(words: str, severity: str) -> Notice:
    made = Notice()
    made.say(words, severity)
    return made


def _line() -> QFrame:
    made = QFrame()
    mark(made, role="line")
    return made


def _groups(fingerprint: str) -> str:
    """Return a fingerprint in lines of four groups, as two people read it to each other."""
    groups = fingerprint.split()
    return "\n".join(" ".join(groups[start : start + 4]) for start in range(0, len(groups), 4))


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
