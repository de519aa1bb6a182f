"""Names of people, places and institutions: found in a text, held against those of its other half, and spelt."""
