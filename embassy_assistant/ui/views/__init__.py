"""The views of the window, one per file."""
