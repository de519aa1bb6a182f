"""The practice network: a loopback server of its own, for training, the demo and tests; nothing in it is public."""

from embassy_assistant.networks.practice.client import PracticeNetwork
from embassy_assistant.networks.practice.process import ensure_running, is_running, read_address, set_conditions
from embassy_assistant.networks.practice.server import PracticeServer, serve

__all__ = [
    "PracticeNetwork",
    "PracticeServer",
    "ensure_running",
    "is_running",
    "read_address",
    "serve",
    "set_conditions",
]
