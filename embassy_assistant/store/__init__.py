"""The encrypted store of a workspace: drafts, outbox, accounts, settings and pictures, and the key that opens it."""
