"""The password of a proxy goes through the whole program: into the keyring, to the proxy, and nowhere else."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from embassy_assistant.app.wiring import open_desk
from embassy_assistant.domain.account import Account, LanguagePolicy
from embassy_assistant.services.preferences import PROXY_ENTRY, Connection
from tests.helpers.canary import in_clear
from tests.helpers.memory import MemoryVault
from tests.helpers.sockets import read_request, respond, serving

if TYPE_CHECKING:
    import socket
    from pathlib import Path

CANARY = "canary-of-the-proxy-51c8"


def test_it_is_read_from_the_keyring_for_the_proxy_and_is_in_no_file(tmp_path: Path) -> None:
    heads: list[bytes] = []

    def proxy(connection: socket.socket) -> None:
        heads.append(read_request(connection))
        respond(connection, b"", status="407 Proxy Authentication Required")

    keyring, folder = MemoryVault(), tmp_path / "workspace"
    desk = open_desk(folder, practice=False, keyring=keyring)
    desk.workspace.create()
    with serving(proxy) as port:
        address = f"http://officer@127.0.0.1:{port}"
        # As a version before this one kept it.
        old = json.dumps({"proxy": address.replace("@", f":{CANARY}@"), "authority": ""})
        desk.workspace.store.settings.set("connection", old)
        desk.workspace.close()
        desk.workspace.open()
        kept = desk.workspace.store.settings.get("connection") or ""
        account = Account("mastodon:a", "mastodon", "a", "https://social.test", LanguagePolicy(("uk",)))
        assert not desk.accounts.network("mastodon").online(account)
    assert CANARY not in kept
    assert desk.preferences.connection == Connection(address)
    assert keyring.entries[PROXY_ENTRY] == f"{address}\n{CANARY}"
    assert base64.b64encode(f"officer:{CANARY}".encode()) in heads[0]
    desk.workspace.close()
    assert in_clear([CANARY, base64.b64encode(f"officer:{CANARY}".encode()).decode()], folder) == []
