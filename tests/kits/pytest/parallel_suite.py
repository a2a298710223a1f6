"""A hundred tests, each with a client of its own, for the workers of pytest-xdist."""

import pytest
import socketio


@pytest.mark.parametrize("number", range(100))
def test_story(chat, number):
    alice = chat.user("alice")
    client = socketio.Client()
    client.connect(f"{chat.socket_url}/?jwt_token={alice.token()}", transports=["websocket"])
    alice.connected(timeout=30)
    assert len(chat.connections()) == 1
    chat.fault("drop", on={"nth": 1 + number}, name="lossy")
    assert alice.receives("NewMessage", {"content": str(number)}, timeout=30)["seq"] > 1
    assert chat.journal.verify("emit", exactly=1) == 1
    client.disconnect()
