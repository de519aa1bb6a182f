"""From what the unit writes to what missions get: made, tried, signed, published, sent. The one way there is."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from embassy_assistant.domain.errors import Refused, Unusable
from embassy_assistant.domain.workshop import Published
from embassy_assistant.guidelines.compiler import compile_source
from embassy_assistant.guidelines.courier import pack_courier
from embassy_assistant.guidelines.examples import run_examples
from embassy_assistant.guidelines.pack import read_pack
from embassy_assistant.guidelines.publisher import mission_role
from embassy_assistant.guidelines.repository import Repository, told
from embassy_assistant.guidelines.source import read_source
from embassy_assistant.guidelines.trust import check_mission

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from securesystemslib.signer import Signer

    from embassy_assistant.domain.workshop import Order
    from embassy_assistant.guidelines.examples import Failure
    from embassy_assistant.guidelines.keys import Keys
    from embassy_assistant.guidelines.pack import PackModel
    from embassy_assistant.guidelines.publisher import Publisher


def made(pack: Path) -> tuple[PackModel, bytes]:
    """Return a pack and its bytes as they travel.

    Args:
        pack: The folder it is written in, or the file it was compiled to.

    Raises:
        Unusable: There are mistakes, or there is no such pack.
    """
    if not pack.is_file():
        data = compile_source(read_source(pack))
        return read_pack(data), data
    data = pack.read_bytes()
    try:
        return read_pack(data), data
    except Unusable as error:
        # Who makes packs is not to tell those who make packs.
        raise Unusable("guidelines.no-pack-file", **{**error.parameters, "path": str(pack)}) from error


def tried(model: PackModel) -> Sequence[Failure]:
    """Run all examples of a pack, and return those that do not hold.

    Raises:
        Unusable: There are rules that nothing here can apply: their examples cannot be said to hold.
    """
    pack = model.pack()
    if pack.unchecked:
        raise Unusable("guidelines.no-engine", count=len(pack.unchecked), rules=", ".join(pack.unchecked))
    return tuple(run_examples(pack))


def own_packs(folder: Path) -> Mapping[str, Path]:
    """Return the own packs of missions that lie in a folder, by code: a folder or a compiled file named by each code.

    Raises:
        Unusable: There are none, or something is not named by a code.
    """
    found = sorted(path for path in folder.glob("*") if not path.name.startswith("."))
    packs = {check_mission(path.stem if path.is_file() else path.name): path for path in found}
    if not packs or len(packs) != len(found):
        raise Unusable("guidelines.no-own-packs", path=str(folder))
    return packs


def sign_packs(publisher: Publisher, signer: Signer, packs: Mapping[str, bytes]) -> Sequence[str]:
    """Sign the own packs of many missions, all or none.

    Args:
        publisher: Where they are laid down.
        signer: Whose packs they are.
        packs: By the code of the mission, each as it travels.

    Returns:
        The codes of those that are new; what is signed already stays as it is, so that nobody fetches it again.

    Raises:
        Unusable: A mission is not known, or has a key of its own.
    """
    with publisher.act():
        new = [code for code, pack in packs.items() if not publisher.holds(pack, code)]
        keys = publisher.keys
        for code in new:
            if signer.public_key.keyid not in keys.get(mission_role(code), (signer.public_key.keyid,)):
                raise Unusable("guidelines.has-own-key", code=code)
            publisher.sign(packs[code], signer, code)
    return new


def send_off(files: Mapping[str, bytes], output: Path, write: Callable[[Path, bytes], None], *, folder: bool) -> None:
    """Write what was exported, for an e-mail or a stick.

    Args:
        files: What `Publisher.export` returned.
        output: Where to.
        write: Writes a file whole, or not at all.
        folder: Whether it becomes a folder, and not one courier file.

    Raises:
        DiskFull, NeedsOfficer: What the disk says; nothing was written.
    """
    if not folder:
        with told(output):
            write(output, pack_courier(files))
        return
    stick = Repository(output, write)
    try:
        with stick.act():
            for name, data in files.items():
                stick.put(name, data)
    except BaseException:
        # Nothing that another try would have to go around.
        shutil.rmtree(output, ignore_errors=True)
        raise


def must_be_new(output: Path) -> None:
    """See that nothing is written over.

    Raises:
        Unusable: There is something already.
    """
    if output.exists():
        raise Unusable("guidelines.file-there", path=str(output))


def publish(order: Order, keys: Keys, publisher: Publisher, write: Callable[[Path, bytes], None]) -> Published:
    """Publish a folder in one act; see `domain.workshop.SourceFolders`.

    Args:
        order: What, and by which keys.
        keys: Opens them.
        publisher: Where to.
        write: Writes a file whole, or not at all.
    """
    # Whatever can be wrong is found before anything is signed.
    signer = keys.open(str(order.key), lambda: order.passphrase)
    online = keys.open(str(order.online_key), lambda: order.online_passphrase)
    if order.courier is not None:
        must_be_new(order.courier)
    model, data = made(order.folder)
    failed = tried(model)
    if failed:
        raise Refused("workshop.examples-fail", count=len(failed), rule=failed[0].rule, text=failed[0].text)
    with publisher.act():
        publisher.sign(data, signer, order.mission)
        files = publisher.export(online) if order.courier else {}
        until = publisher.publish(online)
    if order.courier is not None:
        send_off(files, order.courier, write, folder=False)
    return Published(model.pack_version, len(model.pack().rules), until)
