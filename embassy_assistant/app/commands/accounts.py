"""`accounts`: the addresses that this workspace writes to."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

import click

from embassy_assistant.app import logs
from embassy_assistant.app.session import Exit, Session, print_json
from embassy_assistant.domain.account import Account, Bilingual, LanguagePolicy
from embassy_assistant.domain.errors import AssistantError, Unusable

if TYPE_CHECKING:
    from embassy_assistant.services.sign_in import BrowserSignIn


@click.group("accounts")
def command() -> None:
    """Add, list, test and remove accounts."""


@command.command("add")
@click.argument("network")
@click.argument("handle")
@click.option("--server", default="", metavar="URL", help="The account's own server, if not the network's.")
@click.option("--languages", default="uk,en", show_default=True, help="Languages it speaks, in order.")
@click.option(
    "--bilingual",
    type=click.Choice([one.value for one in Bilingual]),
    default=Bilingual.TWO_POSTS.value,
    show_default=True,
    help="How it publishes several languages.",
)
@click.option("--password-stdin", is_flag=True, help="Read the password or access token from stdin instead of asking.")
@click.option("--code", "by_hand", is_flag=True, help="Type over a code instead of waiting for the browser.")
@click.pass_obj
def add(
    session: Session,
    network: str,
    handle: str,
    server: str,
    languages: str,
    bilingual: str,
    password_stdin: bool,
    by_hand: bool,
) -> int:
    """Sign in as HANDLE on NETWORK (bluesky, mastodon, practice) and keep the account.

    On Mastodon HANDLE is name@server, and the server's own page asks for the password in the browser.

    The password is asked for or read from stdin; it is never an argument, where others on this computer could see it.
    A practice account makes a practice workspace, from which nothing can reach the public.
    """
    from embassy_assistant.app.offline import networks

    known = networks()
    try:
        kind = known.get(network)
    except KeyError:
        names = ", ".join(one.name for one in known.all())
        raise Unusable("account.unknown-network", network=network, known=names) from None
    policy = LanguagePolicy(_languages(languages), Bilingual(bilingual))
    if kind.by_browser:
        server = server or handle.rpartition("@")[2]
    if kind.by_browser and not password_stdin:
        desk = session.desk(create=True, practice=kind.practice)
        account = _by_browser(session, desk.sign_in, kind.name, server, policy, by_hand)
        session.say("cli.account-added", account=account.id, server=account.server)
        return Exit.DONE
    password = _password(session, password_stdin) if kind.needs or kind.by_browser else ""
    desk = session.desk(create=True, practice=kind.practice)
    with session.progress("cli.signing-in", network=kind.title):
        account = desk.accounts.add(network, handle, password, policy, server)
    session.say("cli.account-added", account=account.id, server=account.server)
    return Exit.DONE


def _by_browser(
    session: Session, sign_in: BrowserSignIn, network: str, server: str, policy: LanguagePolicy, by_hand: bool
) -> Account:
    """Lead through a sign-in in the browser; ^C ends the waiting."""
    begun = sign_in.begin(network, server, policy, language=session.words.language, by_hand=by_hand)
    session.say("cli.open-browser")
    click.echo(begun.url)
    if begun.by_hand:
        return sign_in.finish(begun, click.prompt(session.words.text("cli.paste-code")))
    # Where there is no browser the address above does as well, on this computer.
    click.launch(begun.url)
    account = sign_in.wait(begun, threading.Event())
    assert account is not None  # noqa: S101 - only a stop that is set ends the waiting without one
    return account


@command.command("list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.pass_obj
def list_accounts(session: Session, form: str) -> int:
    """List the accounts."""
    accounts = session.desk().accounts.all()
    if not accounts:
        session.note("cli.no-accounts")
    for account in accounts:
        if form == "json":
            print_json(_as_json(account))
        else:
            state = session.words.text(f"credential.{account.credential.value}")
            click.echo(f"{account.id}  {'+'.join(account.policy.languages)}  {account.server}  {state}")
    return Exit.DONE


@command.command("test")
@click.argument("account_ids", nargs=-1, metavar="[NETWORK:HANDLE]...")
@click.pass_obj
def test(session: Session, account_ids: tuple[str, ...]) -> int:
    """Ask each account's own server whether the credential works."""
    from embassy_assistant.app.session import exit_code

    desk = session.desk()
    worst = Exit.DONE
    for account_id in account_ids or [account.id for account in desk.accounts.all()]:
        try:
            with session.progress("cli.testing", account=account_id):
                account = desk.accounts.test(account_id)
        except AssistantError as error:
            click.echo(f"{account_id}: {session.words.error(error)}", err=True)
            worst = max(worst, exit_code(error))
        else:
            session.say("cli.account-works", account=account.id, server=account.server)
    return worst


@command.command("remove")
@click.argument("account_id", metavar="NETWORK:HANDLE")
@click.pass_obj
def remove(session: Session, account_id: str) -> int:
    """Sign out and forget an account; what it sent stays in the history."""
    desk = session.desk()
    with session.progress("cli.signing-out"):
        desk.accounts.remove(account_id)
    session.say("cli.account-removed", account=account_id)
    return Exit.DONE


def _languages(text: str) -> tuple[str, ...]:
    languages = tuple(code.strip() for code in text.split(",") if code.strip())
    if not languages or any(not code.isalpha() or not 2 <= len(code) <= 3 for code in languages):
        raise Unusable("postfile.not-a-language", file="--languages", line=1, key="--languages", code=text)
    return tuple(dict.fromkeys(languages))


def _password(session: Session, from_stdin: bool) -> str:
    if from_stdin or not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = str(click.prompt(session.words.text("cli.password"), hide_input=True, err=True))
    if not password:
        raise Unusable("account.no-password")
    logs.hide(password)
    return password


def _as_json(account: Account) -> dict[str, object]:
    return {
        "id": account.id,
        "network": account.network,
        "handle": account.handle,
        "server": account.server,
        "languages": list(account.policy.languages),
        "bilingual": account.policy.bilingual.value,
        "credential": account.credential.value,
        "paused": account.paused,
    }
