"""The record of everything that happened."""

from typing import Any, Iterator, List, Optional

from chatmock.control import Control
from chatmock.values import Duration, Entry, EntryKind, Json, given, lines_of, timeout_field


class Journal:
    """The journal of a mock. The filters are given by name; all that are given have to hold."""

    def __init__(self, control: Control) -> None:
        self._control = control

    def entries(
        self,
        kind: Optional[EntryKind] = None,
        *,
        event: Optional[str] = None,
        user: Optional[str] = None,
        sid: Optional[str] = None,
        after: Optional[int] = None,
    ) -> List[Entry]:
        query = given(kind=kind, event=event, user=user, sid=sid, after=after)
        entries: List[Entry] = self._control.call("GET", "/journal", query=query)["entries"]
        return entries

    def canonical(self, kind: Optional[EntryKind] = None, *, user: Optional[str] = None) -> List[Json]:
        """The entries in the form that is equal in two runs."""
        query = {**given(kind=kind, user=user), "canonical": "true"}
        entries: List[Json] = self._control.call("GET", "/journal", query=query)["entries"]
        return entries

    def wait(
        self,
        kind: Optional[EntryKind] = None,
        *,
        event: Optional[str] = None,
        user: Optional[str] = None,
        sid: Optional[str] = None,
        data: Any = None,
        after: Optional[int] = None,
        count: int = 1,
        timeout: Optional[Duration] = None,
    ) -> List[Entry]:
        """The matching entries, as soon as there are enough. `data` is a part of the entry's data."""
        match = given(kind=kind, event=event, user=user, sid=sid, data=data, after=after)
        body = {"match": match, "count": count, **timeout_field(timeout)}
        entries: List[Entry] = self._control.call("POST", "/journal/wait", body)["entries"]
        return entries

    def verify(
        self,
        kind: Optional[EntryKind] = None,
        *,
        event: Optional[str] = None,
        user: Optional[str] = None,
        sid: Optional[str] = None,
        data: Any = None,
        after: Optional[int] = None,
        exactly: Optional[int] = None,
        at_least: Optional[int] = None,
        at_most: Optional[int] = None,
    ) -> int:
        """Fails unless so many entries match: at least one if no count is given. Returns their number."""
        match = given(kind=kind, event=event, user=user, sid=sid, data=data, after=after)
        body = {"match": match, **given(exactly=exactly, at_least=at_least, at_most=at_most)}
        return int(self._control.call("POST", "/journal/verify", body)["matched"])

    def clear(self) -> int:
        """Removes all entries, and returns how many there were. Numbering goes on."""
        return int(self._control.call("DELETE", "/journal")["cleared"])

    def export(self) -> str:
        """The whole run as JSON Lines, for `chatmock replay`. It contains no token."""
        return self._control.text("/journal/export")

    def follow(
        self, kind: Optional[EntryKind] = None, *, user: Optional[str] = None, after: Optional[int] = None
    ) -> Iterator[Entry]:
        """The entries as they are written, until the iterator is closed. `after=0` begins with the first."""
        return self._control.follow("/journal/stream", given(kind=kind, user=user, after=after))

    def story(self, kind: Optional[EntryKind] = None, *, user: Optional[str] = None) -> str:
        """The entries as lines that people can read."""
        return "\n".join(lines_of(self.entries(kind, user=user)))
