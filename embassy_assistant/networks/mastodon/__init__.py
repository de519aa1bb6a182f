"""Mastodon, and the servers that speak its interface."""

from embassy_assistant.networks.mastodon.network import MastodonNetwork

__all__ = ["MastodonNetwork"]
