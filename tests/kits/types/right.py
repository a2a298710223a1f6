"""A program that a strict type checker accepts."""

from chatmock import Chatmock, ChatmockError, Sandbox, aio


def story(whole: Chatmock) -> int:
    with whole.sandbox(seed=7, clock="manual", expires_after="1m") as mock:
        return story_of(mock)


def story_of(mock: Sandbox) -> int:
    alice = mock.user("alice")
    alice.connected(transport="websocket", timeout="10s")
    alice.receives("NewMessage", {"content": alice.token()}, await_="acked", timeout=5)
    with alice.disconnect("transport_close", keep_out=2) as away:
        away.let_in()
    with mock.fault("drop", on={"event": "NewMessage", "nth": 2}, ttl="1m") as fault:
        fault.status()
    alice.refuse("http", status=401, times=1)
    for mutant in alice.mutants("NewMessage"):
        mutant.send(await_="queued")
    mock.scenario("member-added-twice").run(to={"user": "alice"})
    return mock.journal.verify("receive", user="alice", exactly=1)


async def async_story(whole: aio.Chatmock) -> int:
    mock = await whole.sandbox(clock="manual")
    alice = mock.user("alice")
    await alice.connected(transport="websocket", timeout="10s")
    async with await alice.disconnect("transport_close", keep_out="5s"):
        await mock.clock.advance("5s", await_="nothing")
    async for edge in alice.variants("NewMessage"):
        await edge.send()
    return await mock.journal.verify("receive", user="alice", exactly=1)


def reason_of(error: ChatmockError) -> str:
    return f"{error.code} {error.pointer} {error.nearest}"
