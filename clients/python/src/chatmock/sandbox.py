"""A world of its own."""

from typing import Any, Dict, List, Literal, Optional, TypeVar, Union

from chatmock.audience import Audience, Group, User
from chatmock.control import Control, path
from chatmock.values import Duration, FaultKind, Json, Refusal, Target, timeout_field
from chatmock.verbs.auth import Auth, refusal_rule
from chatmock.verbs.clock import Clock
from chatmock.verbs.faults import Fault, Faults
from chatmock.verbs.journal import Journal
from chatmock.verbs.profile import Profile
from chatmock.verbs.scenarios import Run, Scenario

Self = TypeVar("Self", bound="Sandbox")


class Sandbox:
    """A world of its own: clients, rules, groups, faults, scenarios, journal and clock.

    `with` ends it at the end of its block.
    """

    def __init__(self, name: str, control: Control, socket_url: str, token_prefix: str = "") -> None:
        self.name = name
        self.token_prefix = token_prefix
        """The prefix of an opaque token."""
        self.control = control
        self.socket_url = socket_url
        """The URL for socket.io-client."""
        self.clock = Clock(control)
        self.journal = Journal(control)
        self.faults = Faults(control)
        self.auth = Auth(control)
        self.profile = Profile(control)
        self.everyone = Audience(self, control, {"all": True})
        """All clients of this sandbox."""

    def user(self, name: str) -> User:
        return User(self, self.control, name)

    def group(self, name: Union[str, int]) -> Group:
        return Group(self, self.control, name)

    def to(self, target: Target) -> Audience:
        """The clients of a target of the control API, such as `{"claims": {"role": "admin"}}`."""
        return Audience(self, self.control, target)

    def fault(self, do: FaultKind, *, on: Optional[Json] = None, **fields: Any) -> Fault:
        """Installs a fault; `with` removes it at the end of its block."""
        return self.faults.install(do, on=on, **fields)

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
        """Refuses every client from now on, or the next `times` attempts."""
        rule = refusal_rule(via, status=status, message=message, data=data, at=at, delay=delay, times=times)
        return self.auth.add({"match": {}, **rule})

    def scenario(self, name: str) -> Scenario:
        return Scenario(self.control, name)

    def scenarios(self) -> List[Json]:
        scenarios: List[Json] = self.control.call("GET", "/scenarios")["scenarios"]
        return scenarios

    def runs(self) -> List[Json]:
        runs: List[Json] = self.control.call("GET", "/runs")["runs"]
        return runs

    def run(self, number: int) -> Run:
        return Run(self.control, number)

    def connections(self) -> List[Json]:
        connections: List[Json] = self.control.call("GET", "/connections")["connections"]
        return connections

    def connection(self, sid: str) -> Json:
        connection: Json = self.control.call("GET", path("connections", sid))
        return connection

    def groups(self) -> Json:
        """The members of each group."""
        groups: Json = self.control.call("GET", "/groups")["groups"]
        return groups

    def events(self) -> List[Json]:
        """The events that the mock knows, with the names of their fixtures."""
        events: List[Json] = self.control.call("GET", "/events")
        return events

    def fixtures(self, event: str) -> List[str]:
        names: List[str] = self.control.call("GET", path("events", event, "fixtures"))
        return names

    def fixture(self, event: str, name: str = "default") -> Any:
        """A fixture as it was written, with its placeholders."""
        return self.control.call("GET", path("events", event, "fixtures", name))

    def asyncapi(self) -> Dict[str, Any]:
        """The socket endpoint as an AsyncAPI document, by the contracts, fixtures and profile that hold now."""
        document: Dict[str, Any] = self.control.call("GET", "/asyncapi.json")
        return document

    def contract(self, event: str) -> Any:
        """The JSON Schema of an event's payload."""
        return self.control.call("GET", path("contracts", event))

    def set_fixture(
        self, event: str, name: str, payload: Any, *, contract: Literal["enforce", "skip"] = "enforce"
    ) -> None:
        """Sets a fixture until the next reset. One that breaks the contract is refused, unless `contract` is "skip"."""
        self.control.call("PUT", path("events", event, "fixtures", name), payload, {"contract": contract})

    def remove_fixture(self, event: str, name: str) -> None:
        self.control.call("DELETE", path("events", event, "fixtures", name))

    def set_contract(self, event: str, schema: Union[Json, bool]) -> None:
        """Sets the JSON Schema of an event's payload until the next reset; the event may be a new one."""
        self.control.call("PUT", path("events", event, "contract"), schema)

    def remove_event(self, event: str) -> None:
        """Removes an event with its contract and its fixtures until the next reset."""
        self.control.call("DELETE", path("events", event, "contract"))

    def quiet(self, *, to: Optional[Target] = None, timeout: Optional[Duration] = None) -> None:
        """Waits until nothing is queued and nothing is due, for everyone or for a target."""
        if to is None:
            self.control.call("GET", "/quiesce", query=timeout_field(timeout))
        else:
            self.control.call("POST", "/quiesce", {"to": to, **timeout_field(timeout)})

    def verify_no_violations(self) -> None:
        """Fails if a client broke the protocol, or sent an event that it must not send."""
        self.journal.verify("violation", exactly=0)

    def reset(self, *, connections: Literal["close", "keep"] = "close") -> int:
        """Restores the state after start; clients are closed unless they are kept. Returns how many were closed."""
        return int(self.control.call("POST", "/reset", {"connections": connections})["closed"])

    def call(self, method: str, target: str, body: Optional[Json] = None, query: Optional[Json] = None) -> Any:
        """Any call of the control API, below this sandbox."""
        return self.control.call(method, target, body, query)

    def state(self) -> Json:
        """The state of this sandbox: its seed, its number of clients, and so on."""
        state: Json = self.control.call("GET", "/sandboxes/default" if self.name == "default" else "")
        return state

    def close(self) -> None:
        """Ends the sandbox, and closes its clients."""
        self.control.call("DELETE", "")

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
