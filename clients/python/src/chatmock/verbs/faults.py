"""Faults: what to break, with targets and conditions."""

import itertools
from types import TracebackType
from typing import Any, Dict, List, Optional, Type

from chatmock.control import Control, path
from chatmock.values import Duration, FaultKind, Json, given, milliseconds


def fault_body(do: FaultKind, on: Optional[Json], ttl: Optional[Duration], until: Optional[Json], fields: Json) -> Json:
    ttl_ms = None if ttl is None else milliseconds(ttl)
    return {"do": do, **given(on=on, ttl_ms=ttl_ms, until=until), **fields}


class Fault:
    """A fault that is installed. `with` removes it at the end of its block."""

    def __init__(self, control: Control, name: str) -> None:
        self._control = control
        self.name = name

    def status(self) -> Json:
        """The fault with its counts: how many `occurrences` it saw, and how many it struck (`strikes`)."""
        status: Json = self._control.call("GET", path("faults", self.name))
        return status

    def remove(self) -> Json:
        """Removes it, and returns it as it was."""
        removed: Json = self._control.call("DELETE", path("faults", self.name))
        return removed

    def remove_if_there(self) -> None:
        """Removes it unless it has ended by itself."""
        if any(fault["name"] == self.name for fault in self._control.call("GET", "/faults")["faults"]):
            self.remove()

    def __enter__(self) -> "Fault":
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.remove_if_there()


class Faults:
    """The faults of a mock."""

    def __init__(self, control: Control) -> None:
        self._control = control
        self._numbers = itertools.count(1)

    def install(
        self,
        do: FaultKind,
        *,
        on: Optional[Json] = None,
        name: Optional[str] = None,
        ttl: Optional[Duration] = None,
        until: Optional[Json] = None,
        **fields: Any,
    ) -> Fault:
        """Installs a fault, in place of one of the same name. `fields` are the kind's own, such as `ms`."""
        name = name or f"fault-{next(self._numbers)}"
        self._control.call("PUT", path("faults", name), fault_body(do, on, ttl, until, fields))
        return Fault(self._control, name)

    def list(self) -> List[Json]:
        faults: List[Json] = self._control.call("GET", "/faults")["faults"]
        return faults

    def replace(self, faults: Dict[str, Json]) -> List[Json]:
        """Replaces all faults, or none if one of the new ones is wrong."""
        new_faults: List[Json] = self._control.call("PUT", "/faults", {"faults": faults})["faults"]
        return new_faults

    def clear(self) -> int:
        """Removes all faults, and returns how many there were."""
        return int(self._control.call("DELETE", "/faults")["removed"])
