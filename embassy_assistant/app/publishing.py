"""`guidelines make-key | begin | missions | sign | publish | export | rotate-key | renew | keys`: the unit's side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from embassy_assistant.app.packs import compiled, failures
from embassy_assistant.app.session import Exit, Session, ask_secret, read_input
from embassy_assistant.domain.errors import Unusable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from embassy_assistant.guidelines.keyfile import KeySigner
    from embassy_assistant.guidelines.publisher import Publisher

_PATH: Final = click.Path(path_type=Path)
_ID_SHOWN: Final = 16


def _key(name: str, help_: str, *, multiple: bool = False) -> Callable[[Any], Any]:
    return click.option(f"--{name}-key", type=_PATH, required=True, metavar="FILE", help=help_, multiple=multiple)


_repository = click.argument("repository", type=_PATH)
_root_keys = _key("root", "A key of somebody who keeps the root; give enough of them.", multiple=True)
_targets_key = _key("targets", "The key that says who may sign what.")
_online_key = _key("online", "The key that says what is newest.")


@click.command("make-key")
@click.argument("file", type=_PATH)
@click.pass_obj
def _make_key(session: Session, file: Path) -> int:
    """Make a signing key and write it to FILE, sealed under a passphrase."""
    from embassy_assistant.guidelines.keyfile import new_key, public_key
    from embassy_assistant.store.files import write_whole

    if file.exists():
        raise Unusable("guidelines.file-there", path=str(file))
    data = new_key(ask_secret(session, "cli.key-passphrase", again="cli.key-passphrase-again", key=file.name))
    write_whole(file, data)
    session.say("cli.key-made", path=str(file), key=public_key(data).keyid[:_ID_SHOWN])
    return Exit.DONE


@click.command("begin")
@_repository
@_root_keys
@_targets_key
@_online_key
@click.pass_obj
def _begin(session: Session, repository: Path, root_key: Sequence[Path], targets_key: Path, online_key: Path) -> int:
    """Make the folder REPOSITORY that missions get guidelines from: three root keys, of which the first two sign."""
    import hashlib

    from embassy_assistant.guidelines.keyfile import public_key

    publics = [public_key(read_input(str(file))[0]) for file in root_key]
    keepers = [_open(session, file) for file in root_key[:2]]
    publisher = _publisher(repository)
    root = publisher.begin(publics, keepers, _open(session, targets_key), _open(session, online_key))
    digest = hashlib.sha256(root).hexdigest()
    grouped = " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))
    session.say("cli.repository-begun", path=str(repository / "metadata" / "1.root.json"), fingerprint=grouped)
    return Exit.DONE


@click.command("missions")
@_repository
@click.argument("codes", nargs=-1, required=True)
@_targets_key
@_online_key
@click.option("--mission-key", type=_PATH, metavar="FILE", help="Who signs their packs, if not the targets key.")
@click.pass_obj
def _missions(
    session: Session,
    repository: Path,
    codes: Sequence[str],
    targets_key: Path,
    online_key: Path,
    mission_key: Path | None,
) -> int:
    """Let the missions CODES have packs of their own in REPOSITORY, or give them another key."""
    publisher = _publisher(repository)
    targets, online = _open(session, targets_key), _open(session, online_key)
    publisher.add_missions(codes, targets, _open(session, mission_key) if mission_key else None)
    return _say_published(session, publisher, online)


@click.command("sign")
@_repository
@click.argument("pack", type=_PATH)
@click.option("--key", type=_PATH, required=True, metavar="FILE", help="The key that signs this pack.")
@click.option("--mission", default="", metavar="CODE", help="The mission whose own pack it is.")
@click.pass_obj
def _sign(session: Session, repository: Path, pack: Path, key: Path, mission: str) -> int:
    """Sign PACK, a source folder or a compiled file, into REPOSITORY; missions see it once it is published."""
    from embassy_assistant.guidelines.pack import read_pack

    if pack.is_dir():
        model, data = compiled(session, pack)
    else:
        data = read_input(str(pack))[0]
        model = read_pack(data)
    if failures(session, model):
        session.note("cli.guidelines-not-signed")
        return Exit.NEEDS_PERSON
    name = _publisher(repository).sign(data, _open(session, key), mission)
    session.say("cli.guidelines-signed", name=name, version=model.pack_version)
    return Exit.DONE


@click.command("publish")
@_repository
@_online_key
@click.pass_obj
def _publish(session: Session, repository: Path, online_key: Path) -> int:
    """Say that what is signed in REPOSITORY is the newest; missions believe it for seven days."""
    return _say_published(session, _publisher(repository), _open(session, online_key))


@click.command("export")
@_repository
@click.argument("output", type=_PATH)
@_online_key
@click.option("--mission", metavar="CODE", help="Only the ministry's pack and this mission's.")
@click.option("--folder", is_flag=True, help="Write a folder for a stick, not one courier file.")
@click.pass_obj
def _export(
    session: Session, repository: Path, output: Path, online_key: Path, mission: str | None, *, folder: bool
) -> int:
    """Write what is newest in REPOSITORY to OUTPUT, one file for e-mail or a stick; missions believe it for 30 days."""
    from embassy_assistant.guidelines.courier import pack_courier
    from embassy_assistant.store.files import write_whole

    if output.exists():
        raise Unusable("guidelines.file-there", path=str(output))
    files = _publisher(repository).export(_open(session, online_key), mission)
    if folder:
        for name, data in files.items():
            (output / name).parent.mkdir(parents=True, exist_ok=True)
            write_whole(output / name, data)
    else:
        write_whole(output, pack_courier(files))
    session.say("cli.guidelines-exported", path=str(output), size=sum(map(len, files.values())))
    return Exit.DONE


@click.command("rotate-key")
@_repository
@click.argument("role", type=click.Choice(["root", "targets", "online"]))
@_root_keys
@click.option("--remove", required=True, metavar="ID", help="The first letters of the id of the key that goes.")
@click.option("--add", type=_PATH, required=True, metavar="FILE", help="The key that comes.")
@click.option("--online-key", type=_PATH, metavar="FILE", help="The key that says what is newest.")
@click.pass_obj
def _rotate_key(
    session: Session,
    repository: Path,
    role: str,
    root_key: Sequence[Path],
    remove: str,
    add: Path,
    online_key: Path | None,
) -> int:
    """Replace a key of ROLE in REPOSITORY; missions follow by themselves the next time they sync."""
    publisher = _publisher(repository)
    if role == "targets" and online_key is None:
        raise click.UsageError("Missing option '--online-key'.")
    going = _named(publisher, role, remove)
    coming = _open(session, add)
    keepers = [_open(session, file) for file in root_key]
    online = coming if role == "online" else _open(session, online_key) if online_key else None
    signers = [*keepers, coming] if role == "root" else keepers
    publisher.rotate(role, signers, [going], [coming.public_key])
    if role == "targets":
        publisher.resign(coming, going)
    session.say("cli.key-rotated", old=going[:_ID_SHOWN], new=coming.public_key.keyid[:_ID_SHOWN])
    return _say_published(session, publisher, online) if online else Exit.DONE


@click.command("renew")
@_repository
@_root_keys
@_targets_key
@_online_key
@click.pass_obj
def _renew(session: Session, repository: Path, root_key: Sequence[Path], targets_key: Path, online_key: Path) -> int:
    """Sign what is offline in REPOSITORY anew with the same keys, before it runs out after 400 days."""
    publisher = _publisher(repository)
    keepers = [_open(session, file) for file in root_key]
    targets, online = _open(session, targets_key), _open(session, online_key)
    publisher.rotate("root", keepers)
    publisher.resign(targets)
    return _say_published(session, publisher, online)


@click.command("keys")
@_repository
@click.pass_obj
def _keys(session: Session, repository: Path) -> int:
    """List which keys count in REPOSITORY, and for what."""
    for role, ids in _publisher(repository).keys.items():
        click.echo(f"{role}  {' '.join(keyid[:_ID_SHOWN] for keyid in ids)}")
    return Exit.DONE


def _publisher(repository: Path) -> Publisher:
    from embassy_assistant.guidelines.publisher import Publisher
    from embassy_assistant.store.files import write_whole

    return Publisher(repository, write_whole)


def _open(session: Session, file: Path) -> KeySigner:
    """Return what signs with the key in a file, whose passphrase a person types."""
    from embassy_assistant.guidelines.keyfile import unseal

    data = read_input(str(file))[0]
    return unseal(data, ask_secret(session, "cli.key-passphrase", key=file.name))


def _named(publisher: Publisher, role: str, start: str) -> str:
    found = [keyid for keyid in publisher.keys[role] if start and keyid.startswith(start.lower())]
    if len(found) != 1:
        raise Unusable("guidelines.not-that-key", role=role)
    return found[0]


def _say_published(session: Session, publisher: Publisher, online: KeySigner) -> int:
    until = publisher.publish(online)
    session.say("cli.guidelines-published", until=until.isoformat())
    return Exit.DONE


PUBLISHING: Final = (_make_key, _begin, _missions, _sign, _publish, _export, _rotate_key, _renew, _keys)
"""What `guidelines` has for the unit."""
