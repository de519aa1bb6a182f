"""Posts and Deliveries with every field filled, for tests of what keeps them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from embassy_assistant.domain.account import Account, Bilingual, Credential, LanguagePolicy, TextRules
from embassy_assistant.domain.delivery import Cause, Delivery, FrozenMedia, FrozenSegment, Step, advance
from embassy_assistant.domain.officer import Officer
from embassy_assistant.domain.post import (
    Confirmation,
    Due,
    Media,
    Override,
    Pair,
    Post,
    Promise,
    Release,
    Version,
)

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
OFFICER = Officer("Олена Коваль", "ОК")
DUE = Due(datetime(2026, 11, 23, 9, 30), "Europe/Berlin")


def full_post(post_id: str = "p1", *, at: datetime = NOON, uk: str = "Пам’ять", en: str = "Memory") -> Post:
    return Post(
        id=post_id,
        topic="Голодомор",
        versions=MappingProxyType({"uk": Version("uk", uk), "en": Version("en", en)}),
        media=(Media("ab" * 32, "свічка.png", "image/png", 7, MappingProxyType({"uk": "Свічка", "en": "A candle"})),),
        pair=Pair(
            Confirmation(MappingProxyType({"uk": "1", "en": "2"}), OFFICER, at),
            Promise("буде", at + timedelta(hours=3), OFFICER, at),
            Release("reply", OFFICER, at),
        ),
        accounts=("bluesky:embassy.example", "practice:test"),
        due=DUE,
        overrides=(Override("name.kyiv", "quotation", OFFICER, at, "Kiev"),),
        as_thread=True,
        revision=3,
        created_at=at,
        updated_at=at,
    )


def plain_post(post_id: str, *, at: datetime = NOON, uk: str = "", en: str = "", revision: int = 0) -> Post:
    versions = {code: Version(code, text) for code, text in (("uk", uk), ("en", en)) if text}
    return Post(id=post_id, versions=MappingProxyType(versions), revision=revision, created_at=at, updated_at=at)


def delivery(delivery_id: str = "d1", post_id: str = "p1", *, due: Due | None = None, **changes: object) -> Delivery:
    segment = FrozenSegment("Пам’ять", ("uk",), (FrozenMedia("ab" * 32, "a.png", "image/png", 7, "Свічка"),))
    row = Delivery(
        id=delivery_id,
        post_id=post_id,
        account_id="bluesky:embassy.example",
        network="bluesky",
        segment=segment,
        thread=delivery_id,
        queued_at=NOON,
        good_until=NOON + timedelta(hours=12),
        due=due,
        undo_until=NOON + timedelta(seconds=30),
        digest=segment.digest,
        pack_version="2026.11",
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def moved(row: Delivery, cause: Cause, **changes: object) -> tuple[Delivery, Delivery, Step]:
    """Return what `Deliveries.apply` takes for one step of `row`."""
    after = advance(row, cause, **changes)
    return row, after, Step(row.id, row.state, after.state, cause, NOON, '{"seen":1}')


def account(account_id: str = "bluesky:embassy.example") -> Account:
    network, handle = account_id.split(":")
    return Account(
        account_id,
        network,
        handle,
        "https://bsky.social",
        LanguagePolicy(("uk", "en"), Bilingual.COMBINED),
        "did:plc:1",
        "Embassy",
        credential=Credential.WORKS,
        limits=TextRules("graphemes", 300, byte_limit=3000),
    )
