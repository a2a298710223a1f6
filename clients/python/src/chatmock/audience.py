"""The clients that a call is for: a user, a group, everyone."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Iterator, List, Literal, Optional, Union

from chatmock.verbs.auth import Flaw, refusal_rule
from chatmock.control import Control, path
from chatmock.verbs.faults import Fault
from chatmock.verbs.scenarios import Scenario
from chatmock.values import (
    DisconnectAs,
    Duration,
    Entry,
    FaultKind,
    Json,
    Refusal,
    Target,
    Transport,
    changes_fields,
    given,
    milliseconds,
    timeout_field,
    unsigned_token,
)

if TYPE_CHECKING:
    from chatmock.sandbox import Sandbox


@dataclass
class Disconnected:
    """Clients that were disconnected, and may be kept out. `with` lets them in at the end of its block."""

    connections: List[Json]
    _barrier: Optional[Fault] = field(default=None, repr=False)

    def let_in(self) -> None:
        """Lets them in again."""
        if self._barrier is not None:
            self._barrier.remove_if_there()

    def __enter__(self) -> "Disconnected":
        return self

    def __exit__(self, *_: object) -> None:
        self.let_in()


@dataclass
class Edge:
    """A payload that breaks its contract in one place, or keeps it at an edge."""

    name: str
    at: str
    does: str
    _audience: "Audience" = field(repr=False)
    _event: str = field(repr=False)
    _kind: Literal["mutant", "variant"] = field(repr=False)

    def send(self, **options: Any) -> Json:
        """Sends it; the options are those of `receives`."""
        chosen: Json = {self._kind: self.name}
        return self._audience.receives(self._event, **chosen, **options)


class Audience:
    """The clients of a target."""

    def __init__(self, sandbox: "Sandbox", control: Control, target: Target) -> None:
        self.sandbox = sandbox
        self.target = target
        self._control = control

    def connected(
        self,
        *,
        count: int = 1,
        transport: Optional[Transport] = None,
        settled: Optional[bool] = None,
        timeout: Optional[Duration] = None,
    ) -> List[Json]:
        """Waits until they are connected, and have settled on a transport. Returns their connections."""
        match = {**self.target, **given(transport=transport)}
        body = {"match": match, "count": count, **given(settled=settled), **timeout_field(timeout)}
        connections: List[Json] = self._control.call("POST", "/connections/wait", body)["connections"]
        return connections

    def gone(self, *, timeout: Optional[Duration] = None) -> None:
        """Waits until all of them are disconnected."""
        self._control.call("POST", "/connections/wait", {"match": self.target, "count": 0, **timeout_field(timeout)})

    def receives(
        self,
        event: str,
        changes: Optional[Json] = None,
        *,
        fixture: Optional[str] = None,
        data: Any = None,
        args: Optional[List[Any]] = None,
        patch: Optional[Json] = None,
        set: Optional[Json] = None,
        mutant: Optional[str] = None,
        variant: Optional[str] = None,
        namespace: Optional[str] = None,
        contract: Optional[Literal["enforce", "skip"]] = None,
        repeat: Optional[int] = None,
        delay: Optional[Duration] = None,
        await_: Optional[Literal["queued", "written", "acked"]] = None,
        min_recipients: int = 1,
        settled: Optional[bool] = None,
        timeout: Optional[Duration] = None,
    ) -> Json:
        """Sends an event: a fixture with changes, in which None is a value.

        `patch` is a JSON Merge Patch (RFC 7396) in place of the changes: there None removes a field. `set` puts values
        at JSON Pointers, after the changes. Returns when it was written to their connections; with a `delay`, at once.
        """
        delay_ms = None if delay is None else milliseconds(delay)
        body = {
            "to": self.target,
            "await": await_ or ("written" if delay is None else "queued"),
            "min_recipients": min_recipients,
            **changes_fields(changes, set),
            **given(patch=patch, fixture=fixture, data=data, args=args, mutant=mutant, variant=variant),
            **given(namespace=namespace, contract=contract, repeat=repeat, delay_ms=delay_ms, settled=settled),
            **timeout_field(timeout),
        }
        sent: Json = self._control.call("POST", path("events", event), body)
        return sent

    def disconnect(
        self, as_: DisconnectAs = "transport_close", *, keep_out: Union[int, str, None] = None
    ) -> Disconnected:
        """Ends their connections, so that the apps see the reason that `as_` names.

        `keep_out` refuses their next attempts, as many as the number says, or for a time such as "5s".
        """
        barrier = None if keep_out is None else self._keep_out(keep_out)
        body = {"to": self.target, "as": as_}
        return Disconnected(self._control.call("POST", "/connections/disconnect", body)["disconnected"], barrier)

    def fault(self, do: FaultKind, *, on: Optional[Json] = None, **fields: Any) -> Fault:
        """Installs a fault for them only."""
        return self.sandbox.faults.install(do, on={**(on or {}), "to": self.target}, **fields)

    def mutants(self, event: str) -> Iterator[Edge]:
        """Payloads that break the event's contract in one place, one after the other."""
        return self._edges(event, "mutant")

    def variants(self, event: str) -> Iterator[Edge]:
        """Payloads that keep the event's contract, each at one of its edges."""
        return self._edges(event, "variant")

    def scenario(self, name: str) -> Scenario:
        """A scenario with steps for them."""
        return Scenario(self._control, name, self.target)

    # The next handshakes, or those of a time, are reset.
    def _keep_out(self, keep_out: Union[int, str]) -> Fault:
        if isinstance(keep_out, str):
            return self.fault("refuse_connections", ttl=keep_out)
        return self.fault("refuse_connections", on={"first": keep_out})

    def _edges(self, event: str, kind: Literal["mutant", "variant"]) -> Iterator[Edge]:
        for edge in self._control.call("GET", path("events", event, f"{kind}s"))[f"{kind}s"]:
            yield Edge(edge["name"], edge["at"], edge["does"], self, event, kind)


class Group(Audience):
    """A group of users that get events together."""

    def __init__(self, sandbox: "Sandbox", control: Control, name: Union[str, int]) -> None:
        super().__init__(sandbox, control, {"group": name})
        self.id = name

    def set(self, members: List[str]) -> "Group":
        """Sets the group's members."""
        self._control.call("PUT", path("groups", self.id), {"members": members})
        return self

    def remove(self) -> None:
        self._control.call("DELETE", path("groups", self.id))


class User(Audience):
    """A user of the app under test."""

    def __init__(self, sandbox: "Sandbox", control: Control, name: str) -> None:
        super().__init__(sandbox, control, {"user": name})
        self.name = name

    def token(self) -> str:
        """A token that logs this user in, in this sandbox."""
        return self.sandbox.token_prefix + self.name

    def jwt(self, **claims: Any) -> str:
        """A JSON Web Token of this user in this sandbox, with further claims. It has no valid signature."""
        sandbox = {"sandbox": self.sandbox.name} if self.sandbox.token_prefix else {}
        return unsigned_token({"sub": self.name, **sandbox, **claims})

    def signed_token(
        self,
        *,
        claims: Optional[Json] = None,
        expires_in: Optional[Duration] = None,
        broken: Optional[Flaw] = None,
    ) -> str:
        """The same, signed with the key of the profile or of the seed; or broken on purpose."""
        own = {"sandbox": self.sandbox.name} if self.sandbox.token_prefix else {}
        token_claims = {**own, **(claims or {})}
        return self.sandbox.auth.token(self.name, claims=token_claims, expires_in=expires_in, broken=broken)

    def refuse(
        self,
        via: Optional[Refusal] = None,
        *,
        status: Optional[int] = None,
        message: Optional[str] = None,
        data: Any = None,
        at: Optional[Literal["handshake", "connect"]] = None,
        delay: Optional[Duration] = None,
        times: Optional[int] = None,
    ) -> List[Json]:
        """Refuses this user from now on, or the next `times` attempts."""
        return self._decide(
            refusal_rule(via, status=status, message=message, data=data, at=at, delay=delay, times=times)
        )

    def expires_after(
        self,
        duration: Duration,
        *,
        as_: Optional[Literal["server_disconnect", "event"]] = None,
        message: Optional[str] = None,
        data: Any = None,
    ) -> List[Json]:
        """Ends each of this user's later connections after some time, by the mock's clock."""
        rest = given(expire_as=as_, message=message, data=data)
        return self._decide({"outcome": {"do": "accept", "expire_after_ms": milliseconds(duration), **rest}})

    def accept_late(self, delay: Duration) -> List[Json]:
        """Accepts this user late, by the mock's clock."""
        return self._decide({"outcome": {"do": "accept", "delay_ms": milliseconds(delay)}})

    def sent(
        self,
        event: str,
        *,
        data: Optional[List[Any]] = None,
        count: int = 1,
        timeout: Optional[Duration] = None,
    ) -> List[Entry]:
        """Waits until this user's app has sent the event; `data` is a part of its arguments."""
        return self.sandbox.journal.wait(
            "receive", user=self.name, event=event, data=data, count=count, timeout=timeout
        )

    # A token that is the user's name, and a JWT that has it as `sub`.
    def _decide(self, rule: Json) -> List[Json]:
        return self.sandbox.auth.add(
            {"match": {"token": self.name}, **rule}, {"match": {"claims": {"sub": self.name}}, **rule}
        )
