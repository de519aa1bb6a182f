"""From the unit's folder to what missions get, in one act: compiled, tried, signed, published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embassy_assistant.domain.errors import Refused, Unusable
from embassy_assistant.domain.workshop import Published
from embassy_assistant.guidelines.compiler import compile_source
from embassy_assistant.guidelines.courier import pack_courier
from embassy_assistant.guidelines.examples import run_examples
from embassy_assistant.guidelines.keyfile import unseal
from embassy_assistant.guidelines.pack import read_pack
from embassy_assistant.guidelines.publisher import Publisher
from embassy_assistant.guidelines.source import read_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from embassy_assistant.domain.workshop import Order
    from embassy_assistant.guidelines.keyfile import KeySigner


def publish(order: Order, write: Callable[[Path, bytes], None]) -> Published:
    """Publish a folder; see `domain.workshop.SourceFolders`.

    Args:
        order: What, where and by which keys.
        write: Writes a file whole, or not at all.
    """
    publisher = Publisher(order.repository, write)
    # Whatever can be wrong is found before anything is signed.
    signer, online = _open(order.key, order.passphrase), _open(order.online_key, order.online_passphrase)
    if order.courier is not None and order.courier.exists():
        raise Unusable("guidelines.file-there", path=str(order.courier))
    data = compile_source(read_source(order.folder))
    pack = read_pack(data).pack()
    failed = list(run_examples(pack))
    if failed:
        raise Refused("workshop.examples-fail", count=len(failed), rule=failed[0].rule, text=failed[0].text)
    publisher.sign(data, signer, order.mission)
    until = publisher.publish(online)
    if order.courier is not None:
        write(order.courier, pack_courier(publisher.export(online)))
    return Published(pack.version, len(pack.rules), until)


def _open(file: Path, passphrase: str) -> KeySigner:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Unusable("input.no-file", file=str(file)) from error
    return unseal(data, passphrase)
