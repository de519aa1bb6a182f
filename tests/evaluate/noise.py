"""How often the starter pack is wrong on real text: `make evaluate CORPORA=DIR`.

    python -m tests.evaluate.noise DIR [--table FILE]

Each paragraph is checked as a post of its language. What `block` and `warn` rules find, and what `advise` rules find,
is judged by somebody who did not write the rules and sees the text, the span and what the window would say of it; of
more than 300 findings of a kind, a sample drawn with a fixed seed. `--table` writes what is to be judged; the verdicts
are kept in `noise-judged.tsv` beside this file, and the command counts them for the findings that there still are.
A second judge, who had not seen the first verdict, judged most of them again (`second`): where the two differ, the
stricter one counts.
"""

from __future__ import annotations

import csv
import random
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from embassy_assistant.checks.rules import check_rules
from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.post import Post, Version
from embassy_assistant.domain.review import ReviewContext
from embassy_assistant.messages import messages
from tests.evaluate.corpora import paragraphs
from tests.helpers.packs import starter_pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from embassy_assistant.domain.guideline import GuidelinePack

JUDGED: Final = Path(__file__).with_name("noise-judged.tsv")
SAMPLE: Final = 300
AROUND: Final = 90
SAID: Final = 12
AN_ORDINARY_DAY: Final = datetime(2026, 10, 13, 12, tzinfo=UTC)
COLUMNS: Final = ("strength", "file", "line", "start", "end", "excerpt", "said")
KINDS: Final = {Severity.BLOCK: "block/warn", Severity.WARN: "block/warn", Severity.ADVISE: "advise"}
GOAL: Final = {"block/warn": 97, "advise": 90}

RIGHT: Final = "right"
WRONG: Final = "wrong"

Key = tuple[str, str, str, str]
"""File, line, start and end."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What two judges said of one finding.

    Attributes:
        second: Empty where one judge alone saw it.
    """

    first: str
    second: str

    @property
    def stricter(self) -> str:
        """The verdict that counts."""
        return WRONG if WRONG in (self.first, self.second) else RIGHT


@dataclass(frozen=True, slots=True)
class Tally:
    """How many findings there are of each verdict, by the stricter view, and how far two judges agree."""

    right: int
    wrong: int
    unjudged: int
    twice: int
    agreed: int


@dataclass(frozen=True, slots=True)
class Found:
    """One finding, as a judge sees it; the rule is for the counts only."""

    rule: str
    strength: str
    file: str
    line: int
    start: int
    end: int
    excerpt: str
    said: str

    @property
    def key(self) -> Key:
        """Where it stands."""
        return self.file, str(self.line), str(self.start), str(self.end)


def main(folder: Path, table: Path | None = None) -> None:
    """Print how many findings there are, of which rules, and how many of those judged are right.

    Args:
        folder: The corpora.
        table: Where to write what is to be judged.
    """
    pack = starter_pack().pack()
    found = list(findings(folder, pack))
    judged = read_verdicts()
    for strength, goal in GOAL.items():
        some = [finding for finding in found if finding.strength == strength]
        drawn = sample(some)
        seen = tally(judged.get(finding.key) for finding in drawn)
        sys.stdout.write(
            f"{strength}: {len(some)} findings, {len(drawn)} drawn; right {seen.right}, wrong {seen.wrong}, "
            f"not judged {seen.unjudged}; {_in_100(seen.right, seen.right + seen.wrong)} in 100 right (goal {goal}); "
            f"judged twice {seen.twice}, alike {_in_100(seen.agreed, seen.twice)} in 100\n"
        )
        for rule, count in Counter(finding.rule for finding in some).most_common(SAID):
            sys.stdout.write(f"    {count:>4}  {rule}\n")
    gone = judged.keys() - {finding.key for finding in found}
    sys.stdout.write(f"verdicts on what is found no more, or elsewhere: {len(gone)}\n")
    if table:
        _write(table, (finding for strength in GOAL for finding in sample(found, strength)))


def findings(folder: Path, pack: GuidelinePack) -> Iterator[Found]:
    """Yield what the rules of a pack find in the corpora."""
    window = messages("en")
    for paragraph in paragraphs(folder, "uk", "en"):
        post = Post("p", versions={paragraph.language: Version(paragraph.language, paragraph.text)})
        for finding in check_rules(ReviewContext(post, (), pack, AN_ORDINARY_DAY)):
            start, end = (finding.span.start, finding.span.end) if finding.span else (0, 0)
            told = window.finding(finding, pack)
            instead = f" Write: {' / '.join(finding.suggestions)}." if finding.suggestions else ""
            yield Found(
                finding.rule,
                KINDS[finding.severity],
                paragraph.file,
                paragraph.line,
                start,
                end,
                _around(paragraph.text, start, end),
                " ".join(f"{told.title}. {told.why}{instead}".split()),
            )


def _around(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    marked = f"{before}[[{text[start:end]}]]{after}" if end else text[: 2 * AROUND]
    return " ".join(marked.split())


def sample(found: Iterable[Found], strength: str = "") -> list[Found]:
    """Return all of a few findings, or so many of them as one person can judge; always the same ones."""
    some = [finding for finding in found if strength in {"", finding.strength}]
    if len(some) <= SAMPLE:
        return some
    return sorted(random.Random(4).sample(some, SAMPLE), key=lambda finding: some.index(finding))  # noqa: S311


def tally(verdicts: Iterable[Verdicts | None]) -> Tally:
    """Count verdicts; None stands for a finding that nobody has judged."""
    every = list(verdicts)
    judged = [verdict for verdict in every if verdict]
    twice = [verdict for verdict in judged if verdict.second]
    right = sum(verdict.stricter == RIGHT for verdict in judged)
    agreed = sum(verdict.first == verdict.second for verdict in twice)
    return Tally(right, len(judged) - right, len(every) - len(judged), len(twice), agreed)


def read_verdicts(path: Path = JUDGED) -> dict[Key, Verdicts]:
    """Read the verdicts of both judges.

    Args:
        path: A table with the columns that `--table` writes.

    Raises:
        ValueError: A verdict is neither `right` nor `wrong`, or a finding stands there twice.
    """
    judged: dict[Key, Verdicts] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            key = (row["file"], row["line"], row["start"], row["end"])
            if row["verdict"] not in {RIGHT, WRONG} or row["second"] not in {RIGHT, WRONG, ""} or key in judged:
                raise ValueError(row)
            judged[key] = Verdicts(row["verdict"], row["second"])
    return judged


def _in_100(some: int, of: int) -> str:
    return f"{100 * some / max(1, of):.1f}"


def _write(path: Path, found: Iterable[Found]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerow((*COLUMNS, "verdict", "second"))
        table.writerows((*(getattr(finding, column) for column in COLUMNS), "", "") for finding in found)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[3]) if sys.argv[2:3] == ["--table"] else None)
