"""The accounts of the workspace as a list, for lists and for the filter of the queue."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from embassy_assistant.domain.account import Account

_Index = QModelIndex | QPersistentModelIndex


class AccountRole(IntEnum):
    """What a row can be asked for, besides Qt's own roles."""

    ACCOUNT = Qt.ItemDataRole.UserRole + 1
    ID = Qt.ItemDataRole.UserRole + 2


class AccountsModel(QAbstractListModel):
    """Accounts in the order they were added, after an optional row that stands for all of them."""

    def __init__(
        self, words: Callable[[Account | None], str], *, with_all: bool = False, parent: QObject | None = None
    ) -> None:
        """Start empty.

        Args:
            words: names an account; None stands for all of them.
            with_all: whether the first row stands for all accounts.
            parent: the owner.
        """
        super().__init__(parent)
        self._words = words
        self._first: tuple[Account | None, ...] = (None,) if with_all else ()
        self._accounts: tuple[Account | None, ...] = self._first

    def set_accounts(self, accounts: Sequence[Account]) -> None:
        """Show these accounts."""
        self.beginResetModel()
        self._accounts = (*self._first, *accounts)
        self.endResetModel()

    def reword(self) -> None:
        """Say that the words changed: another language."""
        if self._accounts:
            self.dataChanged.emit(self.index(0), self.index(len(self._accounts) - 1))

    def row_of(self, account_id: str) -> int:
        """Return the row of an account, -1 where there is none; the empty id is the row that stands for all."""
        for row, account in enumerate(self._accounts):
            if (account.id if account else "") == account_id:
                return row
        return -1

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._accounts)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        account = self._accounts[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._words(account)
        if role == AccountRole.ACCOUNT:
            return account
        if role == AccountRole.ID:
            return account.id if account else ""
        return None
