"""The later pages of the first run: officer, recovery code, first account."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from embassy_assistant.domain.officer import Officer
from embassy_assistant.ui.theme import font, mark
from embassy_assistant.ui.widgets.buttons import button
from embassy_assistant.ui.widgets.labels import Icon, label
from embassy_assistant.ui.widgets.parts import Notice, card

if TYPE_CHECKING:
    from embassy_assistant.ui.context import Context

FIELD: Final = 38
_LOOKALIKES: Final = str.maketrans("OILАВЕКМНОРСТХІ", "011ABEKMH0PCTX1")


class Page(QWidget):
    """One step: a heading, a lead, fields.

    Signals:
        changed: something was typed or chosen.
    """

    changed = Signal()

    def __init__(self, context: Context) -> None:
        """Build heading and lead; a subclass adds to `column`."""
        super().__init__()
        self.context = context
        self.heading = label(kind="wizard", wrap=True)
        self.lead = label(tone="quiet", wrap=True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(16)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.lead)

    @property
    def complete(self) -> bool:
        """Whether the next page may come."""
        return True

    @property
    def first(self) -> QWidget:
        """Where the keyboard is when the page comes."""
        raise NotImplementedError

    def retranslate(self) -> None:
        """Set the words in the window's language."""

    def field(self, widget: QWidget) -> tuple[QVBoxLayout, QLabel]:
        """Return a field under its name; `retranslate` sets the name."""
        widget.setMinimumHeight(FIELD)
        name = label(kind="strong")
        name.setBuddy(widget)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(name)
        column.addWidget(widget)
        return column, name


class OfficerPage(Page):
    """Name and initials of the person at the keyboard."""

    def __init__(self, context: Context) -> None:
        """Build the fields."""
        super().__init__(context)
        self.name, self.initials = QLineEdit(), QLineEdit()
        self.initials.setMaxLength(4)
        self._typed_initials = False
        self._names: list[QLabel] = []
        for widget, width in ((self.name, 420), (self.initials, 120)):
            column, name = self.field(widget)
            widget.setMaximumWidth(width)
            self._names.append(name)
            self.column.addLayout(column)
        self.column.addStretch(1)
        self.name.textEdited.connect(self._name_typed)
        self.initials.textEdited.connect(self._initials_typed)

    @property
    @override
    def complete(self) -> bool:
        return bool(self.name.text().strip() and self.initials.text().strip())

    @property
    @override
    def first(self) -> QWidget:
        return self.name

    @property
    def officer(self) -> Officer:
        """What was typed."""
        return Officer(self.name.text().strip(), self.initials.text().strip())

    def show_officer(self, officer: Officer) -> None:
        """Put what is known into the fields."""
        self.name.setText(officer.name)
        self.initials.setText(officer.initials)
        self._typed_initials = bool(officer.initials)

    @override
    def retranslate(self) -> None:
        self.heading.setText(self.tr("Who is at the keyboard?"))
        self.lead.setText(
            self.tr("Every confirmation, reason and decision is kept with a name, so that colleagues can ask.")
        )
        for name, text in zip(self._names, (self.tr("Your name"), self.tr("Initials")), strict=True):
            name.setText(text)

    def _name_typed(self, text: str) -> None:
        if not self._typed_initials:
            self.initials.setText("".join(word[0] for word in text.split()[:2]).upper())
        self.changed.emit()

    def _initials_typed(self, text: str) -> None:
        self._typed_initials = bool(text)
        self.changed.emit()


class CodePage(Page):
    """The recovery code, shown to be written down, and one group of it typed back.

    Signals:
        print_asked: the code is to be printed.
    """

    print_asked = Signal()

    def __init__(self, context: Context) -> None:
        """Build the page; `show_code` brings the code."""
        super().__init__(context)
        self._code = ""
        self._ready = False
        self._group = 0
        box = card()
        column = QVBoxLayout(box)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        self._shown = QLabel()
        self._shown.setObjectName("recovery-code")
        self._shown.setWordWrap(True)
        self._shown.setFont(font(20, bold=True, tabular=True))
        self.print = button(icon_name="printer-outline", name="recovery-print")
        self.print.clicked.connect(self.print_asked)
        column.addWidget(self._shown)
        column.addWidget(self.print)
        self._problem = Notice()
        self.typed = QLineEdit()
        self.typed.setMaximumWidth(160)
        self.typed.textEdited.connect(self._check)
        field, self._ask = self.field(self.typed)
        self._right = QHBoxLayout()
        self._sign = Icon("check-circle", "ok", 20)
        self._verdict = label(tone="ok")
        self._right.addWidget(self._sign)
        self._right.addWidget(self._verdict, 1)
        self.column.addWidget(box)
        self.column.addWidget(self._problem)
        self.column.addLayout(field)
        self.column.addLayout(self._right)
        self.column.addStretch(1)
        self._check()

    @property
    def code(self) -> str:
        """The recovery code, empty until the workspace was made, and once it is written down."""
        return self._code

    @property
    def group_asked(self) -> str:
        """The group that is to be typed back."""
        groups = self._code.split("-")
        return groups[self._group] if self._group < len(groups) else ""

    @property
    @override
    def complete(self) -> bool:
        typed = self.typed.text().strip().upper().translate(_LOOKALIKES)
        return self._ready and typed == self.group_asked

    @property
    @override
    def first(self) -> QWidget:
        return self.typed

    def show_code(self, code: str, problem: str = "") -> None:
        """Show the code, and why the keyring does not have the key where it has not.

        Args:
            code: groups with hyphens; empty once it was written down.
            problem: a sentence; empty when the key is in the keyring.
        """
        self._code = code
        self._ready = True
        self._group = random.randrange(max(1, code.count("-")))  # noqa: S311 - which group is asked guards nothing
        self._problem.say(problem, "warn")
        self.retranslate()
        self._check()

    @override
    def retranslate(self) -> None:
        self.heading.setText(self.tr("Write down the recovery code"))
        self.lead.setText(
            self.tr(
                "Drafts are encrypted; the key is in this computer’s keyring. If the keyring is ever lost, this code "
                "on paper opens them. It is shown once. Keep it where the mission keeps its papers."
            )
        )
        nothing = self.tr("It was written down already.") if self._ready else self.tr("The workspace is being made…")
        self._shown.setText(self._code.replace("-", "  ") or nothing)
        self._shown.setAccessibleName(self._code.replace("-", ", "))
        self.print.setText(self.tr("Print it…"))
        self.print.setEnabled(bool(self._code))
        self._ask.setText(self.tr("Type group {number} from your paper").format(number=self._group + 1))
        self._say_verdict()

    def _say_verdict(self) -> None:
        """Say that the group is right, or, once it is all typed, that it is another."""
        right = self.complete
        if right:
            self._verdict.setText(self.tr("It matches. The code is not shown again."))
        else:
            other = self.tr("This is not group {number}. Look at your paper once more.")
            self._verdict.setText(other.format(number=self._group + 1))
        self._sign.show_icon("check-circle" if right else "alert", "ok" if right else "warn")
        mark(self._verdict, tone="ok" if right else "warn")
        whole = len(self.typed.text().strip()) >= len(self.group_asked)
        for shown in (self._sign, self._verdict):
            shown.setVisible(bool(self._code) and (right or whole))

    def _check(self) -> None:
        self._say_verdict()
        for asked in (self.typed, self._ask):
            asked.setVisible(bool(self._code))
        self.changed.emit()


class BeginPage(Page):
    """Practice, or the mission's accounts."""

    def __init__(self, context: Context) -> None:
        """Build the two choices."""
        super().__init__(context)
        self.practice = _Choice("flask-outline", "practice_text")
        self.real = _Choice("account-multiple-outline", "text")
        self.practice.setObjectName("begin-practice")
        self.real.setObjectName("begin-accounts")
        self.notice = Notice()
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.practice, 1)
        row.addWidget(self.real, 1)
        self.column.addLayout(row)
        self.column.addWidget(self.notice)
        self.column.addStretch(1)
        self.practice.setChecked(True)
        for made in (self.practice, self.real):
            made.toggled.connect(self.changed)

    @property
    @override
    def first(self) -> QWidget:
        return self.practice if self.practice.isChecked() else self.real

    @override
    def retranslate(self) -> None:
        self.heading.setText(self.tr("How do you want to begin?"))
        self.lead.setText(self.tr("Practice and the public are never in one workspace."))
        self.practice.say(
            self.tr("With the practice network"),
            self.tr("About 3 minutes to a first post. No account is needed and nothing can reach the public."),
        )
        self.real.say(
            self.tr("With the mission’s accounts"),
            self.tr("Have the sign-in details at hand. You can still write offline and add accounts later."),
        )


class _Choice(QPushButton):
    """A large button of which one in its row is chosen."""

    def __init__(self, icon_name: str, colour: str) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAutoDefault(False)
        mark(self, kind="card")
        self._title = label(kind="strong", wrap=True)
        self._text = label(kind="caption", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(4)
        for made in (self._title, self._text):
            made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            words.addWidget(made)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(12)
        self._sign = Icon("radiobox-blank", "control", 22)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Icon(icon_name, colour, 22), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.setMinimumHeight(112)
        self.toggled.connect(self._show_sign)

    def say(self, title: str, text: str) -> None:
        """Word it."""
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, 112)

    def _show_sign(self, chosen: bool) -> None:
        self._sign.show_icon("radiobox-marked" if chosen else "radiobox-blank", "accent" if chosen else "control")
