"""Guideline packs: the format they travel in, how one is compiled, and the pack that ships with the program."""
