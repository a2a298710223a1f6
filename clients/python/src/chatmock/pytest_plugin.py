"""Fixtures for pytest: `chatmock`, a mock for the session, and `chat`, a sandbox of it for one test."""

import os
from typing import Any, Dict, Generator, Iterator

import pytest

from chatmock.errors import ChatmockError
from chatmock.mock import Chatmock
from chatmock.sandbox import Sandbox


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "chatmock(violations=False, **options): whether clients may break the protocol in this test; its sandbox.",
    )


@pytest.fixture(scope="session")
def chatmock_options() -> Dict[str, Any]:
    """Override it in conftest.py: the arguments of Chatmock.start(), such as {"seed": 7}."""
    return {}


@pytest.fixture(scope="session")
def chatmock(chatmock_options: Dict[str, Any]) -> Iterator[Chatmock]:
    """A mock for the session: the one of CHATMOCK_URL, or one that each worker of xdist starts."""
    running = bool(os.environ.get("CHATMOCK_URL"))
    with Chatmock.connect() if running else Chatmock.start(**chatmock_options) as mock:
        yield mock


@pytest.fixture
def chat(chatmock: Chatmock, request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """A sandbox for this test. At the end no client may have broken the protocol."""
    marker = request.node.get_closest_marker("chatmock")
    options: Dict[str, Any] = {} if marker is None else dict(marker.kwargs)
    may_violate = options.pop("violations", False)
    with chatmock.sandbox(**options) as sandbox:
        yield sandbox
        if not may_violate:
            sandbox.verify_no_violations()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, None]:
    """Adds the journal of a failed test, and how to replay it, to the report."""
    report = (yield).get_result()
    funcargs = getattr(item, "funcargs", {})
    chat = funcargs.get("chat")
    if report.when != "call" or not report.failed or not isinstance(chat, Sandbox):
        return
    try:
        report.sections.append(("chatmock's journal", chat.journal.story()))
        report.sections.append(("chatmock's replay", _replay_line(item, chat)))
    except ChatmockError as error:
        report.sections.append(("chatmock", str(error)))


def _replay_line(item: pytest.Item, chat: Sandbox) -> str:
    factory: pytest.TempPathFactory = getattr(item.config, "_tmp_path_factory")
    path = factory.mktemp("chatmock") / "run.jsonl"
    path.write_text(chat.journal.export())
    return f"chatmock replay {path}"
