"""The mock in a container of CHATMOCK_IMAGE: run by container.test.mjs."""

import os

import pytest
from chatmock import Chatmock


def test_own_fixtures_and_a_seed() -> None:
    image = os.environ["CHATMOCK_IMAGE"]
    with Chatmock.start(image=image, seed=3, fixtures=os.environ["CHATMOCK_FIXTURES"]) as mock:
        assert mock.version()["seed"] == 3
        assert mock.fixture("NewMessage")["content"] == os.environ["CHATMOCK_TEST_CONTENT"]


def test_the_fixture_of_the_plugin(chat: object) -> None:
    assert chat is not None


def test_a_reason() -> None:
    with pytest.raises(RuntimeError, match="(?s)ended with 2 before it was ready.*defualt"):
        Chatmock.start(image=os.environ["CHATMOCK_IMAGE"], profile="defualt")
