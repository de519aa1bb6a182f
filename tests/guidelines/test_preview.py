"""What rules would have flagged in past posts, and what becomes of posts under another pack."""

from __future__ import annotations

from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.post import Post
from embassy_assistant.guidelines.corpus import Past
from embassy_assistant.guidelines.preview import Bench, flagged, judge_anew
from tests.helpers.packs import a_rule_of
from tests.helpers.review import NOW
from tests.helpers.rules import a_pack_of

BENCH = Bench(NOW)


def past(name: str, **texts: str) -> Past:
    post = Post(id=name)
    for language, text in texts.items():
        post = post.with_text(language, text)
    return Past(name, post)


def test_rules_are_listed_with_their_passages_the_severest_first() -> None:
    kiev = a_rule_of("pattern", id="a.kiev")
    old = a_rule_of("term", id="a.old", severity="advise", language="en", terms=[{"text": "old"}])
    bad = a_rule_of("term", id="a.bad", severity="block", language="en", terms=[{"text": "bad"}])
    pack = a_pack_of(old, kiev, bad)
    posts = [past("1", en="Old Kiev, old Kiev"), past("2", en="bad"), past("3", en="Old"), past("4", en="Kyiv")]
    found = flagged((one, BENCH.judge(pack, one)) for one in posts)
    assert [(one.rule, one.severity, one.posts, len(one.passages)) for one in found] == [
        ("a.bad", Severity.BLOCK, 1, 1),
        ("a.kiev", Severity.WARN, 1, 2),
        ("a.old", Severity.ADVISE, 2, 3),
    ]
    assert [(where.name, finding.matched) for where, finding in found[1].passages] == [("1", "Kiev"), ("1", "Kiev")]


def test_only_posts_of_which_another_pack_says_something_else_are_listed() -> None:
    old = a_pack_of(a_rule_of("pattern", id="a.kiev"), a_rule_of("term", language="en", terms=[{"text": "gone"}]))
    new = a_pack_of(a_rule_of("pattern", id="a.kiev", severity="block"))
    posts = [past("1", en="Kiev"), past("2", en="gone"), past("3", en="Kyiv"), past("4", uk="Київ")]
    kept, gone = judge_anew(BENCH, old, new, posts)
    assert (kept.past.name, kept.before, kept.after) == ("1", Severity.WARN, Severity.BLOCK)
    assert [finding.severity for finding in (*kept.come, *kept.gone)] == [Severity.BLOCK, Severity.WARN]
    assert (gone.past.name, gone.before, gone.after) == ("2", Severity.WARN, None)
    assert [finding.matched for finding in gone.gone] == ["gone"]
    assert gone.come == ()
