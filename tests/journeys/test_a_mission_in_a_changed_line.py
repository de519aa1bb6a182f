"""A mission's day: a pack over a bad link, what changed, a queued post that is held, and the line that replaces it.

Everything is real: the window, the store, the unit's signatures, a web server behind a link that is cut every 64 KB,
and the practice network, whose public timeline is read at the end.
"""

from __future__ import annotations

import json
import os
import zlib
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton
from typing_extensions import override

from embassy_assistant.app.wiring import open_desk
from embassy_assistant.domain.account import LanguagePolicy
from embassy_assistant.domain.delivery import Action, State
from embassy_assistant.domain.officer import Mission
from embassy_assistant.locations import data_dir
from embassy_assistant.networks.practice import stop, timeline
from embassy_assistant.services.gates import Wait
from embassy_assistant.ui.snapshots import grab
from embassy_assistant.ui.views.change_words import ChangeLine
from embassy_assistant.ui.views.guidelines import GuidelinesView
from embassy_assistant.ui.widgets.toast import Toast
from tests.helpers.memory import OFFICER
from tests.helpers.packs import a_rule_of
from tests.helpers.small_pictures import make_small
from tests.helpers.unit import Unit
from tests.helpers.web import cut_link
from tests.helpers.window import Desktop, desktop, key, typed
from tests.helpers.workbench import FileVault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from embassy_assistant.services.desk import Desk

__all__ = ["desktop"]

PICTURES = os.environ.get("JOURNEY_PICTURES", "")
"""A folder, made when it is named: what the officer sees is kept there."""
CUT = 65_536
POST = {
    "uk": "Посольство вітає відкриття зернового шляху до порту.",
    "en": "The Embassy welcomes the opening of the grain lane to the port.",
}
LINE = {
    "uk": "Україна й надалі вивозитиме зерно морем і робитиме це безпечно.",
    "en": "Ukraine will go on exporting grain by sea and will do so safely.",
}
BOTH = {"uk": "Про зерно — лише схвалені слова", "en": "Of grain in approved words only"}


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder as any web server does, ranges included, and logs nothing."""

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    @override
    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        whole = path.read_bytes()
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").partition("-")[0])
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(whole) - 1}/{len(whole)}")
        self.send_header("ETag", f'"{zlib.crc32(whole)}"')
        self.send_header("Content-Length", str(len(whole) - start))
        self.end_headers()
        self.wfile.write(whole[start:])


def starter(version: str, *rules: dict[str, object]) -> bytes:
    """Return the starter pack under a version, with rules of our own behind it."""
    document = json.loads((data_dir("resources") / "guidelines" / "pack.json").read_bytes())
    document |= {"pack_version": version, "rules": [*document["rules"], *rules]}
    return json.dumps(document, ensure_ascii=False).encode()


def changed() -> bytes:
    """Return the pack of the next morning."""
    words = {
        "terms": [{"text": "grain lane", "replacement": ""}],
        "examples": {"match": ["The grain lane opens."], "pass": ["Grain goes by sea."]},
    }
    return starter(
        "2026.48",
        a_rule_of("term", id="grain.lane", language="en", severity="block", title=BOTH, reason=BOTH, **words),
        a_rule_of(
            "line",
            id="line.grain",
            title={"uk": "Зерно морем", "en": "Grain by sea"},
            text=LINE,
            examples={"match": [LINE["en"].replace("do so", "do that")], "pass": [LINE["en"]]},
        ),
    )


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    return Unit(tmp_path / "unit", starter("2026.47"))


@pytest.fixture
def port(unit: Unit) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(unit.folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join(10)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = open_desk(tmp_path / "workspace", practice=True, keyring=FileVault(tmp_path / "keyring.json"))
    made.workspace.create()
    made.preferences.mission = Mission("Посольство України", "Embassy of Ukraine", "DE", "Europe/Berlin")
    made.preferences.officer = OFFICER
    made.preferences.recovery_pending = ""
    for language in POST:
        made.accounts.add("practice", f"ukrinde.{language}", "practice", LanguagePolicy((language,)))
    yield made
    made.sender.stop()
    made.workspace.close()
    stop(tmp_path / "workspace" / "practice")


class Bench:
    """What a window is shown over."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk


def picture(shown: Desktop, name: str) -> None:
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        for toast in shown.window.findChildren(Toast):
            # It would be gone long before anybody has looked around.
            toast.hide()
        taken = Path(PICTURES) / f"mission-{name}.png"
        grab(shown.window, taken)
        make_small(taken, taken)


def said(shown: Desktop) -> str:
    return "\n".join(label.text() for label in shown.window.findChildren(QLabel) if label.isVisible())


def get_updates(shown: Desktop, guidelines: GuidelinesView, qtbot: QtBot) -> None:
    guidelines.get.click()
    qtbot.waitUntil(lambda: not guidelines.updates.working, timeout=60_000)
    shown.settle()


@pytest.mark.slow
def test_from_a_bad_link_to_the_line_that_is_out(
    unit: Unit, port: int, desk: Desk, desktop: Callable[..., Desktop], tmp_path: Path, qtbot: QtBot
) -> None:
    shown = desktop(Bench(desk), size=(1280, 720))
    window, write = shown.window, shown.window.write
    with cut_link(port, CUT) as link:
        desk.guidelines.follow(unit.root, f"http://127.0.0.1:{link.port}/")
        guidelines = window.view("guidelines")
        assert isinstance(guidelines, GuidelinesView)
        window.show_view("guidelines")
        shown.settle()
        get_updates(shown, guidelines, qtbot)
        assert "Guidelines 2026.47 are in use now." in guidelines.updates.outcome.text
        assert link.connections > 3

        window.show_view("write")
        write.new_post()
        for language, text in POST.items():
            shown.type(language, text)
        write.acts.confirm()
        shown.settle()
        post = write.session.post
        desk.outbox.queue(post, OFFICER)
        desk.outbox.hold()  # The embassy waits with it over the night.

        unit.publish(changed())
        window.show_view("guidelines")
        get_updates(shown, guidelines, qtbot)
    assert "Guidelines 2026.48 are in use now." in guidelines.updates.outcome.text
    leads = {line.sentence.partition(":")[0] for line in guidelines.findChildren(ChangeLine)}
    assert leads == {"New", "New approved line"}
    assert "Changed since 2026.47" in said(shown)
    assert "fails its own examples" not in said(shown)
    picture(shown, "1-what-changed")
    group = desk.outbox.group(post.id)
    assert group
    assert {row.language: group.rules[row.id].id for row in group.rows if row.id in group.rules} == {"en": "grain.lane"}

    desk.outbox.release()
    desk.sender.drain()
    shown.settle()
    assert timeline(tmp_path / "workspace" / "practice") == []
    window.show_view("queue")
    shown.settle()
    assert BOTH["en"] in said(shown)
    picture(shown, "2-held")

    window.open_post(post.id)
    shown.settle()
    for language in POST:
        write.halves[language].editor.selectAll()
        key(write.halves[language].editor, Qt.Key.Key_Delete)
    write.halves["en"].editor.setFocus()
    window.menus.action("lines").trigger()
    shown.settle()
    palette = write.lines.palette
    assert palette is not None
    typed(palette.search, "grain sea")
    shown.settle()
    picture(shown, "3-the-line")
    key(palette.search, Qt.Key.Key_Return)
    shown.settle()
    assert {language: half.editor.text for language, half in write.halves.items()} == LINE
    write.acts.confirm()
    shown.settle()
    write.queueing.start()
    shown.settle()
    sheet = write.queueing.sheet
    assert sheet is not None
    picture(shown, "4-queue-again")
    for tick in sheet.findChildren(QCheckBox, "queue-tick"):
        tick.click()
    confirm = sheet.findChild(QPushButton, "queue-confirm")
    assert isinstance(confirm, QPushButton)
    confirm.click()
    shown.settle()

    group = desk.outbox.group(post.id)
    assert group
    for row in group.rows:
        if row.state is State.WAITING:
            desk.outbox.act(row.id, Action.SEND_NOW, OFFICER)
    desk.sender.drain()
    desk.sender.drain()
    assert sorted(one.text for one in timeline(tmp_path / "workspace" / "practice")) == sorted(LINE.values())
    group = desk.outbox.group(post.id)
    assert group
    assert {row.state for row in group.rows} == {State.CANCELLED, State.SENT}
    assert Wait.RULE not in group.waits.values()
    window.show_view("queue")
    shown.settle()
    picture(shown, "5-out")
