"""Steers chatmock, a mock of a chat service's Socket.IO endpoint, from tests."""

from chatmock.audience import Audience, Disconnected, Edge, Group, User
from chatmock.verbs.auth import Auth
from chatmock.verbs.clock import Clock
from chatmock.errors import ChatmockError
from chatmock.verbs.faults import Fault, Faults
from chatmock.verbs.journal import Journal
from chatmock.mock import Chatmock
from chatmock.verbs.profile import Profile
from chatmock.sandbox import Sandbox
from chatmock.verbs.scenarios import Run, Scenario

__all__ = [
    "Audience",
    "Auth",
    "Chatmock",
    "ChatmockError",
    "Clock",
    "Disconnected",
    "Edge",
    "Fault",
    "Faults",
    "Group",
    "Journal",
    "Profile",
    "Run",
    "Sandbox",
    "Scenario",
    "User",
]
