"""`guidelines begin | missions | sign | sign-missions | publish | export | rotate-key | renew | keys`: for the unit."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from embassy_assistant.app.packs import compiled, failures
from embassy_assistant.app.session import Exit, Session, read_input
from embassy_assistant.app.signing_keys import ID_SHOWN, key_option, opened
from embassy_assistant.domain.errors import Unusable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.guidelines.publisher import Publisher

_PATH: Final = click.Path(path_type=Path)
# Two keepers must find a day to meet.
_SAY_BEFORE: Final = timedelta(days=45)

_repository = click.argument("repository", type=_PATH)
_root_keys = key_option("--root-key", "A key of somebody who keeps the root; give enough of them.", multiple=True)
_targets_key = key_option("--targets-key", "The key that says who may sign what.")
_online_key = key_option("--online-key", "The key that says what is newest.")


@click.command("begin")
@_repository
@_root_keys
@_targets_key
@_online_key
@click.pass_obj
def _begin(session: Session, repository: Path, root_key: Sequence[str], targets_key: str, online_key: str) -> int:
    """Make the folder REPOSITORY that missions get guidelines from: three root keys, of which the first two sign."""
    from embassy_assistant.app.unit import publisher_in, signing_keys
    from embassy_assistant.guidelines.trust import Trust

    path = repository / "metadata" / "1.root.json"
    if path.exists():
        # Before four people have typed their passphrases.
        raise Unusable("guidelines.repository-there", path=str(repository))
    publics = [signing_keys().public(key) for key in root_key]
    keepers = [opened(session, key) for key in root_key[:2]]
    publisher = publisher_in(repository)
    root = publisher.begin(publics, keepers, opened(session, targets_key), opened(session, online_key))
    session.say("cli.repository-begun", path=str(path), fingerprint=Trust(root).fingerprint)
    return Exit.DONE


@click.command("missions")
@_repository
@click.argument("codes", nargs=-1)
@click.option("--from", "list_", metavar="FILE", help="A list of missions: a code and a title on each line, or YAML.")
@_targets_key
@_online_key
@key_option("--mission-key", "Who signs their packs, if not the targets key.", required=False)
@click.pass_obj
def _missions(
    session: Session,
    repository: Path,
    codes: Sequence[str],
    list_: str | None,
    targets_key: str,
    online_key: str,
    mission_key: str | None,
) -> int:
    """Let the missions CODES have packs of their own in REPOSITORY, or give them the key of --mission-key."""
    from embassy_assistant.app.unit import publisher_in
    from embassy_assistant.guidelines.missions import read_missions

    if list_:
        data, name, _ = read_input(list_)
        codes = [*codes, *read_missions(data, name)]
    if not codes:
        raise click.UsageError("Missing argument 'CODES...'.")
    publisher = publisher_in(repository)
    targets, online = opened(session, targets_key), opened(session, online_key)
    theirs = opened(session, mission_key) if mission_key else None
    with publisher.act():
        added = publisher.add_missions(codes, targets, theirs)
        until = publisher.publish(online)
    session.say("cli.missions-added", count=len(added), same=len(set(codes)) - len(added))
    return _say_published(session, publisher, until)


@click.command("sign")
@_repository
@click.argument("pack", type=_PATH)
@key_option("--key", "The key that signs this pack.")
@click.option("--mission", default="", metavar="CODE", help="The mission whose own pack it is.")
@click.pass_obj
def _sign(session: Session, repository: Path, pack: Path, key: str, mission: str) -> int:
    """Sign PACK, a source folder or a compiled file, into REPOSITORY; missions see it once it is published."""
    from embassy_assistant.app.unit import publisher_in

    model, data = compiled(session, pack)
    if failures(session, model):
        session.note("cli.guidelines-not-signed")
        return Exit.NEEDS_PERSON
    name = publisher_in(repository).sign(data, opened(session, key), mission)
    session.say("cli.guidelines-signed", name=name, version=model.pack_version)
    return Exit.DONE


@click.command("sign-missions")
@_repository
@click.argument("folder", type=_PATH)
@key_option("--key", "The key that signs these packs.")
@click.pass_obj
def _sign_missions(session: Session, repository: Path, folder: Path, key: str) -> int:
    """Sign the own packs of many missions, all or none: in FOLDER a folder or compiled file for each, CODE its name."""
    from embassy_assistant.app.unit import publisher_in
    from embassy_assistant.guidelines.publishing import own_packs, sign_packs

    packs, failed = {}, 0
    for code, pack in own_packs(folder).items():
        try:
            model, packs[code] = compiled(session, pack)
            failed += len(failures(session, model))
        except Unusable:
            # Of 130 folders: in which one.
            session.note("cli.guidelines-in-pack", path=str(pack))
            raise
    if failed:
        session.note("cli.guidelines-not-signed")
        return Exit.NEEDS_PERSON
    new = sign_packs(publisher_in(repository), opened(session, key), packs)
    session.say("cli.guidelines-signed-missions", count=len(new), same=len(packs) - len(new))
    return Exit.DONE


@click.command("publish")
@_repository
@_online_key
@click.pass_obj
def _publish(session: Session, repository: Path, online_key: str) -> int:
    """Say that what is signed in REPOSITORY is the newest; missions believe it for seven days."""
    from embassy_assistant.app.unit import publisher_in

    publisher = publisher_in(repository)
    return _say_published(session, publisher, publisher.publish(opened(session, online_key)))


@click.command("export")
@_repository
@click.argument("output", type=_PATH)
@_online_key
@click.option("--mission", metavar="CODE", help="Only the ministry's pack and this mission's.")
@click.option("--folder", is_flag=True, help="Write a folder for a stick, not one courier file.")
@click.pass_obj
def _export(
    session: Session, repository: Path, output: Path, online_key: str, mission: str | None, *, folder: bool
) -> int:
    """Write what is newest in REPOSITORY to OUTPUT, one file for e-mail or a stick; missions believe it for 30 days."""
    from embassy_assistant.app.unit import publisher_in
    from embassy_assistant.guidelines.publishing import must_be_new, send_off
    from embassy_assistant.store.files import write_whole

    must_be_new(output)
    files = publisher_in(repository).export(opened(session, online_key), mission)
    send_off(files, output, write_whole, folder=folder)
    session.say("cli.guidelines-exported", path=str(output), size=sum(map(len, files.values())))
    return Exit.DONE


@click.command("rotate-key")
@_repository
@click.argument("role", type=click.Choice(["root", "targets", "online"]))
@_root_keys
@click.option("--remove", required=True, metavar="ID", help="The first letters of the id of the key that goes.")
@key_option("--add", "The key that comes.")
@key_option("--online-key", "The key that says what is newest.", required=False)
@click.pass_obj
def _rotate_key(
    session: Session,
    repository: Path,
    role: str,
    root_key: Sequence[str],
    remove: str,
    add: str,
    online_key: str | None,
) -> int:
    """Replace a key of ROLE in REPOSITORY; missions follow by themselves the next time they sync."""
    from embassy_assistant.app.unit import publisher_in

    publisher = publisher_in(repository)
    if role == "targets" and online_key is None:
        raise click.UsageError("Missing option '--online-key'.")
    going = _named(publisher, role, remove)
    coming = opened(session, add)
    keepers = [opened(session, key) for key in root_key]
    online = coming if role == "online" else opened(session, online_key) if online_key else None
    signers = [*keepers, coming] if role == "root" else keepers
    with publisher.act():
        publisher.rotate(role, signers, [going], [coming.public_key])
        if role == "targets":
            publisher.resign(coming, going)
        until = publisher.publish(online) if online else None
    session.say("cli.key-rotated", old=going[:ID_SHOWN], new=coming.public_key.keyid[:ID_SHOWN])
    return _say_published(session, publisher, until) if until else Exit.DONE


@click.command("renew")
@_repository
@_root_keys
@_targets_key
@_online_key
@click.pass_obj
def _renew(session: Session, repository: Path, root_key: Sequence[str], targets_key: str, online_key: str) -> int:
    """Sign what is offline in REPOSITORY anew with the same keys, before it runs out after 400 days."""
    from embassy_assistant.app.unit import publisher_in

    publisher = publisher_in(repository)
    keepers = [opened(session, key) for key in root_key]
    targets, online = opened(session, targets_key), opened(session, online_key)
    with publisher.act():
        publisher.rotate("root", keepers)
        publisher.resign(targets)
        until = publisher.publish(online)
    return _say_published(session, publisher, until)


@click.command("keys")
@_repository
@click.pass_obj
def _keys(session: Session, repository: Path) -> int:
    """List which keys count in REPOSITORY, and for what."""
    from embassy_assistant.app.unit import publisher_in

    publisher = publisher_in(repository)
    for role, ids in publisher.keys.items():
        click.echo(f"{role}  {' '.join(keyid[:ID_SHOWN] for keyid in ids)}")
    _say_runs_out(session, publisher)
    return Exit.DONE


def _named(publisher: Publisher, role: str, start: str) -> str:
    found = [keyid for keyid in publisher.keys[role] if start and keyid.startswith(start.lower())]
    if len(found) != 1:
        raise Unusable("guidelines.not-that-key", role=role)
    return found[0]


def _say_published(session: Session, publisher: Publisher, until: datetime) -> int:
    session.say("cli.guidelines-published", until=until.isoformat())
    _say_runs_out(session, publisher)
    return Exit.DONE


def _say_runs_out(session: Session, publisher: Publisher) -> None:
    """Say in time that keepers must meet."""
    if publisher.runs_out - datetime.now(UTC) < _SAY_BEFORE:
        session.note("cli.guidelines-run-out", until=publisher.runs_out.isoformat())


PUBLISHING: Final = (_begin, _missions, _sign, _sign_missions, _publish, _export, _rotate_key, _renew, _keys)
"""What `guidelines` has for the unit."""
