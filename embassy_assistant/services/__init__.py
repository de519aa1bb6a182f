"""Use cases: what an Officer does, with no window, no SQL and no HTTP in it."""
