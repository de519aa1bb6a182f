"""Entry point: `python -m embassy_assistant` and the installed `embassy-assistant`."""

from __future__ import annotations


def main() -> None:
    """Run the command line; with no command it opens the window."""
    try:
        from embassy_assistant.app.cli import cli

        cli(prog_name="embassy-assistant")
    except KeyboardInterrupt:
        # ^C while the modules were still loading: nothing was begun that could be told of.
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
