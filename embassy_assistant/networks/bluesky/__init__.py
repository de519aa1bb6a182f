"""Bluesky, over the AT Protocol."""

from embassy_assistant.networks.bluesky.network import BlueskyNetwork

__all__ = ["BlueskyNetwork"]
