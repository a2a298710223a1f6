"""The kit for asyncio: the same classes, each verb a coroutine function.

A verb runs in a thread, so it never blocks the event loop. If a wait is cancelled, its thread ends when the wait's
timeout ends.
"""

import asyncio
import contextlib
import functools
import threading
from typing import (
    TYPE_CHECKING,
    Any,
    AsyncIterator,
    Callable,
    Coroutine,
    Generic,
    Iterator,
    Optional,
    TypeVar,
    Union,
    cast,
)

import chatmock as sync
from chatmock.values import Entry, Json, Target

if TYPE_CHECKING:
    from typing_extensions import Concatenate, ParamSpec

    P = ParamSpec("P")

R = TypeVar("R")
S = TypeVar("S")
T = TypeVar("T")
Wrapped = TypeVar("Wrapped")


# Each call has a thread. A pool would bound how many can wait at once, and Python waits for its threads before it ends.
async def _in_thread(function: Callable[..., R], *args: Any, **kwargs: Any) -> R:
    loop = asyncio.get_running_loop()
    future: "asyncio.Future[R]" = loop.create_future()

    def settle(result: Any, error: Optional[BaseException]) -> None:
        if future.done():  # the wait was cancelled
            return
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)

    def work() -> None:
        result, failure = None, None
        try:
            result = function(*args, **kwargs)
        except BaseException as error:
            failure = error
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(settle, result, failure)

    threading.Thread(target=work, daemon=True).start()
    return await future


def _threaded(method: "Callable[Concatenate[S, P], R]") -> "Callable[Concatenate[Any, P], Coroutine[Any, Any, R]]":
    @functools.wraps(method)
    async def call(wrapper: "Wrapper[S]", *args: Any, **kwargs: Any) -> R:
        return await _in_thread(method, wrapper.sync, *args, **kwargs)

    return cast("Callable[Concatenate[Any, P], Coroutine[Any, Any, R]]", call)


async def _iterated(iterator: Iterator[T]) -> AsyncIterator[T]:
    end = object()
    try:
        while True:
            item: Any = await _in_thread(next, iterator, end)
            if item is end:
                return
            yield item
    finally:
        close = getattr(iterator, "close", None)
        if close is not None:
            close()


class Wrapper(Generic[Wrapped]):
    """An object of the kit, for asyncio; `sync` is the object itself."""

    def __init__(self, sync: Wrapped) -> None:
        self.sync = sync


class Profile(Wrapper[sync.Profile]):
    get = _threaded(sync.Profile.get)
    set = _threaded(sync.Profile.set)
    change = _threaded(sync.Profile.change)


class Fault(Wrapper[sync.Fault]):
    status = _threaded(sync.Fault.status)
    remove = _threaded(sync.Fault.remove)
    remove_if_there = _threaded(sync.Fault.remove_if_there)

    async def __aenter__(self) -> "Fault":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.remove_if_there()


class Auth(Wrapper[sync.Auth]):
    rules = _threaded(sync.Auth.rules)
    set = _threaded(sync.Auth.set)
    add = _threaded(sync.Auth.add)
    remove = _threaded(sync.Auth.remove)
    restore = _threaded(sync.Auth.restore)
    token = _threaded(sync.Auth.token)
    keys = _threaded(sync.Auth.keys)


class Clock(Wrapper[sync.Clock]):
    state = _threaded(sync.Clock.state)
    hold = _threaded(sync.Clock.hold)
    run = _threaded(sync.Clock.run)
    set = _threaded(sync.Clock.set)
    advance = _threaded(sync.Clock.advance)


class Faults(Wrapper[sync.Faults]):
    list = _threaded(sync.Faults.list)
    replace = _threaded(sync.Faults.replace)
    clear = _threaded(sync.Faults.clear)

    async def install(self, *args: Any, **kwargs: Any) -> Fault:
        """As the fault that `chatmock.Faults.install` installs."""
        return Fault(await _in_thread(self.sync.install, *args, **kwargs))


class Journal(Wrapper[sync.Journal]):
    entries = _threaded(sync.Journal.entries)
    canonical = _threaded(sync.Journal.canonical)
    wait = _threaded(sync.Journal.wait)
    verify = _threaded(sync.Journal.verify)
    clear = _threaded(sync.Journal.clear)
    export = _threaded(sync.Journal.export)
    story = _threaded(sync.Journal.story)

    def follow(self, *args: Any, **kwargs: Any) -> AsyncIterator[Entry]:
        """As `chatmock.Journal.follow`; `aclose()` it before its loop has ended."""
        return _iterated(self.sync.follow(*args, **kwargs))


class Run(Wrapper[sync.Run]):
    state = _threaded(sync.Run.state)
    wait = _threaded(sync.Run.wait)
    checkpoint = _threaded(sync.Run.checkpoint)
    stop = _threaded(sync.Run.stop)


class Scenario(Wrapper[sync.Scenario]):
    definition = _threaded(sync.Scenario.definition)
    define = _threaded(sync.Scenario.define)
    remove = _threaded(sync.Scenario.remove)
    run = _threaded(sync.Scenario.run)

    async def start(self, **kwargs: Any) -> Run:
        """As `chatmock.Scenario.start`."""
        return Run(await _in_thread(self.sync.start, **kwargs))


class Edge(Wrapper[sync.Edge]):
    async def send(self, **options: Any) -> Json:
        """As `chatmock.Edge.send`."""
        return await _in_thread(self.sync.send, **options)


class Disconnected(Wrapper[sync.Disconnected]):
    let_in = _threaded(sync.Disconnected.let_in)

    async def __aenter__(self) -> "Disconnected":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.let_in()


Someone = TypeVar("Someone", bound=sync.Audience)


class _Audience(Wrapper[Someone]):
    connected = _threaded(sync.Audience.connected)
    gone = _threaded(sync.Audience.gone)
    receives = _threaded(sync.Audience.receives)

    async def disconnect(self, *args: Any, **kwargs: Any) -> Disconnected:
        """As `chatmock.Audience.disconnect`."""
        return Disconnected(await _in_thread(self.sync.disconnect, *args, **kwargs))

    async def fault(self, *args: Any, **kwargs: Any) -> Fault:
        """As `chatmock.Audience.fault`."""
        return Fault(await _in_thread(self.sync.fault, *args, **kwargs))

    async def mutants(self, event: str) -> AsyncIterator[Edge]:
        """As `chatmock.Audience.mutants`."""
        async for edge in _iterated(self.sync.mutants(event)):
            yield Edge(edge)

    async def variants(self, event: str) -> AsyncIterator[Edge]:
        """As `chatmock.Audience.variants`."""
        async for edge in _iterated(self.sync.variants(event)):
            yield Edge(edge)

    def scenario(self, name: str) -> Scenario:
        """As `chatmock.Audience.scenario`."""
        return Scenario(self.sync.scenario(name))


class Audience(_Audience[sync.Audience]):
    """The clients of a target."""


class Group(_Audience[sync.Group]):
    set = _threaded(sync.Group.set)
    remove = _threaded(sync.Group.remove)


class User(_Audience[sync.User]):
    refuse = _threaded(sync.User.refuse)
    expires_after = _threaded(sync.User.expires_after)
    accept_late = _threaded(sync.User.accept_late)
    sent = _threaded(sync.User.sent)
    signed_token = _threaded(sync.User.signed_token)

    def token(self) -> str:
        """As `chatmock.User.token`."""
        return self.sync.token()

    def jwt(self, **claims: Any) -> str:
        """As `chatmock.User.jwt`."""
        return self.sync.jwt(**claims)


World = TypeVar("World", bound=sync.Sandbox)


class _Sandbox(Wrapper[World]):
    scenarios = _threaded(sync.Sandbox.scenarios)
    runs = _threaded(sync.Sandbox.runs)
    connections = _threaded(sync.Sandbox.connections)
    connection = _threaded(sync.Sandbox.connection)
    groups = _threaded(sync.Sandbox.groups)
    events = _threaded(sync.Sandbox.events)
    fixtures = _threaded(sync.Sandbox.fixtures)
    fixture = _threaded(sync.Sandbox.fixture)
    asyncapi = _threaded(sync.Sandbox.asyncapi)
    contract = _threaded(sync.Sandbox.contract)
    set_fixture = _threaded(sync.Sandbox.set_fixture)
    remove_fixture = _threaded(sync.Sandbox.remove_fixture)
    set_contract = _threaded(sync.Sandbox.set_contract)
    remove_event = _threaded(sync.Sandbox.remove_event)
    quiet = _threaded(sync.Sandbox.quiet)
    refuse = _threaded(sync.Sandbox.refuse)
    verify_no_violations = _threaded(sync.Sandbox.verify_no_violations)
    reset = _threaded(sync.Sandbox.reset)
    call = _threaded(sync.Sandbox.call)
    state = _threaded(sync.Sandbox.state)
    close = _threaded(sync.Sandbox.close)

    def __init__(self, sandbox: World) -> None:
        super().__init__(sandbox)
        self.name = sandbox.name
        self.token_prefix = sandbox.token_prefix
        self.socket_url = sandbox.socket_url
        self.clock = Clock(sandbox.clock)
        self.journal = Journal(sandbox.journal)
        self.faults = Faults(sandbox.faults)
        self.auth = Auth(sandbox.auth)
        self.profile = Profile(sandbox.profile)
        self.everyone = Audience(sandbox.everyone)

    def user(self, name: str) -> User:
        return User(self.sync.user(name))

    def group(self, name: Union[str, int]) -> Group:
        return Group(self.sync.group(name))

    def to(self, target: Target) -> Audience:
        return Audience(self.sync.to(target))

    def scenario(self, name: str) -> Scenario:
        return Scenario(self.sync.scenario(name))

    def run(self, number: int) -> Run:
        return Run(self.sync.run(number))

    async def fault(self, *args: Any, **kwargs: Any) -> Fault:
        """As `chatmock.Sandbox.fault`."""
        return Fault(await _in_thread(self.sync.fault, *args, **kwargs))

    async def __aexit__(self, *_: object) -> None:
        await _in_thread(self.sync.close)


class Sandbox(_Sandbox[sync.Sandbox]):
    """A world of its own; `Sandbox(chat)` wraps the one of a fixture. `async with` ends it at the end of its block."""

    async def __aenter__(self) -> "Sandbox":
        return self


class Chatmock(_Sandbox[sync.Chatmock]):
    """A mock. `async with` closes it at the end of its block."""

    version = _threaded(sync.Chatmock.version)
    openapi = _threaded(sync.Chatmock.openapi)
    close = _threaded(sync.Chatmock.close)
    sandboxes = _threaded(sync.Chatmock.sandboxes)

    @classmethod
    async def connect(cls, *args: Any, **kwargs: Any) -> "Chatmock":
        """As `chatmock.Chatmock.connect`."""
        return cls(await _in_thread(sync.Chatmock.connect, *args, **kwargs))

    @classmethod
    async def start(cls, **kwargs: Any) -> "Chatmock":
        """As `chatmock.Chatmock.start`."""
        return cls(await _in_thread(sync.Chatmock.start, **kwargs))

    async def sandbox(self, *args: Any, **kwargs: Any) -> Sandbox:
        """As `chatmock.Chatmock.sandbox`."""
        return Sandbox(await _in_thread(self.sync.sandbox, *args, **kwargs))

    async def sandbox_named(self, name: str, **fields: Any) -> Sandbox:
        """As `chatmock.Chatmock.sandbox_named`."""
        return Sandbox(await _in_thread(self.sync.sandbox_named, name, **fields))

    @property
    def url(self) -> str:
        return self.sync.url

    @property
    def log(self) -> str:
        return self.sync.log

    async def __aenter__(self) -> "Chatmock":
        return self
