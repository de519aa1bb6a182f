"""What is queued anew when something of a post is out: the rest, under what is out, and nothing twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from embassy_assistant.domain.account import Bilingual, LanguagePolicy, Visibility
from embassy_assistant.domain.delivery import Action, Published, State
from embassy_assistant.domain.errors import NetworkRefused, NotSendable
from embassy_assistant.domain.network import Ability, Reconciliation
from embassy_assistant.domain.post import Media, Poll, Post
from embassy_assistant.services.freezing import freeze
from tests.helpers.memory import OFFICER, Bench, memory_desk
from tests.helpers.pictures import flag

WORDS = [f"Слово{number}" for number in range(130)]
LONG = " ".join(WORDS)


def desk_for(*languages: str, bilingual: Bilingual = Bilingual.TWO_POSTS) -> Bench:
    bench = memory_desk()
    account = bench.account("one", *languages)
    bench.store.accounts.save(replace(account, policy=LanguagePolicy(languages, bilingual)))
    return bench


def send(bench: Bench, post: Post) -> None:
    bench.desk.outbox.queue(post, OFFICER)
    settle(bench)


def settle(bench: Bench) -> None:
    for _ in range(20):
        bench.clock.forward(seconds=30)
        bench.desk.sender.drain()


def states(bench: Bench) -> list[State]:
    return [row.state for row in bench.store.deliveries.rows.values()]


def parents(bench: Bench) -> list[str]:
    """Return the key of what each post replies to, in the order they came out."""
    return [str(copies[0]["parent"]) for copies in bench.network.out.values()]


def chain(bench: Bench) -> list[str]:
    """Return what `parents` should be where each post replies to the one before it."""
    return ["", *bench.network.out][:-1]


def asks(bench: Bench, post: Post) -> int:
    group = bench.desk.outbox.group(post.id)
    assert group
    return len(group.asks)


def confirmed(bench: Bench, post: Post) -> Post:
    return bench.desk.drafting.confirm(post, OFFICER)


def long_post(bench: Bench, text: str = LONG) -> Post:
    return replace(bench.post(text), as_thread=True)


def test_a_refused_english_half_is_mended_and_goes_on_under_the_ukrainian_one() -> None:
    bench = desk_for("uk", "en", bilingual=Bilingual.THREAD)
    post = bench.post()
    bench.network.script = ["ok", NetworkRefused()]
    send(bench, post)
    mended = confirmed(bench, post.with_text("en", "Glory!"))
    ((planned,),) = (plan.threads for plan in bench.desk.outbox.plan(mended))
    assert [(segment.text, bool(segment.follows)) for segment in planned] == [("Glory!", True)]
    send(bench, mended)
    assert bench.network.texts == ["Слава Україні!", "Glory!"]
    assert parents(bench) == chain(bench)
    assert asks(bench, mended) == 0


def test_the_rest_of_a_thread_refused_in_the_middle_goes_on_under_what_is_out() -> None:
    bench = desk_for("uk")
    post = long_post(bench)
    bench.network.script = ["ok", NetworkRefused()]
    send(bench, post)
    assert states(bench) == [State.SENT, State.REJECTED, State.CANCELLED]
    send(bench, post)
    assert " ".join(bench.network.texts) == LONG
    assert parents(bench) == chain(bench)
    assert asks(bench, post) == 0


def test_what_goes_on_can_be_refused_and_go_on_again() -> None:
    bench = desk_for("uk")
    post = long_post(bench)
    bench.network.script = ["ok", NetworkRefused(), "ok", NetworkRefused()]
    send(bench, post)
    send(bench, post)
    assert len(bench.network.texts) == 2
    send(bench, post)
    assert " ".join(bench.network.texts) == LONG
    assert parents(bench) == chain(bench)


def test_the_rest_of_a_thread_may_be_written_anew() -> None:
    bench = desk_for("uk")
    bench.network.script = ["ok", NetworkRefused()]
    post = long_post(bench)
    send(bench, post)
    out = bench.network.texts[0]
    send(bench, confirmed(bench, post.with_text("uk", f"{out} Кінець.")))
    assert bench.network.texts == [out, "Кінець."]


def test_the_rest_of_a_thread_may_be_cut_otherwise_than_before() -> None:
    bench = desk_for("uk")
    bench.network.script = ["ok", NetworkRefused()]
    post = long_post(bench)
    send(bench, post)
    bench.network.text_rules = replace(bench.network.text_rules, limit=200)
    send(bench, post)
    assert " ".join(bench.network.texts) == LONG
    assert len(bench.network.texts) > 3


@pytest.mark.parametrize("change", ["Інакше {out} Кінець.", "{out}ами. Кінець."])
def test_a_thread_whose_beginning_was_changed_says_so_and_stays_as_it_is(change: str) -> None:
    bench = desk_for("uk")
    post = long_post(bench)
    bench.network.script = ["ok", NetworkRefused()]
    send(bench, post)
    changed = confirmed(bench, post.with_text("uk", change.format(out=bench.network.texts[0])))
    for queue in (bench.desk.outbox.plan, lambda post: bench.desk.outbox.queue(post, OFFICER)):
        with pytest.raises(NotSendable, match="thread-changed"):
            queue(changed)
    assert asks(bench, post) == 1
    assert bench.desk.outbox.replaced_by(changed) == 0


@pytest.mark.parametrize("rest", ["", " \u200b"], ids=["nothing", "nothing to be seen"])
def test_a_thread_that_was_shortened_to_what_is_out_has_nothing_left(rest: str) -> None:
    bench = desk_for("uk")
    post = long_post(bench)
    bench.network.script = ["ok", NetworkRefused()]
    send(bench, post)
    with pytest.raises(NotSendable, match="nothing-to-queue"):
        bench.desk.outbox.plan(confirmed(bench, post.with_text("uk", f"{bench.network.texts[0]}{rest}")))


def test_the_unsent_rest_of_a_thread_that_was_edited_is_replaced() -> None:
    bench = desk_for("uk", "en", bilingual=Bilingual.THREAD)
    post = bench.post()
    ukrainian, english = bench.desk.outbox.queue(post, OFFICER)
    bench.store.deliveries.rows[ukrainian.id] = replace(ukrainian, state=State.SENT, published=Published("head"))
    with pytest.raises(NotSendable, match="nothing-to-queue"):
        bench.desk.outbox.queue(post, OFFICER)
    send(bench, confirmed(bench, post.with_text("en", "Glory!")))
    assert bench.store.deliveries.rows[english.id].state is State.CANCELLED
    assert bench.network.texts == ["Glory!"]
    assert parents(bench) == ["head"]


def test_a_part_that_was_taken_back_can_be_queued_again() -> None:
    bench = desk_for("uk")
    post = long_post(bench)
    first, second, _third = bench.desk.outbox.queue(post, OFFICER)
    bench.store.deliveries.rows[first.id] = replace(first, state=State.SENT, published=Published("head"))
    bench.desk.outbox.act(second.id, Action.TAKE_BACK, OFFICER)
    send(bench, post)
    assert " ".join([first.segment.text, *bench.network.texts]) == LONG
    assert parents(bench)[0] == "head"


def marked_by_hand(bilingual: Bilingual, *languages: str) -> tuple[Bench, Post]:
    """Return a desk where an Officer said of the first part that it is there."""
    bench = desk_for(*languages, bilingual=bilingual)
    bench.network.kind = Reconciliation.LIST_READ
    picture = bench.desk.drafting.attach(flag(), "flag.png").with_alt("uk", "Прапор").with_alt("en", "Flag")
    post = replace(bench.post(LONG if len(languages) == 1 else "Слава Україні!"), media=(picture,), as_thread=True)
    first, *_rest = bench.desk.outbox.queue(post, OFFICER)
    bench.network.script = ["dropped"]
    settle(bench)
    bench.desk.outbox.act(first.id, Action.MARK_SENT, OFFICER)
    settle(bench)
    return bench, post


def test_what_hangs_under_a_part_that_was_marked_by_hand_asks_for_a_person() -> None:
    bench, post = marked_by_hand(Bilingual.TWO_POSTS, "uk")
    assert states(bench) == [State.SENT, State.REJECTED, State.CANCELLED]
    assert [row.problem for row in bench.store.deliveries.rows.values() if "no-parent" in row.problem]
    assert asks(bench, post) == 1


@pytest.mark.parametrize(
    ("bilingual", "languages", "pictures"),
    [
        pytest.param(Bilingual.TWO_POSTS, ("uk",), 0, id="the picture is out with the first part"),
        pytest.param(Bilingual.THREAD, ("uk", "en"), 1, id="the other half has its own"),
    ],
)
def test_what_cannot_hang_under_anything_goes_out_on_its_own(
    bilingual: Bilingual, languages: tuple[str, ...], pictures: int
) -> None:
    bench, post = marked_by_hand(bilingual, *languages)
    send(bench, post)
    assert parents(bench) == chain(bench)
    copies: list[dict[str, object]] = [copies[0] for copies in bench.network.out.values()]
    assert len(copies[0]["media"]) == pictures  # type: ignore[arg-type]
    assert asks(bench, post) == 0


def test_a_combined_account_gets_the_half_that_follows_alone() -> None:
    bench = desk_for("uk", "en", bilingual=Bilingual.COMBINED)
    first = bench.desk.drafting.release(bench.post(en=""), OFFICER, "the other half follows")
    send(bench, first)
    both = confirmed(bench, first.with_text("en", "Glory to Ukraine!"))
    send(bench, both)
    assert bench.network.texts == ["Слава Україні!", "Glory to Ukraine!"]
    with pytest.raises(NotSendable, match="nothing-to-queue"):
        bench.desk.outbox.queue(both, OFFICER)


def test_the_rest_of_a_combined_thread_goes_on_too() -> None:
    bench = desk_for("uk", "en", bilingual=Bilingual.COMBINED)
    post = long_post(bench)
    bench.network.script = ["ok", NetworkRefused()]
    send(bench, post)
    send(bench, post)
    assert " ".join(bench.network.texts).split() == [*WORDS, "Glory", "to", "Ukraine!"]
    assert parents(bench) == chain(bench)


def test_a_changed_language_policy_does_not_send_again_what_is_out() -> None:
    bench = desk_for("uk", "en", bilingual=Bilingual.COMBINED)
    post = bench.post()
    send(bench, post)
    bench.desk.accounts.set_policy("practice:one", LanguagePolicy(("uk", "en"), Bilingual.TWO_POSTS))
    with pytest.raises(NotSendable, match="nothing-to-queue"):
        bench.desk.outbox.queue(post, OFFICER)


def test_an_account_gets_nothing_in_languages_that_are_not_written() -> None:
    bench = desk_for("en")
    assert bench.desk.outbox.plan(bench.post(en="")) == ()


def test_a_picture_goes_with_the_first_part_only() -> None:
    bench = desk_for("uk")
    post = replace(long_post(bench), media=(Media("h", "flag.png", "image/png", 3, {"uk": "Прапор"}),))
    ((thread,),) = (plan.threads for plan in bench.desk.outbox.plan(post))
    assert [[media.alt for media in segment.media] for segment in thread] == [["Прапор"], [], []]


EVERYTHING = frozenset({Ability.WARNING, Ability.POLL, Ability.VISIBILITY})


def said(bench: Bench, **changes: object) -> list[tuple[str, tuple[str, ...], Visibility]]:
    """Return what would go out besides the texts, one line a segment."""
    pair = bench.post(str(changes.pop("uk", "Слава Україні!")))
    post = replace(
        pair,
        warnings={"uk": "Політика", "en": "Politics"},
        poll=Poll({"uk": ("Так", "Ні"), "en": ("Yes", "No")}, 60),
        **changes,  # type: ignore[arg-type]
    )
    targets = bench.desk.accounts.targets(post.accounts)
    segments = [s for planned in freeze(post, targets, ()).planned for thread in planned.threads for s in thread]
    return [(s.warning, s.poll.options if s.poll else (), s.visibility) for s in segments]


def unlisted(bench: Bench) -> Bench:
    account = bench.store.accounts.get("practice:one")
    assert account
    bench.store.accounts.save(replace(account, visibility=Visibility.UNLISTED))
    bench.network.able = EVERYTHING
    return bench


def test_warnings_polls_and_visibility_are_frozen_in_each_language() -> None:
    bench = unlisted(desk_for("uk", "en", bilingual=Bilingual.TWO_POSTS))
    assert said(bench) == [
        ("Політика", ("Так", "Ні"), Visibility.UNLISTED),
        ("Politics", ("Yes", "No"), Visibility.UNLISTED),
    ]


def test_a_combined_text_has_its_warning_and_its_poll_in_both() -> None:
    bench = unlisted(desk_for("uk", "en", bilingual=Bilingual.COMBINED))
    assert said(bench) == [("Політика / Politics", ("Так / Yes", "Ні / No"), Visibility.UNLISTED)]


def test_the_poll_hangs_on_the_last_piece_and_the_warning_on_each() -> None:
    bench = unlisted(desk_for("uk"))
    found = said(bench, uk=LONG, as_thread=True)
    assert len(found) > 1
    assert {warning for warning, _, _ in found} == {"Політика"}
    assert [bool(poll) for _, poll, _ in found] == [False] * (len(found) - 1) + [True]


def test_what_a_network_cannot_do_is_not_frozen() -> None:
    bench = unlisted(desk_for("uk"))
    bench.network.able = frozenset()
    assert said(bench) == [("", (), Visibility.PUBLIC)]


def test_a_warning_that_counts_leaves_less_room() -> None:
    bench = unlisted(desk_for("uk"))
    text = "а" * 495
    assert len(said(bench, uk=text, as_thread=True)) == 1
    bench.network.text_rules = replace(bench.network.text_rules, warning_counts=True)
    assert len(said(bench, uk=text, as_thread=True)) == 2
    post = replace(bench.post(text), warnings={"uk": "Політика", "en": "Politics"})
    found = [finding.rule for finding in bench.desk.review.check(post).findings]
    assert "length.too-long" in found
    assert bench.desk.review.check(post).counts[0].left == -3
