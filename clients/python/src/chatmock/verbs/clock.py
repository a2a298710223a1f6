"""The mock's time."""

from typing import Literal, Optional

from chatmock.control import Control
from chatmock.values import Duration, Json, milliseconds, timeout_field


class Clock:
    """The mock's time, which a test can hold and move."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def state(self) -> Json:
        """`mode`, `now`, and `next`: the timer that is due next."""
        state: Json = self._control.call("GET", "/clock")
        return state

    def hold(self) -> Json:
        """Stops time for everything: heartbeats, timeouts, delays, expiry, placeholders."""
        state: Json = self._control.call("PUT", "/clock", {"mode": "manual"})
        return state

    def run(self) -> Json:
        """Lets time run on from where it stood."""
        state: Json = self._control.call("PUT", "/clock", {"mode": "real"})
        return state

    def advance(
        self,
        duration: Duration,
        *,
        await_: Literal["pong", "nothing"] = "pong",
        timeout: Optional[Duration] = None,
    ) -> Json:
        """Moves a held clock, and returns `now` and the timers that `fired`.

        With `await_="nothing"`, clients that do not answer their pings time out.
        """
        body = {"ms": milliseconds(duration), "await": await_, **timeout_field(timeout)}
        advanced: Json = self._control.call("POST", "/clock/advance", body)
        return advanced
