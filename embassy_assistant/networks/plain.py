"""What a network answers where it cannot do more than publish; the others override what they can."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from embassy_assistant.domain.errors import NetworkRefused, Unusable
from embassy_assistant.domain.network import Ability, Authorisation, Profile, Reconciliation, SignedIn
from embassy_assistant.language.counting import fits, measure

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from embassy_assistant.domain.account import Account, TextRules
    from embassy_assistant.domain.delivery import FrozenSegment, Prepared, Published


class PlainNetwork(ABC):
    """Signs in by password, and neither corrects nor deletes what is out. Keys are good for ever."""

    by_browser: bool = False
    key_life: timedelta | None = None

    text_rules: TextRules

    def refuse_unfit(self, segment: FrozenSegment, account: SignedIn) -> None:
        """Return if the account's server takes such a text and such pictures, as far as its limits say.

        Raises:
            NetworkRefused: they do not fit.
        """
        rules = account.account.limits or self.text_rules
        if not fits(f"{segment.warning}{segment.text}" if rules.warning_counts else segment.text, rules):
            raise NetworkRefused("network.too-long", limit=rules.limit)
        if len(segment.media) > rules.images:
            raise NetworkRefused("network.too-many-pictures", limit=rules.images)
        for item in segment.media:
            if item.size > rules.image_bytes:
                raise NetworkRefused("network.picture-too-large", name=item.name, limit=rules.image_bytes)
        answers = segment.poll.options if segment.poll else ()
        if rules.poll_options and (
            len(answers) > rules.poll_options
            or any(measure(answer, rules) > rules.poll_option_limit for answer in answers)
        ):
            raise NetworkRefused("network.poll-unfit", count=rules.poll_options, limit=rules.poll_option_limit)

    def reconciliation(self, account: Account, prepared: Prepared) -> Reconciliation:
        """Return what reading back can promise: here, that a repeat with the same key is harmless."""
        return Reconciliation.KEYED

    def abilities(self, account: Account) -> frozenset[Ability]:
        """Return what it can do besides publishing: nothing."""
        return frozenset()

    def page(self, account: Account) -> str:
        """Return the address of the account's public page: none is known."""
        return ""

    def preflight(self, prepared: Prepared, account: SignedIn) -> None:
        """Ask whether the credential works; what was prepared here needs no more."""
        self.test(account)

    @abstractmethod
    def test(self, account: SignedIn) -> Profile:
        """Ask the account's own server whether the credential works, and for its limits."""

    def begin_sign_in(self, account: SignedIn, redirect: str) -> Authorisation:
        """Refuse: there is no sign-in in the browser.

        Raises:
            Unusable: always (`sign-in.by-password`).
        """
        raise Unusable("sign-in.by-password", account=account.account.id)

    def finish_sign_in(self, account: SignedIn, begun: Authorisation, code: str) -> Profile:
        """Refuse, as `begin_sign_in` does."""
        raise Unusable("sign-in.by-password", account=account.account.id)

    def prepare_edit(
        self,
        segment: FrozenSegment,
        published: Published,
        account: SignedIn,
        media: Callable[[str], bytes],
        was: FrozenSegment | None = None,
    ) -> Prepared:
        """Refuse: what is out stays as it is.

        Raises:
            NetworkRefused: always (`network.no-edit`).
        """
        raise NetworkRefused("network.no-edit", account=account.account.handle)

    def prepare_delete(self, published: Published, account: SignedIn) -> Prepared:
        """Refuse: what is out can only be deleted by hand.

        Raises:
            NetworkRefused: always (`network.no-delete`).
        """
        raise NetworkRefused("network.no-delete", account=account.account.handle)
