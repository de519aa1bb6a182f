"""What the unit publishes is a plain folder: Debian's nginx serves it over TLS, and missions take it in."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.guidelines.https_fetcher import HttpsFetcher
from embassy_assistant.net import Client, NetSettings
from tests.helpers.authority import Authority
from tests.helpers.mission import pack_bytes
from tests.helpers.unit import Laptop, Unit
from tests.helpers.web import cut_link

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONFIGURATION = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{}}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} ssl; root {root}; gzip on; gzip_types application/json;
    ssl_certificate {folder}/127.0.0.1.pem; ssl_certificate_key {folder}/127.0.0.1.pem;
  }}
}}
"""


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    return Unit(tmp_path / "repository")


@pytest.fixture
def client(tmp_path: Path) -> Client:
    authority = Authority(tmp_path)
    authority.server()
    return Client(NetSettings(ca_file=authority.ca_file))


@pytest.fixture
def port(tmp_path: Path, unit: Unit, client: Client) -> Iterator[int]:
    """Serve the unit's folder; the certificate is the one that `client` trusts."""
    assert client.settings.ca_file
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    settings = tmp_path / "nginx.conf"
    settings.write_text(CONFIGURATION.format(folder=tmp_path, port=port, root=unit.folder))
    server = subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-p", str(tmp_path), "-c", str(settings)])
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError


@pytest.mark.real
def test_a_mission_syncs_from_it_also_over_a_link_that_is_cut(
    unit: Unit, client: Client, port: int, tmp_path: Path
) -> None:
    laptop = Laptop(tmp_path / "laptop", unit.root)
    laptop.intake._client = lambda: client  # noqa: SLF001 - trusts the private authority
    assert laptop.sync(f"https://127.0.0.1:{port}/") == ("1",)
    large = pack_bytes("2") + b" " * 2_000_000
    unit.publish(large)
    with cut_link(port, 65_536) as link:
        assert laptop.sync(f"https://127.0.0.1:{link.port}/") == ("2",)
        assert link.connections > len(large) // 65_536
        assert link.carried < 1.15 * len(large)


@pytest.mark.real
def test_what_is_not_there_is_told_from_what_is(unit: Unit, client: Client, port: int) -> None:
    fetcher = HttpsFetcher(client)
    base = f"https://127.0.0.1:{port}"
    assert fetcher.download_bytes(f"{base}/metadata/1.root.json", 100_000) == unit.root
    with pytest.raises(Exception, match="404"):
        fetcher.download_bytes(f"{base}/metadata/2.root.json", 100_000)
