"""What the program knows of writing: languages, word forms, counting, links; pure functions over text."""
