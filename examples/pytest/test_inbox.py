import pytest
import socketio

from inbox import Inbox


@pytest.fixture(scope="session")
def chatmock_options():
    return {"seed": 7}


@pytest.fixture
def alice(chat):
    return chat.user("alice")


@pytest.fixture
def inbox(chat, alice):
    inbox = Inbox(chat.socket_url, alice.token())
    alice.connected()
    yield inbox
    inbox.close()


def test_shows_a_message_once(alice, inbox, chat):
    alice.fault("duplicate", copies=3)
    alice.receives("NewMessage", {"content": "Hello!"})
    chat.quiet()
    assert inbox.wait_for(1)
    assert [message["content"] for message in inbox.messages] == ["Hello!"]


def test_tells_the_service_what_was_read(alice, inbox):
    alice.receives("NewMessage")
    assert inbox.wait_for(1)
    inbox.read(inbox.messages[0]["id"])
    alice.sent("read", data=[{"id": inbox.messages[0]["id"]}])


def test_survives_every_message_that_breaks_the_contract(alice, inbox):
    for mutant in alice.mutants("NewMessage"):
        mutant.send()
    alice.receives("NewMessage", {"id": "00000000-0000-4000-8000-000000000000", "content": "Still here"})
    assert inbox.wait_for(1)
    alice.connected()


def test_comes_back_after_a_lost_connection(alice, inbox):
    alice.disconnect("transport_close", keep_out=1)
    alice.connected()
    alice.receives("NewMessage")
    assert inbox.wait_for(1)


def test_is_refused_once(chat, alice):
    alice.refuse("http", status=503, times=1)
    with pytest.raises(socketio.exceptions.ConnectionError):
        Inbox(chat.socket_url, alice.token())
    Inbox(chat.socket_url, alice.token()).close()


def test_gets_a_message_when_it_is_due(chat, alice, inbox):
    chat.clock.hold()
    alice.receives("NewMessage", {"content": "Later"}, delay="20s")
    assert inbox.messages == []
    chat.clock.advance("20s")
    assert inbox.wait_for(1)
