"""A mock: one that runs already, or one that the test starts."""

import os
import time
from typing import Any, List, Literal, Optional
from urllib.parse import urlsplit

from chatmock.control import Control, path
from chatmock.errors import ChatmockError
from chatmock.sandbox import Sandbox
from chatmock.server import Server, start_server
from chatmock.values import Duration, Json, given, milliseconds

_PAUSE_S = 0.05


class Chatmock(Sandbox):
    """A mock. All that a sandbox has, it has for the sandbox `default`. `with` closes it at the end of its block."""

    def __init__(self, control: Control, socket_url: str, server: Optional[Server] = None) -> None:
        super().__init__("default", control, socket_url)
        self.url = control.url
        """The control API."""
        self._server = server

    @classmethod
    def connect(
        cls,
        url: Optional[str] = None,
        *,
        socket_url: Optional[str] = None,
        token: Optional[str] = None,
        timeout: Duration = 5,
    ) -> "Chatmock":
        """A mock that runs already: `CHATMOCK_URL`, or http://127.0.0.1:8091.

        `socket_url` is the URL for apps: `CHATMOCK_SOCKET_URL`, or the mock's socket port on the host of `url`.
        `token` is that of `--control-token`: `CHATMOCK_CONTROL_TOKEN`. `timeout` limits its start.
        """
        url = url or os.environ.get("CHATMOCK_URL") or "http://127.0.0.1:8091"
        control = Control(url, token or os.environ.get("CHATMOCK_CONTROL_TOKEN"))
        _wait_until_ready(control, milliseconds(timeout) / 1000)
        given_url = socket_url or os.environ.get("CHATMOCK_SOCKET_URL")
        return cls(control, given_url or _socket_url_of(url, control.call("GET", "/version")["socket"]))

    @classmethod
    def start(
        cls,
        *,
        binary: Optional[str] = None,
        image: Optional[str] = None,
        seed: Optional[int] = None,
        clock: Optional[Literal["real", "manual"]] = None,
        clock_start: Optional[str] = None,
        fixtures: Optional[str] = None,
        contracts: Optional[str] = None,
        profile: Optional[str] = None,
        args: Optional[List[str]] = None,
    ) -> "Chatmock":
        """Starts a mock on free ports, in a process of its own, until `close()`.

        `binary` is the program: `CHATMOCK_BINARY`, or `chatmock` in the PATH. `image` is an image for Docker, which
        starts a container instead: `CHATMOCK_IMAGE`. `args` are further arguments of `chatmock serve`.
        """
        flags = {
            "seed": seed,
            "clock": clock,
            "clock-start": clock_start,
            "fixtures": fixtures,
            "contracts": contracts,
            "profile": profile,
        }
        server = start_server(binary, image, flags, args or [])
        return cls(Control(server.control_url), server.socket_url, server)

    def sandbox(
        self,
        name: Optional[str] = None,
        *,
        profile: Optional[str] = None,
        seed: Optional[int] = None,
        clock: Optional[Literal["real", "manual"]] = None,
        clock_start: Optional[str] = None,
        expires_after: Optional[Duration] = None,
    ) -> Sandbox:
        """Makes a sandbox: a world of its own, for one test. Its name is made from the seed if it is absent.

        Without a client and a call it ends by itself, after 10 minutes or `expires_after`.
        """
        expires_after_ms = None if expires_after is None else milliseconds(expires_after)
        fields = given(profile=profile, seed=seed, clock=clock, clock_start=clock_start)
        body = {**given(name=name, expires_after_ms=expires_after_ms), **fields}
        return self._sandbox_of(self.control.call("POST", "/sandboxes", body))

    def sandbox_named(self, name: str, **fields: Any) -> Sandbox:
        """The sandbox of that name; made with these fields of the control API if it is not there."""
        return self._sandbox_of(self.control.call("PUT", path("sandboxes", name), fields))

    def sandboxes(self) -> List[Json]:
        """The state of each sandbox: its seed, its number of clients, and so on."""
        sandboxes: List[Json] = self.control.call("GET", "/sandboxes")["sandboxes"]
        return sandboxes

    def version(self) -> Json:
        version: Json = self.control.call("GET", "/version")
        return version

    def openapi(self) -> str:
        """The control API's contract, as the mock serves it."""
        return self.control.text("/openapi.yaml")

    @property
    def log(self) -> str:
        """The last lines of a started mock's log."""
        return "" if self._server is None else self._server.log()

    def close(self) -> None:
        """Stops a mock that `start()` has started. A mock of `connect()` goes on."""
        if self._server is not None:
            self._server.stop()

    def _sandbox_of(self, made: Json) -> Sandbox:
        control = self.control.below(path("sandboxes", made["name"]))
        return Sandbox(made["name"], control, self.socket_url, made["socket"]["token"])


# The mock may be bound to 0.0.0.0: the host by which it was found leads to its socket port, too.
def _socket_url_of(url: str, socket: str) -> str:
    host = urlsplit(url).hostname or ""
    return f"http://{f'[{host}]' if ':' in host else host}:{urlsplit(socket).port}"


def _wait_until_ready(control: Control, patience_s: float) -> None:
    end_s = time.monotonic() + patience_s
    while True:
        try:
            control.call("GET", "/readyz")
            return
        except ChatmockError as error:
            may_come = error.status == 0 or error.code == "not_ready"
            if not may_come or time.monotonic() >= end_s:
                raise
        time.sleep(_PAUSE_S)
