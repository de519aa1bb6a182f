"""Accounts: added, tested, paused, removed; practice and the public never in one workspace."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from embassy_assistant.domain.account import Account, Credential, LanguagePolicy
from embassy_assistant.domain.delivery import FINAL
from embassy_assistant.domain.errors import AssistantError, NeedsOfficer, SignInAgain, Unusable
from embassy_assistant.domain.events import AccountsChanged
from embassy_assistant.domain.network import SignedIn
from embassy_assistant.domain.review import Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from embassy_assistant.domain.account import Visibility
    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.domain.events import Events
    from embassy_assistant.domain.network import Network, Profile
    from embassy_assistant.domain.ports import Networks, SecretsFor
    from embassy_assistant.domain.post import Post
    from embassy_assistant.services.preferences import Preferences
    from embassy_assistant.services.workspace import Workspace

_GONE = "account.secret-gone"
_SECRETS = ("password", "access", "refresh", "token", "client")


class AccountBook:
    """The Accounts of a workspace and their credentials."""

    def __init__(
        self,
        workspace: Workspace,
        networks: Networks,
        secrets_for: SecretsFor,
        preferences: Preferences,
        events: Events,
    ) -> None:
        """Keep accounts in `workspace` and their secrets where `secrets_for` says."""
        self._workspace = workspace
        self._networks = networks
        self._secrets_for = secrets_for
        self._preferences = preferences
        self._events = events

    def all(self) -> Sequence[Account]:
        """Return the accounts, oldest first."""
        return self._workspace.store.accounts.all()

    def get(self, account_id: str) -> Account | None:
        """Return one, or None."""
        return self._workspace.store.accounts.get(account_id)

    def networks(self) -> Sequence[Network]:
        """Return the networks that this workspace may use: practice only, or the real ones only."""
        return [network for network in self._networks.all() if network.practice == self._preferences.practice]

    def network(self, name: str) -> Network:
        """Return a network this program knows.

        Raises:
            Unusable: it knows none of that name.
        """
        try:
            return self._networks.get(name)
        except KeyError:
            known = ", ".join(network.name for network in self._networks.all())
            raise Unusable("account.unknown-network", network=name, known=known) from None

    def add(self, network: str, handle: str, password: str, policy: LanguagePolicy, server: str = "") -> Account:
        """Sign in and keep the account; nothing is kept when the server refuses.

        Raises:
            Unusable: an unknown network, no handle, an account that is there already, or a real network in a
                practice workspace or the other way round.
            AssistantError: what the network or the keyring said.
        """
        kind = self.usable(network)
        handle = handle.strip().removeprefix("@")
        if not handle:
            raise Unusable("account.no-handle")
        account = Account(Account.id_of(network, handle), network, handle, server or kind.default_server, policy)
        if self.get(account.id) is not None:
            raise Unusable("account.already-there", account=account.id)
        return self.adopt(account, kind.sign_in(self.signed_in(account), password))

    def usable(self, name: str) -> Network:
        """Return a network that this workspace may use.

        Raises:
            Unusable: it knows none of that name, or it is a real network and this is for practice, or the other way
                round.
        """
        kind = self.network(name)
        if kind.practice != self._preferences.practice:
            raise Unusable("account.practice-only" if self._preferences.practice else "account.not-practice")
        return kind

    def adopt(self, typed: Account, profile: Profile) -> Account:
        """Keep an account that has signed in; again or for the first time.

        Args:
            typed: as it was when signing in began, its secrets kept under its id.
            profile: what the server said of it.

        Raises:
            Unusable: it is here already under another id, or an account that was here has gone to somebody else.
        """
        known = self._known(typed, profile)
        twin = self._twin(known)
        if twin is not None:
            known = twin  # Under the name it had before: two rows for one account would say everything twice.
        elif self.get(typed.id) is None:
            known = replace(known, id=Account.id_of(typed.network, profile.handle or typed.handle))
        if known.id != typed.id:
            self._move_secrets(typed, known)
        return self._keep(known)

    def _twin(self, known: Account) -> Account | None:
        """Return the other account here that is the same one at its server, None where there is none."""
        where = (known.network, known.server, known.remote_id)
        others = (other for other in self.all() if other.id != known.id)
        return next((o for o in others if (o.network, o.server, o.remote_id) == where), None) if where[2] else None

    def _move_secrets(self, typed: Account, known: Account) -> None:
        """Keep the secrets under the handle that the server knows, which may not be the one that was typed."""
        source, target = self.signed_in(typed).secrets, self.signed_in(known).secrets
        fresh = self.get(known.id) is None
        for name in _SECRETS:
            value = source.get(name)
            if value is not None and fresh:
                target.set(name, value)
            source.delete(name)
        if not fresh:
            raise Unusable("account.already-there", account=known.id)

    def sign_in_again(self, account_id: str, password: str) -> Account:
        """Replace the credential; the queue is untouched and goes on."""
        account = self._there(account_id)
        return self.adopt(account, self.network(account.network).sign_in(self.signed_in(account), password))

    def test(self, account_id: str) -> Account:
        """Ask the account's own server whether the credential works.

        Returns:
            The account with the state of its credential and the server's limits.

        Raises:
            AssistantError: it does not work, or nobody could be asked; a refused credential is remembered.
        """
        account = self._there(account_id)
        try:
            profile = self.network(account.network).test(self.signed_in(account))
        except SignInAgain as error:
            self.refused(account_id, error)
            raise
        return self._keep(self._known(account, profile))

    def refused(self, account_id: str, error: SignInAgain) -> None:
        """Close the account's gate: its server refused the credential, or the keyring has none."""
        account = self.get(account_id)
        credential = Credential.MISSING if error.id == _GONE else Credential.REFUSED
        if account is not None and account.credential is not credential:
            self._keep(replace(account, credential=credential))

    def pause(self, account_id: str, paused: bool) -> Account:
        """Stop or resume sending to one account; its queue stays."""
        return self._keep(replace(self._there(account_id), paused=paused))

    def set_policy(self, account_id: str, policy: LanguagePolicy) -> Account:
        """Change the languages of an account; what is queued already stays as it was frozen."""
        return self._keep(replace(self._there(account_id), policy=policy))

    def set_publishing(self, account_id: str, visibility: Visibility, park: bool) -> Account:
        """Change who is shown its posts, and whether its server keeps those that are due later."""
        return self._keep(replace(self._there(account_id), visibility=visibility, park=park))

    def open_deliveries(self, account_id: str) -> Sequence[Delivery]:
        """Return what still waits for this account."""
        rows = self._workspace.store.deliveries.open()
        return [row for row in rows if row.account_id == account_id and row.state not in FINAL]

    def remove(self, account_id: str) -> None:
        """Sign out, forget the secrets and remove the account; what it sent stays in the history.

        Raises:
            NeedsOfficer: posts still wait for it (`account.has-queue`).
        """
        account = self._there(account_id)
        waiting = len(self.open_deliveries(account_id))
        if waiting:
            raise NeedsOfficer("account.has-queue", account=account.handle, count=waiting)
        signed_in = self.signed_in(account)
        # Offline: the secrets go from this laptop all the same; SECURITY.md says how to revoke at the server.
        with suppress(AssistantError):
            self.network(account.network).sign_out(signed_in)
        for name in _SECRETS:
            signed_in.secrets.delete(name)
        self._workspace.store.accounts.remove(account_id)
        self._events.publish(AccountsChanged())

    def targets(self, account_ids: Iterable[str]) -> tuple[Target, ...]:
        """Return the accounts with the text rules in force there; unknown ids are left out."""
        accounts = (self.get(account_id) for account_id in account_ids)
        return tuple(
            Target(
                account,
                account.limits or self.network(account.network).text_rules,
                self.network(account.network).abilities(account),
            )
            for account in accounts
            if account is not None
        )

    def targets_of(self, post: Post) -> tuple[Target, ...]:
        """Return where a Post goes."""
        return self.targets(post.accounts)

    def signed_in(self, account: Account) -> SignedIn:
        """Return the account with its secrets at hand."""
        return SignedIn(account, self._secrets_for(account.id))

    def _there(self, account_id: str) -> Account:
        account = self.get(account_id)
        if account is None:
            raise Unusable("account.unknown", account=account_id)
        return account

    def _known(self, account: Account, profile: Profile) -> Account:
        """Return the account with what its server says of it.

        Raises:
            Unusable: the handle has gone to somebody else (`account.another`); what is queued must not follow it.
        """
        if account.remote_id and profile.remote_id != account.remote_id:
            self._keep(replace(account, credential=Credential.REFUSED))
            raise Unusable("account.another", account=account.handle)
        return replace(
            account,
            remote_id=profile.remote_id,
            handle=profile.handle or account.handle,
            server=profile.server or account.server,
            display_name=profile.display_name or account.display_name,
            limits=profile.limits or account.limits,
            software=profile.software or account.software,
            credential_until=profile.credential_until,
            credential=Credential.WORKS,
        )

    def _keep(self, account: Account) -> Account:
        self._workspace.store.accounts.save(account)
        self._events.publish(AccountsChanged())
        return account
