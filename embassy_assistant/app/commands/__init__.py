"""One command of the command line per file; each file's `command` is what `app.cli` calls."""
