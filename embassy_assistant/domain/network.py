"""What the outbox asks of a social network, and what it may answer."""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import timedelta

    from embassy_assistant.domain.account import Account, TextRules
    from embassy_assistant.domain.delivery import FrozenSegment, Prepared, Published


class Reconciliation(StrEnum):
    """What reading back can promise, and what a repeat of the publishing request does."""

    KEYED = "keyed"
    STATE_BEARING = "state-bearing"
    LIST_READ = "list-read"
    BLIND = "blind"


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
    """

    sight: Sight
    published: Published | None = None
    seen: str = ""


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
        practice: True where nothing can reach the public.
    """

    name: str
    title: str
    default_server: str
    needs: tuple[str, ...]
    text_rules: TextRules
    reconciliation: Reconciliation
    look_after: tuple[timedelta, ...]
    practice: bool

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
    ) -> Prepared:
        """Upload media, resolve mentions, choose the key, and freeze the publishing request.

        Args:
            segment: what goes out.
            account: where to.
            media: returns the bytes of a picture by its hash.
            place: what the segment replies to; None for the first.
        """
        ...

    def publish(self, prepared: Prepared, account: SignedIn) -> Published:
        """Send the one publishing request, once, with no retry of any kind."""
        ...

    def find(self, prepared: Prepared, account: SignedIn) -> Sighting:
        """Read back whether what was prepared is out."""
        ...

    def online(self, account: Account) -> bool:
        """Whether the account's own server answers now (not a captive portal); never raises."""
        ...
