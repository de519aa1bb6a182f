"""What the outbox asks of a social network, and what it may answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import threading
    from datetime import datetime, timedelta

    from embassy_assistant.domain.account import Account, TextRules
    from embassy_assistant.domain.delivery import FrozenSegment, Prepared, Published


class Reconciliation(StrEnum):
    """What reading back can promise, and what a repeat of the publishing request does."""

    KEYED = "keyed"
    STATE_BEARING = "state-bearing"
    LIST_READ = "list-read"
    BLIND = "blind"


class Ability(StrEnum):
    """What a network, or an account's own server, can do besides publishing."""

    EDIT = "edit"
    DELETE = "delete"
    PARK = "park"
    POLL = "poll"
    WARNING = "warning"
    VISIBILITY = "visibility"


class Sight(StrEnum):
    """What reading back found."""

    ONE = "one"
    ABSENT = "absent"
    SEVERAL = "several"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Sighting:
    """The result of reading back.

    Attributes:
        published: where it is, for `Sight.ONE`.
        seen: what was read, in words that may be shown to a person who must decide; empty when nothing was.
        unpublished: the network's own state of it says that it was not published (`Reconciliation.STATE_BEARING`).
    """

    sight: Sight
    published: Published | None = None
    seen: str = ""
    unpublished: bool = False


class Secrets(Protocol):
    """The secrets of one Account, in the keyring; names are short (`password`, `access`, `refresh`).

    Every method may raise `KeyringUnavailable`.
    """

    def get(self, name: str) -> str | None:
        """Return the secret called `name`, None where the keyring has none."""
        ...

    def set(self, name: str, value: str) -> None:
        """Keep `value` under `name`."""
        ...

    def delete(self, name: str) -> None:
        """Forget `name`; nothing happens where there is none."""
        ...


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An Account with its secrets at hand, for the time of one call."""

    account: Account
    secrets: Secrets


@dataclass(frozen=True, slots=True)
class ThreadPlace:
    """Where a Segment that is not the first hangs: references of the first and of the one before it."""

    root: str
    parent: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What signing in or testing found out: the lasting id, the canonical handle and server, and the limits there."""

    remote_id: str
    handle: str
    server: str
    display_name: str = ""
    limits: TextRules | None = None
    software: str = ""
    credential_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Authorisation:
    """A sign-in in the browser that has begun.

    Attributes:
        url: what the browser opens.
        state: what the browser must bring back unchanged; a return without it is not ours.
        redirect: where it comes back to; empty where the Officer carries a code over by hand.
        memory: what finishing needs (JSON: client id, verifier); never shown, never kept on disk.
    """

    url: str
    state: str
    redirect: str
    memory: str


class Network(Protocol):
    """One social network. Knows its API and its rules; knows nothing of queues, retries, the store or the window.

    Every method may raise the errors of `domain.errors`: `RequestFailed`, `ServerTrouble`, `RateLimited`,
    `SignInAgain`, `NetworkRefused`, `KeyringUnavailable`.

    Attributes:
        name: as in an account id, `bluesky`.
        title: the proper name, `Bluesky`.
        default_server: base address; empty where each account names its own.
        needs: names of what an Officer types to sign in besides the handle, such as `("password",)`.
        look_after: how long after the attempt each reading back happens; its length is how many must find nothing.
        by_browser: whether signing in goes through the browser (`begin_sign_in`), else by what `needs` names.
        key_life: how long a repeat with the same key is safe; None for ever. Past it, KEYED counts as LIST_READ.
        practice: True where nothing can reach the public.
    """

    name: str
    title: str
    default_server: str
    needs: tuple[str, ...]
    text_rules: TextRules
    by_browser: bool
    key_life: timedelta | None
    look_after: tuple[timedelta, ...]
    practice: bool

    def reconciliation(self, account: Account, prepared: Prepared) -> Reconciliation:
        """Return what reading back can promise for `prepared` at the account's own server."""
        ...

    def abilities(self, account: Account) -> frozenset[Ability]:
        """Return what the account's own server can do, as far as is known offline."""
        ...

    def page(self, account: Account) -> str:
        """Return the address of the account's public page, where a person sees what is out; empty for none."""
        ...

    def begin_sign_in(self, account: SignedIn, redirect: str) -> Authorisation:
        """Return what the browser must open, registering the program at the server where that is needed.

        Args:
            account: with the server that was typed; its handle may still be empty.
            redirect: loopback address that the browser comes back to; empty for a code that is typed over.
        """
        ...

    def finish_sign_in(self, account: SignedIn, begun: Authorisation, code: str) -> Profile:
        """Exchange what the browser brought back for a token and keep it in `account.secrets`."""
        ...

    def sign_in(self, account: SignedIn, password: str) -> Profile:
        """Exchange what the Officer typed for a session and keep its tokens in `account.secrets`."""
        ...

    def test(self, account: SignedIn) -> Profile:
        """Ask the account's own server whether the credential works, and for its limits."""
        ...

    def sign_out(self, account: SignedIn) -> None:
        """Revoke what can be revoked at the server; the caller deletes the secrets."""
        ...

    def prepare(
        self,
        segment: FrozenSegment,
        account: SignedIn,
        media: Callable[[str], bytes],
        place: ThreadPlace | None,
        at: datetime | None = None,
    ) -> Prepared:
        """Upload media, resolve mentions, choose the key, and freeze the publishing request.

        Args:
            segment: what goes out.
            account: where to.
            media: returns the bytes of a picture by its hash.
            place: what the segment replies to; None for the first.
            at: when the server is to publish it by itself, aware UTC; None for now.
        """
        ...

    def prepare_edit(
        self,
        segment: FrozenSegment,
        published: Published,
        account: SignedIn,
        media: Callable[[str], bytes],
        was: FrozenSegment | None = None,
    ) -> Prepared:
        """Freeze the request that gives what is out the text and the pictures of `segment`; `publish` sends it.

        Refused where a hand has changed what is out since it was as `was` says: it would be undone.
        """
        ...

    def prepare_delete(self, published: Published, account: SignedIn) -> Prepared:
        """Freeze the request that deletes what is out, or what is parked; `publish` sends it, `find` sees it gone.

        `find` answers `Sight.ONE` once it is gone, and `Sight.ABSENT` while it is still there.
        """
        ...

    def preflight(self, prepared: Prepared, account: SignedIn) -> None:
        """Return if `publish` would go through now, as far as can be known without publishing.

        Asked of every account of a Pair before the first half is armed: the credential works, the server's budget of
        requests is not used up, what was uploaded has been processed. Raises what stands in the way; a refusal of what
        was uploaded is for good.
        """
        ...

    def publish(self, prepared: Prepared, account: SignedIn) -> Published:
        """Send the one publishing request, once, with no retry of any kind."""
        ...

    def find(self, prepared: Prepared, account: SignedIn) -> Sighting:
        """Read back whether what was prepared is out.

        What the server still keeps for later is `Sight.ONE` with `Published.parked`.
        """
        ...

    def online(self, account: Account) -> bool:
        """Whether the account's own server answers now (not a captive portal); never raises."""
        ...


class Loopback(Protocol):
    """A listener on this machine that a browser comes back to once."""

    redirect: str

    def wait(self, stop: threading.Event) -> Mapping[str, str] | None:
        """Return the query that the browser brought, None once `stop` was set. Blocks."""
        ...

    def close(self) -> None:
        """Stop listening."""
        ...


OpenLoopback = Callable[[str], "Loopback"]
"""Language of the page that the browser shows -> a listener; raises `Unusable` (`sign-in.no-port`) where none opens."""
