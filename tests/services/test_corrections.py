"""Correcting and deleting what is out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.account import Bilingual, LanguagePolicy, TextRules
from embassy_assistant.domain.delivery import Action, Cause, Kind, State
from embassy_assistant.domain.errors import NetworkRefused, NotSendable, Unusable
from embassy_assistant.domain.finding import Span
from embassy_assistant.domain.network import Ability, Reconciliation
from embassy_assistant.domain.ports import Conflict
from embassy_assistant.services.gates import Wait
from tests.helpers.crisis import guidelines_of, take
from tests.helpers.lying import LyingNetwork
from tests.helpers.memory import OFFICER, Bench, EmptyGuidelines, memory_desk
from tests.helpers.packs import a_rule_of
from tests.helpers.pictures import flag

if TYPE_CHECKING:
    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.services.post_rows import PostRows

ABLE = frozenset({Ability.EDIT, Ability.DELETE})
LONG = " ".join(["Слово"] * 150)


def desk(kind: Reconciliation = Reconciliation.KEYED, guidelines: EmptyGuidelines | None = None) -> Bench:
    network = LyingNetwork(able=ABLE, kind=kind, text_rules=TextRules("graphemes", 500))
    bench = memory_desk(network=network, guidelines=guidelines)
    bench.account("uk", "uk")
    bench.account("en", "en")
    return bench


@pytest.fixture
def bench() -> Bench:
    """Return a desk with a pair that is out."""
    bench = desk()
    bench.desk.outbox.queue(bench.post(), OFFICER)
    run(bench)
    return bench


def run(bench: Bench, minutes: int = 1) -> None:
    for _ in range(minutes * 2):
        bench.clock.forward(seconds=31)
        bench.desk.sender.drain()


def rows(bench: Bench) -> list[Delivery]:
    return list(bench.store.deliveries.rows.values())


def states(bench: Bench) -> list[State]:
    return [row.state for row in rows(bench)]


def group(bench: Bench) -> PostRows:
    found = bench.desk.outbox.group(rows(bench)[0].post_id)
    assert found
    return found


def test_a_correction_goes_out_after_the_grace_and_says_who_ordered_it(bench: Bench) -> None:
    uk = rows(bench)[0]
    assert group(bench).can(uk, Ability.EDIT)
    edit = bench.desk.outbox.correct(uk.id, "Слава Україні та героям! ", OFFICER)
    assert (edit.kind, edit.about, edit.state) == (Kind.EDIT, uk.id, State.WAITING)
    assert not group(bench).can(uk, Ability.EDIT)
    assert group(bench).changes(uk) == (edit,)
    bench.desk.sender.drain()
    assert bench.network.texts[0] == "Слава Україні!"
    run(bench)
    assert bench.network.texts == ["Слава Україні та героям!", "Glory to Ukraine!"]
    assert states(bench) == [State.SENT] * 3
    ordered = bench.desk.outbox.history(edit.id)[0]
    assert ordered.cause is Cause.ORDERED
    assert '"OT"' in ordered.note
    assert [row.segment.text for row in group(bench).out] == ["Слава Україні та героям!", "Glory to Ukraine!"]
    assert not group(bench).half_out


def test_a_correction_can_be_taken_back_in_the_grace(bench: Bench) -> None:
    edit = bench.desk.outbox.correct(rows(bench)[0].id, "Інше", OFFICER)
    assert edit.actions == (Action.SEND_NOW, Action.TAKE_BACK)
    bench.desk.outbox.act(edit.id, Action.TAKE_BACK, OFFICER)
    run(bench)
    assert bench.network.texts[0] == "Слава Україні!"
    assert group(bench).can(rows(bench)[0], Ability.EDIT)


def test_a_deletion_goes_out_even_while_everything_is_held_and_counts_as_not_out(bench: Bench) -> None:
    uk = rows(bench)[0]
    deletion = bench.desk.outbox.delete(uk.id, OFFICER)
    bench.desk.outbox.hold()
    assert group(bench).waits[deletion.id] is Wait.UNDO
    run(bench)
    assert bench.network.texts == ["Glory to Ukraine!"]
    assert [row.language for row in group(bench).out] == ["en"]
    assert not group(bench).can(uk, Ability.DELETE)
    with pytest.raises(Unusable, match="moved-on"):
        bench.desk.outbox.delete(uk.id, OFFICER)
    assert rows(bench)[2].actions == ()


def test_a_correction_waits_while_everything_is_held(bench: Bench) -> None:
    edit = bench.desk.outbox.correct(rows(bench)[0].id, "Інше", OFFICER)
    bench.desk.outbox.hold()
    assert group(bench).waits[edit.id] is Wait.HELD
    run(bench)
    assert bench.network.texts[0] == "Слава Україні!"


def test_what_was_deleted_can_be_queued_and_published_again(bench: Bench) -> None:
    uk = rows(bench)[0]
    bench.desk.outbox.delete(uk.id, OFFICER)
    run(bench)
    post = bench.store.posts.get(uk.post_id)
    assert post
    (again,) = bench.desk.outbox.queue(post, OFFICER)
    run(bench)
    assert bench.store.deliveries.rows[again.id].state is State.SENT
    assert sorted(bench.network.texts) == ["Glory to Ukraine!", "Слава Україні!"]


@pytest.mark.parametrize("word", ["lost", "mute", "dropped", "trouble"])
@pytest.mark.parametrize("kind", [Reconciliation.KEYED, Reconciliation.LIST_READ])
@pytest.mark.parametrize("change", [Kind.EDIT, Kind.DELETE])
def test_a_change_whose_answer_is_lost_is_found_out_without_a_person(
    change: Kind, kind: Reconciliation, word: str
) -> None:
    bench = desk(kind)
    bench.desk.outbox.queue(bench.post(), OFFICER)
    run(bench)
    uk = rows(bench)[0]
    bench.network.script = [word]
    if change is Kind.EDIT:
        bench.desk.outbox.correct(uk.id, "Інше", OFFICER)
    else:
        bench.desk.outbox.delete(uk.id, OFFICER)
    run(bench, 10)
    assert states(bench) == [State.SENT] * 3
    assert bench.network.texts == (["Інше"] if change is Kind.EDIT else []) + ["Glory to Ukraine!"]


def test_a_second_correction_starts_from_the_first(bench: Bench) -> None:
    uk = rows(bench)[0]
    for text in ("Перше", "Друге"):
        bench.desk.outbox.correct(uk.id, text, OFFICER)
        with pytest.raises(Unusable, match="being-changed"):
            bench.desk.outbox.correct(uk.id, "Третє", OFFICER)
        run(bench)
    with pytest.raises(NotSendable, match="nothing-to-queue"):
        bench.desk.outbox.correct(uk.id, "Друге", OFFICER)
    with pytest.raises(NotSendable, match="nothing-to-queue"):
        bench.desk.outbox.correct(uk.id, "\u200b\u2060", OFFICER)  # Nothing that anybody would see.
    with pytest.raises(NotSendable, match="nothing-to-queue"):
        bench.desk.outbox.correct(uk.id, "  ", OFFICER)
    assert bench.network.texts[0] == "Друге"


def test_what_was_changed_by_hand_meanwhile_is_not_undone_and_asks_for_a_person(bench: Bench) -> None:
    uk = rows(bench)[0]
    bench.desk.outbox.correct(uk.id, "Перше", OFFICER)
    run(bench)
    assert uk.published
    [copy] = bench.network.out[uk.published.reference]
    copy["text"] = "Від руки"
    bench.desk.outbox.correct(uk.id, "Друге", OFFICER)
    run(bench)
    assert bench.network.texts[0] == "Від руки"
    assert states(bench)[-1] is State.REJECTED
    assert "edited-meanwhile" in rows(bench)[-1].problem


def test_a_corrected_text_must_pass_the_checks(bench: Bench) -> None:
    uk = rows(bench)[0]
    with pytest.raises(NotSendable) as caught:
        bench.desk.outbox.correct(uk.id, "Слово " * 120, OFFICER)
    assert caught.value.parameters["rule"] == "length.too-long"
    assert not bench.desk.outbox.check_correction(uk.id, "Слово " * 120).sendable
    assert bench.desk.outbox.check_correction(uk.id, "Слово").sendable


def test_a_warning_is_overridden_with_a_reason_that_is_kept(bench: Bench) -> None:
    picture = bench.desk.drafting.attach(flag(), "flag.png").with_alt("uk", "Прапор").with_alt("en", "f")
    post = replace(bench.post("Ще", "More", "practice:uk"), media=(picture,))
    (row,) = bench.desk.outbox.queue(post, OFFICER)
    run(bench)
    with pytest.raises(NotSendable) as caught:
        bench.desk.outbox.correct(row.id, "Ще раз", OFFICER, {picture.hash: ""})
    assert caught.value.parameters["rule"] == "alt.missing"
    edit = bench.desk.outbox.correct(row.id, "Ще раз", OFFICER, {picture.hash: ""}, "the picture is gone there")
    assert "the picture is gone there" in bench.desk.outbox.history(edit.id)[0].note
    assert edit.segment.media[0].alt == ""
    # A reason overrides warnings only.
    bench.desk.outbox.act(edit.id, Action.TAKE_BACK, OFFICER)
    with pytest.raises(NotSendable):
        bench.desk.outbox.correct(row.id, "Слово " * 120, OFFICER, reason="it must")


def test_a_combined_text_is_checked_as_one() -> None:
    bench = desk()
    account = bench.account("both", "uk", "en")
    policy = LanguagePolicy(("uk", "en"), Bilingual.COMBINED)
    bench.store.accounts.save(replace(account, policy=policy))
    (row,) = bench.desk.outbox.queue(bench.post("Слава Україні!", "Glory to Ukraine!", account.id), OFFICER)
    run(bench)
    text = "Слава Україні й героям сьогодні!\n\nGlory to Ukraine and to the heroes today!"
    bench.desk.outbox.correct(row.id, text, OFFICER)
    run(bench)
    assert bench.network.texts == [text]


KIEV = {"id": "term.kiev", "severity": "block", "terms": [{"text": "Kiev"}], "language": "en"}


def test_a_combined_text_is_held_against_the_rules_of_both_its_languages() -> None:
    bench = desk(guidelines=guidelines_of(a_rule_of("term", **KIEV)))
    account = bench.account("both", "uk", "en")
    policy = LanguagePolicy(("uk", "en"), Bilingual.COMBINED)
    bench.store.accounts.save(replace(account, policy=policy))
    (row,) = bench.desk.outbox.queue(bench.post("Ми в Києві.", "We are in Kyiv.", account.id), OFFICER)
    run(bench)
    text = "Ми досі в Києві.\n\nWe are still in Kiev."
    (finding,) = bench.desk.outbox.check_correction(row.id, text).obstacles
    assert (finding.rule, finding.version, finding.span) == ("term.kiev", "uk", Span(34, 38))
    with pytest.raises(NotSendable):
        bench.desk.outbox.correct(row.id, text, OFFICER)


def test_a_correction_is_held_against_the_rules_for_the_topic_of_its_post() -> None:
    bench = desk(guidelines=guidelines_of(a_rule_of("term", **KIEV, scope={"topics": ["energy"]})))
    for topic, stopped in (("Visit", 0), ("Energy", 1)):
        post = replace(bench.post("Ми в Києві.", "We are in Kyiv."), topic=topic)
        row = bench.desk.outbox.queue(post, OFFICER)[1]
        run(bench)
        result = bench.desk.outbox.check_correction(row.id, "We are in Kiev.")
        assert [finding.rule for finding in result.obstacles] == ["term.kiev"] * stopped


def test_what_stays_beside_a_corrected_text_is_held_against_the_rules_too() -> None:
    bench = desk(guidelines=EmptyGuidelines())
    bench.network.able = ABLE | {Ability.WARNING}
    row = bench.desk.outbox.queue(replace(bench.post(), warnings={"uk": "Київ", "en": "Kiev"}), OFFICER)[1]
    run(bench)
    take(bench, a_rule_of("term", **KIEV))
    (finding,) = bench.desk.outbox.check_correction(row.id, "Glory!").obstacles
    assert (finding.rule, finding.span) == ("term.kiev", None)


def test_a_network_that_cannot_is_said_at_once(bench: Bench) -> None:
    bench.network.able = frozenset()
    uk = rows(bench)[0]
    assert not group(bench).can(uk, Ability.EDIT)
    with pytest.raises(Unusable, match="no-edit"):
        bench.desk.outbox.correct(uk.id, "Інше", OFFICER)
    with pytest.raises(Unusable, match="no-delete"):
        bench.desk.outbox.delete(uk.id, OFFICER)


def test_an_account_that_was_removed_corrects_nothing(bench: Bench) -> None:
    uk = rows(bench)[0]
    bench.store.accounts.remove(uk.account_id)
    assert not group(bench).can(uk, Ability.EDIT)
    with pytest.raises(Unusable, match="no-edit"):
        bench.desk.outbox.correct(uk.id, "Інше", OFFICER)


def test_what_was_marked_by_hand_has_no_known_place(bench: Bench) -> None:
    uk = rows(bench)[0]
    bench.store.deliveries.rows[uk.id] = replace(uk, published=None)
    assert not group(bench).can(uk, Ability.EDIT)
    with pytest.raises(Unusable, match="no-place"):
        bench.desk.outbox.delete(uk.id, OFFICER)


@pytest.mark.parametrize("which", ["nothing", "waiting"])
def test_only_what_is_out_is_corrected(which: str) -> None:
    bench = desk()
    row_id = bench.desk.outbox.queue(bench.post(), OFFICER)[0].id if which == "waiting" else which
    with pytest.raises(Unusable, match="moved-on"):
        bench.desk.outbox.correct(row_id, "Інше", OFFICER)


def test_two_windows_that_correct_at_once_make_one_correction(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def meanwhile(*_arguments: object) -> None:
        raise Conflict

    monkeypatch.setattr(bench.store.deliveries, "enqueue", meanwhile)
    with pytest.raises(Unusable, match="moved-on"):
        bench.desk.outbox.correct(rows(bench)[0].id, "Інше", OFFICER)


def test_a_refused_correction_asks_for_a_person_and_leaves_what_is_out(bench: Bench) -> None:
    uk = rows(bench)[0]
    bench.network.script = [NetworkRefused()]
    edit = bench.desk.outbox.correct(uk.id, "Інше", OFFICER)
    run(bench)
    assert [row.id for row in group(bench).asks] == [edit.id]
    assert not group(bench).half_out
    bench.desk.outbox.act(edit.id, Action.DROP, OFFICER)
    assert group(bench).can(uk, Ability.EDIT)


def thread(bench: Bench) -> list[Delivery]:
    """Return a thread of two that is out."""
    post = replace(bench.post(LONG, "One", "practice:uk"), as_thread=True)
    made = list(bench.desk.outbox.queue(post, OFFICER))
    run(bench)
    return made


def test_deleting_in_a_thread_says_what_would_hang_loose(bench: Bench) -> None:
    head, rest = thread(bench)
    found = bench.desk.outbox.group(head.post_id)
    assert found
    assert [row.id for row in found.hanging(head)] == [rest.id]
    assert found.hanging(rest) == ()
    bench.desk.outbox.delete(head.id, OFFICER)
    run(bench)
    assert [row.id for row in bench.desk.outbox.groups([head.post_id])[0].out] == [rest.id]


def test_the_rest_of_a_thread_whose_head_was_deleted_does_not_go_out() -> None:
    bench = desk()
    post = replace(bench.post(LONG, "One", "practice:uk"), as_thread=True)
    head, rest = bench.desk.outbox.queue(post, OFFICER)
    bench.clock.forward(seconds=31)
    bench.network.preparing = []
    bench.desk.sender.step()
    assert bench.store.deliveries.rows[rest.id].state is State.WAITING
    bench.desk.accounts.pause("practice:uk", paused=True)
    bench.desk.outbox.delete(head.id, OFFICER)
    bench.clock.forward(seconds=31)
    bench.desk.accounts.pause("practice:uk", paused=False)
    deletion = rows(bench)[-1]
    bench.store.deliveries.rows[deletion.id] = replace(deletion, state=State.SENT)
    run(bench)
    assert bench.store.deliveries.rows[rest.id].state is State.CANCELLED


def test_a_correction_keeps_a_thread_as_it_hangs(bench: Bench) -> None:
    head, rest = thread(bench)
    bench.desk.outbox.correct(rest.id, "Кінець", OFFICER)
    run(bench)
    out = bench.desk.outbox.groups([head.post_id])[0].out
    assert [(row.segment.index, row.segment.count) for row in out] == [(0, 2), (1, 2)]
    assert out[1].segment.text == "Кінець"


def test_a_deletion_that_lost_its_account_says_so(bench: Bench) -> None:
    uk = rows(bench)[0]
    bench.desk.outbox.delete(uk.id, OFFICER)
    bench.store.accounts.remove(uk.account_id)
    assert group(bench).waits[rows(bench)[-1].id] is Wait.ACCOUNT


def test_a_correction_of_what_was_deleted_elsewhere_is_refused_before_anything_is_sent(bench: Bench) -> None:
    uk = rows(bench)[0]
    edit = bench.desk.outbox.correct(uk.id, "Інше", OFFICER)
    bench.store.deliveries.rows[uk.id] = replace(uk, published=None)
    run(bench)
    assert bench.store.deliveries.rows[edit.id].state is State.REJECTED
