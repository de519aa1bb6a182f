"""`make bench-peers`: how quick our rules are beside textlint with its rule prh, on the same terms and the same posts.

npm installs both into a cache outside the repository. Each program checks the posts in a process of its own, one after
the other, after a first one that is not counted. textlint reads its rules anew for each text; what prh takes once they
are read stands beside it, for whoever finds that unfair.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from embassy_assistant.checks.rules import check_rules
from embassy_assistant.domain.review import ReviewContext
from embassy_assistant.guidelines.plain import pack_of
from tests.bench.rules import LENGTH, Words, a_large_pack, a_post
from tests.helpers.review import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE: Final = Path(__file__).with_name("peers")
TERMS: Final = 10_000
POSTS: Final = 21
GOAL: Final = 20
Measured = dict[str, Any]
"""Milliseconds of each post but the first, and how much was found in all."""


def main() -> None:
    """Print the medians and how many times quicker ours is; fail when it is not quick enough."""
    node = installed()
    data, known = a_large_pack(TERMS, 0, 0)
    words = Words(2)
    posts = [[words.text(code, LENGTH, known[code]) for code in ("uk", "en")] for _ in range(POSTS)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "prh.yml").write_text("\n".join(as_prh(json.loads(data))), encoding="utf-8")
        (folder / "posts.json").write_text(json.dumps(posts), encoding="utf-8")
        command = ["node", "measure.mjs", str(folder / "prh.yml"), str(folder / "posts.json")]
        done = subprocess.run(command, cwd=node, check=True, stdout=subprocess.PIPE, text=True)
    theirs = json.loads(done.stdout)
    ours = measured(data, posts)
    quick = statistics.median(ours["milliseconds"])
    out = sys.stdout
    out.write(f"{TERMS} terms, {POSTS - 1} posts of two texts of {LENGTH} characters; median per post\n")
    out.write(f"    ours              {quick:10.3f} ms  {ours['findings']} findings\n")
    for title, key in (("textlint with prh", "textlint"), ("prh, rules read", "prh")):
        slow = statistics.median(theirs[key]["milliseconds"])
        found = theirs[key]["findings"]
        out.write(f"    {title:18}{slow:10.3f} ms  {found} findings  {slow / quick:.0f} times ours\n")
    ratio = statistics.median(theirs["textlint"]["milliseconds"]) / quick
    out.write(f"{'ok' if ratio >= GOAL else 'MISSED'}: {ratio:.0f} times quicker than textlint (goal {GOAL})\n")
    sys.exit(ratio < GOAL)


def installed() -> Path:
    """Return the folder outside the repository that npm installs textlint into, once for each lock."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", "") or Path.home() / ".cache")
    folder = cache / "embassy-assistant" / "bench-peers"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "measure.mjs"):
        shutil.copyfile(HERE / name, folder / name)
    lock = folder / "node_modules" / ".package-lock.json"
    if not lock.exists() or lock.stat().st_mtime < (HERE / "package-lock.json").stat().st_mtime:
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(command, cwd=folder, check=True)
    return folder


def as_prh(pack: dict[str, Any]) -> Iterator[str]:
    """Yield the terms of a pack, line by line, as prh reads them: JSON is YAML too."""
    yield "version: 1"
    yield "rules:"
    for rule in pack["rules"]:
        for term in rule["terms"]:
            forms = term.get("forms") or [{"surface": term["text"], "replacement": term["replacement"]}]
            for form in forms:
                entry = {"expected": form["replacement"], "pattern": form["surface"]}
                yield f"  - {json.dumps(entry, ensure_ascii=False)}"


def measured(data: bytes, posts: list[list[str]]) -> Measured:
    """Return the same of ours."""
    pack = pack_of(json.loads(data))
    milliseconds = []
    findings = 0
    for texts in posts:
        context = ReviewContext(a_post(*texts), (), pack, NOW)
        start = time.perf_counter()
        findings += len(list(check_rules(context)))
        milliseconds.append((time.perf_counter() - start) * 1_000)
    return {"milliseconds": milliseconds[1:], "findings": findings}


if __name__ == "__main__":
    main()
