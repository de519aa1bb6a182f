"""`count`: how long a text is where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from embassy_assistant.app.session import Exit, Session, print_json, read_text
from embassy_assistant.domain.errors import Unusable
from embassy_assistant.language.counting import fits, measure

if TYPE_CHECKING:
    from embassy_assistant.domain.account import TextRules


@click.command("count")
@click.option("--network", required=True, metavar="NAME", help="A network this program knows, such as bluesky.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.argument("file", default="-")
@click.pass_obj
def command(session: Session, network: str, form: str, file: str) -> int:
    """Count the text in FILE (default: stdin) as a network counts it."""
    rules = rules_of(network)
    text = read_text(file)
    length, valid = measure(text, rules), fits(text, rules)
    if form == "json":
        print_json({"network": network, "length": length, "limit": rules.limit, "unit": rules.unit, "valid": valid})
        return Exit.DONE
    too_many = "cli.count-over" if length > rules.limit else "cli.count-over-bytes"
    session.say(
        "cli.count" if valid else too_many,
        length=length,
        limit=rules.limit,
        unit=rules.unit,
        left=rules.limit - length,
        bytes=len(text.encode("utf-8")),
        byte_limit=rules.byte_limit or 0,
    )
    return Exit.DONE


def rules_of(network: str) -> TextRules:
    """Return a network's documented text rules.

    Raises:
        Unusable: no network is called that.
    """
    from embassy_assistant.app.offline import networks

    known = networks()
    try:
        return known.get(network).text_rules
    except KeyError:
        names = ", ".join(one.name for one in known.all())
        raise Unusable("account.unknown-network", network=network, known=names) from None
