"""Each line that a type checker must refuse says so at its end."""

from chatmock import Chatmock, aio


def mistakes(mock: Chatmock) -> None:
    alice = mock.user("alice")
    alice.connected(transports="websocket")  # call-arg: an option's name
    alice.connected(transport="web")  # arg-type: a transport
    alice.receives("NewMessage", {}, await_="read")  # arg-type: what to wait for
    alice.disconnect("transport_lost")  # arg-type: a reason
    alice.refuse("htp")  # arg-type: an outcome
    mock.fault("drops")  # arg-type: a fault
    mock.journal.wait("recieve")  # arg-type: an entry's kind
    mock.journal.verify("receive", exact=1)  # call-arg: a count


async def async_mistakes(mock: aio.Chatmock) -> None:
    await mock.user("alice").connected(transports="websocket")  # call-arg: an option's name
    await mock.journal.wait("recieve")  # arg-type: an entry's kind
