"""What can go wrong, by what the Officer can do about it.

    AssistantError
    ├── TryLater                 the network, the server or the disk may recover      (the queue waits)
    │   ├── RequestFailed        no usable answer; says whether a byte left the machine
    │   ├── ServerTrouble        5xx or an answer that is not the server's own
    │   └── RateLimited          the server asked for a pause and did nothing
    ├── NeedsOfficer             a password, a decision, room on the disk             (the tray asks)
    │   ├── SignInAgain          the server refused the credential and did nothing
    │   ├── KeyringUnavailable   the operating system's keyring is locked, missing or refused
    │   ├── DiskFull             nothing older is lost; typing goes on in memory
    │   ├── DraftsLocked         the store's key has not arrived
    │   ├── OfficerUnknown       nobody has said who is at the keyboard
    │   └── AnotherSender        another program holds the sender lock of this workspace
    ├── Refused                  the server or a guideline said no, for good          (the post is edited)
    │   ├── NetworkRefused       a 4xx on the network's allow-list
    │   ├── NotSendable          a check stands between the post and the queue
    │   └── Unusable             input that cannot be read
    ├── GivenUp                  the Officer wanted no more of it                     (everything stands as before)
    └── Untrusted                something did not verify                             (nothing changes)
        ├── CertificateRefused   TLS or a private CA
        ├── NewerWorkspace       written by a newer program
        ├── WrongKey             the key does not open the store
        └── Damaged              a file fails its own integrity check; it is never deleted

An error is an id with parameters; `messages.py` words it. Defects are not in this tree: they stay loud.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from embassy_assistant.domain.mistake import Mistake

if TYPE_CHECKING:
    from datetime import datetime

Parameter = str | int | float | bool | tuple[Mistake, ...] | None


class AssistantError(Exception):
    """Something an Officer can understand and act on.

    Attributes:
        id: the id of the sentence, such as `network.rate-limited`.
        parameters: what the sentence names.
    """

    default_id: ClassVar[str] = "error.unknown"

    def __init__(self, id: str | None = None, /, **parameters: Parameter) -> None:
        """Remember the id and the parameters of the sentence."""
        self.id = id or self.default_id
        self.parameters = parameters
        super().__init__(self.id, parameters)


class TryLater(AssistantError):  # noqa: N818
    """The network, the server or the disk may recover."""

    default_id = "error.try-later"


class RequestFailed(TryLater):
    """No usable answer came.

    Attributes:
        left_the_machine: True once a byte of the request was handed to the socket.
    """

    default_id = "network.no-answer"

    def __init__(self, id: str | None = None, /, *, left_the_machine: bool, **parameters: Parameter) -> None:
        """Remember whether anything was sent."""
        super().__init__(id, **parameters)
        self.left_the_machine = left_the_machine


class ServerTrouble(TryLater):
    """The server answered, but not with what its interface promises; it may have acted all the same."""

    default_id = "network.server-trouble"


class RateLimited(TryLater):
    """The server asked for a pause and did nothing.

    Attributes:
        retry_at: the earliest sensible time, aware UTC.
    """

    default_id = "network.rate-limited"

    def __init__(self, id: str | None = None, /, *, retry_at: datetime, **parameters: Parameter) -> None:
        """Remember when to try again."""
        super().__init__(id, **parameters)
        self.retry_at = retry_at


class NeedsOfficer(AssistantError):  # noqa: N818
    """A person must act."""

    default_id = "error.needs-officer"


class SignInAgain(NeedsOfficer):
    """The server refused the credential without acting, or the keyring no longer has it."""

    default_id = "account.sign-in-again"


class KeyringUnavailable(NeedsOfficer):
    """The keyring cannot be used now; `state` is a `VaultState` value."""

    default_id = "keyring.unavailable"

    def __init__(self, state: str, /, **parameters: Parameter) -> None:
        """Word it by the keyring's state."""
        super().__init__(f"keyring.{state}", **parameters)
        self.state = state


class DiskFull(NeedsOfficer):
    """There is no room for a write."""

    default_id = "disk.full"


class GivenUp(AssistantError):  # noqa: N818
    """The Officer stopped something that takes long; everything stands as before."""

    default_id = "keeping.given-up"


class DraftsLocked(NeedsOfficer):
    """The store's key has not arrived."""

    default_id = "store.locked"


class OfficerUnknown(NeedsOfficer):
    """Nobody has said who is at the keyboard; a decision needs a name."""

    default_id = "officer.unknown"


class AnotherSender(NeedsOfficer):
    """Another program holds the sender lock of this workspace."""

    default_id = "outbox.another-sender"


class Refused(AssistantError):  # noqa: N818
    """Somebody said no, for good."""

    default_id = "error.refused"


class NetworkRefused(Refused):
    """The network refused this post and did nothing."""

    default_id = "network.refused"


class NotSendable(Refused):
    """A check stands between the post and the queue."""

    default_id = "post.not-sendable"


class Unusable(Refused):
    """Input that cannot be read: a file, a picture, a command's argument."""

    default_id = "input.unusable"


class Untrusted(AssistantError):  # noqa: N818
    """Something did not verify; nothing was changed."""

    default_id = "error.untrusted"


class CertificateRefused(Untrusted, RequestFailed):
    """TLS did not verify; no byte of the request left."""

    default_id = "network.certificate"

    def __init__(self, id: str | None = None, /, *, left_the_machine: bool = False, **parameters: Parameter) -> None:
        """Word it; a handshake that fails has sent nothing."""
        super().__init__(id, left_the_machine=left_the_machine, **parameters)


class NewerWorkspace(Untrusted):
    """The workspace was written by a newer program."""

    default_id = "store.newer"


class WrongKey(Untrusted):
    """The key does not open the store."""

    default_id = "store.wrong-key"


class Damaged(Untrusted):
    """A file fails its integrity check; it is set aside, never deleted."""

    default_id = "store.damaged"
