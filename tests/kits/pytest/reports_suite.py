"""Tests that fail, or are mistaken: their reports are looked at."""

import pytest


def break_the_protocol(chat):
    """Says by HTTP what no client says."""
    import http.client
    from urllib.parse import urlsplit

    connection = http.client.HTTPConnection(urlsplit(chat.socket_url).netloc)
    base = f"/socket.io/?EIO=4&transport=polling&jwt_token={chat.user('alice').token()}"
    connection.request("GET", base)
    sid = connection.getresponse().read().decode().split('"sid":"')[1].split('"')[0]
    connection.request("POST", f"{base}&sid={sid}", "49", {"content-type": "text/plain"})
    connection.getresponse().read()
    chat.journal.wait("violation")


def test_fails(chat):
    chat.everyone.receives("NewMessage", {"content": "never seen"}, min_recipients=0)
    chat.user("alice").connected(timeout=0)


def test_violates(chat):
    break_the_protocol(chat)


@pytest.mark.chatmock(violations=True)
def test_may_violate(chat):
    break_the_protocol(chat)
