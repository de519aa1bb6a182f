"""The same path in one process: the real window and store, the real Bluesky server, and a clock that is moved on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPushButton

from embassy_assistant.domain.account import LanguagePolicy
from embassy_assistant.domain.delivery import State
from embassy_assistant.domain.officer import Mission
from tests.helpers.memory import OFFICER
from tests.helpers.pds import RealPDS, pds
from tests.helpers.pictures import flag
from tests.helpers.window import Desktop, desktop, typed
from tests.helpers.workbench import open_bench

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["desktop", "pds"]

TEXT = {
    "uk": "😀 Сьогодні в Києві: https://mfa.gov.ua/news #Україна",
    "en": "😀 Today in Kyiv: https://mfa.gov.ua #Ukraine",
}
ALT = {"uk": "Прапор України", "en": "The flag of Ukraine"}


@pytest.mark.real
@pytest.mark.slow
def test_a_bilingual_post_goes_from_the_editors_to_the_server_once(
    pds: RealPDS, tmp_path: Path, desktop: Callable[..., Desktop]
) -> None:
    accounts = {language: pds.create_account(f"window-{language}") for language in TEXT}
    bench = open_bench(tmp_path / "workspace", practice=False)
    desk = bench.desk
    desk.workspace.create()
    desk.preferences.mission = Mission("Посольство України", "Embassy of Ukraine", "DE", "Europe/Berlin")
    desk.preferences.officer = OFFICER
    for language, account in accounts.items():
        desk.accounts.add("bluesky", account.handle, account.app_password, LanguagePolicy((language,)), pds.url)
    picture = tmp_path / "flag.png"
    picture.write_bytes(flag(240, 160))

    shown = desktop(bench)
    write = shown.window.write
    for language, text in TEXT.items():
        shown.type(language, text)
        assert write.halves[language].editor.toPlainText() == text
    pasted = QMimeData()
    pasted.setUrls([QUrl.fromLocalFile(str(picture))])
    write.halves["en"].editor.insertFromMimeData(pasted)
    shown.settle()
    for language, text in ALT.items():
        field = shown.window.findChild(QLineEdit, f"alt-{language}-1")
        assert isinstance(field, QLineEdit)
        typed(field, text)
        shown.settle()
    write.acts.confirm()
    shown.settle()
    write.queueing.start()
    shown.settle()
    sheet = write.queueing.sheet
    assert sheet is not None
    for tick in sheet.findChildren(QCheckBox, "queue-tick"):
        tick.click()
    confirm = sheet.findChild(QPushButton, "queue-confirm")
    assert isinstance(confirm, QPushButton)
    confirm.click()
    shown.settle()

    assert desk.outbox.counts() == {State.WAITING: 2}
    bench.clock.forward(seconds=31)
    desk.sender.drain()
    desk.sender.drain()
    desk.sender.stop()
    assert desk.outbox.counts() == {State.SENT: 2}
    for language, account in accounts.items():
        (record,) = pds.posts(account.did)
        assert record["value"]["text"] == TEXT[language]
        assert record["value"]["langs"] == [language]
        assert [image["alt"] for image in record["value"]["embed"]["images"]] == [ALT[language]]
        raw = TEXT[language].encode()
        facets = [raw[f["index"]["byteStart"] : f["index"]["byteEnd"]].decode() for f in record["value"]["facets"]]
        assert facets == TEXT[language].split()[-2:]
    shown.window.close()
    desk.workspace.close()
