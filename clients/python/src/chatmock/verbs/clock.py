"""The mock's time."""

from typing import Literal, Optional

from chatmock.control import Control
from chatmock.values import Duration, Json, Target, given, milliseconds, timeout_field


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
        """Lets time run, from the time at which it was held."""
        state: Json = self._control.call("PUT", "/clock", {"mode": "real"})
        return state

    def set(self, at: str) -> Json:
        """Sets the clock to a time (ISO 8601), or to the machine's ("machine"). Deadlines move with it."""
        state: Json = self._control.call("PUT", "/clock", {"at": at})
        return state

    def advance(
        self,
        duration: Duration,
        *,
        await_: Literal["pong", "nothing"] = "pong",
        to: Optional[Target] = None,
        timeout: Optional[Duration] = None,
    ) -> Json:
        """Moves a held clock, and returns `now` and the timers that `fired`.

        With `await_="nothing"`, clients that do not answer their pings time out. `to` says whose clients are waited
        for; everyone's without it.
        """
        body = {"ms": milliseconds(duration), "await": await_, **given(to=to), **timeout_field(timeout)}
        advanced: Json = self._control.call("POST", "/clock/advance", body)
        return advanced
