"""The accounts that a post goes to, as chips; a menu chooses them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from embassy_assistant.domain.account import Bilingual
from embassy_assistant.ui.icons import icon, network_icon_name, paint_icon
from embassy_assistant.ui.theme import font, tokens
from embassy_assistant.ui.widgets.buttons import tool

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.account import Account
    from embassy_assistant.domain.post import Post

HEIGHT: Final = 32
_WIDEST: Final = 190
_AVATARS: Final = ("#0057B7", "#2E7699", "#4A5A8A", "#6B4A8A", "#0B6770", "#7A4A2A")
_PRACTICE: Final = "#6A2C91"


def account_colour(account: Account) -> QColor:
    """Return the colour of an account's avatar: always the same one, and violet in practice."""
    if account.network == "practice":
        return QColor(_PRACTICE)
    return QColor(_AVATARS[sum(account.id.encode()) % len(_AVATARS)])


def language_code(account: Account) -> str:
    """Return the account's languages as codes: `uk`, or `uk+en` where one post carries both."""
    joined = "+" if account.policy.bilingual is Bilingual.COMBINED else ", "
    return joined.join(account.policy.languages)


class Chip(QToolButton):
    """Avatar with the network's glyph, handle, code."""

    def __init__(self, account: Account, parent: QWidget | None = None) -> None:
        """Show `account`."""
        super().__init__(parent)
        self.account = account
        self.setObjectName(f"chip-{account.id}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip(account.id)

    @override
    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        wide = 38 + metrics.horizontalAdvance(self.account.handle) + 14 + self._code_width() + 8
        return QSize(min(wide, _WIDEST), HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colours.colour("control"), 1))
        painter.setBrush(colours.colour("sunken" if self.underMouse() else "surface"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), HEIGHT / 2 - 1, HEIGHT / 2 - 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(account_colour(self.account))
        painter.drawEllipse(QRect(5, 5, 22, 22))
        paint_icon(painter, QRect(9, 9, 14, 14), network_icon_name(self.account.network), "on_solid")
        code = language_code(self.account)
        painter.setFont(font(11))
        frame = QRect(self.width() - self._code_width() - 10, 9, self._code_width(), 15)
        painter.setPen(QPen(colours.colour("control"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 3, 3)
        painter.setPen(colours.colour("text2"))
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, code)
        painter.setFont(self.font())
        painter.setPen(colours.colour("text2" if self.account.paused else "text"))
        room = QRect(33, 0, frame.left() - 33 - 6, self.height())
        handle = painter.fontMetrics().elidedText(self.account.handle, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, handle)
        painter.end()

    def _code_width(self) -> int:
        return 8 + 7 * len(language_code(self.account))


class Chips(QWidget):
    """The chosen accounts in a row; what does not fit folds to `+2`.

    Signals:
        chosen: the ids of the accounts that should be targets.
        wanted: there is no account yet and the Officer wants one.
    """

    chosen = Signal(object)
    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start with no account."""
        super().__init__(parent)
        self.setObjectName("chips")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(72)
        self._accounts: Sequence[Account] = ()
        self._chips: list[Chip] = []
        self._chosen: tuple[str, ...] = ()
        self._add = tool("plus", name="choose-accounts")
        self._add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._add.clicked.connect(self.choose)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addWidget(self._add)
        self._row.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every word again."""
        self._add.setToolTip(self.tr("Choose the accounts"))
        self._add.setAccessibleName(self.tr("Choose the accounts"))
        self._fold()

    def show_post(self, post: Post, accounts: Sequence[Account]) -> None:
        """Show where the post goes."""
        by_id = {account.id: account for account in accounts}
        chosen = tuple(account for account in post.accounts if account in by_id)
        shown = [by_id[account] for account in chosen]
        if (chosen, accounts) == (self._chosen, self._accounts) and [c.account for c in self._chips] == shown:
            return
        self._chosen, self._accounts = chosen, accounts
        for old in self._chips:
            old.hide()
            old.deleteLater()
        self._chips = []
        for number, account in enumerate(shown):
            chip = Chip(account, self)
            chip.clicked.connect(self.choose)
            self._chips.append(chip)
            self._row.insertWidget(number, chip)
        self._fold()

    def show_known(self, known: bool) -> None:
        """Offer no choice of accounts while the keyring keeps them."""
        self._add.setVisible(known)

    def describe(self, account_id: str, words: str) -> None:
        """Give the chip of an account its words for a screen reader."""
        for chip in self._chips:
            if chip.account.id == account_id:
                chip.setAccessibleName(words)

    def choose(self) -> None:
        """Open the menu of accounts."""
        if not self._accounts:
            self.wanted.emit()
            return
        menu = QMenu(self)
        for account in self._accounts:
            act = menu.addAction(
                icon(network_icon_name(account.network)), f"{account.handle}  ({language_code(account)})"
            )
            act.setCheckable(True)
            act.setChecked(account.id in self._chosen)
            act.toggled.connect(lambda on, which=account.id: self._toggle(which, on))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._add.mapToGlobal(self._add.rect().bottomLeft()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    @override
    def sizeHint(self) -> QSize:
        return QSize(sum(chip.sizeHint().width() + 6 for chip in self._chips) + 120, HEIGHT + 2)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(72, HEIGHT + 2)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _toggle(self, account_id: str, on: bool) -> None:
        order = [account.id for account in self._accounts]
        chosen = {*self._chosen, account_id} if on else set(self._chosen) - {account_id}
        self.chosen.emit(tuple(account for account in order if account in chosen))

    def _fold(self) -> None:
        """Show the chips that fit and count the others."""
        if not self._chips:
            words = self.tr("Choose accounts…") if self._accounts else self.tr("Add an account…")
            self._add.setText(words)
            return
        room, used, shown = self.width(), 0, 0
        needs = [chip.sizeHint().width() + 6 for chip in self._chips]
        for number, need in enumerate(needs):
            reserve = 36 if number == len(needs) - 1 else 60
            if used + need + reserve > room:
                break
            used += need
            shown += 1
        for number, chip in enumerate(self._chips):
            chip.setVisible(number < shown)
        hidden = len(self._chips) - shown
        self._add.setText(f"+{hidden}" if hidden else "")
        self._add.setToolButtonStyle(
            Qt.ToolButtonStyle.ToolButtonTextOnly if hidden else Qt.ToolButtonStyle.ToolButtonIconOnly
        )


def with_accounts(post: Post, accounts: tuple[str, ...]) -> Post:
    """Return the post with other targets."""
    return post if post.accounts == accounts else replace(post, accounts=accounts)
