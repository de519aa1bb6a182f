"""The parts of the Write view."""
