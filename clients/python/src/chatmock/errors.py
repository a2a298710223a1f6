"""The exception of a failed call."""

from typing import Iterable, List, Optional

from chatmock.values import Entry, Json, lines_of


class ChatmockError(AssertionError):
    """The mock refused a call, an expectation did not hold, or the mock does not answer.

    It is an AssertionError, so that test runners report an expectation that did not hold as a failure.
    """

    def __init__(self, call: str, status: int, body: Json, seen: Optional[List[Entry]] = None) -> None:
        self.call = call
        """The call, such as `POST /connections/wait`."""
        self.status = status
        """The HTTP status; 0 if there was no answer."""
        self.code: str = body["code"]
        """A code of the control API; `unreachable` if there was no answer."""
        self.pointer: Optional[str] = body.get("at")
        """A JSON Pointer into the request's body, or into the scenario that failed."""
        self.violations: List[Json] = body.get("violations", [])
        self.nearest: List[str] = body.get("nearest", [])
        """The closest candidates that did not match, each with the reason."""
        self.seen: List[Entry] = seen or []
        """The last entries of the journal, if an expectation failed."""
        super().__init__(self._text(body["message"]))

    def _text(self, message: str) -> str:
        at = f" at {self.pointer}" if self.pointer else ""
        lines = [f"{message} ({self.code}{at}, {self.call})"]
        violations = [f"{each['at'] or 'the whole'}: {each['message']}" for each in self.violations]
        lines += _listed("violations", violations)
        lines += _listed("nearest", self.nearest)
        lines += _listed("the journal's last entries", lines_of(self.seen))
        return "\n".join(lines)


def _listed(title: str, items: Iterable[str]) -> List[str]:
    lines = [f"    {item}" for item in items]
    return [f"  {title}:", *lines] if lines else []
