"""`guidelines make-key | copy-key`, and the options by which every other command of the unit is told its keys."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from embassy_assistant.app.session import Exit, Session, ask_secret
from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.workshop import IN_KEYRING

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.guidelines.keyfile import KeySigner

ID_SHOWN: Final = 16
"""Digits of a key's id."""

_KEY: Final = "KEY"
# As often as banks allow; from a script there is nobody who could do better.
_TRIES: Final = 3


def key_option(name: str, help_: str, *, required: bool = True, multiple: bool = False) -> Callable[[Any], Any]:
    """Return an option that takes a key: a file, or `keyring:NAME`."""
    return click.option(name, required=required, metavar=_KEY, help=help_, multiple=multiple)


def opened(session: Session, place: str) -> KeySigner:
    """Return what signs with a key, whose passphrase a person types where it is in a file."""
    from embassy_assistant.app.unit import signing_keys

    keys = signing_keys()
    for _ in range(_TRIES - 1 if sys.stdin.isatty() else 0):
        try:
            return keys.open(place, lambda: _asked(session, place))
        except Unusable as error:
            if error.id != "guidelines.wrong-passphrase":
                raise
            session.explain(error)
    return keys.open(place, lambda: _asked(session, place))


@click.command("make-key")
@click.argument("key")
@click.pass_obj
def _make_key(session: Session, key: str) -> int:
    """Make a signing key and keep it in KEY: a file, sealed under a passphrase, or keyring:NAME."""
    from embassy_assistant.app.unit import signing_keys

    made = signing_keys().make(key, lambda: _chosen(session, key))
    return _say_kept(session, key, made.keyid)


@click.command("copy-key")
@click.argument("key")
@click.argument("place")
@click.pass_obj
def _copy_key(session: Session, key: str, place: str) -> int:
    """Keep KEY in PLACE as well, each a file or keyring:NAME; a file gets a passphrase of its own."""
    from embassy_assistant.app.unit import signing_keys

    made = signing_keys().copy(key, place, lambda: _asked(session, key), lambda: _chosen(session, place))
    return _say_kept(session, place, made.keyid)


def _say_kept(session: Session, place: str, keyid: str) -> int:
    said = "cli.key-in-keyring" if place.startswith(IN_KEYRING) else "cli.key-made"
    session.say(said, path=place, key=keyid[:ID_SHOWN])
    return Exit.DONE


def _asked(session: Session, place: str) -> str:
    return ask_secret(session, "cli.key-passphrase", key=Path(place).name)


def _chosen(session: Session, place: str) -> str:
    return ask_secret(session, "cli.key-passphrase", again="cli.key-passphrase-again", key=Path(place).name)


SIGNING_KEYS: Final = (_make_key, _copy_key)
"""What `guidelines` has for whoever keeps a key."""
