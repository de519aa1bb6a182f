"""`guidelines test | preview`: what rules say of their own examples, of past posts, and of those in this workspace."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from embassy_assistant.app.changes import rule_words
from embassy_assistant.app.packs import compiled, failures, run_examples_of
from embassy_assistant.app.results import passage
from embassy_assistant.app.session import Exit, Session, print_json
from embassy_assistant.domain.delivery import State
from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.pack_changes import Change, compare
from embassy_assistant.services.review import frozen_post
from embassy_assistant.services.standing import standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.domain.finding import Finding, Severity
    from embassy_assistant.domain.guideline import GuidelinePack, Rule
    from embassy_assistant.domain.pack_changes import RuleChange
    from embassy_assistant.domain.post import Post
    from embassy_assistant.guidelines.corpus import Past
    from embassy_assistant.guidelines.examples import Failure
    from embassy_assistant.guidelines.preview import Bench, Flagged, Judged
    from embassy_assistant.services.desk import Desk

_FOLDER: Final = click.Path(path_type=Path)
_FORM: Final = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print."
)
_CORPUS: Final = click.option(
    "--corpus",
    type=_FOLDER,
    metavar="PLACE",
    help="Past posts: a file or a folder (.txt, .csv, .tsv, .json, .jsonl; columns uk and en, or text and language).",
)
_SHOWN: Final = 3
"""How many passages of each rule are printed for a person."""


@click.command("test")
@click.argument("folder", type=_FOLDER)
@_CORPUS
@click.option("--against", type=_FOLDER, metavar="PACK", help="Show only what this pack does not say, or said alone.")
@_FORM
@click.pass_obj
def _test(session: Session, folder: Path, corpus: Path | None, against: Path | None, form: str) -> int:
    """Run the examples of all rules in FOLDER: each must match, or must not.

    With --corpus, show what the rules would have flagged in past posts.
    """
    if against is not None and corpus is None:
        raise Unusable("cli.corpus-needed")
    # What is wrong with the posts is said before the minute that a large pack takes.
    posts = _past(corpus) if corpus is not None else None
    model, _ = compiled(session, folder)
    missed = failures(session, model) if form == "text" else run_examples_of(session, model)
    pack = model.pack()
    told: dict[str, object] = {"failed": [_failure_json(one) for one in missed]}
    if not missed and form == "text":
        session.say("cli.guidelines-hold", count=len(pack.rules))
    if posts is not None:
        old = compiled(session, against)[0].pack() if against is not None else None
        come, gone = _try(session, pack, old, posts)
        untried = [rule for rule in pack.rules if rule.scope.topics or rule.scope.networks or rule.scope.missions]
        if form == "text":
            _show_flagged(session, posts, (pack, come), (old, gone), untried)
        told |= {"posts": len(posts), "rules": list(map(_flagged_json, come)), "untried": [rule.id for rule in untried]}
        told |= {"gone": list(map(_flagged_json, gone))} if old is not None else {}
    if form == "json":
        print_json(told)
    return Exit.NEEDS_PERSON if missed else Exit.DONE


@click.command("preview")
@click.argument("packs", nargs=-1, type=_FOLDER, required=True, metavar="[OLD] NEW")
@_CORPUS
@_FORM
@click.pass_obj
def _preview(session: Session, packs: tuple[Path, ...], corpus: Path | None, form: str) -> int:
    """Compare the pack OLD (else what is in force here) with NEW, and list the posts of which they say something else.

    Those are the drafts, the queued and the sent posts of this workspace, or those of --corpus.
    """
    if len(packs) > 2:
        raise Unusable("cli.preview-two")
    posts, bench = _posts(session, corpus)
    new = compiled(session, packs[-1])[0].pack()
    old = compiled(session, packs[0])[0].pack() if len(packs) > 1 else _in_force(session)
    rules = compare(old, new)
    found = _judged(session, bench, old, new, posts)
    if form == "json":
        print_json({"rules": [_rule_json(change) for change in rules], "posts": [_json(one) for one in found]})
        return Exit.DONE
    session.say("cli.preview-versions", old=old.version, new=new.version, count=len(rules))
    for change in rules:
        click.echo(rule_words(session, change))
    if posts:
        click.echo()
        session.say("cli.preview-posts", count=len(posts), changed=len(found))
    for one in found:
        _show(session, one, old, new)
    return Exit.DONE


def _in_force(session: Session) -> GuidelinePack:
    """Return the pack in force; where nobody works here, that is the one that came with the program."""
    if session.has_workspace:
        return session.desk(opened=False).guidelines.pack
    from embassy_assistant.guidelines.library import ShippedGuidelines

    return ShippedGuidelines().active()


def _posts(session: Session, corpus: Path | None) -> tuple[Sequence[Past], Bench]:
    """Return the posts that packs are compared on, and where and when they are judged."""
    from embassy_assistant.guidelines.preview import Bench

    if corpus is not None:
        return _past(corpus), Bench(datetime.now(UTC))
    if not session.has_workspace:
        session.note("cli.preview-no-posts")
        return (), Bench(datetime.now(UTC))
    desk = session.desk()
    return tuple(_own(session, desk)), Bench(*desk.review.here())


def _past(corpus: Path) -> Sequence[Past]:
    from embassy_assistant.guidelines.corpus import read_corpus

    return read_corpus(corpus)


def _own(session: Session, desk: Desk) -> Iterable[Past]:
    """Yield the posts of the workspace, newest first, each with its state for a name.

    Of what is queued or sent, the words are those that go out or are out, whatever the post says by now.
    """
    from embassy_assistant.guidelines.corpus import Past

    for summary in desk.drafting.summaries(desk.drafting.ids()):
        post = desk.drafting.get(summary.id)
        if post is None:
            continue
        if summary.states:
            yield from _frozen(session, desk, post)
        else:
            name = f"{post.id[:12]}  {session.words.text('cli.draft')}: {summary.title}"
            yield Past(name, post, desk.accounts.targets_of(post))


def _frozen(session: Session, desk: Desk, post: Post) -> Iterator[Past]:
    """Yield what of a post is in the queue or out, piece by piece; the same piece for several accounts once."""
    from embassy_assistant.guidelines.corpus import Past

    words = session.words
    pieces: dict[object, list[Delivery]] = {}
    group = desk.outbox.group(post.id)
    for row in standing(group.rows) if group else ():
        if row.state is not State.CANCELLED:
            pieces.setdefault((row.segment, row.network, row.due, row.state), []).append(row)
    for rows in pieces.values():
        accounts = words.join([row.account_id for row in rows])
        yield Past(
            f"{post.id[:12]}  {words.state(rows[0].state)}, {accounts}: {post.title}",
            frozen_post(rows[0]),
            said_by=partial(desk.review.said_of, rows[0], overrides=post.overrides, topic=post.topic),
        )


def _judged(
    session: Session, bench: Bench, old: GuidelinePack, new: GuidelinePack, posts: Sequence[Past]
) -> Sequence[Judged]:
    from embassy_assistant.guidelines.preview import judge_anew

    with session.progress("cli.checking"):
        return tuple(judge_anew(bench, old, new, posts))


def _try(
    session: Session, pack: GuidelinePack, old: GuidelinePack | None, posts: Sequence[Past]
) -> tuple[Sequence[Flagged], Sequence[Flagged]]:
    """Return what a pack flags in past posts; with an older one, what only the new and what only the old one does."""
    from embassy_assistant.guidelines.preview import Bench, flagged

    bench = Bench(datetime.now(UTC))
    if old is not None:
        judged = _judged(session, bench, old, pack, posts)
        return flagged((one.past, one.come) for one in judged), flagged((one.past, one.gone) for one in judged)
    with session.progress("cli.checking"):
        return flagged((past, bench.judge(pack, past)) for past in posts), ()


def _show_flagged(
    session: Session,
    posts: Sequence[Past],
    come: tuple[GuidelinePack, Sequence[Flagged]],
    gone: tuple[GuidelinePack | None, Sequence[Flagged]],
    untried: Sequence[Rule],
) -> None:
    """Print what packs flag in past posts: what the first does, or only it, and what only the second does."""
    (pack, flags), (old, old_flags) = come, gone
    where = {past.name for one in flags for past, _ in one.passages}
    session.say("cli.corpus-flagged" if old is None else "cli.corpus-new", count=len(posts), flagged=len(where))
    _list(session, flags, pack)
    if old is not None and old_flags:
        session.say("cli.corpus-gone", count=len({past.name for one in old_flags for past, _ in one.passages}))
        _list(session, old_flags, old)
    if untried:
        click.echo()
        session.say("cli.corpus-untried", count=len(untried), rules=", ".join(rule.id for rule in untried))


def _list(session: Session, rules: Iterable[Flagged], pack: GuidelinePack) -> None:
    words = session.words
    for one in rules:
        _, first = one.passages[0]
        click.echo()
        click.echo(
            words.text(
                "cli.corpus-rule",
                severity=words.severity(one.severity),
                rule=one.rule,
                title=words.finding(first, pack).title,
                count=len(one.passages),
                posts=one.posts,
            )
        )
        for past, finding in one.passages[:_SHOWN]:
            click.echo(f"    {past.name}: {passage(past.post, finding)}")
        if len(one.passages) > _SHOWN:
            click.echo(f"    {words.text('cli.corpus-more', count=len(one.passages) - _SHOWN)}")


def _show(session: Session, one: Judged, old: GuidelinePack, new: GuidelinePack) -> None:
    words = session.words
    click.echo(f"{one.past.name}")
    if one.before is not one.after:
        click.echo(f"    {_severity(session, one.before)} → {_severity(session, one.after)}")
    for mark, findings, pack in (("+", one.come, new), ("−", one.gone, old)):
        for finding in findings:
            title = words.finding(finding, pack).title
            click.echo(f"    {mark} [{words.severity(finding.severity)}] {finding.rule}: {title}")
            click.echo(f"        {passage(one.past.post, finding)}")


def _severity(session: Session, severity: Severity | None) -> str:
    return session.words.severity(severity) if severity else session.words.text("cli.nothing-found")


def _rule_json(change: RuleChange) -> dict[str, object]:
    named = {"rule": change.rule.id, "change": change.change.value}
    return {**named, "parts": list(change.parts)} if change.change is Change.CHANGED else dict(named)


def _failure_json(one: Failure) -> dict[str, object]:
    return {"rule": one.rule, "text": one.text, "missed": one.missed}


def _flagged_json(one: Flagged) -> dict[str, object]:
    return {
        "rule": one.rule,
        "severity": one.severity.value,
        "posts": one.posts,
        "passages": [{"post": past.name, **_finding_json(finding)} for past, finding in one.passages],
    }


def _json(one: Judged) -> dict[str, object]:
    return {
        "post": one.past.name,
        "before": one.before.value if one.before else None,
        "after": one.after.value if one.after else None,
        "come": [_finding_json(finding) for finding in one.come],
        "gone": [_finding_json(finding) for finding in one.gone],
    }


def _finding_json(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "version": finding.version,
        "start": finding.span.start if finding.span else None,
        "end": finding.span.end if finding.span else None,
        "matched": finding.matched,
    }


PREVIEWING: Final = (_test, _preview)
"""What `guidelines` has for those who weigh rules before they publish them."""
