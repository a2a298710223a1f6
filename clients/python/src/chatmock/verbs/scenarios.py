"""Stories of many steps, and their runs."""

from typing import Optional

from chatmock.control import Control, path
from chatmock.values import Duration, Json, Target, given, timeout_field


class Run:
    """A scenario that runs, or ran."""

    def __init__(self, control: Control, number: int) -> None:
        self._control = control
        self.id = number

    def state(self) -> Json:
        state: Json = self._control.call("GET", path("runs", self.id))
        return state

    def wait(self, *, timeout: Optional[Duration] = None) -> Json:
        """Waits until the run has passed or was stopped; fails with the step that failed."""
        state: Json = self._control.call("POST", path("runs", self.id, "wait"), timeout_field(timeout))
        return state

    def checkpoint(self, name: str, passed: bool = True, reason: Optional[str] = None) -> Json:
        """Reports a checkpoint of the run as passed or failed: the run continues, or fails with the reason."""
        body = {"passed": passed, **given(reason=reason)}
        state: Json = self._control.call("POST", path("runs", self.id, "checkpoints", name), body)
        return state

    def stop(self) -> Json:
        """Stops the run at its current step."""
        state: Json = self._control.call("DELETE", path("runs", self.id))
        return state


class Scenario:
    """A scenario of the mock."""

    def __init__(self, control: Control, name: str, to: Optional[Target] = None) -> None:
        self._control = control
        self._to = to
        self.name = name

    def definition(self) -> Json:
        definition: Json = self._control.call("GET", path("scenarios", self.name))
        return definition

    def define(self, definition: Json) -> "Scenario":
        """Sets the scenario's steps, until the next reset."""
        self._control.call("PUT", path("scenarios", self.name), definition)
        return self

    def remove(self) -> None:
        self._control.call("DELETE", path("scenarios", self.name))

    def start(self, *, to: Optional[Target] = None, parameters: Optional[Json] = None) -> Run:
        """Starts the scenario, and does not wait for its end."""
        body = {"await": "start", **given(to=to or self._to, parameters=parameters)}
        return Run(self._control, self._control.call("POST", path("scenarios", self.name, "run"), body)["run"])

    def run(
        self,
        *,
        to: Optional[Target] = None,
        parameters: Optional[Json] = None,
        timeout: Optional[Duration] = None,
    ) -> Json:
        """Runs the scenario to its end; fails with the step that failed."""
        return self.start(to=to, parameters=parameters).wait(timeout=timeout)
