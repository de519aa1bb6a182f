"""What still stands between this post and the queue, in rows that lead to the place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.post import PairState
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.widgets.labels import Icon, label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.post import Post
    from embassy_assistant.domain.review import ReviewResult

_ICONS: Final = {"block": ("alert-octagon", "block"), "warn": ("alert", "warn"), "ok": ("check-circle", "ok")}
_FREEZE: Final = "rule.freeze-"
_RANK: Final = {"block": 0, "warn": 1, "ok": 2}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the checklist.

    Attributes:
        state: `block`, `warn` or `ok`.
        title: what is so, or what is missing.
        place: where; empty when there is nothing to do.
        leads_to: the first finding behind it; None when there is nothing to do.
        act: what to do where no finding says it, such as `accounts`.
    """

    state: str
    title: str
    place: str = ""
    leads_to: Finding | None = None
    act: str = ""


class _RowButton(QToolButton):
    """A row one can press: icon, sentence, place."""

    def __init__(self) -> None:
        super().__init__()
        mark(self, kind="row")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.row: Row | None = None
        self._icon = Icon("check-circle", "ok", 18)
        self._title = label(wrap=True)
        self._place = label(kind="caption", wrap=True)
        for part in (self._title, self._place):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._place)
        line = QHBoxLayout(self)
        line.setContentsMargins(4, 3, 4, 3)
        line.setSpacing(10)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)

    def show_row(self, row: Row) -> None:
        if row == self.row:
            return
        self.row = row
        self._icon.show_icon(*_ICONS[row.state])
        self._title.setText(row.title)
        mark(self._title, type="" if row.state == "ok" else "strong")
        self._place.setText(row.place)
        self._place.setVisible(bool(row.place))
        self.setAccessibleName(f"{row.title}. {row.place}" if row.place else row.title)
        # A bold title may need a second line, which the layouts above learn of only when told.
        layout = self.layout()
        if layout is not None:
            layout.invalidate()
        self.updateGeometry()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if row.state == "ok" else Qt.FocusPolicy.StrongFocus)

    @override
    def sizeHint(self) -> QSize:
        layout = self.layout()
        assert layout is not None  # noqa: S101 - set in __init__
        width = self.width() if self.width() > 100 else 260
        return QSize(width, layout.heightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(100, self.sizeHint().height())

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.heightForWidth(width) if layout is not None else 24


class Checklist(QWidget):
    """Open rows first.

    Signals:
        pressed: the row that was pressed.
    """

    pressed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._buttons: list[_RowButton] = []
        self._rows: list[Row] = []

    @property
    def rows(self) -> list[Row]:
        """What it shows."""
        return self._rows

    @property
    def open_rows(self) -> list[Row]:
        """What is still to do."""
        return [row for row in self._rows if row.state != "ok"]

    def show_post(self, post: Post, result: ReviewResult, accounts: int | None) -> None:
        """Show where the post stands.

        Args:
            post: as checked.
            result: what the checks say.
            accounts: how many accounts it goes to; None while the keyring keeps them.
        """
        rows = [
            self._pair_row(post, result),
            self._rules_row(result),
            self._length_row(result, accounts or 0),
            self._language_row(result),
            self._alt_row(post, result),
            self._links_row(result),
            self._accounts_row(accounts),
        ]
        self._rows = sorted((row for row in rows if row is not None), key=lambda row: _RANK[row.state])
        while len(self._buttons) < len(self._rows):
            made = _RowButton()
            made.clicked.connect(lambda _checked=False, which=made: self.pressed.emit(which.row))
            self._buttons.append(made)
            self._column.addWidget(made)
        for number, made in enumerate(self._buttons):
            made.setVisible(number < len(self._rows))
            if number < len(self._rows):
                made.show_row(self._rows[number])

    def _pair_row(self, post: Post, result: ReviewResult) -> Row:
        first = next(iter(_of(result.obstacles, "pair.")), None)
        match result.pair:
            case PairState.MISSING:
                missing = post.missing_languages
                words = {"uk": self.tr("Ukrainian is missing"), "en": self.tr("English is missing")}
                if len(missing) > 1:
                    return Row("block", self.tr("Nothing is written yet"), "", first)
                return Row("block", words[missing[0]], self.tr("Write it, promise it or release the pair"), first)
            case PairState.DRAFTED if first is not None:
                return Row(
                    "warn", self.tr("Nobody has compared the halves"), self.tr("Ctrl+M confirms the pair"), first
                )
            case PairState.STALE if first is not None:
                stale = {"uk": self.tr("The Ukrainian half changed"), "en": self.tr("The English half changed")}
                both = len(post.changed_since_confirmed) > 1
                title = self.tr("Both halves changed") if both else stale[post.changed_since_confirmed[0]]
                return Row("warn", title, self.tr("Compare, then Ctrl+M confirms the pair"), first)
            case PairState.PROMISED if first is not None:
                return Row(
                    "block", self.tr("The promised half is overdue"), self.tr("Write it or promise it anew"), first
                )
            case PairState.PROMISED:
                return Row("ok", self.tr("The other half is promised"))
            case PairState.RELEASED:
                return Row("ok", self.tr("This post needs no other half"))
            case PairState.CONFIRMED:
                return Row("ok", self.tr("The halves say the same, confirmed"))
            case _:
                return Row("ok", self.tr("Both languages are written"))

    def _rules_row(self, result: ReviewResult) -> Row:
        named = ("pair.", "length.", "language.", "links.")
        rules = [one for one in result.obstacles if not one.rule.startswith(named) and not _wants_alt(one)]
        if not rules:
            return Row("ok", self.tr("Guidelines: nothing to fix"))
        return self._counted(
            rules,
            lambda count: self.tr("Guidelines: %n must be fixed", "", count),
            lambda count: self.tr("Guidelines: %n need(s) a reason", "", count),
        )

    def _length_row(self, result: ReviewResult, accounts: int) -> Row | None:
        too_long = _of(result.obstacles, "length.")
        if too_long:
            names = ", ".join(dict.fromkeys(str(finding.parameters.get("account", "")) for finding in too_long))
            return Row("block", self.tr("The text is too long"), names, too_long[0])
        if not result.counts:
            return None
        return Row("ok", self.tr("The text fits all %n account(s)", "", accounts))

    def _language_row(self, result: ReviewResult) -> Row | None:
        wrong = _of(result.obstacles, "language.")
        if wrong:
            return self._counted(
                wrong,
                lambda _count: self.tr("A text is in the wrong language"),
                lambda _count: self.tr("A text is partly in another language"),
            )
        return Row("ok", self.tr("Each account gets its own language")) if result.counts else None

    def _alt_row(self, post: Post, result: ReviewResult) -> Row | None:
        bare = [finding for finding in result.obstacles if _wants_alt(finding)]
        if bare:
            return self._counted(
                bare,
                lambda count: self.tr("Alt text: %n cannot be sent", "", count),
                lambda count: self.tr("Alt text: %n missing", "", count),
            )
        return Row("ok", self.tr("Every picture has alt text")) if post.media else None

    def _links_row(self, result: ReviewResult) -> Row | None:
        links = _of(result.obstacles, "links.")
        if not links:
            return None
        return self._counted(
            links,
            lambda count: self.tr("Links: %n must be fixed", "", count),
            lambda count: self.tr("Links: %n need(s) a reason", "", count),
        )

    def _accounts_row(self, accounts: int | None) -> Row | None:
        if accounts:
            return None
        if accounts is None:
            return Row("warn", self.tr("The keyring is locked"), self.tr("Accounts are known once it opens"))
        return Row("block", self.tr("No account is chosen"), self.tr("Choose where it goes"), act="accounts")

    def _counted(self, findings: Sequence[Finding], blocks: _Words, warns: _Words) -> Row:
        hard = [finding for finding in findings if finding.severity is Severity.BLOCK]
        place = ", ".join(filter(None, dict.fromkeys(map(self._place, findings))))
        if hard:
            return Row("block", blocks(len(hard)), place, hard[0])
        return Row("warn", warns(len(findings)), place, findings[0])

    def _place(self, finding: Finding) -> str:
        """Quote the words that a finding is about; a freeze is about none, and marks the beginning of what it holds."""
        if finding.detail.startswith(_FREEZE):
            return self.tr("A freeze is in force")
        return self.tr("“{text}”").format(text=finding.matched) if finding.matched else ""


def _wants_alt(finding: Finding) -> bool:
    """Whether a picture lacks its description; a rule of the guidelines may say so in words of its own."""
    return finding.rule.startswith("alt.") or finding.detail == "rule.alt-missing"


def _of(findings: Iterable[Finding], start: str) -> list[Finding]:
    return [finding for finding in findings if finding.rule.startswith(start)]


if TYPE_CHECKING:
    from collections.abc import Callable

    _Words = Callable[[int], str]
